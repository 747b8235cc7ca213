/**
 * Saved views of lists. Everybody keeps own ones; shared ones are seen by all who see the kind and changed by those who
 * may share. A view holds no rows: what a person sees through it is asked by the person's own rights.
 */
import { type Selectable, sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, ForbiddenError, require } from "@/store/access.ts";
import type { ViewColumn, ViewsTable } from "@/store/tables/views.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { BadInputError, Refusal, type Result } from "@/crm/result.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { difference, verb } from "@/crm/verb.ts";
import {
  type Condition,
  fieldRight,
  reachOf,
  type RecordKind,
  type Schema,
  schemaOf,
  type Sort,
  SORTABLE,
} from "@/crm/record/mod.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { wordOf } from "@/crm/record/rights.ts";
import {
  type CreateView,
  MOST_VIEWS,
  type reorderViewsSchema,
  type updateViewSchema,
  type viewIdSchema,
} from "@/crm/views/schemas.ts";

export interface View {
  id: string;
  kind: RecordKind;
  name: string;
  shared: boolean;
  columns: ViewColumn[];
  filter: Condition[];
  sort: Sort;
  version: number;
  /** The person may change, share and delete it. */
  mine: boolean;
}

/** Shared ones first, each group in its order. @throws {ForbiddenError} when the person sees no record of the kind */
export async function listViews(store: Store, access: Access, input: { kind: RecordKind }): Promise<View[]> {
  const { kind } = input;
  requireSeen(access, kind);
  const rows = await store.db.selectFrom("views").selectAll().where("kind", "=", kind)
    .where((or) => or.or([or("shared", "=", true), ...own(access).map((user) => or("owner_id", "=", user))]))
    .orderBy("shared", "desc").orderBy("position").orderBy("created_at").execute();
  return rows.map((row) => toView(row, access));
}

/** Answers the view. @throws {ForbiddenError} no right to share; no record of the kind in reach */
export async function createView(store: Store, access: Access, input: CreateView): Promise<Result<View>> {
  const { kind, shared } = input;
  requireSeen(access, kind);
  if (shared) require(access, "views.share");
  const [owner] = own(access);
  if (!owner) return { ok: false, code: "views.error.not-yours" };
  const wrong = await unfit(store, access, input);
  if (wrong) return wrong;
  return await verb(store, access, {
    work: async (trx) => {
      const { rows: [{ count, last }] } = await sql<{ count: number; last: number }>`select count(*)::int as count,
        coalesce(max(position), 0) as last from views
        where kind = ${kind} and shared = ${shared} and (shared or owner_id = ${owner})`.execute(trx);
      if (count >= MOST_VIEWS) throw new Refusal("views.error.too-many", { most: MOST_VIEWS });
      const row = await trx.insertInto("views").values({
        id: newId(),
        kind,
        owner_id: owner,
        shared,
        name: input.name,
        columns: JSON.stringify(input.columns),
        filter: JSON.stringify(input.filter),
        sort: JSON.stringify(input.sort),
        position: last + 1,
      }).returningAll().executeTakeFirstOrThrow();
      return {
        value: toView(row, access),
        change: { type: "view.created", entity: { kind: "view", id: row.id }, after: { ...input } },
      };
    },
  });
}

/** Changes only what is given: its name, what it shows, whether it is shared. @throws {ForbiddenError} */
export async function updateView(
  store: Store,
  access: Access,
  input: z.output<typeof updateViewSchema>,
): Promise<Result<View>> {
  const { id, version, ...given } = input;
  if (given.shared !== undefined) require(access, "views.share");
  const known = await store.db.selectFrom("views").select("kind").where("id", "=", id).executeTakeFirst();
  if (!known) return { ok: false, code: "views.error.no-view" };
  requireSeen(access, known.kind);
  const wrong = await unfit(store, access, { kind: known.kind, ...given });
  if (wrong) return wrong;
  return await verb(store, access, {
    work: async (trx) => {
      const row = await lockOwn(trx, access, id);
      if (version !== undefined && version !== row.version) throw new Refusal("views.error.stale");
      const changed = difference(
        { name: row.name, shared: row.shared, ...shownBy(row) },
        Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      );
      if (!changed) return { value: toView(row, access), change: null };
      const json = (value: unknown) => value === undefined ? undefined : JSON.stringify(value);
      const next = await trx.updateTable("views").set({
        name: given.name,
        shared: given.shared,
        columns: json(given.columns),
        filter: json(given.filter),
        sort: json(given.sort),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      }).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
      return {
        value: toView(next, access),
        change: { type: "view.updated", entity: { kind: "view", id }, ...changed },
      };
    },
  });
}

export async function deleteView(
  store: Store,
  access: Access,
  input: z.output<typeof viewIdSchema>,
): Promise<Result<null>> {
  return await verb(store, access, {
    work: async (trx) => {
      const { kind, name, shared, columns, filter, sort } = await lockOwn(trx, access, input.id);
      await trx.deleteFrom("views").where("id", "=", input.id).execute();
      return {
        value: null,
        change: {
          type: "view.deleted",
          entity: { kind: "view", id: input.id },
          before: { kind, name, shared, columns, filter, sort },
        },
      };
    },
  });
}

/** Puts the views in the order of the ids; those that the person may not change keep their place. */
export async function reorderViews(
  store: Store,
  access: Access,
  input: z.output<typeof reorderViewsSchema>,
): Promise<Result<null>> {
  const { kind, ids } = input;
  requireSeen(access, kind);
  return await verb(store, access, {
    work: async (trx) => {
      const rows = await trx.selectFrom("views").selectAll().where("kind", "=", kind).where("id", "in", ids)
        .orderBy("id").forUpdate().execute();
      const own = rows.filter((row) => mayChange(row, access));
      const place = new Map(ids.map((id, n) => [id, n + 1]));
      const before = Object.fromEntries(own.map(({ id, position }) => [id, position]));
      const after = Object.fromEntries(own.map(({ id }) => [id, place.get(id)!]));
      const changed = difference(before, after);
      if (!changed) return { value: null, change: null };
      await sql`update views v set position = t.place::int from jsonb_each_text(${JSON.stringify(after)}::jsonb)
        as t (id, place) where v.id = t.id::uuid`.execute(trx);
      return {
        value: null,
        change: { type: "view.reordered", entity: { kind: "views", id: kind }, ...changed },
      };
    },
  });
}

const own = (access: Access): string[] => access.user === "system" ? [] : [access.user];

function requireSeen(access: Access, kind: RecordKind): void {
  if (reachOf(access, kind, "view") === "none") throw new ForbiddenError(wordOf(kind, "view"));
}

function mayChange(row: Pick<Selectable<ViewsTable>, "shared" | "owner_id">, access: Access): boolean {
  return row.shared ? access.permissions.has("views.share") : row.owner_id === access.user;
}

/** @throws {Refusal} of another person's own view nobody is told that it is there */
async function lockOwn(trx: Transaction<Database>, access: Access, id: string): Promise<Selectable<ViewsTable>> {
  const row = await trx.selectFrom("views").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row || (!row.shared && row.owner_id !== access.user)) throw new Refusal("views.error.no-view");
  if (!mayChange(row, access)) throw new Refusal("views.error.not-yours");
  return row;
}

/** What the list itself would refuse must not be kept. */
async function unfit(
  store: Store,
  access: Access,
  view: { kind: RecordKind; columns?: ViewColumn[]; filter?: Condition[]; sort?: Sort },
): Promise<{ ok: false; code: string; detail?: Record<string, string> } | null> {
  const { kind, columns = [], filter = [], sort } = view;
  const schema = await schemaOf(store, kind);
  const seen = (key: string) => schema.has(key) && fieldRight(access, kind, key) !== "hidden";
  const strange = columns.find(({ key }) => !seen(key));
  if (strange) return { ok: false, code: "records.error.no-field", detail: { field: strange.key } };
  if (sort && !(seen(sort.field) && sortable(schema, sort))) return { ok: false, code: "views.error.bad-sort" };
  try {
    conditionsOf(filter, access, { kind, schema, timeZone: (await siteSettings(store.db)).timeZone });
    return null;
  } catch (error) {
    if (error instanceof BadInputError) return { ok: false, code: "views.error.bad-filter" };
    throw error;
  }
}

const sortable = (schema: Schema, sort: Sort) => SORTABLE.has(schema.get(sort.field)!.type);

function toView(row: Selectable<ViewsTable>, access: Access): View {
  const { id, kind, name, shared, version } = row;
  return { id, kind, name, shared, ...shownBy(row), version, mine: mayChange(row, access) };
}

/** In the order of keys that people send: PostgreSQL keeps another one, and the two would seem to differ. */
function shownBy(row: Selectable<ViewsTable>): Pick<View, "columns" | "filter" | "sort"> {
  return {
    columns: row.columns.map(({ key, width }) => ({ key, ...(width ? { width } : {}) })),
    filter: row.filter.map(({ field, op, value }) =>
      ({ field, op, ...(value === undefined ? {} : { value }) }) as Condition
    ),
    sort: { field: row.sort.field, desc: row.sort.desc },
  };
}
