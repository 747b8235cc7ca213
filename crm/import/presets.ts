/** Mappings that were kept for the next file of the same make: own ones and those that colleagues share. */
import { type Access, require } from "@/store/access.ts";
import type { z } from "zod";
import type { ImportMapping, ImportOptions } from "@/store/tables/imports.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import type { RecordKind } from "@/crm/record/mod.ts";
import type { presetSchema } from "@/crm/import/schemas.ts";

export interface ImportPreset {
  id: string;
  kind: RecordKind;
  name: string;
  shared: boolean;
  /** Whether it is the person's. */
  own: boolean;
  mapping: ImportMapping;
  options: Partial<ImportOptions>;
}

/** @throws {ForbiddenError} */
export async function listPresets(
  store: Store,
  access: Access,
  options: { kind: RecordKind },
): Promise<ImportPreset[]> {
  require(access, "records.import");
  return await presetsFor(store, access, options);
}

/** Own ones first. */
export async function presetsFor(
  store: Store,
  access: Access,
  { kind }: { kind: RecordKind },
): Promise<ImportPreset[]> {
  if (access.user === "system") return [];
  const rows = await store.db.selectFrom("import_presets").selectAll().where("kind", "=", kind)
    .where((where) => where.or([where("owner_id", "=", access.user as string), where("shared", "=", true)]))
    .orderBy("name").limit(200).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    shared: row.shared,
    own: row.owner_id === access.user,
    mapping: row.mapping,
    options: row.options,
  })).sort((a, b) => Number(b.own) - Number(a.own));
}

/** An own preset of the name is replaced. @throws {ForbiddenError} */
export async function savePreset(
  store: Store,
  access: Access,
  input: z.output<typeof presetSchema>,
): Promise<Result<ImportPreset>> {
  if (input.shared) require(access, "views.share");
  const { kind, name, shared, mapping, options } = input;
  return await verb<ImportPreset>(store, access, {
    permission: "records.import",
    work: async (trx) => {
      const row = await trx.insertInto("import_presets").values({
        id: newId(),
        kind,
        name,
        shared,
        mapping: JSON.stringify(mapping),
        options: JSON.stringify(options),
        owner_id: access.user,
      }).onConflict((conflict) =>
        conflict.columns(["owner_id", "kind", "name"]).doUpdateSet((eb) => ({
          mapping: eb.ref("excluded.mapping"),
          options: eb.ref("excluded.options"),
          shared: eb.ref("excluded.shared"),
        }))
      ).returning("id").executeTakeFirstOrThrow();
      return {
        value: { id: row.id, kind, name, shared, own: true, mapping, options },
        change: {
          type: "import-preset.saved",
          entity: { kind: "import-preset", id: row.id },
          after: { kind, name, shared },
        },
      };
    },
  });
}

/** One's own; a shared one also whoever may share. @throws {ForbiddenError} */
export async function removePreset(store: Store, access: Access, { id }: { id: string }): Promise<Result<null>> {
  return await verb<null>(store, access, {
    permission: "records.import",
    work: async (trx) => {
      const row = await trx.selectFrom("import_presets").selectAll().where("id", "=", id).forUpdate()
        .executeTakeFirst();
      const mine = row && (row.owner_id === access.user || (row.shared && access.permissions.has("views.share")));
      if (!row || !mine) throw new Refusal("import.error.no-preset");
      await trx.deleteFrom("import_presets").where("id", "=", id).execute();
      return {
        value: null,
        change: {
          type: "import-preset.removed",
          entity: { kind: "import-preset", id },
          before: { kind: row.kind, name: row.name },
        },
      };
    },
  });
}
