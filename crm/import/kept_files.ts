/** Uploaded files on disk, in a folder of their own; a file is there whole or not at all. */
import { createHash } from "node:crypto";
import { LIMITS, type TableFile } from "@/crm/import/files/mod.ts";
import { Refusal } from "@/crm/result.ts";

const NAME = /^[0-9a-f-]{36}$/;

export class KeptFiles {
  constructor(readonly dir: string) {}

  /** Writes the stream as it comes, with its digest made on the way. @throws {Refusal} too large */
  async save(name: string, body: ReadableStream<Uint8Array>): Promise<{ size: number; sha256: Uint8Array }> {
    await Deno.mkdir(this.dir, { recursive: true, mode: 0o700 });
    const path = this.#path(name);
    const hash = createHash("sha256");
    let size = 0;
    const file = await Deno.open(path, { write: true, create: true, truncate: true, mode: 0o600 });
    try {
      const writer = file.writable.getWriter();
      try {
        for await (const chunk of body) {
          size += chunk.byteLength;
          if (size > LIMITS.bytes) {
            throw new Refusal("import.error.too-large", { megabytes: Math.floor(LIMITS.bytes / 1_048_576) });
          }
          hash.update(chunk);
          await writer.write(chunk as Uint8Array<ArrayBuffer>);
        }
      } finally {
        await writer.close().catch(() => {});
      }
    } catch (error) {
      await this.remove(name);
      throw error;
    }
    return { size, sha256: hash.digest() };
  }

  /** null: it is not there any more. */
  async open(file: { path: string | null; name: string }): Promise<TableFile | null> {
    if (file.path === null) return null;
    const path = this.#path(file.path);
    try {
      const { size } = await Deno.stat(path);
      return { name: file.name, size, stream: () => streamOf(path) };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await Deno.remove(this.#path(name)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }

  /** Names of files that were last written before then, at most a thousand. */
  async olderThan(before: Date): Promise<string[]> {
    const names: string[] = [];
    try {
      for await (const { name, isFile } of Deno.readDir(this.dir)) {
        if (!isFile || !NAME.test(name) || names.length >= 1_000) continue;
        const { mtime } = await Deno.stat(this.#path(name));
        if (mtime && mtime < before) names.push(name);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return names;
  }

  #path(name: string): string {
    if (!NAME.test(name)) throw new Error(`no name of a file: ${name}`);
    return `${this.dir}/${name}`;
  }
}

const CHUNK = 65_536;

/** Opened at the first read, closed at the end or when the reader goes away. */
function streamOf(path: string): ReadableStream<Uint8Array> {
  let file: Deno.FsFile | null = null;
  const close = () => {
    file?.close();
    file = null;
  };
  return new ReadableStream({
    async pull(controller) {
      file ??= await Deno.open(path);
      const chunk = new Uint8Array(CHUNK);
      const read = await file.read(chunk);
      if (read === null) {
        close();
        controller.close();
      } else controller.enqueue(chunk.subarray(0, read));
    },
    cancel: close,
  }, { highWaterMark: 0 });
}
