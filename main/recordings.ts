/**
 * Recordings, fetched from Asterisk once and kept in the data folder: then they can be sought through, and are still
 * there when Asterisk cleans up. Bounded in size; half a file is never taken for a whole one.
 */
import { join } from "node:path";
import { openRecording } from "@/telephony/asterisk/recordings.ts";
import type { Ari } from "@/telephony/ari/mod.ts";
import type { Recording } from "@/routes/(_door)/switchboard.ts";

/** An hour of 8 kHz, 16 bit, mono is 58 MB. */
const MAX_BYTES = 200 * 1024 * 1024;
const NAME = /^[\w-]{1,100}$/;

export class Recordings {
  readonly #fetching = new Map<string, Promise<boolean>>();

  constructor(readonly ari: Ari, readonly folder: string) {}

  /** null: there is none (not finished yet, or its file is gone). */
  async open(name: string): Promise<Recording | null> {
    if (!NAME.test(name)) return null;
    const path = join(this.folder, `${name}.wav`);
    const there = await Deno.stat(path).catch(() => null);
    if (!there && !await this.#fetch(name, path)) return null;
    const { size } = await Deno.stat(path);
    return { size, type: "audio/wav", read: (from, to) => readRange(path, { from, to }) };
  }

  #fetch(name: string, path: string): Promise<boolean> {
    const running = this.#fetching.get(name);
    if (running) return running;
    const work = this.#load(name, path).finally(() => this.#fetching.delete(name));
    this.#fetching.set(name, work);
    return work;
  }

  async #load(name: string, path: string): Promise<boolean> {
    const download = await openRecording(this.ari, name, { maxBytes: MAX_BYTES });
    if (!download) return false;
    await Deno.mkdir(this.folder, { recursive: true });
    const part = `${path}.part`;
    try {
      const file = await Deno.open(part, { create: true, write: true, truncate: true });
      await download.body.pipeTo(file.writable);
      await Deno.rename(part, path);
      return true;
    } catch (error) {
      await Deno.remove(part).catch(() => {});
      throw error;
    }
  }
}

async function readRange(path: string, range: { from: number; to: number }): Promise<ReadableStream<Uint8Array>> {
  const file = await Deno.open(path, { read: true });
  await file.seek(range.from, Deno.SeekMode.Start);
  let left = range.to - range.from + 1;
  return file.readable.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array>({
      transform(chunk, controller) {
        const piece = chunk.subarray(0, left);
        left -= piece.byteLength;
        if (piece.byteLength > 0) controller.enqueue(piece);
        if (left <= 0) controller.terminate();
      },
    }),
  );
}
