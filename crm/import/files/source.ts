/** Parts of a file, and what happens when it breaks off. */
import { detectEncoding } from "@/crm/import/files/encoding.ts";
import { type Encoding, FileError, type Row, type TableFile } from "@/crm/import/files/types.ts";

/** `length` bytes from `offset` on, or as many as there are. */
export async function takeFrom(file: TableFile, offset: number, length: number): Promise<Uint8Array> {
  const taken = new Uint8Array(length);
  let at = 0;
  let filled = 0;
  for await (const chunk of file.stream()) {
    const piece = chunk.subarray(Math.max(0, offset - at), Math.max(0, offset + length - at));
    taken.set(piece, filled);
    filled += piece.length;
    at += chunk.length;
    if (at >= offset + length) break;
  }
  return taken.subarray(0, filled);
}

/** Goes through a file up to its first letters beyond ASCII and tells the encoding by them. null: there are none. */
export async function takeUntilLetters(file: TableFile): Promise<Encoding | null> {
  const WANTED = 16_384;
  let found: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.stream()) {
    const first = length > 0 ? 0 : chunk.findIndex((byte) => byte >= 0x80);
    if (first < 0) continue;
    found = [...found, chunk.slice(first, first + WANTED)];
    length += found.at(-1)!.length;
    if (length >= WANTED) break;
  }
  if (length === 0) return null;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of found) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return detectEncoding(bytes)?.encoding ?? null;
}

/**
 * A file that turns out damaged or too large on the way: its rows up to there, then one row that says so. What the
 * source itself throws passes.
 */
export async function* survivable(
  reading: AsyncGenerator<{ rows: Row[]; done: number }>,
): AsyncGenerator<{ rows: Row[]; done: number }> {
  let line = 0;
  let last = 0;
  try {
    for await (const batch of reading) {
      line = batch.rows.at(-1)?.line ?? line;
      last = batch.done;
      yield batch;
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const detail = error.detail ? { detail: error.detail } : {};
    yield { rows: [{ line: line + 1, cells: [], error: { code: error.code, ...detail, fatal: true } }], done: last };
  }
}
