/**
 * Own fields of leads, contacts and companies: what administrators add to the built-in ones. A field keeps its key and
 * its stored values through every new title, order, archiving and restoring.
 */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { CustomFieldType, FieldOption, RecordKind } from "@/store/tables/records.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { convertStored, usedOptions } from "@/crm/fields/change_type.ts";
import { keyFor } from "@/crm/fields/key.ts";
import { nextOptions } from "@/crm/fields/options.ts";
import { forgotten, locked, oneByOne, type OwnField, select } from "@/crm/fields/row.ts";
import {
  type createFieldSchema,
  type fieldIdSchema,
  MOST_FIELDS,
  type reorderFieldsSchema,
  type updateFieldSchema,
} from "@/crm/fields/schemas.ts";

export type { OwnField };

const NOTIFY = "setup";
const isChoice = (type: CustomFieldType) => type === "select" || type === "multi-select";

/** All own fields of a kind in their order, archived ones after the others. @throws {ForbiddenError} */
export async function listFields(
  store: Store,
  access: Access,
  options: { kind: RecordKind },
): Promise<OwnField[]> {
  require(access, "fields.manage");
  const rows = await select(store.db).where("kind", "=", options.kind)
    .orderBy(sql`archived_at is not null`).orderBy("position").orderBy("created_at").execute();
  return rows;
}

/** @throws {ForbiddenError} Refusals: `records.error.field-*`, `records.error.options-*` */
export async function createField(
  store: Store,
  access: Access,
  input: z.output<typeof createFieldSchema>,
): Promise<Result<OwnField>> {
  const result = await verb(store, access, {
    permission: "fields.manage",
    notify: NOTIFY,
    work: async (trx) => {
      await oneByOne(trx, input.kind);
      const known = await trx.selectFrom("fields").select(["key", "archived_at", "position"])
        .where("kind", "=", input.kind).execute();
      if (known.filter((row) => row.archived_at === null).length >= MOST_FIELDS) {
        throw new Refusal("records.error.too-many-fields", { most: MOST_FIELDS });
      }
      const options = optionsFor(input.type, input.options, { before: [], used: new Set() });
      const field: OwnField = {
        id: newId(),
        kind: input.kind,
        key: keyFor([input.titleEn, input.titleRu], new Set(known.map((row) => row.key))),
        type: input.type,
        titleRu: input.titleRu,
        titleEn: input.titleEn,
        options,
        required: input.required,
        archived: false,
      };
      await trx.insertInto("fields").values({
        id: field.id,
        kind: field.kind,
        key: field.key,
        type: field.type,
        title_ru: field.titleRu,
        title_en: field.titleEn,
        options: JSON.stringify(options),
        required: field.required,
        position: Math.max(-1, ...known.map((row) => row.position)) + 1,
      }).execute();
      const { id, archived: _, ...after } = field;
      return { value: field, change: { type: "field.created", entity: { kind: "field", id }, after } };
    },
  });
  return forgotten(store, result);
}

/**
 * Changes titles, options, whether it must be filled in, and the type where every stored value can be said in the new
 * one (see previewConversion). @throws {ForbiddenError}
 */
export async function updateField(
  store: Store,
  access: Access,
  input: z.output<typeof updateFieldSchema>,
): Promise<Result<OwnField>> {
  const result = await verb(store, access, {
    permission: "fields.manage",
    notify: NOTIFY,
    work: async (trx) => {
      const before = await locked(trx, input.id);
      const type = input.type ?? before.type;
      const old = isChoice(before.type) ? before.options : [];
      const used = input.options && isChoice(before.type)
        ? await usedOptions(trx, { field: before, values: old.map(({ value }) => value) })
        : new Set<string>();
      const kept = type === before.type || isChoice(before.type) ? used : new Set<string>();
      const field: OwnField = {
        ...before,
        type,
        titleRu: input.titleRu ?? before.titleRu,
        titleEn: input.titleEn ?? before.titleEn,
        options: isChoice(type)
          ? optionsFor(type, input.options ?? before.options, { before: old, used: kept })
          : type === before.type
          ? before.options
          : [],
        required: input.required ?? before.required,
      };
      const changed = difference({ ...before }, { ...field });
      if (!changed) return { value: field, change: null };
      await trx.updateTable("fields").set({
        type: field.type,
        title_ru: field.titleRu,
        title_en: field.titleEn,
        options: JSON.stringify(field.options),
        required: field.required,
      }).where("id", "=", field.id).execute();
      if (type !== before.type) await convertStored(trx, { from: before, to: field });
      return { value: field, change: { type: "field.updated", entity: { kind: "field", id: field.id }, ...changed } };
    },
  });
  return forgotten(store, result);
}

/** Puts the fields in this order; those that are not named come after, as they were. @throws {ForbiddenError} */
export async function reorderFields(
  store: Store,
  access: Access,
  input: z.output<typeof reorderFieldsSchema>,
): Promise<Result<null>> {
  const result = await verb(store, access, {
    permission: "fields.manage",
    notify: NOTIFY,
    work: async (trx) => {
      await oneByOne(trx, input.kind);
      const rows = await trx.selectFrom("fields").select(["id", "key"]).where("kind", "=", input.kind)
        .where("archived_at", "is", null).orderBy("position").orderBy("created_at").execute();
      const given = input.ids.filter((id) => rows.some((row) => row.id === id));
      const order = [...new Set([...given, ...rows.map((row) => row.id)])];
      const keys = (ids: string[]) => ids.map((id) => rows.find((row) => row.id === id)!.key);
      const changed = difference({ order: rows.map((row) => row.key) }, { order: keys(order) });
      if (!changed) return { value: null, change: null };
      await sql`update fields f set position = o.n from unnest(${order}::uuid[]) with ordinality o (id, n)
        where f.id = o.id`.execute(trx);
      return {
        value: null,
        change: { type: "fields.reordered", entity: { kind: "fields", id: input.kind }, ...changed },
      };
    },
  });
  return forgotten(store, result);
}

/** Takes a field out of forms and lists; records keep its values. @throws {ForbiddenError} */
export function archiveField(
  store: Store,
  access: Access,
  input: z.output<typeof fieldIdSchema>,
): Promise<Result<null>> {
  return setArchived(store, access, { ...input, archived: true });
}

/** Brings a field back with the values that it had. @throws {ForbiddenError} */
export function restoreField(
  store: Store,
  access: Access,
  input: z.output<typeof fieldIdSchema>,
): Promise<Result<null>> {
  return setArchived(store, access, { ...input, archived: false });
}

async function setArchived(
  store: Store,
  access: Access,
  input: { id: string; archived: boolean },
): Promise<Result<null>> {
  const { id, archived } = input;
  const result = await verb(store, access, {
    permission: "fields.manage",
    notify: NOTIFY,
    work: async (trx) => {
      const before = await locked(trx, id, { archivedToo: true });
      if (before.archived === archived) return { value: null, change: null };
      await trx.updateTable("fields").set({ archived_at: archived ? sql`now()` : null }).where("id", "=", id).execute();
      return {
        value: null,
        change: {
          type: archived ? "field.archived" : "field.restored",
          entity: { kind: "field", id },
          before: { archived: before.archived },
          after: { archived, kind: before.kind, key: before.key, titleRu: before.titleRu, titleEn: before.titleEn },
        },
      };
    },
  });
  return forgotten(store, result);
}

function optionsFor(
  type: CustomFieldType,
  given: Parameters<typeof nextOptions>[0],
  options: { before: readonly FieldOption[]; used: ReadonlySet<string> },
): FieldOption[] {
  if (!isChoice(type)) return [];
  const next = nextOptions(given, options.before, { used: options.used });
  if (next === null) throw new Refusal("records.error.options-alike");
  if (!next.some((option) => !option.retired)) throw new Refusal("records.error.options-none");
  return next;
}
