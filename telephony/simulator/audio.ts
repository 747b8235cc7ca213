/**
 * What a recording of the virtual PBX sounds like: two voices as tones taking turns (caller 440 Hz, agent 620 Hz), as
 * long as the call was. Made when it is asked for, so that a day of recordings takes no room.
 */
import type { SimRecording } from "./model.ts";

const RATE = 8000;
/** Longer recordings are cut here: 30 minutes. */
const MAX_SECONDS = 1800;

/** A WAV file (8 kHz, 16 bit, mono) with the same name always the same sound. */
export function recordingAudio(recording: Pick<SimRecording, "name" | "duration">): Uint8Array<ArrayBuffer> {
  const seconds = Math.min(MAX_SECONDS, Math.max(1, recording.duration));
  const samples = seconds * RATE;
  const bytes = new Uint8Array(44 + samples * 2);
  const view = new DataView(bytes.buffer);
  const ascii = (at: number, text: string) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  ascii(0, "RIFF");
  view.setUint32(4, 36 + samples * 2, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, samples * 2, true);
  let turn = [...recording.name].reduce((hash, c) => (hash * 31 + c.charCodeAt(0)) >>> 0, 7);
  let left = 0, tone = 440, loud = 0;
  for (let i = 0; i < samples; i++) {
    if (left === 0) {
      turn = (Math.imul(turn, 1664525) + 1013904223) >>> 0;
      left = RATE / 2 + (turn >>> 16) % (RATE * 2);
      tone = tone === 440 ? 620 : 440;
      loud = turn % 5 === 0 ? 0 : 0.08;
    }
    left--;
    const syllable = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * i / RATE);
    view.setInt16(44 + i * 2, Math.sin(2 * Math.PI * tone * i / RATE) * loud * syllable * 32767, true);
  }
  return bytes;
}
