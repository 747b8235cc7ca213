import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { decodeUlaw, encodeUlaw, loudness, readWav, tonesIn, toneUlaw } from "./tone.ts";

/** A mono WAV of 16-bit PCM at 8 kHz. */
function wav(samples: Int16Array): Uint8Array {
  const out = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(out.buffer);
  const tag = (at: number, text: string) => out.set(new TextEncoder().encode(text), at);
  tag(0, "RIFF");
  tag(8, "WAVEfmt ");
  view.setUint32(4, out.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 16000, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, "data");
  view.setUint32(40, samples.length * 2, true);
  new Int16Array(out.buffer, 44).set(samples);
  return out;
}

const played = (...parts: Uint8Array[]) => wav(Int16Array.from(parts.flatMap((part) => [...part]), decodeUlaw));

Deno.test("µ-law comes back within its step, else tones in tests are distorted", () => {
  fc.assert(fc.property(fc.integer({ min: -32_000, max: 32_000 }), (sample) => {
    const error = Math.abs(decodeUlaw(encodeUlaw(sample)) - sample);
    assert.ok(error <= Math.max(4, Math.abs(sample) / 16), `${sample}: off by ${error}`);
  }));
});

Deno.test("a tone is found where it is and nowhere else, else a dead line passes for a talking one", () => {
  const file = played(new Uint8Array(8000).fill(0xff), toneUlaw(440, 1000), toneUlaw(1000, 500));
  const heard = tonesIn(file, [440, 660, 1000]);
  assert.deepEqual(heard.map((tone) => tone.hertz), [440, 1000]);
  assert.deepEqual([heard[0].fromMs, heard[0].toMs], [1000, 2000]);
  assert.deepEqual([heard[1].fromMs, heard[1].toMs], [2000, 2500]);
  assert.ok(loudness(file, 0, 900) < 0.001 && loudness(file, 1100, 1900) > 0.1);
});

Deno.test("two tones at once are both found, else one of two mixed parties goes unnoticed", () => {
  const [a, b] = [toneUlaw(440, 1000), toneUlaw(1000, 1000)];
  const mixed = wav(Int16Array.from(a, (byte, n) => (decodeUlaw(byte) + decodeUlaw(b[n])) / 2));
  assert.deepEqual(tonesIn(mixed, [440, 700, 1000]).map((tone) => tone.hertz), [440, 1000]);
});

Deno.test("what is not a WAV is refused with a reason, else a broken recording reads as silence", () => {
  assert.throws(() => readWav(new Uint8Array(100)), /not a WAV/);
  assert.throws(() => readWav(new Uint8Array(3)), /not a WAV/);
});
