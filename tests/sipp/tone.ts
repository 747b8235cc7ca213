/**
 * Tones: made as µ-law for SIPp to play, and found again in a recording. A frequency per party tells who heard whom.
 */

const RATE = 8_000;
const FRAME = 400; // 50 ms: 20 Hz apart is told apart

/** Raw µ-law at 8 kHz of a steady tone. */
export function toneUlaw(hertz: number, milliseconds: number, amplitude = 8_000): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(Math.round(RATE * milliseconds / 1000));
  for (let n = 0; n < out.length; n++) {
    out[n] = encodeUlaw(Math.round(amplitude * Math.sin(2 * Math.PI * hertz * n / RATE)));
  }
  return out;
}

/** G.711 µ-law of one 16-bit sample. */
export function encodeUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  return ~(sign | exponent << 4 | magnitude >> exponent + 3 & 0x0f) & 0xff;
}

export function decodeUlaw(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = (((value & 0x0f) << 3) + 0x84 << (value >> 4 & 7)) - 0x84;
  return value & 0x80 ? -magnitude : magnitude;
}

/** Samples of a WAV file (PCM 16 bit or µ-law, one channel), -1 to 1. @throws on anything else */
export function readWav(file: Uint8Array): { samples: Float32Array; rate: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 44 || tag(0) !== "RIFF" || tag(8) !== "WAVE") throw new Error("not a WAV file");
  let [format, rate, bits] = [0, RATE, 16];
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === "fmt ") {
      [format, rate, bits] = [
        view.getUint16(at + 8, true),
        view.getUint32(at + 12, true),
        view.getUint16(at + 22, true),
      ];
      if (view.getUint16(at + 10, true) !== 1) throw new Error("more than one channel");
    }
    if (tag(at) === "data") {
      // A recording that is still written says 0 or too much.
      const end = Math.min(file.length, size === 0 ? file.length : at + 8 + size);
      const bytes = file.subarray(at + 8, end);
      if (format === 7) return { rate, samples: Float32Array.from(bytes, (byte) => decodeUlaw(byte) / 32_768) };
      if (format !== 1 || bits !== 16) throw new Error(`WAV format ${format}, ${bits} bits`);
      const samples = new Float32Array(bytes.length >> 1);
      for (let n = 0; n < samples.length; n++) samples[n] = view.getInt16(at + 8 + 2 * n, true) / 32_768;
      return { rate, samples };
    }
    at += 8 + size + (size & 1);
  }
  throw new Error("a WAV file without data");
}

/** Goertzel: amplitude (0 to 1) of one frequency in the samples. */
export function amplitudeOf(hertz: number, samples: Float32Array, rate: number): number {
  const coefficient = 2 * Math.cos(2 * Math.PI * hertz / rate);
  let [before, previous] = [0, 0];
  for (const sample of samples) [before, previous] = [previous, sample + coefficient * previous - before];
  const power = previous * previous + before * before - coefficient * previous * before;
  return 2 * Math.sqrt(Math.max(0, power)) / samples.length;
}

export interface Heard {
  hertz: number;
  /** From the first to the last frame with the tone. */
  fromMs: number;
  toMs: number;
  /** Sum of the frames with it. */
  totalMs: number;
}

/**
 * Which of the given tones the recording holds and when, in 50 ms frames. `threshold`: least amplitude, 0 to 1;
 * a tone of {@link toneUlaw} has 0.24.
 */
export function tonesIn(wav: Uint8Array, candidates: readonly number[], threshold = 0.03): Heard[] {
  const { samples, rate } = readWav(wav);
  const size = Math.round(FRAME * rate / RATE);
  return candidates.flatMap((hertz) => {
    const frames: number[] = [];
    for (let n = 0; (n + 1) * size <= samples.length; n++) {
      if (amplitudeOf(hertz, samples.subarray(n * size, (n + 1) * size), rate) >= threshold) frames.push(n);
    }
    if (frames.length === 0) return [];
    const ms = (frame: number) => Math.round(frame * size * 1000 / rate);
    return [{ hertz, fromMs: ms(frames[0]), toMs: ms(frames[frames.length - 1] + 1), totalMs: ms(frames.length) }];
  });
}

/** Loudness (root mean square, 0 to 1) of a stretch: whether there is anything to hear at all. */
export function loudness(wav: Uint8Array, fromMs = 0, toMs = Infinity): number {
  const { samples, rate } = readWav(wav);
  const part = samples.subarray(Math.round(fromMs * rate / 1000), Math.min(samples.length, toMs * rate / 1000));
  return part.length === 0 ? 0 : Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
}
