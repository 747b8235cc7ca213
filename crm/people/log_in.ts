/**
 * Logging in. Failures are counted per login and address, and per address alone, in PostgreSQL, so that a restart or a
 * second node does not reset them. There is no count per login alone: it would let anybody lock a colleague out.
 */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, SYSTEM, type UserId } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Refused, type Result } from "@/crm/result.ts";
import { verb, writeChange } from "@/crm/verb.ts";
import { hashPassword, needsRehash, verifyPassword } from "@/crm/people/password.ts";
import type { changePasswordSchema, logInSchema } from "@/crm/people/schemas.ts";
import { type Door, openSession, revokeAll, type Session } from "@/crm/people/sessions.ts";

/** Free tries before waiting begins; then 1 s, 2 s, 4 s … up to 15 minutes. */
const FREE_TRIES = { login: 5, ip: 50 };
const LONGEST_WAIT_MS = 15 * 60_000;
/** After this long without a failure the count starts anew. */
const FORGET_MS = 3_600_000;

export interface LoggedIn {
  /** For the cookie; nobody else gets it. */
  token: string;
  session: string;
  user: string;
  expiresAt: number;
  mustChangePassword: boolean;
}

/**
 * Checks login and password and opens a session. Unknown login, wrong password and disabled user give the same
 * answer after the same time. Refusals: `people.error.wrong-password`, `people.error.too-many` with `seconds`.
 */
export async function logIn(store: Store, input: z.output<typeof logInSchema>, door: Door): Promise<Result<LoggedIn>> {
  const now = door.now ?? Date.now();
  const login = input.login.toLowerCase();
  // Counted before the password is checked: many tries at once must not all see a count of zero.
  const blocked = await countTry(store, login, { ip: door.ip, now });
  if (blocked) return blocked;
  const user = await store.db.selectFrom("users").select(["id", "password_hash", "disabled_at", "must_change_password"])
    .where("login", "=", login).where("service", "=", false).executeTakeFirst();
  const right = await verifyPassword(input.password, user?.password_hash ?? null);
  const access: Access = { ...SYSTEM, user: (user?.id ?? "system") as UserId | "system", origin: "web", ip: door.ip };
  if (!user || !right || user.disabled_at) {
    if (user) {
      const entity = { kind: "user", id: user.id };
      await store.db.transaction().execute((trx) =>
        writeChange(trx, { ...access, user: "system" }, { change: { type: "user.log-in-failed", entity } })
      );
    }
    return { ok: false, code: "people.error.wrong-password" };
  }
  const rehashed = needsRehash(user.password_hash ?? "") ? await hashPassword(input.password) : null;
  return verb(store, access, {
    work: async (trx) => {
      if (rehashed) {
        await trx.updateTable("users").set({ password_hash: rehashed }).where("id", "=", user.id)
          .where("password_hash", "=", user.password_hash).execute();
      }
      await trx.deleteFrom("login_failures").where("login_sha256", "=", digest(login)).where("ip", "=", door.ip)
        .execute();
      await sql`update login_failures set failures = greatest(failures - 1, 0)
        where login_sha256 = ${digest("")} and ip = ${door.ip}`.execute(trx);
      const session = await openSession(trx, user.id, { ...door, now });
      return {
        value: {
          token: session.token,
          session: session.id,
          user: user.id,
          expiresAt: session.expiresAt,
          mustChangePassword: user.must_change_password,
        },
        change: {
          type: "user.logged-in",
          entity: { kind: "user", id: user.id },
          data: { session: session.id },
        },
      };
    },
  });
}

/** Changes the own password; all other sessions of the person end. */
export async function changeOwnPassword(
  store: Store,
  session: Session,
  input: z.output<typeof changePasswordSchema>,
  door: { now?: number } = {},
): Promise<Result<null>> {
  const { user, access } = session;
  // A stolen session must not become a way to guess the password without limit.
  const blocked = await countTry(store, user.login, { ip: access.ip ?? "", now: door.now ?? Date.now() });
  if (blocked) return blocked;
  const row = await store.db.selectFrom("users").select("password_hash").where("id", "=", user.id).executeTakeFirst();
  if (!await verifyPassword(input.current, row?.password_hash ?? null)) {
    return { ok: false, code: "people.error.wrong-current-password" };
  }
  if (input.next === input.current) return { ok: false, code: "people.error.same-password" };
  const password_hash = await hashPassword(input.next);
  return verb(store, access, {
    notify: "setup",
    work: async (trx) => {
      const changed = await trx.updateTable("users")
        .set({ password_hash, password_changed_at: sql`now()`, must_change_password: false })
        .where("id", "=", user.id).where("password_hash", "=", row?.password_hash ?? "").returning("id")
        .executeTakeFirst();
      if (!changed) throw new Refusal("people.error.wrong-current-password");
      await trx.deleteFrom("login_failures").where("login_sha256", "=", digest(user.login))
        .where("ip", "=", access.ip ?? "").execute();
      await revokeAll(trx, user.id, session.id);
      return { value: null, change: { type: "user.password-changed", entity: { kind: "user", id: user.id } } };
    },
  });
}

/** Removes counts that are forgotten anyway. Run daily. */
export async function purgeLoginFailures(store: Store, now: number = Date.now()): Promise<void> {
  await store.db.deleteFrom("login_failures").where("last_at", "<", new Date(now - FORGET_MS)).execute();
}

/** Counts one try as failed until it succeeds; answers with a refusal while the login or the address has to wait. */
async function countTry(store: Store, login: string, door: { ip: string; now: number }): Promise<Refused | null> {
  const ip = door.ip.slice(0, 64);
  const now = new Date(door.now);
  return await store.db.transaction().execute(async (trx) => {
    for (const [key, free] of [["", FREE_TRIES.ip], [login, FREE_TRIES.login]] as const) {
      const { rows: [row] } = await sql<{ failures: number; blocked_until: Date | null }>`
        insert into login_failures (login_sha256, ip, failures, last_at) values (${digest(key)}, ${ip}, 0, ${now})
        on conflict (login_sha256, ip) do update set
          failures = case when login_failures.last_at < ${new Date(door.now - FORGET_MS)}
            then 0 else login_failures.failures end
        returning failures, blocked_until`.execute(trx);
      if (row.blocked_until && row.blocked_until.getTime() > door.now) {
        return tooMany(row.blocked_until.getTime() - door.now);
      }
      const failures = row.failures + 1;
      const wait = failures < free ? 0 : Math.min(1_000 * 2 ** Math.min(failures - free, 20), LONGEST_WAIT_MS);
      await trx.updateTable("login_failures")
        .set({ failures, last_at: now, blocked_until: wait ? new Date(door.now + wait) : null })
        .where("login_sha256", "=", digest(key)).where("ip", "=", ip).execute();
    }
    return null;
  });
}

function tooMany(waitMs: number): Refused {
  return { ok: false, code: "people.error.too-many", detail: { seconds: Math.ceil(waitMs / 1_000) } };
}

function digest(login: string): Uint8Array {
  return createHash("sha256").update(login.toLowerCase()).digest();
}
