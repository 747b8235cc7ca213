/** Roles: rows of permissions that administrators edit. The four defaults are seeded once and then belong to them. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, DEFAULT_ROLES, type Permission, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import type { roleSchema } from "@/crm/people/schemas.ts";

export interface Role {
  key: string;
  /** null: catalogue text `people.role.<key>`. */
  title: string | null;
  permissions: Permission[];
  builtin: boolean;
  users: number;
}

/** Seeds the default roles that are missing. Run at start, before anybody can log in. */
export async function seedRoles(store: Store): Promise<void> {
  for (const [key, permissions] of Object.entries(DEFAULT_ROLES)) {
    await store.db.insertInto("roles")
      .values({ key, title: null, permissions: [...permissions], builtin: true })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .execute();
  }
}

export async function listRoles(store: Store, access: Access): Promise<Role[]> {
  require(access, "users.manage");
  return await store.db.selectFrom("roles")
    .select(["key", "title", "permissions", "builtin"])
    .select(sql<number>`(select count(*)::int from user_roles where user_roles.role = roles.key)`.as("users"))
    .orderBy("builtin", "desc").orderBy("created_at").orderBy("key")
    .execute();
}

export function createRole(store: Store, access: Access, role: z.output<typeof roleSchema>): Promise<Result<string>> {
  return verb(store, access, {
    permission: "users.manage",
    constraints: { roles_pkey: "people.error.role-taken" },
    work: async (trx) => {
      await trx.insertInto("roles").values({ ...role, builtin: false }).execute();
      return { value: role.key, change: { type: "role.created", entity: { kind: "role", id: role.key }, after: role } };
    },
  });
}

/** Changes title and permissions. Takes effect with the next request of its people. */
export function updateRole(store: Store, access: Access, role: z.output<typeof roleSchema>): Promise<Result<null>> {
  return verb(store, access, {
    permission: "users.manage",
    notify: "setup",
    work: async (trx) => {
      const held = await guardAdministrators(trx);
      const before = await trx.selectFrom("roles").select(["title", "permissions", "builtin"])
        .where("key", "=", role.key).forUpdate().executeTakeFirst();
      if (!before) throw new Refusal("people.error.no-role");
      if (role.title === null && !before.builtin) throw new Refusal("people.error.role-title");
      const changed = difference(
        { title: before.title, permissions: [...before.permissions].sort() },
        { title: role.title, permissions: role.permissions },
      );
      if (!changed) return { value: null, change: null };
      await trx.updateTable("roles").set({ title: role.title, permissions: role.permissions })
        .where("key", "=", role.key).execute();
      await requireAdministrator(trx, held);
      return { value: null, change: { type: "role.updated", entity: { kind: "role", id: role.key }, ...changed } };
    },
  });
}

/** Removes an own role that nobody holds. */
export function removeRole(store: Store, access: Access, options: { key: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "users.manage",
    constraints: { user_roles_role_fkey: "people.error.role-in-use" },
    work: async (trx) => {
      const before = await trx.deleteFrom("roles").where("key", "=", options.key).where("builtin", "=", false)
        .returning(["key", "title", "permissions"]).executeTakeFirst();
      if (!before) throw new Refusal("people.error.no-role");
      return {
        value: null,
        change: { type: "role.removed", entity: { kind: "role", id: options.key }, before },
      };
    },
  });
}

/** Rights that somebody must keep once somebody has them, and the refusal of whoever takes the last one's away. */
const KEPT = {
  "users.manage": "people.error.last-administrator",
  "fields.manage": "people.error.last-fields-manager",
} as const;
type Kept = keyof typeof KEPT;

/**
 * Puts all changes of who may manage users in one line: two administrators who demote each other at the same moment
 * would otherwise both see the other one still there. Call before reading. Returns what somebody holds now.
 */
export async function guardAdministrators(trx: Transaction<Database>): Promise<ReadonlySet<Kept>> {
  await sql`select pg_advisory_xact_lock(hashtextextended('people.administrators', 0))`.execute(trx);
  return await heldNow(trx);
}

/**
 * Refuses when nobody who can log in may manage users any more, or fields though somebody could before. Call after the
 * change, under the guard.
 */
export async function requireAdministrator(trx: Transaction<Database>, before: ReadonlySet<Kept>): Promise<void> {
  const held = await heldNow(trx);
  for (const word of new Set<Kept>(["users.manage", ...before])) {
    if (!held.has(word)) throw new Refusal(KEPT[word]);
  }
}

async function heldNow(trx: Transaction<Database>): Promise<Set<Kept>> {
  const words = Object.keys(KEPT) as Kept[];
  const { rows } = await sql<{ word: Kept }>`select w as word from unnest(${words}::text[]) w where exists (
    select from users u join user_roles ur on ur.user_id = u.id join roles r on r.key = ur.role
    where u.disabled_at is null and not u.service and w = any(r.permissions))`.execute(trx);
  return new Set(rows.map(({ word }) => word));
}
