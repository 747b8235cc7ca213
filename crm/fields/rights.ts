/**
 * What a role may do with a field less than with the rest of the record: see it only, or not even that. A person with
 * several roles has the loosest of them (crm/people/sessions.ts reads it with every request).
 */
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import type { FieldRight } from "@/crm/fields/schemas.ts";

/** Fields that every list stands on (its text and its first order): they can be made read-only, not hidden. */
export const NEVER_HIDDEN: readonly string[] = ["name", "created"];

/** Only what is restricted. @throws {ForbiddenError} */
export async function listFieldRights(store: Store, access: Access): Promise<FieldRight[]> {
  require(access, "users.manage");
  const rows = await store.db.selectFrom("field_rights").select(["role", "kind", "field", "level"])
    .orderBy("role").orderBy("kind").orderBy("field").execute();
  return rows as FieldRight[];
}

/** Takes effect with the next request of the role's people, and at once on their open pages. @throws {ForbiddenError} */
export async function setFieldRight(store: Store, access: Access, input: FieldRight): Promise<Result<null>> {
  const { role, kind, field, level } = input;
  return await verb(store, access, {
    permission: "users.manage",
    notify: "setup",
    constraints: { field_rights_role_fkey: "people.error.no-role" },
    work: async (trx) => {
      const schema = await schemaOf(store, kind);
      if (!schema.has(field)) throw new Refusal("records.error.no-field", { field });
      if (level === "hidden" && NEVER_HIDDEN.includes(field)) throw new Refusal("records.error.never-hidden");
      const known = await trx.selectFrom("roles").select("key").where("key", "=", role).forUpdate().executeTakeFirst();
      if (!known) throw new Refusal("people.error.no-role");
      const of = { role, kind, field };
      const row = await trx.selectFrom("field_rights").select("level")
        .where("role", "=", role).where("kind", "=", kind).where("field", "=", field).executeTakeFirst();
      const before = row?.level ?? "edit";
      if (before === level) return { value: null, change: null };
      if (level === "edit") {
        await trx.deleteFrom("field_rights").where("role", "=", role).where("kind", "=", kind)
          .where("field", "=", field).execute();
      } else {
        await trx.insertInto("field_rights").values({ ...of, level })
          .onConflict((conflict) => conflict.columns(["role", "kind", "field"]).doUpdateSet({ level })).execute();
      }
      const name = `${kind}.${field}`;
      return {
        value: null,
        change: {
          type: "role.field-right-changed",
          entity: { kind: "role", id: role },
          before: { [name]: before },
          after: { [name]: level },
        },
      };
    },
  });
}
