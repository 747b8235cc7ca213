/** A token as text: `kmt_` and 256 random bits. Only its SHA-256 is stored (a fast hash is right for a random token). */
import { createHash, randomBytes } from "node:crypto";

const TOKEN = /^kmt_[A-Za-z0-9_-]{43}$/;
/** Characters that are shown in lists: the mark and four letters tell tokens apart and give nothing away. */
const SHOWN = 8;

export function newTokenText(): string {
  return `kmt_${randomBytes(32).toString("base64url")}`;
}

/** Whether a text could be a token at all; anything else costs no query. */
export function isTokenText(text: string): boolean {
  return TOKEN.test(text);
}

export function digestOf(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

export function prefixOf(token: string): string {
  return token.slice(0, SHOWN);
}
