/** Service accounts: programs of the company, with roles as people have them and no way to log in. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { requireFullRights } from "@/crm/tokens/full_rights.ts";
import type { changeServiceAccountSchema, serviceAccountSchema } from "@/crm/tokens/schemas.ts";
import { requireHeld, type Token, tokensOf } from "@/crm/tokens/tokens.ts";

export interface ServiceAccount {
  id: string;
  name: string;
  roles: string[];
  /** What its roles allow; its tokens choose from this. */
  permissions: string[];
  team: string | null;
  disabled: boolean;
  tokens: Token[];
}

/** @throws {ForbiddenError} */
export async function listServiceAccounts(store: Store, access: Access): Promise<ServiceAccount[]> {
  require(access, "api.manage");
  const { rows } = await sql<Omit<ServiceAccount, "tokens">>`
    select u.id, u.name, u.team_id as team, u.disabled_at is not null as disabled,
      coalesce((select array_agg(role order by role) from user_roles where user_id = u.id), '{}') as roles,
      coalesce((select array_agg(distinct p) from user_roles ur join roles r on r.key = ur.role,
        unnest(r.permissions) p where ur.user_id = u.id), '{}') as permissions
    from users u where u.service order by u.disabled_at is not null, lower(u.name), u.id limit 500`.execute(store.db);
  const tokens = await tokensOf(store, rows.map(({ id }) => id));
  return rows.map((row) => ({ ...row, tokens: tokens.filter(({ user }) => user === row.id) }));
}

const constraints = {
  users_team_id_fkey: "people.error.no-team",
  user_roles_role_fkey: "people.error.no-role",
};

/** The program's login is made up, since logins are unique and none is ever typed. @throws {ForbiddenError} */
export function createServiceAccount(
  store: Store,
  access: Access,
  input: z.output<typeof serviceAccountSchema>,
): Promise<Result<string>> {
  return verb(store, access, {
    permission: "api.manage",
    constraints,
    work: async (trx) => {
      requireFullRights(access);
      const roles = [...new Set(input.roles)];
      const rows = await trx.selectFrom("roles").select("permissions").where("key", "in", roles).execute();
      requireHeld(access, rows.flatMap(({ permissions }) => permissions));
      const id = newId();
      const bare = id.replaceAll("-", "");
      await trx.insertInto("users").values({
        id,
        login: `service-${bare}`,
        name: input.name,
        email: null,
        team_id: input.team,
        password_hash: null,
        desk_endpoint: null,
        sip_login: `s${bare}`,
        service: true,
      }).execute();
      await trx.insertInto("user_roles").values(roles.map((role) => ({ user_id: id, role }))).execute();
      const after = { name: input.name, roles, team: input.team };
      return { value: id, change: { type: "service-account.created", entity: { kind: "service-account", id }, after } };
    },
  });
}

/** Renames it or switches it off and on; a disabled one's tokens open nothing. @throws {ForbiddenError} */
export function changeServiceAccount(
  store: Store,
  access: Access,
  input: z.output<typeof changeServiceAccountSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "api.manage",
    work: async (trx) => {
      const { id } = input;
      const row = await trx.selectFrom("users").select(["name", "disabled_at"]).where("id", "=", id)
        .where("service", "=", true).forUpdate().executeTakeFirst();
      if (!row) throw new Refusal("api.error.no-account");
      const before = { name: row.name, disabled: row.disabled_at !== null };
      const next = { name: input.name ?? before.name, disabled: input.disabled ?? before.disabled };
      const changed = difference(before, next);
      if (!changed) return { value: null, change: null };
      await trx.updateTable("users").set({
        name: next.name,
        ...(next.disabled === before.disabled ? {} : { disabled_at: next.disabled ? sql`now()` : null }),
        updated_at: sql`now()`,
      }).where("id", "=", id).execute();
      return {
        value: null,
        change: { type: "service-account.updated", entity: { kind: "service-account", id }, ...changed },
      };
    },
  });
}
