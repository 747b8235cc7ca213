/**
 * Idempotency keys (draft-ietf-httpapi-idempotency-key-header): a request that is sent again is done once. The first
 * try claims the key's row; its first change marks the row in its own transaction ({@link markApplied}); its answer is
 * kept beside it. A try that died between its change and its answer is therefore known as done, and one that died
 * before its change is simply tried again.
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Applied } from "@/store/tables/api.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";

/** A try that has not answered after this is dead: no request may take half as long (main/web.ts). */
const LEASE_MS = 60_000;
export const KEPT_MS = 24 * 3_600_000;

export interface Asked {
  user: string;
  key: string;
  /** Method and path with its query. */
  request: string;
  bodySha256: Uint8Array;
  now?: number;
}

/** Answers small enough to keep; a larger one is told to be lost when it is asked for again. */
export const LARGEST_KEPT = 256 * 1024;

export interface KeptAnswer {
  status: number;
  contentType: string;
  body: Uint8Array;
}

export type Claim =
  /** Do it; `claim` goes into the access ({@link Access.once}) and into {@link settle}. */
  | { is: "mine"; claim: string }
  | { is: "answered"; answer: KeptAnswer }
  /** Done by a try whose answer is lost. */
  | { is: "applied"; applied: Applied }
  | { is: "other-request" }
  | { is: "in-flight" };

/** Claims the key, or tells what became of it. */
export async function claimKey(store: Store, asked: Asked): Promise<Claim> {
  const { user, key, request, bodySha256 } = asked;
  const now = new Date(asked.now ?? Date.now());
  const claim = newId();
  // What is older than a day is nobody's any more, also before the night's cleaning.
  const { rows: [mine] } = await sql<{ claim: string }>`
    insert into idempotency_keys as k (user_id, key, request, body_sha256, claim, claimed_at, created_at)
    values (${user}::uuid, ${key}, ${request}, ${bodySha256}, ${claim}::uuid, ${now}, ${now})
    on conflict (user_id, key) do update set
      request = excluded.request, body_sha256 = excluded.body_sha256, claim = excluded.claim,
      claimed_at = excluded.claimed_at, created_at = excluded.created_at,
      applied = null, status = null, content_type = null, response = null
      where k.created_at < ${new Date(now.getTime() - KEPT_MS)}
    returning claim`.execute(store.db);
  if (mine) return { is: "mine", claim };
  const row = await store.db.selectFrom("idempotency_keys").selectAll()
    .where("user_id", "=", user).where("key", "=", key).executeTakeFirst();
  // Released between the two statements: whoever asks next claims it.
  if (!row) return { is: "in-flight" };
  if (row.request !== request || !same(row.body_sha256, bodySha256)) return { is: "other-request" };
  if (row.status !== null) {
    const { status, content_type, response } = row;
    const body = new Uint8Array(response ?? []);
    return { is: "answered", answer: { status, contentType: content_type ?? "", body } };
  }
  const dead = row.claimed_at.getTime() < now.getTime() - LEASE_MS;
  if (!dead) return { is: "in-flight" };
  if (row.applied) return { is: "applied", applied: row.applied };
  const { rows: [taken] } = await sql<{ claim: string }>`
    update idempotency_keys set claim = ${claim}::uuid, claimed_at = ${now}
    where user_id = ${user}::uuid and key = ${key} and claim = ${row.claim}::uuid and applied is null
      and status is null
    returning claim`.execute(store.db);
  return taken ? { is: "mine", claim } : { is: "in-flight" };
}

/** Raised when another try took the key over: this one's transaction must not happen any more. */
export class ClaimLostError extends Error {
  override name = "ConflictError";
}

/**
 * Marks the key in the change's own transaction. A try that was taken for dead and comes back finds its claim gone and
 * is rolled back. @throws {ClaimLostError}
 */
export async function markApplied(
  trx: Transaction<Database>,
  once: NonNullable<Access["once"]>,
  applied: Applied,
): Promise<void> {
  const { numUpdatedRows } = await trx.updateTable("idempotency_keys")
    .set({ applied: sql`coalesce(applied, ${JSON.stringify(applied)}::jsonb)` })
    .where("user_id", "=", once.user).where("key", "=", once.key).where("claim", "=", once.claim).executeTakeFirst();
  if (numUpdatedRows === 0n) throw new ClaimLostError("the idempotency key went to another try");
}

/**
 * Ends a try. With an answer it is kept for whoever sends the request again; without one (it changed nothing, and may
 * succeed later) the key is free again, unless something was done.
 */
export async function settle(
  store: Store,
  once: NonNullable<Access["once"]>,
  answer: KeptAnswer | null,
): Promise<void> {
  if (answer) {
    await store.db.updateTable("idempotency_keys")
      .set({ status: answer.status, content_type: answer.contentType, response: answer.body })
      .where("user_id", "=", once.user).where("key", "=", once.key).where("claim", "=", once.claim).execute();
    return;
  }
  await store.db.deleteFrom("idempotency_keys").where("user_id", "=", once.user).where("key", "=", once.key)
    .where("claim", "=", once.claim).where("applied", "is", null).execute();
}

/** Deletes keys of more than a day ago. Run nightly. Returns how many. */
export async function purgeKeys(store: Store, now: number = Date.now()): Promise<number> {
  const { numDeletedRows } = await store.db.deleteFrom("idempotency_keys")
    .where("created_at", "<", new Date(now - KEPT_MS)).executeTakeFirst();
  return Number(numDeletedRows);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
