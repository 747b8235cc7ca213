/** All fields of a kind as they are now: the built-in ones and the company's own. */
import type { Selectable } from "kysely";
import type { Access } from "@/store/access.ts";
import type { FieldsTable } from "@/store/tables/records.ts";
import type { Store } from "@/crm/records.ts";
import type { Field, RecordKind } from "@/crm/record/types.ts";
import { BUILT_IN } from "@/crm/record/fields.ts";

export type Schema = ReadonlyMap<string, Field>;

/** Another node's change of a field is seen after this; one of our own at once ({@link forgetSchemas}). */
const FRESH_MS = 2_000;

const kept = new WeakMap<Store, Map<RecordKind, { at: number; schema: Promise<Schema> }>>();

export function schemaOf(store: Store, kind: RecordKind): Promise<Schema> {
  let kinds = kept.get(store);
  if (!kinds) kept.set(store, kinds = new Map());
  const now = performance.now();
  const known = kinds.get(kind);
  if (known && now - known.at < FRESH_MS) return known.schema;
  const schema = readSchema(store, kind);
  kinds.set(kind, { at: now, schema });
  schema.catch(() => kinds.delete(kind));
  return schema;
}

/** After a change of own fields. */
export function forgetSchemas(store: Store): void {
  kept.delete(store);
}

async function readSchema(store: Store, kind: RecordKind): Promise<Schema> {
  const rows = await store.db.selectFrom("fields").selectAll().where("kind", "=", kind)
    .where("archived_at", "is", null).orderBy("position").orderBy("created_at").execute();
  const fields = new Map(BUILT_IN[kind]);
  for (const row of rows) fields.set(row.key, ownField(row));
  return fields;
}

/** An own field as its row says. */
export function ownField(row: OwnFieldRow): Field {
  return {
    key: row.key,
    type: row.type,
    column: null,
    title: { ru: row.title_ru, en: row.title_en },
    options: row.options,
    choices: [],
    required: row.required,
    readOnly: false,
    kept: false,
    max: row.type === "long-text" ? 4_000 : 500,
    target: null,
  };
}

export type OwnFieldRow = Pick<
  Selectable<FieldsTable>,
  "key" | "type" | "title_ru" | "title_en" | "options" | "required"
>;

/** What a person may do with a field, of the rights over fields alone. */
export function fieldRight(access: Access, kind: RecordKind, key: string): "edit" | "view" | "hidden" {
  return access.fields?.get(`${kind}.${key}`) ?? "edit";
}

/** The fields that a person sees. */
export function visibleFields(access: Access, kind: RecordKind, schema: Schema): Field[] {
  return [...schema.values()].filter((field) => fieldRight(access, kind, field.key) !== "hidden");
}
