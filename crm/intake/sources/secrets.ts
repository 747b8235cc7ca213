/**
 * Secrets of sources: made here, shown once, never in a page, an event or a log. A bearer's token is kept as its hash;
 * what must be used as it is (HMAC, a mailbox's password, the form's seal) is read by the server only, when it needs it.
 */
import { Buffer } from "node:buffer";
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Transaction } from "kysely";
import type { Database, Store } from "@/crm/records.ts";
import type { SourceProof, SourceSecretsTable } from "@/store/tables/intake.ts";

type Purpose = SourceSecretsTable["purpose"];

/** Part of an address: 132 bits, nothing to be guessed. */
export function newKey(): string {
  return randomBytes(17).toString("base64url").replaceAll("-", "a").replaceAll("_", "b");
}

export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

export async function writeSecret(
  trx: Transaction<Database>,
  source: string,
  secret: { purpose: Purpose; value: string },
): Promise<void> {
  const row = secret.purpose === "bearer"
    ? { hash: digest(secret.value), value: null }
    : { hash: null, value: secret.value };
  await trx.insertInto("source_secrets").values({ source_id: source, purpose: secret.purpose, ...row })
    .onConflict((oc) => oc.columns(["source_id", "purpose"]).doUpdateSet(row)).execute();
}

/** For the server's own use. null: there is none. */
export async function readSecret(db: Store["db"], source: string, purpose: Purpose): Promise<string | null> {
  const row = await db.selectFrom("source_secrets").select("value").where("source_id", "=", source)
    .where("purpose", "=", purpose).executeTakeFirst();
  return row?.value ?? null;
}

/** A signature with its own time may be this old. */
const SIGNATURE_AGE_MS = 5 * 60_000;

/**
 * Whether a sender has shown what the source asks for.
 * - bearer: `Authorization: Bearer <secret>`
 * - hmac: `X-Signature` (or `X-Hub-Signature-256`): hex of HMAC-SHA256 over the body, also with `sha256=` before it;
 *   with `X-Timestamp` (seconds) over `<timestamp>.<body>`, and then not older than five minutes
 */
export async function hasProof(
  db: Store["db"],
  source: { id: string; proof: SourceProof },
  sent: { headers: Headers; body: Uint8Array; now: number },
): Promise<boolean> {
  const { headers, body, now } = sent;
  if (source.proof === "none") return true;
  if (source.proof === "bearer") {
    const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1];
    const row = await db.selectFrom("source_secrets").select("hash").where("source_id", "=", source.id)
      .where("purpose", "=", "bearer").executeTakeFirst();
    return Boolean(token && row?.hash && timingSafeEqual(digest(token), Buffer.from(row.hash)));
  }
  const secret = await readSecret(db, source.id, "hmac");
  const given = (headers.get("x-signature") ?? headers.get("x-hub-signature-256") ?? "").replace(/^sha256=/i, "");
  if (!secret || !/^[0-9a-f]{64}$/i.test(given)) return false;
  const stamp = headers.get("x-timestamp");
  if (stamp !== null && !(Math.abs(Number(stamp) * 1_000 - now) <= SIGNATURE_AGE_MS)) return false;
  const mac = createHmac("sha256", secret);
  if (stamp !== null) mac.update(`${stamp}.`);
  return timingSafeEqual(mac.update(body).digest(), Buffer.from(given, "hex"));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
