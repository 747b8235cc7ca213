/**
 * Sessions. The browser holds a random 256-bit token in a cookie; only its SHA-256 is stored (a fast hash is right for
 * a random token). A session ends after 12 hours without a request, after 7 days in any case, or when revoked.
 */
import { createHash, randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { accessBy, type SessionUser, type Standing, standing } from "@/crm/people/standing.ts";

export type { SessionUser };

export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_MAX_MS = 7 * 24 * 3_600_000;
/** `seen_at` is written at most this often: a request should not cost a write. */
const TOUCH_EVERY_MS = 60_000;

export interface Session {
  id: string;
  user: SessionUser;
  access: Access;
  /** End in any case. */
  expiresAt: number;
}

export interface SessionInfo {
  id: string;
  createdAt: number;
  seenAt: number;
  ip: string;
  userAgent: string;
}

export interface Door {
  ip: string;
  userAgent?: string;
  /** Virtual clock of tests. */
  now?: number;
}

/** Begins a session for a user whose password was checked. Returns the token for the cookie. */
export async function openSession(
  db: Store["db"],
  user: string,
  door: Door,
): Promise<{ token: string; id: string; expiresAt: number }> {
  const now = door.now ?? Date.now();
  const token = randomBytes(32).toString("base64url");
  const id = newId();
  const expiresAt = now + SESSION_MAX_MS;
  await db.insertInto("sessions").values({
    id,
    token_sha256: digest(token),
    user_id: user,
    created_at: new Date(now),
    seen_at: new Date(now),
    expires_at: new Date(expiresAt),
    ip: door.ip.slice(0, 64),
    user_agent: (door.userAgent ?? "").slice(0, 256),
  }).execute();
  return { token, id, expiresAt };
}

interface Row extends Standing {
  session: string;
  expires_at: Date;
  touch: boolean;
}

/**
 * Who stands behind a cookie's token, with today's rights: one indexed query per request, so that a change of rights
 * or a revocation takes effect at once. null: no such session, or it has ended.
 */
export async function accessOf(
  store: Store,
  token: string,
  door: Door & { origin?: Access["origin"] },
): Promise<Session | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const now = new Date(door.now ?? Date.now());
  const { rows: [row] } = await sql<Row>`
    select s.id as session, s.expires_at, s.seen_at < ${new Date(now.getTime() - TOUCH_EVERY_MS)} as touch,
      ${standing}
    from sessions s join users u on u.id = s.user_id
    where s.token_sha256 = ${digest(token)} and s.revoked_at is null and u.disabled_at is null
      and s.expires_at > ${now} and s.seen_at > ${new Date(now.getTime() - SESSION_IDLE_MS)}`.execute(store.db);
  if (!row) return null;
  if (row.touch) {
    await store.db.updateTable("sessions").set({ seen_at: now }).where("id", "=", row.session).execute();
  }
  const { user, access } = accessBy(row, { origin: door.origin ?? "web", ip: door.ip });
  return { id: row.session, user, access, expiresAt: row.expires_at.getTime() };
}

/** Ends the session of a token; unknown ones are fine. */
export async function logOut(store: Store, session: Session): Promise<void> {
  await verb(store, session.access, {
    notify: "setup", // open sockets of the session are cut
    work: async (trx) => {
      await trx.updateTable("sessions").set({ revoked_at: sql`now()` }).where("id", "=", session.id).execute();
      return { value: null, change: { type: "user.logged-out", entity: { kind: "user", id: session.user.id } } };
    },
  });
}

/** The person's own open sessions, newest first. */
export async function listOwnSessions(
  store: Store,
  access: Access,
  door: { now?: number } = {},
): Promise<SessionInfo[]> {
  if (access.user === "system") return [];
  const now = door.now ?? Date.now();
  const rows = await store.db.selectFrom("sessions").select(["id", "created_at", "seen_at", "ip", "user_agent"])
    .where("user_id", "=", access.user).where("revoked_at", "is", null)
    .where("expires_at", ">", new Date(now)).where("seen_at", ">", new Date(now - SESSION_IDLE_MS))
    .orderBy("created_at", "desc").limit(100).execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at.getTime(),
    seenAt: row.seen_at.getTime(),
    ip: row.ip,
    userAgent: row.user_agent,
  }));
}

/** Ends one of the person's own sessions. */
export function revokeOwnSession(store: Store, access: Access, options: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    notify: "setup",
    work: async (trx) => {
      if (access.user === "system") throw new Refusal("people.error.no-session");
      const row = await trx.updateTable("sessions").set({ revoked_at: sql`now()` })
        .where("id", "=", options.id).where("user_id", "=", access.user).where("revoked_at", "is", null)
        .returning("id").executeTakeFirst();
      if (!row) throw new Refusal("people.error.no-session");
      return {
        value: null,
        change: { type: "user.session-revoked", entity: { kind: "user", id: access.user }, data: { session: row.id } },
      };
    },
  });
}

/** Ends all sessions of a user, but the one that is kept. */
export async function revokeAll(trx: Transaction<Database>, user: string, keep?: string): Promise<void> {
  let query = trx.updateTable("sessions").set({ revoked_at: sql`now()` })
    .where("user_id", "=", user).where("revoked_at", "is", null);
  if (keep) query = query.where("id", "<>", keep);
  await query.execute();
}

/** Removes what has been over for a month. Run daily. Returns how many rows went. */
export async function purgeSessions(store: Store, now: number = Date.now()): Promise<number> {
  const { numDeletedRows } = await store.db.deleteFrom("sessions")
    .where("expires_at", "<", new Date(now - 30 * 24 * 3_600_000)).executeTakeFirst();
  return Number(numDeletedRows);
}

function digest(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
