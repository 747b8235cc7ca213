/**
 * A field's new type and the values that records hold: counted beforehand, converted in the same transaction, refused
 * as a whole when one of them cannot be said in the new type.
 */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { CustomFieldType, FieldOption, RecordKind } from "@/store/tables/records.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Field, PLURAL, RECORDS_CHANNEL, type Value } from "@/crm/record/mod.ts";
import { ownField } from "@/crm/record/schema.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { type ConvertOptions, convertValue, textOf } from "@/crm/fields/convert.ts";
import { nextOptions } from "@/crm/fields/options.ts";
import type { conversionSchema } from "@/crm/fields/schemas.ts";

const STEP = 5_000;
const MOST_SHOWN = 5;
const MOST_WORDS = 200;

export interface Conversion {
  /** Records that hold a value. */
  total: number;
  /** Of them, those whose value can be said in the new type. */
  fits: number;
  /** A few values that cannot, as people read them. */
  misfits: string[];
  /** Different values as text, the most frequent first: options of a select that would take them all. */
  words: string[];
}

interface Typed {
  key: string;
  kind: RecordKind;
  type: CustomFieldType;
  options: readonly FieldOption[];
}

/** What would become of the stored values. Changes nothing. @throws {ForbiddenError} */
export async function previewConversion(
  store: Store,
  access: Access,
  input: z.output<typeof conversionSchema>,
): Promise<Result<Conversion>> {
  require(access, "fields.manage");
  const row = await store.db.selectFrom("fields").select(["key", "kind", "type", "options"]).where("id", "=", input.id)
    .executeTakeFirst();
  if (!row) return { ok: false, code: "records.error.no-such-field" };
  const options = nextOptions(input.options, row.options, { used: new Set() }) ?? [];
  const site = await siteSettings(store.db);
  const found: Conversion = { total: 0, fits: 0, misfits: [], words: [] };
  const words = new Map<string, number>();
  for await (const rows of stored(store.reports, row)) {
    for (const { value } of rows) {
      found.total++;
      const text = textOf(value, fieldOf(row), site) ?? "";
      if (words.size < 10_000 || words.has(text)) words.set(text, (words.get(text) ?? 0) + 1);
      if (convertValue(value, fieldOf(row), fieldOf({ ...row, type: input.type, options }), site).ok) found.fits++;
      else if (found.misfits.length < MOST_SHOWN && !found.misfits.includes(text)) found.misfits.push(text);
    }
  }
  if (words.size <= MOST_WORDS) found.words = [...words].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  return { ok: true, value: found };
}

/** Writes every stored value in the new type. @throws {Refusal} when one cannot be */
export async function convertStored(trx: Transaction<Database>, change: { from: Typed; to: Typed }): Promise<void> {
  const { from, to } = change;
  const table = sql.table(PLURAL[from.kind]);
  // Nobody writes a value of the old type meanwhile.
  await sql`lock table ${table} in share row exclusive mode`.execute(trx);
  const site: ConvertOptions = await siteSettings(trx);
  let total = 0;
  let bad = 0;
  for await (const rows of stored(trx, from)) {
    const next = rows.map(({ id, value }) => ({ id, read: convertValue(value, fieldOf(from), fieldOf(to), site) }));
    total += rows.length;
    bad += next.filter(({ read }) => !read.ok).length;
    if (bad > 0) continue; // counted to the end, for the refusal
    const values = next.map(({ id, read }) => ({ id, value: read.ok ? read.value : null }));
    // The version grows: what was kept for an undo is of the old type, and must not come back.
    await sql`update ${table} r set version = r.version + 1,
        custom = jsonb_strip_nulls(r.custom || jsonb_build_object(${from.key}::text, t.value))
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) t (id uuid, value jsonb) where r.id = t.id`.execute(
      trx,
    );
  }
  if (bad > 0) throw new Refusal("records.error.field-not-convertible", { bad, total });
  if (total > 0) {
    await sql`select pg_notify(${RECORDS_CHANNEL}, ${JSON.stringify({ kind: from.kind, all: true })})`.execute(trx);
  }
}

/** Which of the options stand in records. */
export async function usedOptions(
  trx: Transaction<Database>,
  options: { field: Typed; values: readonly string[] },
): Promise<Set<string>> {
  const { field, values } = options;
  const held = (value: string) => JSON.stringify({ [field.key]: field.type === "select" ? value : [value] });
  const used = new Set<string>();
  for (const value of values) {
    const { rows } = await sql`select 1 from ${sql.table(PLURAL[field.kind])} r where r.custom @> ${held(value)}::jsonb
      limit 1`.execute(trx);
    if (rows.length > 0) used.add(value);
  }
  return used;
}

/** Every record's value of a field, deleted records too, in steps. */
async function* stored(db: Store["db"], field: Typed): AsyncGenerator<{ id: string; value: Value }[]> {
  for (let after = "00000000-0000-0000-0000-000000000000";;) {
    const { rows } = await sql<{ id: string; value: Value }>`
      select r.id, r.custom -> ${field.key} as value from ${sql.table(PLURAL[field.kind])} r
      where r.id > ${after}::uuid and r.custom ->> ${field.key} is not null order by r.id limit ${STEP}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < STEP) return;
    after = rows[rows.length - 1].id;
  }
}

function fieldOf({ key, type, options }: Omit<Typed, "kind">): Field {
  return ownField({ key, type, options: [...options], required: false, title_ru: "", title_en: "" });
}
