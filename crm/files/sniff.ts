/**
 * What a file is, by its first bytes: what a browser or a name says is only a wish. Whatever could run in a browser
 * (HTML, SVG, XML) is plain text here. Pure.
 */

/** Bytes that are looked at. */
export const HEAD = 4_096;

/** Pictures that a card shows; SVG runs scripts and is none. */
export const PICTURES: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

const SIGNS: readonly { type: string; at?: number; bytes: string }[] = [
  { type: "image/png", bytes: "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", bytes: "\xff\xd8\xff" },
  { type: "image/gif", bytes: "GIF8" },
  { type: "image/webp", at: 8, bytes: "WEBP" },
  { type: "image/avif", at: 4, bytes: "ftypavif" },
  { type: "image/heic", at: 4, bytes: "ftyphei" },
  { type: "image/tiff", bytes: "II*\0" },
  { type: "image/bmp", bytes: "BM" },
  { type: "application/pdf", bytes: "%PDF-" },
  { type: "audio/wav", at: 8, bytes: "WAVE" },
  { type: "audio/ogg", bytes: "OggS" },
  { type: "audio/mpeg", bytes: "ID3" },
  { type: "video/mp4", at: 4, bytes: "ftyp" },
  { type: "video/webm", bytes: "\x1aE\xdf\xa3" },
  { type: "application/gzip", bytes: "\x1f\x8b" },
  { type: "application/vnd.rar", bytes: "Rar!" },
  { type: "application/x-7z-compressed", bytes: "7z\xbc\xaf" },
];
const ZIP = "PK\x03\x04";
const OLE = "\xd0\xcf\x11\xe0";
const OFFICE = "application/vnd.openxmlformats-officedocument";
/** Inside a zip or an old Office container the name's ending tells which program; the bytes told the container. */
const INSIDE: Record<string, Record<string, string>> = {
  [ZIP]: {
    docx: `${OFFICE}.wordprocessingml.document`,
    xlsx: `${OFFICE}.spreadsheetml.sheet`,
    pptx: `${OFFICE}.presentationml.presentation`,
    odt: "application/vnd.oasis.opendocument.text",
    ods: "application/vnd.oasis.opendocument.spreadsheet",
  },
  [OLE]: { doc: "application/msword", xls: "application/vnd.ms-excel", msg: "application/vnd.ms-outlook" },
};

/** All types that {@link sniff} tells. */
export const TYPES: readonly string[] = [
  ...new Set([
    ...["application/octet-stream", "text/plain", "text/csv", "application/zip"],
    ...SIGNS.map(({ type }) => type),
    ...Object.values(INSIDE).flatMap((types) => Object.values(types)),
  ]),
];

export function sniff(head: Uint8Array, name: string): string {
  const latin = Array.from(head.subarray(0, 64), (byte) => String.fromCharCode(byte)).join("");
  const has = (bytes: string, at = 0) => latin.startsWith(bytes, at);
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1].toLowerCase() ?? "";
  for (const container of [ZIP, OLE]) {
    if (has(container)) {
      return INSIDE[container][ending] ?? (container === ZIP ? "application/zip" : "application/octet-stream");
    }
  }
  const sign = SIGNS.find(({ bytes, at }) => has(bytes, at) && (at !== 8 || has("RIFF")));
  if (sign) return sign.type;
  return isText(head) ? (ending === "csv" ? "text/csv" : "text/plain") : "application/octet-stream";
}

function isText(head: Uint8Array): boolean {
  if (head.length === 0 || head.includes(0)) return false;
  // A character may be cut at the end of what is looked at.
  const text = new TextDecoder().decode(head).replace(/\ufffd$/, "");
  return !text.includes("\ufffd");
}
