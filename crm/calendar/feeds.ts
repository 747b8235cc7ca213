/**
 * Secret addresses of calendars: one a person, shown once, renewed and revoked by the person. Whoever has the address
 * reads the person's own tasks and nothing else.
 */
import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { accessBy, type SessionUser, type Standing, standing } from "@/crm/people/standing.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { requireCalendar } from "@/crm/calendar/range.ts";

export interface FeedState {
  createdAt: string;
  lastUsedAt: string | null;
}

/** The only moment at which the secret is known. */
export interface MadeFeed extends FeedState {
  secret: string;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** `last_used_at` is written at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** Whether the person has an address. null: none. */
export async function feedOf(store: Store, access: Access): Promise<FeedState | null> {
  requireCalendar(access);
  if (access.user === "system") return null;
  const row = await store.db.selectFrom("calendar_feeds").select(["created_at", "last_used_at"])
    .where("user_id", "=", access.user).executeTakeFirst();
  return row ? { createdAt: row.created_at.toISOString(), lastUsedAt: row.last_used_at?.toISOString() ?? null } : null;
}

/** Makes the address, or a new one: the old one is dead at once. @throws {ForbiddenError} */
export function makeFeed(store: Store, access: Access): Promise<Result<MadeFeed>> {
  requireCalendar(access);
  return verb(store, access, {
    work: async (trx) => {
      const user = byHand(access);
      const secret = randomBytes(32).toString("base64url");
      const created_at = new Date();
      const set = { secret_sha256: digestOf(secret), created_at, last_used_at: null };
      const before = await trx.selectFrom("calendar_feeds").select("user_id").where("user_id", "=", user).forUpdate()
        .executeTakeFirst();
      await trx.insertInto("calendar_feeds").values({ user_id: user, ...set })
        .onConflict((one) => one.column("user_id").doUpdateSet(set)).execute();
      return {
        value: { secret, createdAt: created_at.toISOString(), lastUsedAt: null },
        change: {
          type: before ? "calendar-feed.renewed" : "calendar-feed.made",
          entity: { kind: "user", id: user },
        },
      };
    },
  });
}

/** @throws {ForbiddenError} */
export function revokeFeed(store: Store, access: Access): Promise<Result<null>> {
  return verb(store, access, {
    work: async (trx) => {
      const user = byHand(access);
      const { numDeletedRows } = await trx.deleteFrom("calendar_feeds").where("user_id", "=", user).executeTakeFirst();
      return {
        value: null,
        change: numDeletedRows > 0n ? { type: "calendar-feed.revoked", entity: { kind: "user", id: user } } : null,
      };
    },
  });
}

/** A secret is for the person to keep: no program makes one for itself. @throws {Refusal} */
function byHand(access: Access): string {
  if (access.user === "system" || access.origin === "api") throw new Refusal("api.error.by-hand");
  return access.user;
}

/** Whether a text could be a secret at all; anything else costs no query. */
export function isFeedSecret(secret: string): boolean {
  return SECRET.test(secret);
}

/** Whose calendar it is, with today's rights. null: no such address, or the person may not log in any more. */
export async function userOfFeed(
  store: Store,
  secret: string,
  door: { ip: string },
): Promise<{ user: SessionUser; access: Access } | null> {
  if (!isFeedSecret(secret)) return null;
  const now = new Date();
  const { rows: [row] } = await sql<Standing & { touch: boolean }>`
    select f.last_used_at is null or f.last_used_at < ${new Date(now.getTime() - TOUCH_EVERY_MS)} as touch, ${standing}
    from calendar_feeds f join users u on u.id = f.user_id
    where f.secret_sha256 = ${digestOf(secret)} and u.disabled_at is null and not u.must_change_password`
    .execute(store.db);
  if (!row) return null;
  const entered = accessBy(row, { origin: "api", ip: door.ip });
  if (row.touch) {
    await store.db.updateTable("calendar_feeds").set({ last_used_at: now }).where("user_id", "=", entered.user.id)
      .execute();
  }
  return entered;
}

// A fast hash is right for 256 random bits.
const digestOf = (secret: string): Uint8Array => createHash("sha256").update(secret).digest();
