/**
 * Password hashes: scrypt (RFC 7914) of node:crypto, off the main thread, in PHC form
 * `$scrypt$ln=15,r=8,p=3$<salt>$<hash>` so that parameters can rise later.
 *
 * N = 2^15, r = 8, p = 3 is one of the equivalent sets of OWASP's Password Storage Cheat Sheet; it takes 32 MB instead
 * of the 128 MB of N = 2^17, p = 1, which matters when a shift logs in at once. About 0.3 s of one core.
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Semaphore } from "es-toolkit";

interface Parameters {
  /** log2 of N. */
  ln: number;
  r: number;
  p: number;
}

const CURRENT: Parameters = { ln: 15, r: 8, p: 3 };
const HASH_BYTES = 32;
/** Bounds memory (32 MB each) and leaves cores to the calls. */
const atOnce = new Semaphore(2);

/** Hash of an account that nobody has: unknown logins take as long as known ones. */
let nobody: Promise<string> | undefined;

export function hashPassword(password: string, parameters: Parameters = CURRENT): Promise<string> {
  return derive(password, randomBytes(16), parameters).then(({ salt, hash }) =>
    `$scrypt$ln=${parameters.ln},r=${parameters.r},p=${parameters.p}$${base64(salt)}$${base64(hash)}`
  );
}

/** Compares in constant time. `stored` null (no account, no password) takes as long and answers false. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(16).toString("hex"));
  const parsed = parse(stored ?? await nobody) ?? parse(await nobody);
  if (!parsed) return false;
  const { hash } = await derive(password, parsed.salt, parsed);
  return hash.length === parsed.hash.length && timingSafeEqual(hash, parsed.hash) && stored !== null &&
    parse(stored) !== null;
}

/** Whether a hash is weaker than today's parameters and should be made anew at the next log-in. */
export function needsRehash(stored: string): boolean {
  const parsed = parse(stored);
  return !parsed || parsed.ln < CURRENT.ln || parsed.r < CURRENT.r || parsed.p < CURRENT.p;
}

async function derive(password: string, salt: Uint8Array, { ln, r, p }: Parameters) {
  await atOnce.acquire();
  try {
    const hash = await new Promise<Uint8Array>((done, failed) =>
      // NFC: the same password typed on macOS and on Windows has different code points.
      scrypt(
        password.normalize("NFC"),
        salt,
        HASH_BYTES,
        { N: 2 ** ln, r, p, maxmem: 256 * 1024 * 1024 },
        (error, key) => error ? failed(error) : done(key),
      )
    );
    return { salt, hash };
  } finally {
    atOnce.release();
  }
}

function parse(stored: string): (Parameters & { salt: Uint8Array; hash: Uint8Array }) | null {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (!match) return null;
  const [ln, r, p] = match.slice(1, 4).map(Number);
  if (ln < 1 || ln > 17 || r < 1 || r > 8 || p < 1 || p > 16) return null;
  const bytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return { ln, r, p, salt: bytes(match[4]), hash: bytes(match[5]) };
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}
