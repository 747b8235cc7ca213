/**
 * Export of any list to CSV or .xlsx: all rows that the person may export, walked page by page, so that a million rows
 * take no more memory than ten. Hidden fields are not there, numbers are masked as on the screen. What went out, to
 * whom and how much of it stands in the audit when the file ends, also when the reader went away half-way.
 */
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { writeChange } from "@/crm/verb.ts";
import { toCell } from "@/crm/export/cells.ts";
import { type Cell, type Column, writeCsv, writeXlsx } from "@/crm/import/files/write.ts";
import {
  type CrmRecord,
  type Field,
  linkedNames,
  type ListQuery,
  listRecords,
  PLURAL,
  reachOf,
  type RecordKind,
  schemaOf,
  visibleFields,
} from "@/crm/record/mod.ts";

export interface ExportOptions {
  kind: RecordKind;
  query: Pick<ListQuery, "text" | "filter" | "sort" | "archived">;
  /** Keys in their order; absent: all fields that the person sees. */
  columns?: readonly string[];
  format: "csv" | "xlsx";
  separator: ";" | ",";
  locale: "ru" | "en";
  /** Words of the person's language: built-in titles and choices. */
  words(key: string): string;
}

export interface Exported {
  fileName: string;
  type: string;
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
}

const PAGE = 1_000;
const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** @throws {ForbiddenError} @throws {BadInputError} */
export async function exportRecords(store: Store, access: Access, options: ExportOptions): Promise<Exported> {
  const { kind, format, words } = options;
  if (reachOf(access, kind, "export") === "none") throw new ForbiddenError(`${PLURAL[kind]}.export`);
  // Exports have connections of their own: they never starve the desk.
  const patient: Store = { ...store, db: store.reports };
  const schema = await schemaOf(store, kind);
  const seen = visibleFields(access, kind, schema);
  const fields = options.columns ? options.columns.flatMap((key) => seen.filter((field) => field.key === key)) : seen;
  const { timeZone } = await siteSettings(store.db);
  const names = await fixedNames(store, access);
  // The first page is asked before the answer begins, so that a wrong filter is a refusal and not a broken file.
  const first = await listRecords(patient, access, { ...options.query, kind, limit: PAGE });
  const titleOf = (field: Field) => field.title?.[options.locale] ?? words(`records.field.${field.key}`);
  const columns: Column[] = [{ title: ID }, ...fields.map((field) => ({ title: titleOf(field) }))];
  const cells = async (records: CrmRecord[]): Promise<Cell[][]> => {
    const linked = await linkedNames(patient, access, records);
    const cellWords = {
      locale: options.locale,
      timeZone,
      yes: words("shell.yes"),
      no: words("shell.no"),
      currency: "RUB",
      choice: (field: Field, value: string) => words(`records.${field.key}.${value}`),
      name: (id: string) => linked[id] ?? names.get(id),
    };
    return records.map((
      record,
    ) => [record.id, ...fields.map((field) => toCell(field, record.values[field.key], cellWords))]);
  };
  async function* batches(): AsyncGenerator<Cell[][]> {
    let count = 0;
    try {
      for (let page = first;;) {
        count += page.rows.length;
        yield await cells(page.rows);
        if (page.next === null) return;
        page = await listRecords(patient, access, { ...options.query, kind, limit: PAGE, after: page.next });
      }
    } finally {
      await noteExport(store, access, { ...options, count, fields });
    }
  }
  const title = words(`records.kinds.${PLURAL[kind]}`);
  return {
    fileName: `${title} ${new Date().toISOString().slice(0, 10)}.${format}`,
    type: TYPES[format],
    bytes: format === "csv"
      ? writeCsv(columns, batches(), { separator: options.separator })
      : writeXlsx(columns, batches(), { sheet: title }),
  };
}

/** Name of the column with our own ids, the same in every language. */
const ID = "ID";

async function fixedNames(store: Store, access: Access): Promise<Map<string, string>> {
  const [people, teams, sources, pipelines, stages, reasons] = await Promise.all([
    listPeople(store, access),
    listTeams(store, access),
    store.db.selectFrom("sources").select(["id", "name"]).execute(),
    store.db.selectFrom("pipelines").select(["id", "name"]).execute(),
    store.db.selectFrom("stages").select(["id", "name"]).execute(),
    store.db.selectFrom("loss_reasons").select(["id", "name"]).execute(),
  ]);
  return new Map([people, teams, sources, pipelines, stages, reasons].flat().map(({ id, name }) => [id, name]));
}

async function noteExport(
  store: Store,
  access: Access,
  options: ExportOptions & { count: number; fields: readonly Field[] },
): Promise<void> {
  const { kind, format, count, query } = options;
  const after = { count, format, text: query.text, filter: query.filter, fields: options.fields.map(({ key }) => key) };
  const change = { type: `${kind}.exported`, entity: { kind: "export", id: kind }, after };
  await store.tx((trx) => writeChange(trx, access, { change }));
}
