/** Tokens: made, listed, revoked. People make their own; administrators make those of service accounts. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { covers } from "@/crm/people/narrow.ts";
import { DEFAULT_RATE, type newServiceTokenSchema, type newTokenSchema } from "@/crm/tokens/schemas.ts";
import { requireFullRights } from "@/crm/tokens/full_rights.ts";
import { digestOf, newTokenText, prefixOf } from "@/crm/tokens/text.ts";

/** More than anybody needs; a loop that makes tokens ends here. */
const MOST_TOKENS = 50;
const DAY_MS = 86_400_000;

/** A token as lists show it; its text is nowhere. */
export interface Token {
  id: string;
  user: string;
  name: string;
  prefix: string;
  scopes: string[];
  rate: number;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  lastIp: string | null;
}

/** The only moment at which the text is known. */
export interface MadeToken {
  id: string;
  text: string;
}

/** The own tokens that are not revoked, newest first. @throws {ForbiddenError} */
export function listOwnTokens(store: Store, access: Access): Promise<Token[]> {
  require(access, "api.use");
  return access.user === "system" ? Promise.resolve([]) : tokensOf(store, [access.user]);
}

/** Tokens of these accounts, newest first; for callers that checked the right. */
export async function tokensOf(store: Store, users: readonly string[]): Promise<Token[]> {
  if (users.length === 0) return [];
  const rows = await store.db.selectFrom("api_tokens").selectAll().where("user_id", "in", [...users])
    .where("revoked_at", "is", null).orderBy("created_at", "desc").limit(1_000).execute();
  return rows.map((row) => ({
    id: row.id,
    user: row.user_id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    rate: row.rate_per_second,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
    lastIp: row.last_ip,
  }));
}

/** A token with one's own rights, or some of them. @throws {ForbiddenError} */
export function createOwnToken(
  store: Store,
  access: Access,
  input: z.output<typeof newTokenSchema>,
): Promise<Result<MadeToken>> {
  return make(store, access, { ...input, account: access.user, rate: DEFAULT_RATE, permission: "api.use" });
}

/**
 * A token of a service account. Nobody gives a program what one may not do oneself: else `api.manage` alone would be
 * the way to every right. @throws {ForbiddenError}
 */
export function createServiceToken(
  store: Store,
  access: Access,
  input: z.output<typeof newServiceTokenSchema>,
): Promise<Result<MadeToken>> {
  return make(store, access, { ...input, permission: "api.manage" });
}

function make(
  store: Store,
  access: Access,
  input: z.output<typeof newTokenSchema> & { account: string; rate: number; permission: "api.use" | "api.manage" },
): Promise<Result<MadeToken>> {
  const { account, name, scopes, days, rate, permission } = input;
  return verb(store, access, {
    permission,
    work: async (trx) => {
      if (access.user === "system" || access.origin === "api") throw new Refusal("api.error.by-hand");
      const service = permission === "api.manage";
      if (service) requireFullRights(access);
      const row = await trx.selectFrom("users").select("service").where("id", "=", account)
        .where("disabled_at", "is", null).forUpdate().executeTakeFirst();
      if (!row || row.service !== service) throw new Refusal("api.error.no-account");
      requireHeld(access, scopes);
      const { count } = await trx.selectFrom("api_tokens").select(sql<number>`count(*)::int`.as("count"))
        .where("user_id", "=", account).where("revoked_at", "is", null).executeTakeFirstOrThrow();
      if (count >= MOST_TOKENS) throw new Refusal("api.error.too-many-tokens", { most: MOST_TOKENS });
      const id = newId();
      const text = newTokenText();
      const expires_at = days === null ? null : new Date(Date.now() + days * DAY_MS);
      await trx.insertInto("api_tokens").values({
        id,
        user_id: account,
        name,
        token_sha256: digestOf(text),
        prefix: prefixOf(text),
        scopes,
        rate_per_second: rate,
        created_by: access.user,
        expires_at,
      }).execute();
      const after = { name, prefix: prefixOf(text), user: account, scopes, rate, expiresAt: expires_at };
      return { value: { id, text }, change: { type: "token.created", entity: { kind: "token", id }, after } };
    },
  });
}

/** @throws {Refusal} when a word is none of the maker's own */
export function requireHeld(access: Access, words: readonly string[]): void {
  const held = [...access.permissions];
  const more = words.find((word) => !covers(held, word));
  if (more) throw new Refusal("api.error.more-than-you", { permission: more });
}

/** Ends an own token, or with `api.manage` any. */
export function revokeToken(store: Store, access: Access, options: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    work: async (trx) => {
      const before = await trx.selectFrom("api_tokens").select(["id", "user_id", "name", "prefix"])
        .where("id", "=", options.id).where("revoked_at", "is", null).forUpdate().executeTakeFirst();
      if (!before || (before.user_id !== access.user && !access.permissions.has("api.manage"))) {
        throw new Refusal("api.error.no-token");
      }
      await trx.updateTable("api_tokens").set({ revoked_at: sql`now()` }).where("id", "=", options.id).execute();
      const { name, prefix, user_id: user } = before;
      return {
        value: null,
        change: { type: "token.revoked", entity: { kind: "token", id: options.id }, before: { name, prefix, user } },
      };
    },
  });
}
