/**
 * A model as one file: a name, a header as JSON, then all numbers one after another, packed by gzip. Nothing of it is code:
 * a file from somewhere else is refused, not run. Pure.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import type { Parts } from "@/ml/volume/history.ts";

const MAGIC = "kommutator volume 1\n";
/** Unpacked; the largest models have some hundred thousand numbers. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The file is none of ours, or was damaged. */
export class NotAModelError extends Error {
  override name = "NotAModelError";
}

/** @param parts lists of numbers by names; their order is kept */
export function pack(header: object, parts: Readonly<Record<string, Parts>>): Uint8Array<ArrayBuffer> {
  const lists: [string, string, number][] = [];
  const numbers: Float64Array[] = [];
  for (const [whose, own] of Object.entries(parts)) {
    for (const [name, list] of Object.entries(own)) {
      lists.push([whose, name, list.length]);
      numbers.push(list);
    }
  }
  const head = new TextEncoder().encode(`${MAGIC}${JSON.stringify({ header, lists })}\n`);
  const count = numbers.reduce((sum, list) => sum + list.length, 0);
  const whole = new Uint8Array(head.length + count * 8);
  whole.set(head);
  const view = new DataView(whole.buffer, head.length);
  let at = 0;
  for (const list of numbers) for (const one of list) view.setFloat64(at++ * 8, one, true);
  return Uint8Array.from(gzipSync(whole));
}

/** @throws NotAModelError */
export function unpack(blob: Uint8Array): { header: unknown; parts: Record<string, Record<string, Float64Array>> } {
  const whole = unzipped(blob);
  const magic = new TextDecoder().decode(whole.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new NotAModelError("begins like no model of ours");
  const end = whole.indexOf(10, MAGIC.length);
  const head = json(new TextDecoder().decode(whole.subarray(MAGIC.length, Math.max(end, MAGIC.length))));
  const view = new DataView(whole.buffer, whole.byteOffset + end + 1, whole.length - end - 1);
  const lists = head.lists as [string, string, number][];
  const count = lists.reduce((sum, [, , length]) => sum + length, 0);
  if (count * 8 !== view.byteLength) throw new NotAModelError("numbers are missing");
  const parts: Record<string, Record<string, Float64Array>> = {};
  let at = 0;
  for (const [whose, name, length] of lists) {
    (parts[whose] ??= {})[name] = Float64Array.from({ length }, () => view.getFloat64(at++ * 8, true));
  }
  return { header: head.header, parts };
}

function unzipped(blob: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(gunzipSync(blob, { maxOutputLength: MOST_BYTES }));
  } catch (cause) {
    throw new NotAModelError("cannot be unpacked", { cause });
  }
}

function json(text: string): { header: unknown; lists: unknown } {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotAModelError("its header cannot be read", { cause });
  }
}
