/** Sizes and kinds of files as people read them. Pure. */
import { sizeText } from "@/components/records/import/words.ts";

/** Pictures that the server shows (crm/files/sniff.ts). */
export const PREVIEWED: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
]);

/** Most bytes of a file: the server's own limit. */
export const LARGEST = 50 * 1024 * 1024;

export const sizeOf = (bytes: number, locale: string): string => sizeText(Math.max(1, bytes), locale);

export type FileLook = "picture" | "text" | "table" | "sound" | "film" | "archive" | "other";

export function lookOf(type: string): FileLook {
  if (type.startsWith("image/")) return "picture";
  if (type.startsWith("audio/")) return "sound";
  if (type.startsWith("video/")) return "film";
  if (/sheet|excel|csv/.test(type)) return "table";
  if (/zip|rar|7z/.test(type)) return "archive";
  return /text|pdf|word|document|presentation|outlook/.test(type) ? "text" : "other";
}
