/** Lists of records: keyset pages with words, conditions and an order, inside the person's reach. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { BadInputError } from "@/crm/result.ts";
import { isId } from "@/crm/ids.ts";
import { asSeen, expression, type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import { inReach, reachable, reachOf } from "@/crm/record/rights.ts";
import { fieldRight, type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { ListQuery } from "@/crm/record/schemas.ts";
import { corrected, literally } from "@/crm/record/text_search.ts";
import type { CrmRecord, Field, RecordKind, Sort } from "@/crm/record/types.ts";

export interface RecordPage {
  rows: CrmRecord[];
  /** Pass as `after` for the next page; null: this was the last one. */
  next: string | null;
  /** The words that were looked for instead of misspelt ones. */
  corrected: string | null;
}

/** A list is counted up to here; beyond, people read "more than". */
export const MOST_COUNTED = 10_000;

/** @throws {ForbiddenError} @throws {BadInputError} */
export async function listRecords(
  store: Store,
  access: Access,
  options: ListQuery & { kind: RecordKind },
): Promise<RecordPage> {
  const list = await prepare(store, access, options);
  const key = sortKey(list.field);
  const rows = await page(store, access, { ...list, key, limit: options.limit, after: options.after });
  if (rows.length > 0 || !options.text || options.after) return toPage(rows, null);
  const better = await corrected(store, access, { kind: options.kind, text: options.text });
  if (!better) return toPage(rows, null);
  const found = await page(store, access, { ...list, key, text: better.where, limit: options.limit });
  // A word that finds nothing in reach is not told: it stands in records that others keep.
  return toPage(found, found.length > 0 ? better.corrected : null);

  function toPage(rows: (Row & { cursor_key: string })[], corrected: string | null): RecordPage {
    const shown = rows.slice(0, options.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => asSeen(toRecord(row, options.kind, list.schema), access, { schema: list.schema })),
      next: rows.length > options.limit && last ? encode(list.sort, last.cursor_key, last.id) : null,
      corrected,
    };
  }
}

/** How many rows a list has, up to {@link MOST_COUNTED} + 1. @throws {ForbiddenError} @throws {BadInputError} */
export async function countRecords(
  store: Store,
  access: Access,
  options: ListQuery & { kind: RecordKind },
): Promise<number> {
  const list = await prepare(store, access, options);
  const { rows: [row] } = await sql<{ n: number }>`select count(*)::int as n from (
    select 1 from ${sql.table(PLURAL[options.kind])} r where ${sql.join(whole(list), sql` and `)}
    limit ${MOST_COUNTED + 1}) found`.execute(store.db);
  return row.n;
}

/** Ids of all that a list shows, for bulk changes and exports. @throws {ForbiddenError} @throws {BadInputError} */
export async function listIds(
  store: Store,
  access: Access,
  options: Pick<ListQuery, "text" | "filter"> & {
    kind: RecordKind;
    action: "edit" | "delete" | "export";
    most: number;
  },
): Promise<string[]> {
  const list = await prepare(store, access, { ...options, sort: { field: "created", desc: true }, archived: false });
  const where = sql.join([...whole(list), inReach(access, options.kind, options.action)], sql` and `);
  const { rows } = await sql<{ id: string }>`select r.id from ${sql.table(PLURAL[options.kind])} r
    where ${where} order by r.created_at desc, r.id desc limit ${options.most}`.execute(store.db);
  return rows.map(({ id }) => id);
}

interface Prepared {
  kind: RecordKind;
  schema: Schema;
  sort: Sort;
  field: Field;
  text: RawBuilder<boolean> | null;
  where: RawBuilder<boolean>[];
  /** Alternatives; see {@link reachable}. */
  reach: RawBuilder<boolean>[];
}

async function prepare(
  store: Store,
  access: Access,
  options: Pick<ListQuery, "text" | "filter" | "sort" | "archived"> & { kind: RecordKind },
): Promise<Prepared> {
  const { kind, sort } = options;
  const reach = reachable(access, kind, "view");
  const schema = await schemaOf(store, kind);
  const field = schema.get(sort.field);
  if (!field || fieldRight(access, kind, field.key) === "hidden" || !SORTABLE.has(field.type)) {
    throw new BadInputError("sort");
  }
  // The order tells what a mask hides, and a cursor carries it.
  if ((field.type === "phone" || field.type === "email") && !access.permissions.has("phones.full")) {
    throw new BadInputError("sort");
  }
  const timed = options.filter.some((one) => ["date", "datetime"].includes(schema.get(one.field)?.type ?? ""));
  const timeZone = timed ? (await siteSettings(store.db)).timeZone : "UTC";
  return {
    kind,
    schema,
    sort,
    field,
    reach,
    text: options.text ? literally(access, kind, options.text) : null,
    where: [
      options.archived ? sql<boolean>`r.archived_at is not null` : sql<boolean>`r.archived_at is null`,
      ...conditionsOf(options.filter, access, { kind, schema, timeZone }),
    ],
  };
}

function whole(list: Prepared): RawBuilder<boolean>[] {
  const reach = sql<boolean>`(${sql.join(list.reach, sql` or `)})`;
  return [...list.where, reach, ...(list.text ? [list.text] : [])];
}

/**
 * One page and a row more. Without words each way of reaching a row is a walk along its own index; with words few rows
 * are left, and they are looked at once.
 */
async function page(
  store: Store,
  access: Access,
  list: Prepared & { key: SortKey; limit: number; after?: string },
): Promise<(Row & { cursor_key: string })[]> {
  const { key, sort, schema } = list;
  const direction = sql.raw(sort.desc ? "desc" : "asc");
  const table = sql.table(PLURAL[list.kind]);
  const order = sql`order by ${key.expr} ${direction}, r.id ${direction} limit ${list.limit + 1}`;
  const where = [...list.where, ...(list.text ? [list.text] : []), beyond(list, list.after)];
  const branches = list.text || reachOf(access, list.kind, "view") === "all"
    ? [sql<boolean>`(${sql.join(list.reach, sql` or `)})`]
    : list.reach;
  const ids = branches.map((reach) =>
    sql`(select r.id from ${table} r where ${sql.join([...where, reach], sql` and `)} ${order})`
  );
  const { rows } = await sql<Row & { cursor_key: string }>`
    select ${selection(schema)}, (${key.expr})::text as cursor_key
    from (${sql.join(ids, sql` union `)}) page join ${table} r on r.id = page.id ${order}`.execute(store.db);
  return rows;
}

interface SortKey {
  expr: RawBuilder<unknown>;
  type: "text" | "numeric" | "timestamptz" | "date" | "boolean";
}

/** Types by which a list can be ordered. */
export const SORTABLE: ReadonlySet<Field["type"]> = new Set<Field["type"]>([
  "text",
  "number",
  "money",
  "date",
  "datetime",
  "checkbox",
  "select",
  "email",
  "url",
  "phone",
]);

/** What rows are ordered by; never null, so that the order is total: rows without a value come first, upwards. */
function sortKey(field: Field): SortKey {
  if (field.key === "name") return { expr: sql`lower(r.name)`, type: "text" };
  if (field.key === "created" || field.key === "updated") return { expr: expression(field), type: "timestamptz" };
  const expr = expression(field);
  switch (field.type) {
    case "number":
    case "money":
      return { expr: sql`coalesce(${expr}, '-infinity'::numeric)`, type: "numeric" };
    case "date":
      return field.column === null
        ? { expr: sql`coalesce(${expr}, '')`, type: "text" }
        : { expr: sql`coalesce(${expr}, '-infinity'::date)`, type: "date" };
    case "datetime":
      return field.column === null
        ? { expr: sql`coalesce(${expr}, '')`, type: "text" }
        : { expr: sql`coalesce(${expr}, '-infinity'::timestamptz)`, type: "timestamptz" };
    case "checkbox":
      return { expr, type: "boolean" };
    default:
      return { expr: sql`lower(coalesce(${expr}, ''))`, type: "text" };
  }
}

function beyond(list: Prepared & { key: SortKey }, after: string | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  const { sort, key } = list;
  const position = decode(sort, after);
  if (!WRITTEN[key.type].test(position.key)) throw new BadInputError("after");
  const compare = sql.raw(sort.desc ? "<" : ">");
  return sql<boolean>`(${key.expr}, r.id) ${compare} (${position.key}::${sql.raw(key.type)}, ${position.id}::uuid)`;
}

/** How PostgreSQL writes keys; anything else was made up. */
const WRITTEN: Record<SortKey["type"], RegExp> = {
  text: /^/,
  numeric: /^(-?\d+(\.\d+)?|-?Infinity)$/,
  timestamptz: /^(\d{4,6}-\d\d-\d\d [\d:.]+[+-][\d:]+|-infinity)$/,
  date: /^(\d{4,6}-\d\d-\d\d|-infinity)$/,
  boolean: /^(true|false)$/,
};

/** A cursor names its order, so that one of another order is refused and not misread. */
function encode(sort: Sort, key: string, id: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sort.field, sort.desc ? 1 : 0, key, id]));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decode(sort: Sort, text: string): { key: string; id: string } {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const parts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown[];
    const [field, desc, key, id] = parts;
    const fits = field === sort.field && desc === (sort.desc ? 1 : 0) && typeof key === "string" &&
      typeof id === "string" && isId(id) && !key.includes("\0");
    if (fits) return { key, id };
  } catch {
    // falls through to the refusal
  }
  throw new BadInputError("after");
}
