/** Bytes of files on disk under their SHA-256, each once however often it is attached; there whole or not at all. */
import { createHash } from "node:crypto";
import { Refusal } from "@/crm/result.ts";
import { HEAD } from "@/crm/files/sniff.ts";

/** Most bytes of one file. */
export const LARGEST_FILE = 50 * 1_048_576;

const SHA = /^[0-9a-f]{64}$/;
const CHUNK = 65_536;

export interface Saved {
  sha256: string;
  bytes: number;
  /** The first bytes, to tell what it is. */
  head: Uint8Array;
}

export class FileDisk {
  constructor(readonly dir: string) {}

  /** Writes the stream as it comes. @throws {Refusal} too large, or empty */
  async save(body: ReadableStream<Uint8Array>): Promise<Saved> {
    const folder = `${this.dir}/coming`;
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    const coming = `${folder}/${crypto.randomUUID()}`;
    const hash = createHash("sha256");
    const head = new Uint8Array(HEAD);
    let bytes = 0;
    try {
      const file = await Deno.open(coming, { write: true, createNew: true, mode: 0o600 });
      try {
        for await (const chunk of body) {
          if (bytes + chunk.byteLength > LARGEST_FILE) {
            throw new Refusal("files.error.too-large", { megabytes: LARGEST_FILE / 1_048_576 });
          }
          if (bytes < HEAD) head.set(chunk.subarray(0, HEAD - bytes), bytes);
          bytes += chunk.byteLength;
          hash.update(chunk);
          for (let at = 0; at < chunk.byteLength;) at += await file.write(chunk.subarray(at));
        }
        await file.sync();
      } finally {
        file.close();
      }
      if (bytes === 0) throw new Refusal("files.error.empty");
      const sha256 = hash.digest("hex");
      const path = this.#path(sha256);
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true, mode: 0o700 });
      await Deno.rename(coming, path);
      return { sha256, bytes, head: head.subarray(0, Math.min(bytes, HEAD)) };
    } catch (error) {
      await remove(coming);
      throw error;
    }
  }

  /** null: it is not there. Closed at the end, or when the reader goes away. */
  async open(sha256: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
    try {
      const file = await Deno.open(this.#path(sha256));
      return new ReadableStream({
        async pull(controller) {
          const chunk = new Uint8Array(CHUNK);
          const read = await file.read(chunk);
          if (read === null) {
            file.close();
            controller.close();
          } else controller.enqueue(chunk.subarray(0, read));
        },
        cancel: () => file.close(),
      }, { highWaterMark: 0 });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  async remove(sha256: string): Promise<void> {
    await remove(this.#path(sha256));
  }

  /** Whole files that were last written before then. What a crashed upload left is deleted on the way. */
  async *olderThan(before: Date): AsyncGenerator<string> {
    for await (const folder of folders(this.dir)) {
      for await (const { name, isFile } of Deno.readDir(`${this.dir}/${folder}`)) {
        const path = `${this.dir}/${folder}/${name}`;
        const { mtime } = isFile ? await Deno.stat(path) : { mtime: null };
        if (!mtime || mtime >= before) continue;
        if (folder === "coming") await remove(path);
        else if (SHA.test(name)) yield name;
      }
    }
  }

  #path(sha256: string): string {
    if (!SHA.test(sha256)) throw new Error(`no name of a file: ${sha256}`);
    return `${this.dir}/${sha256.slice(0, 2)}/${sha256}`;
  }
}

async function* folders(dir: string): AsyncGenerator<string> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(dir)) if (isDirectory) yield name;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function remove(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
