/** Users: who may log in, with team, roles and the settings of their work as an agent. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, type Plain, verb } from "@/crm/verb.ts";
import { hashPassword } from "@/crm/people/password.ts";
import { revokeAll } from "@/crm/people/sessions.ts";
import { guardAdministrators, requireAdministrator } from "@/crm/people/roles.ts";
import type {
  createUserSchema,
  listUsersSchema,
  ownProfileSchema,
  setPasswordSchema,
  updateUserSchema,
} from "@/crm/people/schemas.ts";

/** A user as administrators see and edit it. */
export interface User {
  id: string;
  login: string;
  name: string;
  email: string | null;
  locale: "ru" | "en";
  theme: "auto" | "light" | "dark";
  team: string | null;
  oversees: string[];
  roles: string[];
  disabled: boolean;
  mustChangePassword: boolean;
  phone: "browser" | "desk";
  deskEndpoint: string | null;
  /** Name of the browser phone's endpoint; its secret is made at log-in and is never here. */
  sipLogin: string;
  graceMs: number;
  version: number;
}

/** Name and team of everybody, for filters, boards and history. Not a secret to colleagues. */
export interface Person {
  id: string;
  name: string;
  team: string | null;
  disabled: boolean;
}

const constraints = {
  users_login: "people.error.login-taken",
  users_team_id_fkey: "people.error.no-team",
  user_oversight_team_id_fkey: "people.error.no-team",
  user_roles_role_fkey: "people.error.no-role",
};

const columns = sql<User>`
  users.id, users.login, users.name, users.email, users.locale, users.theme, users.team_id as team,
  coalesce((select array_agg(o.team_id::text order by o.team_id) from user_oversight o where o.user_id = users.id), '{}')
    as oversees,
  coalesce((select array_agg(r.role order by r.role) from user_roles r where r.user_id = users.id), '{}') as roles,
  users.disabled_at is not null as disabled, users.must_change_password as "mustChangePassword",
  users.phone_kind as phone, users.desk_endpoint as "deskEndpoint", users.sip_login as "sipLogin",
  users.grace_ms as "graceMs", users.version`;

/** All users by name (an installation has hundreds, so this is one page). @throws {ForbiddenError} */
export async function listUsers(
  store: Store,
  access: Access,
  options: z.output<typeof listUsersSchema> = { disabled: false },
): Promise<User[]> {
  require(access, "users.manage");
  const text = options.text ? `%${options.text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%` : null;
  const { rows } = await sql<User>`
    select ${columns} from users
    where not service and (${options.disabled} or disabled_at is null)
      and (${options.team ?? null}::uuid is null or team_id = ${options.team ?? null}::uuid)
      and (${text}::text is null or lower(name) like ${text} or login like ${text})
    order by lower(name), id limit 2000`.execute(store.db);
  return rows;
}

/** One user; people may read themselves, others need `users.manage`. null: unknown. @throws {ForbiddenError} */
export async function getUser(store: Store, access: Access, options: { id: string }): Promise<User | null> {
  if (options.id !== access.user) require(access, "users.manage");
  return await readUser(store.db, options.id);
}

export async function listPeople(store: Store, _access: Access): Promise<Person[]> {
  return await store.db.selectFrom("users")
    .select(["id", "name", "team_id as team", sql<boolean>`disabled_at is not null`.as("disabled")])
    .orderBy("name").orderBy("id").execute();
}

export async function createUser(
  store: Store,
  access: Access,
  input: z.output<typeof createUserSchema>,
): Promise<Result<string>> {
  require(access, "users.manage");
  const password_hash = input.password === undefined ? null : await hashPassword(input.password);
  return verb(store, access, {
    permission: "users.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const id = newId();
      const { roles, oversees, password: _, ...fields } = input;
      await trx.insertInto("users").values({
        id,
        ...toRow(fields),
        login: input.login,
        name: input.name,
        sip_login: `a${id.replaceAll("-", "")}`,
        password_hash,
        password_changed_at: password_hash ? sql`now()` : null,
        must_change_password: input.mustChangePassword,
      }).execute();
      await setRoles(trx, id, roles);
      await setOversight(trx, id, oversees);
      const { password: __, ...after } = input;
      return { value: id, change: { type: "user.created", entity: { kind: "user", id }, after } };
    },
  });
}

/** Changes a user. Whoever is disabled is logged out everywhere; the last administrator stays one. */
export function updateUser(
  store: Store,
  access: Access,
  input: z.output<typeof updateUserSchema>,
): Promise<Result<User>> {
  return verb(store, access, {
    permission: "users.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const held = await guardAdministrators(trx);
      const { id, version, roles, oversees, disabled, ...fields } = input;
      await trx.selectFrom("users").select("id").where("id", "=", id).forUpdate().execute();
      const before = await readUser(trx, id);
      if (!before || await isService(trx, id)) throw new Refusal("people.error.no-user");
      if (version !== undefined && version !== before.version) throw new Refusal("people.error.stale");
      await trx.updateTable("users").set({
        ...toRow(fields),
        ...(disabled === undefined || disabled === before.disabled
          ? {}
          : { disabled_at: disabled ? sql`now()` : null }),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      }).where("id", "=", id).execute();
      if (roles) await setRoles(trx, id, roles);
      if (oversees) await setOversight(trx, id, oversees);
      if (disabled && !before.disabled) await revokeAll(trx, id);
      await requireAdministrator(trx, held);
      const after = await readUser(trx, id);
      if (!after) throw new Error("user vanished under lock");
      const changed = difference({ ...before, version: 0 }, { ...after, version: 0 });
      const type = changed && "disabled" in changed.after
        ? (after.disabled ? "user.disabled" : "user.enabled")
        : "user.updated";
      return { value: after, change: changed && { type, entity: { kind: "user", id }, ...changed } };
    },
  });
}

/** What people may change about themselves. */
export function updateOwnProfile(
  store: Store,
  access: Access,
  input: z.output<typeof ownProfileSchema>,
): Promise<Result<null>> {
  const id = access.user;
  return verb(store, access, {
    notify: "setup",
    work: async (trx) => {
      if (id === "system") throw new Refusal("people.error.no-user");
      const before = await readUser(trx, id);
      if (!before) throw new Refusal("people.error.no-user");
      const changed = difference({ ...before }, definedOnly(input));
      if (!changed) return { value: null, change: null };
      if (input.phone === "desk" && !before.deskEndpoint) throw new Refusal("people.error.no-desk-phone");
      await trx.updateTable("users").set({ ...toRow(input), version: sql`version + 1`, updated_at: sql`now()` })
        .where("id", "=", id).execute();
      return { value: null, change: { type: "user.updated", entity: { kind: "user", id }, ...changed } };
    },
  });
}

/** An administrator's reset; logs the person out everywhere. */
export async function setPassword(
  store: Store,
  access: Access,
  input: z.output<typeof setPasswordSchema>,
): Promise<Result<null>> {
  require(access, "users.manage");
  const password_hash = await hashPassword(input.password);
  return verb(store, access, {
    permission: "users.manage",
    notify: "setup",
    work: async (trx) => {
      const row = await trx.updateTable("users")
        .set({ password_hash, password_changed_at: sql`now()`, must_change_password: input.mustChange })
        .where("id", "=", input.id).where("service", "=", false).returning("id").executeTakeFirst();
      if (!row) throw new Refusal("people.error.no-user");
      await revokeAll(trx, input.id);
      return { value: null, change: { type: "user.password-reset", entity: { kind: "user", id: input.id } } };
    },
  });
}

async function readUser(db: Store["db"], id: string): Promise<User | null> {
  const { rows } = await sql<User>`select ${columns} from users where id = ${id}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** Programs have their own verbs (crm/tokens): none of them may get a password. */
async function isService(trx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await trx.selectFrom("users").select("service").where("id", "=", id).executeTakeFirst();
  return row?.service ?? false;
}

async function setRoles(trx: Transaction<Database>, id: string, roles: readonly string[]): Promise<void> {
  await trx.deleteFrom("user_roles").where("user_id", "=", id).execute();
  const rows = [...new Set(roles)].map((role) => ({ user_id: id, role }));
  if (rows.length) await trx.insertInto("user_roles").values(rows).execute();
}

async function setOversight(trx: Transaction<Database>, id: string, teams: readonly string[]): Promise<void> {
  await trx.deleteFrom("user_oversight").where("user_id", "=", id).execute();
  const rows = [...new Set(teams)].map((team_id) => ({ user_id: id, team_id }));
  if (rows.length) await trx.insertInto("user_oversight").values(rows).execute();
}

type Fields = Partial<
  Pick<User, "login" | "name" | "email" | "locale" | "theme" | "team" | "phone" | "deskEndpoint" | "graceMs">
>;

function toRow(fields: Fields) {
  return definedOnly({
    login: fields.login,
    name: fields.name,
    email: fields.email,
    locale: fields.locale,
    theme: fields.theme,
    team_id: fields.team,
    phone_kind: fields.phone,
    desk_endpoint: fields.deskEndpoint,
    grace_ms: fields.graceMs,
  });
}

function definedOnly<T extends Plain>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
