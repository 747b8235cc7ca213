/**
 * The parts of an .xlsx: its directory by zip.js, its bytes by the runtime's own inflater.
 *
 * Not inflated by zip.js itself: it hands 64 KB of the archive to the inflater at once, and 2 MB of zeros took 1.5 GB of
 * memory. We hand over 4 KB, which can swell to 4 MB, and count what comes out.
 */
import { crc32 } from "node:zlib";
import { type Entry, type FileEntry, Reader, ZipReader } from "@zip.js/zip.js";
import { damaged, FileError, type TableFile, tooLarge } from "@/crm/import/files/types.ts";

/** A workbook has some dozens; a directory of millions of entries would fill the memory. */
const PARTS = 5_000;
const STEP = 4_096;
/** The end of a file, where a directory lies: held, so that reading it does not go through the file again and again. */
const TAIL = 262_144;
const STORED = 0;
const DEFLATED = 8;

export interface Part {
  name: string;
  /** Inflated bytes, as told by the directory. */
  size: number;
  entry: FileEntry;
}

/** Parts by name. @throws {FileError} no archive, damaged, encrypted */
export async function readDirectory(file: TableFile): Promise<Map<string, Part>> {
  const bytes = new FileBytes(file);
  const parts = new Map<string, Part>();
  try {
    for await (const entry of new ZipReader(bytes).getEntriesGenerator()) {
      if (parts.size >= PARTS) throw damaged();
      if (entry.encrypted) throw new FileError("import.error.encrypted");
      if (!isFile(entry) || parts.has(entry.filename)) continue;
      parts.set(entry.filename, { name: entry.filename, size: entry.uncompressedSize, entry });
    }
  } catch (error) {
    throw bytes.failure ?? (error instanceof FileError ? error : damaged());
  } finally {
    await bytes.close();
  }
  return parts;
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory;

/**
 * The inflated bytes of a part. @throws {FileError} too large (as told, or in fact: `bound` bytes), damaged (also when
 * its length or checksum are not what the directory says)
 */
export async function* readPart(file: TableFile, part: Part, bound: number): AsyncGenerator<Uint8Array> {
  if (part.size > bound) throw tooLarge(bound);
  const bytes = new FileBytes(file);
  let size = 0;
  let sum = 0;
  try {
    for await (const chunk of inflated(bytes, part)) {
      size += chunk.length;
      if (size > bound) throw tooLarge(bound);
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (size !== part.size || sum !== (part.entry.signature ?? 0) >>> 0) throw damaged();
  } catch (error) {
    // Errors of the inflater are the file's fault, errors of the source are not.
    throw bytes.failure ?? (error instanceof TypeError ? damaged() : error);
  } finally {
    await bytes.close();
  }
}

async function* inflated(bytes: FileBytes, { entry }: Part): AsyncGenerator<Uint8Array> {
  const local = await bytes.readUint8Array(entry.offset, 30);
  if (local.length < 30) throw damaged();
  const view = new DataView(local.buffer, local.byteOffset);
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = ReadableStream.from(pieces(bytes, start, entry.compressedSize));
  if (entry.compressionMethod === STORED) yield* packed;
  else if (entry.compressionMethod === DEFLATED) yield* packed.pipeThrough(new DecompressionStream("deflate-raw"));
  else throw damaged();
}

async function* pieces(bytes: FileBytes, start: number, length: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < length; at += STEP) {
    const piece = await bytes.readUint8Array(start + at, Math.min(STEP, length - at));
    if (piece.length === 0) throw damaged();
    yield piece;
  }
}

/** Reads a file that can only be streamed at any place: forward by skipping, backward by beginning again. */
class FileBytes extends Reader<TableFile> {
  /** What the source threw, as it was. */
  failure?: unknown;
  private reader?: ReadableStreamDefaultReader<Uint8Array>;
  private chunk = new Uint8Array();
  /** Place of the chunk's first byte. */
  private at = 0;
  private tail?: Uint8Array;

  constructor(private readonly file: TableFile) {
    super(file);
    this.size = file.size;
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const tailAt = Math.max(0, this.size - TAIL);
    if (this.tail && offset >= tailAt) return this.tail.slice(offset - tailAt, offset - tailAt + length);
    if (!this.tail && offset + length >= this.size - 22 && offset >= tailAt) {
      this.tail = await this.forward(tailAt, this.size - tailAt);
      return this.tail.slice(offset - tailAt, offset - tailAt + length);
    }
    return await this.forward(offset, length);
  }

  async close(): Promise<void> {
    await this.reader?.cancel().catch(() => {});
    this.reader = undefined;
  }

  private async forward(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset < this.at || !this.reader) {
      await this.close();
      this.reader = this.file.stream().getReader();
      this.at = 0;
      this.chunk = new Uint8Array();
    }
    const taken = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    let filled = 0;
    while (filled < taken.length) {
      const from = offset + filled - this.at;
      if (from < this.chunk.length) {
        const piece = this.chunk.subarray(from, from + taken.length - filled);
        taken.set(piece, filled);
        filled += piece.length;
        continue;
      }
      const next = await this.reader.read().catch((error) => {
        this.failure = error;
        throw error;
      });
      if (next.done) return taken.slice(0, filled);
      this.at += this.chunk.length;
      this.chunk = new Uint8Array(next.value);
    }
    return taken;
  }
}
