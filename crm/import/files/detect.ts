/** What a file is, from its first bytes: the door to {@link detectEncoding} and {@link detectSeparator}. Pure. */
import { detectEncoding, type Encoded } from "@/crm/import/files/encoding.ts";
import { detectHeader, detectSeparator, firstRows } from "@/crm/import/files/separator.ts";
import type { Encoding, Separator } from "@/crm/import/files/types.ts";

/** `code` is a refusal with words in the catalogue. */
export type Detected =
  | { kind: "csv"; encoding: Encoding; separator: Separator; header: boolean; ascii: boolean }
  | { kind: "xlsx" }
  | { kind: "unsupported"; code: string };

export interface DetectOptions {
  /** Nothing comes after these bytes. */
  whole?: boolean;
  /** What the person chose instead of the guess. */
  encoding?: Encoding;
  separator?: Separator;
}

/** So many bytes tell enough: some hundred rows. */
export const HEAD = 131_072;

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const OPEN_DOCUMENT = "mimetypeapplication/vnd.oasis.opendocument";

/** @param head at least the first {@link HEAD} bytes, or all there are */
export function detect(head: Uint8Array, options: DetectOptions = {}): Detected {
  if (head.every((byte) => byte === 0x20 || (byte >= 9 && byte <= 13))) return refused("import.error.empty-file");
  if (starts(head, OLE)) return refused(isEncrypted(head) ? "import.error.encrypted" : "import.error.old-excel");
  if (starts(head, [0x50, 0x4b, 5, 6])) return refused("import.error.not-a-table");
  if (starts(head, [0x50, 0x4b, 3, 4])) {
    const name = latin(head.subarray(30, 30 + OPEN_DOCUMENT.length));
    // Which archives are workbooks is seen in their directory, at the end of the file (zip.ts).
    return name === OPEN_DOCUMENT ? refused("import.error.open-document") : { kind: "xlsx" };
  }
  const encoded = detectEncoding(head, options);
  if (!encoded || isOtherKind(head)) return refused("import.error.not-a-table");
  return text(head, encoded, options);
}

function text(head: Uint8Array, encoded: Encoded, options: DetectOptions): Detected {
  const encoding = options.encoding ?? encoded.encoding;
  const decoded = new TextDecoder(encoding).decode(head, { stream: !options.whole });
  if (decoded.trim() === "") return refused("import.error.empty-file");
  // Many programs (Bitrix24 among them) call a web page with a table “.xls”; Excel 2003 wrote XML.
  if (/^\s*<(!doctype html|html|head|meta|table|\?xml|style|body)\b/i.test(decoded)) {
    return refused("import.error.web-page");
  }
  const separator = options.separator ?? detectSeparator(decoded, options);
  const header = detectHeader(firstRows(decoded, separator, options));
  return { kind: "csv", encoding, separator, header, ascii: encoded.ascii };
}

/** Text by its bytes, but no table: PDF, RTF, PostScript; pictures and programs fail as binary. */
function isOtherKind(head: Uint8Array): boolean {
  return /^(%PDF-|\{\\rtf|%!PS|Rar!|7z\xbc\xaf)/.test(latin(head.subarray(0, 8)));
}

/** A workbook under a password is an OLE file with this entry in its directory ([MS-OFFCRYPTO] 2.3). */
export function isEncrypted(bytes: Uint8Array): boolean {
  return latin(bytes).includes([..."EncryptedPackage"].join("\0"));
}

/** Where an OLE file has its directory ([MS-CFB] 2.2): the answer may lie beyond the first bytes. null: no OLE file. */
export function oleDirectory(head: Uint8Array): number | null {
  if (!starts(head, OLE) || head.length < 52) return null;
  const view = new DataView(head.buffer, head.byteOffset);
  return (view.getUint32(48, true) + 1) * 2 ** view.getUint16(30, true);
}

const refused = (code: string): Detected => ({ kind: "unsupported", code });
const starts = (head: Uint8Array, mark: number[]) => mark.every((byte, at) => head[at] === byte);
/** Each byte a character; the decoder named latin1 is Windows-1252 and no good for that. */
const latin = (bytes: Uint8Array) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};
