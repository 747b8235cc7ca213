/** SIP digest authentication, as the product's provisioned secrets are checked (RFC 2617, RFC 3261 section 22). */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const REALM = "simulator";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** A challenge for `WWW-Authenticate`. */
export function challenge(): { nonce: string; header: string } {
  const nonce = randomBytes(16).toString("hex");
  return { nonce, header: `Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"` };
}

/** Whether the `Authorization` header answers our challenge with the secret. */
export function answers(authorization: string, options: { method: string; nonce: string; secret: string }): boolean {
  const field = (name: string) =>
    authorization.match(new RegExp(`(?:^|[\\s,])${name}=(?:"([^"]*)"|([^\\s,]+))`))?.slice(1).find(Boolean) ?? "";
  if (field("nonce") !== options.nonce || field("realm") !== REALM) return false;
  const a1 = md5(`${field("username")}:${REALM}:${options.secret}`);
  const a2 = md5(`${options.method}:${field("uri")}`);
  const qop = field("qop");
  const expected = qop
    ? md5(`${a1}:${options.nonce}:${field("nc")}:${field("cnonce")}:${qop}:${a2}`)
    : md5(`${a1}:${options.nonce}:${a2}`);
  const given = field("response");
  return given.length === expected.length &&
    timingSafeEqual(new TextEncoder().encode(given), new TextEncoder().encode(expected));
}

/** The user name in an `Authorization` header. */
export function userOf(authorization: string): string {
  return authorization.match(/username="([^"]*)"/)?.[1] ?? "";
}
