/** Who stands behind a token, with today's rights. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { accessBy, type SessionUser, type Standing, standing } from "@/crm/people/standing.ts";
import { digestOf, isTokenText } from "@/crm/tokens/text.ts";

/** `last_used_at` is written at most this often: a request should not cost a write. */
const TOUCH_EVERY_MS = 60_000;

export interface TokenAccess {
  /** Id of the token. */
  token: string;
  user: SessionUser;
  access: Access;
  /** Requests a second that the token may make. */
  rate: number;
}

interface Row extends Standing {
  token: string;
  scopes: string[];
  rate: number;
  touch: boolean;
}

/**
 * One indexed query a request, so that a revocation or a change of rights takes effect at once. The token may do what
 * its account may do and its scopes name, never more. null: no such token, or it has ended. A person who must choose a
 * password first is let in nowhere; neither are the person's tokens.
 */
export async function accessOfToken(
  store: Store,
  token: string,
  door: { ip: string; now?: number },
): Promise<TokenAccess | null> {
  if (!isTokenText(token)) return null;
  const now = new Date(door.now ?? Date.now());
  const { rows: [row] } = await sql<Row>`
    select t.id as token, t.scopes, t.rate_per_second as rate,
      t.last_used_at is null or t.last_used_at < ${new Date(now.getTime() - TOUCH_EVERY_MS)} as touch, ${standing}
    from api_tokens t join users u on u.id = t.user_id
    where t.token_sha256 = ${digestOf(token)} and t.revoked_at is null and u.disabled_at is null
      and not u.must_change_password and (t.expires_at is null or t.expires_at > ${now})`.execute(store.db);
  if (!row) return null;
  if (row.touch) {
    await store.db.updateTable("api_tokens").set({ last_used_at: now, last_ip: door.ip.slice(0, 64) })
      .where("id", "=", row.token).execute();
  }
  const entered = accessBy(row, { origin: "api", ip: door.ip, scopes: row.scopes });
  return { token: row.token, rate: row.rate, ...entered };
}
