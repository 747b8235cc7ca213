/** Everything that the page of a list gives its island; one for all kinds. The first rows are in it, so it paints at once. */
import { HttpError } from "fresh";
import type { Access } from "@/store/access.ts";
import { isId } from "@/crm/ids.ts";
import { listPeople } from "@/crm/people/mod.ts";
import {
  countRecords,
  getRecord,
  linkedNames,
  type ListQuery,
  listRecords,
  listSchema,
  MOST_COUNTED,
  OPS_OF,
  reachOf,
  type RecordKind,
  type Schema,
  schemaOf,
  SORTABLE,
} from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { BadInputError } from "@/crm/result.ts";
import { listViews } from "@/crm/views/mod.ts";
import { apiQuery, readState, stateOf } from "@/components/records/list/query.ts";
import { tabsFor } from "@/components/records/list/views.ts";
import type { Count, ListField, ListSetup, ListState, PageOfRows } from "@/components/records/list/types.ts";
import type { Ctx } from "./api.ts";
import { cardFields } from "./card.ts";
import { zoneOf } from "./page.ts";
import { listQuery } from "./records.ts";

const FIRST_ROWS = 100;
const MASKED: readonly ListField["type"][] = ["phones", "emails", "phone", "email"];

/** @throws {HttpError} 403 when none of the kind may be seen */
export async function listOf(ctx: Ctx, kind: RecordKind): Promise<ListSetup> {
  const { store, access, locale } = ctx.state;
  if (!access) throw new HttpError(401);
  const reach = reachOf(access, kind, "view");
  if (reach === "none") throw new HttpError(403);
  const may = {
    edit: reachOf(access, kind, "edit") !== "none",
    delete: reachOf(access, kind, "delete") !== "none",
    export: reachOf(access, kind, "export") !== "none",
    import: access.permissions.has("records.import"),
    share: access.permissions.has("views.share"),
  };
  const [schema, given, views, people, scored] = await Promise.all([
    schemaOf(store, kind),
    cardFields(store, access, { kind, edit: may.edit, locale }),
    listViews(store, access, { kind }),
    listPeople(store, access),
    isScored(store, kind),
  ]);
  const fields = given.map((field) => listField(field, schema, access));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const sales = kind === "deal" && byKey.has("status");
  const builtIn = [
    sales ? "open" : "all",
    ...(reach !== "own" && byKey.has("owner") ? ["mine"] : []),
    ...(reach !== "own" && byKey.has("team") && access.teams.length > 0 ? ["team"] : []),
    ...(byKey.has("status") && byKey.has("firstResponse") ? ["unanswered"] : []),
    ...(sales ? ["won", "lost"] : []),
    ...(sales && byKey.has("rottenAt") ? ["rotten"] : []),
    ...(scored && byKey.has("status") && byKey.has("score") ? ["promising"] : []),
    ...(sales && byKey.has("nextTask") ? ["no-task"] : []),
    ...(sales ? ["all"] : []),
    ...(may.delete ? ["deleted"] : []),
  ];
  const tabs = tabsFor(kind, byKey, { builtIn, views });
  const wanted = readState(ctx.url.searchParams, { kind, tabs, fields: byKey });
  const { state, page, count } = await firstRows(store, access, { kind, wanted, otherwise: stateOf(tabs[0]) });
  const bare = page.rows.length === 0 && !state.archived;
  const left = people.filter(({ disabled }) => disabled).map(({ id, name }) => [id, name]);
  return {
    kind,
    fields,
    views,
    builtIn,
    state,
    page: { ...page, names: { ...Object.fromEntries(left), ...page.names } },
    count,
    none: bare && (await countRecords(store, access, { ...listSchema.parse({}), kind })) === 0,
    may,
    mayConvert: kind === "lead" && may.edit && reachOf(access, "deal", "edit") !== "none",
    user: access.user,
    zone: zoneOf(ctx.state),
    fresh: may.edit && ctx.url.searchParams.has("new"),
    begin: kind === "deal" ? await beginOf(store, access, ctx.url.searchParams) : null,
  };
}

/** Is there a model that scores records of the kind? Without one the order by score says nothing. */
async function isScored(store: Store, kind: RecordKind): Promise<boolean> {
  if (kind !== "lead" && kind !== "deal") return false;
  const model = await store.db.selectFrom("forecast_models").select("id").where("record_kind", "=", kind)
    .where("champion_id", "is not", null).where("archived_at", "is", null).limit(1).executeTakeFirst();
  return model !== undefined;
}

/** A field as lists and boards show and filter it. */
export /** A new deal of the contact or the company that the address names. */
async function beginOf(store: Store, access: Access, params: URLSearchParams): Promise<ListSetup["begin"]> {
  for (const kind of ["contact", "company"] as const) {
    const id = params.get(kind);
    if (!id || !isId(id) || reachOf(access, kind, "view") === "none") continue;
    const record = await getRecord(store, access, { kind, id });
    if (!record || record.archived) continue;
    const linked = await linkedNames(store, access, [record]);
    const name = `${record.values.name ?? ""}`;
    const { companyLink } = record.values;
    const company = kind === "company" ? id : typeof companyLink === "string" && linked[companyLink] ? companyLink : "";
    return {
      drafts: { ...(name ? { name } : {}), ...(kind === "contact" ? { contacts: [id] } : {}), companyLink: company },
      names: { ...linked, [id]: name },
    };
  }
  return null;
}

/** A field as lists and boards show and filter it. */
export function listField(
  field: Awaited<ReturnType<typeof cardFields>>[number],
  schema: Schema,
  access: Access,
): ListField {
  const masked = MASKED.includes(field.type) && !access.permissions.has("phones.full");
  const known = schema.get(field.key)?.options ?? [];
  const retired = [...known, ...field.options].filter((option) => "retired" in option && option.retired);
  return {
    ...field,
    // Lines want more room than a row has: the card has it.
    edit: field.edit && field.type !== "lines",
    // Whoever sees numbers masked may not guess them, by conditions or by order.
    ops: OPS_OF[field.type].filter((op) => !masked || op === "empty" || op === "filled"),
    sortable: SORTABLE.has(field.type) && !masked,
    retired: retired.map(({ value }) => value),
  };
}

/** The rows of the wanted list; an address that says nonsense shows the first view instead of an error. */
async function firstRows(
  store: Store,
  access: Access,
  options: { kind: RecordKind; wanted: ListState; otherwise: ListState },
): Promise<{ state: ListState; page: PageOfRows; count: Count }> {
  const { kind, wanted, otherwise } = options;
  const asked = listQuery.safeParse(Object.fromEntries(apiQuery(wanted)));
  if (asked.success) {
    try {
      return { state: wanted, ...await rowsOf(store, access, { ...asked.data, kind }) };
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
    }
  }
  return { state: otherwise, ...await rowsOf(store, access, { ...listSchema.parse({}), kind }) };
}

async function rowsOf(
  store: Store,
  access: Access,
  query: ListQuery & { kind: RecordKind },
): Promise<{ page: PageOfRows; count: Count }> {
  const page = await listRecords(store, access, { ...query, limit: FIRST_ROWS });
  const text = page.corrected ?? query.text;
  const [names, count] = await Promise.all([
    linkedNames(store, access, page.rows),
    // A list that ends on its first page is counted already.
    page.next === null ? page.rows.length : countRecords(store, access, { ...query, text }),
  ]);
  return { page: { ...page, names }, count: { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED } };
}
