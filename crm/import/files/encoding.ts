/**
 * Which encoding a text file is in, from its first bytes: by its mark, by validity (UTF-8), else by which reading gives
 * the likelier Russian. Pure.
 */
import SHARES from "@/crm/import/files/russian.json" with { type: "json" };
import type { Encoding } from "@/crm/import/files/types.ts";

export interface Encoded {
  encoding: Encoding;
  /** Length of the byte order mark. */
  mark: number;
  /** Only ASCII so far: the letters that decide may still come. */
  ascii: boolean;
}

/**
 * Share of letters in Russian text, in percent (frequency dictionary of the Russian National Corpus, Lyashevskaya and
 * Sharoff, 2009). Letters of the neighbours and the marks of good typography have 0.3: they neither help nor harm.
 */
const LIKELIHOOD = new Map(Object.entries(SHARES).map(([letter, share]) => [letter, Math.log(share)]));
const UNLIKELY = Math.log(0.003);
/** With a head start (of log-likelihood) for what files really come in; a few words outweigh it. */
const LEGACY: [Encoding, number][] = [["windows-1251", 0], ["ibm866", -5], ["koi8-r", -6]];

/** null: the bytes are no text. `whole`: nothing comes after them (else a letter may be cut at the end). */
export function detectEncoding(head: Uint8Array, options: { whole?: boolean } = {}): Encoded | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", mark: 3, ascii: false };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", mark: 2, ascii: false };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", mark: 2, ascii: false };
  const wide = unmarkedWide(head);
  if (wide) return { encoding: wide, mark: 0, ascii: false };
  if (isBinary(head)) return null;
  if (head.every((byte) => byte < 0x80)) return { encoding: "utf-8", mark: 0, ascii: true };
  const encoding = isUtf8(head, !options.whole) ? "utf-8" : likeliest(head);
  return { encoding, mark: 0, ascii: false };
}

/** UTF-16 without a mark: every other byte of ASCII signs (separators, digits, line ends) is zero. */
function unmarkedWide(head: Uint8Array): Encoding | null {
  const zeros = [0, 0];
  head.forEach((byte, at) => byte === 0 && zeros[at % 2]++);
  const half = head.length / 2;
  if (zeros[1] > half * 0.1 && zeros[0] <= zeros[1] * 0.02) return "utf-16le";
  if (zeros[0] > half * 0.1 && zeros[1] <= zeros[0] * 0.02) return "utf-16be";
  return null;
}

/** Control characters that no text has; single NULs do occur in exports of old systems and are removed in reading. */
function isBinary(head: Uint8Array): boolean {
  let strange = 0;
  for (const byte of head) if (byte < 0x20 && (byte < 9 || byte > 13) && byte !== 0x1b && byte !== 0x1a) strange++;
  return strange > head.length * 0.02;
}

/** One damaged byte in a long UTF-8 file does not make it Windows-1251: there, such sequences hardly ever arise. */
function isUtf8(head: Uint8Array, cut: boolean): boolean {
  const text = new TextDecoder("utf-8").decode(head, { stream: cut });
  let valid = 0;
  let wrong = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) wrong++;
    else if (code >= 0x80) valid++;
  }
  return wrong === 0 || valid > wrong * 10;
}

function likeliest(head: Uint8Array): Encoding {
  if (isWestern(new TextDecoder("windows-1251").decode(head))) return "windows-1252";
  return LEGACY
    .map(([encoding, start]) => ({ encoding, score: start + russian(new TextDecoder(encoding).decode(head)) }))
    .reduce((a, b) => b.score > a.score ? b : a).encoding;
}

/** Log-likelihood of the signs beyond ASCII. A capital after a small letter is what a wrong table looks like. */
function russian(text: string): number {
  let sum = 0;
  let small = false;
  for (const sign of text) {
    if (sign < "\u0080") {
      small = false;
      continue;
    }
    const lower = sign.toLowerCase();
    sum += LIKELIHOOD.get(lower) ?? UNLIKELY;
    if (small && lower !== sign) sum += UNLIKELY;
    small = lower === sign && lower !== sign.toUpperCase();
  }
  return sum;
}

/** “Müller” read as Windows-1251 is “Mьller”: Russian letters that stand among Latin ones are none. */
function isWestern(text: string): boolean {
  const among = text.match(/[a-z][а-яё]|[а-яё][a-z]/gi)?.length ?? 0;
  const together = text.match(/[а-яё](?=[а-яё])/gi)?.length ?? 0;
  return among > together;
}
