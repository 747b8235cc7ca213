/**
 * The time at which a form was shown, sealed by the source's own secret: nothing is stored, and a robot that posts
 * without looking at the page has none. Pure but for the hash.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";

/** Somebody may read the page over a long week-end. */
export const SEAL_AGE_MS = 4 * 86_400_000;

export function seal(secret: string, at: number): string {
  const stamp = at.toString(36);
  return `${stamp}.${macOf(secret, stamp)}`;
}

/** When the page was shown, ms; null: not sealed by this secret. */
export function opened(secret: string, text: string): number | null {
  const [stamp, mac] = text.split(".");
  if (!/^[0-9a-z]{6,10}$/.test(stamp ?? "") || !mac) return null;
  const [given, right] = [Buffer.from(mac), Buffer.from(macOf(secret, stamp))];
  return given.length === right.length && timingSafeEqual(given, right) ? parseInt(stamp, 36) : null;
}

function macOf(secret: string, stamp: string): string {
  return createHmac("sha256", secret).update(`form:${stamp}`).digest("base64url").slice(0, 22);
}
