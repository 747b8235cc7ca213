/**
 * Signatures of what is sent: `t=<seconds>,v1=<HMAC-SHA256 of "t.body" in hex>`, one `v1` for each secret that is valid.
 * The time is signed too, so that a copied request is refused once it is old. docs/api.md shows how to check it.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";

/** Older (or younger) than this a request is no more believed. */
export const TOLERANCE_S = 300;

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64url")}`;
}

/** @param atMs when it is sent */
export function sign(body: string, options: { secrets: readonly string[]; atMs: number }): string {
  const seconds = Math.floor(options.atMs / 1_000);
  const signed = options.secrets.map((secret) => `v1=${mac(body, { secret, seconds })}`);
  return [`t=${seconds}`, ...signed].join(",");
}

/** As a receiver checks it. */
export function verify(body: string, options: { header: string; secret: string; nowMs: number }): boolean {
  const parts = options.header.split(",").map((part) => part.trim().split("="));
  const seconds = Number(parts.find(([name]) => name === "t")?.[1]);
  if (!Number.isInteger(seconds) || Math.abs(options.nowMs / 1_000 - seconds) > TOLERANCE_S) return false;
  const wanted = Buffer.from(mac(body, { secret: options.secret, seconds }));
  return parts.some(([name, given = ""]) =>
    name === "v1" && given.length === wanted.length && timingSafeEqual(Buffer.from(given), wanted)
  );
}

function mac(body: string, { secret, seconds }: { secret: string; seconds: number }): string {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
}
