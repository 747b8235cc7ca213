/** An own field as its verbs see it: read, locked, and forgotten by the schemas that are kept. */
import { sql, type Transaction } from "kysely";
import type { CustomFieldType, FieldOption, RecordKind } from "@/store/tables/records.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { forgetSchemas } from "@/crm/record/mod.ts";

export interface OwnField {
  id: string;
  kind: RecordKind;
  key: string;
  type: CustomFieldType;
  titleRu: string;
  titleEn: string;
  options: FieldOption[];
  required: boolean;
  archived: boolean;
}

/** The field's row, locked for a change. @throws {Refusal} */
export async function locked(
  trx: Transaction<Database>,
  id: string,
  options: { archivedToo?: boolean } = {},
): Promise<OwnField> {
  const row = await select(trx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row || (row.archived && !options.archivedToo)) throw new Refusal("records.error.no-such-field");
  return row;
}

export function select(db: Store["db"]) {
  return db.selectFrom("fields").select([
    "id",
    "kind",
    "key",
    "type",
    "title_ru as titleRu",
    "title_en as titleEn",
    "options",
    "required",
  ]).select(sql<boolean>`archived_at is not null`.as("archived"));
}

/** Keys and positions are given out one by one. */
export async function oneByOne(trx: Transaction<Database>, kind: RecordKind): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`fields ${kind}`}, 0))`.execute(trx);
}

/** After a verb: the next reader of the fields sees what it did. */
export function forgotten<T>(store: Store, result: Result<T>): Result<T> {
  if (result.ok) forgetSchemas(store);
  return result;
}
