/** Cards of a board in SQL: which deals, in which order, and what of them is shown. */
import { type RawBuilder, sql } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { isId } from "@/crm/ids.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { BadInputError } from "@/crm/result.ts";
import { asSeen, type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { linkedNames } from "@/crm/record/read.ts";
import { reachable, reaches, reachOf } from "@/crm/record/rights.ts";
import { fieldRight, type Schema, schemaOf } from "@/crm/record/schema.ts";
import { literally } from "@/crm/record/text_search.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import type { BoardQuery } from "@/crm/board/schemas.ts";
import type { BoardCard } from "@/crm/board/types.ts";

const SHOWN = [
  "name",
  "stage",
  "status",
  "amount",
  "probability",
  "contacts",
  "company",
  "companyLink",
  "owner",
  "team",
  "closeDate",
  "stageSince",
  "rottenAt",
  "nextTask",
  "score",
  "tags",
];

export type CardRow = Row & { rank: string; stage_id: string };

/** What a board's queries are made of. */
export interface Sight {
  /** Of what cards show. */
  schema: Schema;
  where: RawBuilder<boolean>[];
  text: RawBuilder<boolean> | null;
  /** Alternatives; see {@link reachable}. */
  reach: RawBuilder<boolean>[];
  /** All deals of the pipeline are meant: totals are there already. */
  whole: boolean;
}

/** @throws {ForbiddenError} when no deal, or the stage of none, may be seen @throws {BadInputError} */
export async function sightOf(store: Store, access: Access, query: BoardQuery): Promise<Sight> {
  const reach = reachable(access, "deal", "view");
  if (fieldRight(access, "deal", "stage") === "hidden") throw new ForbiddenError("deals.view.own");
  const schema = await schemaOf(store, "deal");
  const timed = query.filter.some((one) => ["date", "datetime"].includes(schema.get(one.field)?.type ?? ""));
  const timeZone = timed ? (await siteSettings(store.db)).timeZone : "UTC";
  const text = query.text ? literally(access, "deal", query.text) : null;
  return {
    schema: shownOf(schema),
    where: [sql`r.archived_at is null`, ...conditionsOf(query.filter, access, { kind: "deal", schema, timeZone })],
    text,
    reach,
    whole: query.filter.length === 0 && text === null,
  };
}

/** Only what cards show. */
export const shownOf = (schema: Schema): Schema => new Map([...schema].filter(([key]) => SHOWN.includes(key)));

/** All of a sight as one condition over deals as `r`. */
export function seen(sight: Sight): RawBuilder<boolean> {
  const reach = sql<boolean>`(${sql.join(sight.reach, sql` or `)})`;
  return sql<boolean>`${sql.join([...sight.where, ...(sight.text ? [sight.text] : []), reach], sql` and `)}`;
}

/**
 * The first cards of each of the stages, or of one the following, and a card more a stage. Each way of reaching a deal
 * is a walk along its own index (`deals_board`, `deals_board_team`, `deals_board_owner`), so that a long column opens
 * as fast as a short one.
 */
export async function readCards(store: Store, access: Access, options: CardsAsked): Promise<CardRow[]> {
  return (await cardsQuery(access, options).execute(store.db)).rows;
}

export interface CardsAsked {
  sight: Sight;
  stages: readonly string[];
  limit: number;
  after?: string;
}

/** The statement of {@link readCards}; its plan is tested. */
export function cardsQuery(access: Access, options: CardsAsked): RawBuilder<CardRow> {
  const { sight, stages, limit, after } = options;
  const order = sql`order by rank, id limit ${limit + 1}`;
  const where = [sql`r.stage_id = s.id`, ...sight.where, ...(sight.text ? [sight.text] : []), beyond(after)];
  const branches = sight.text || reachOf(access, "deal", "view") === "all"
    ? [sql<boolean>`(${sql.join(sight.reach, sql` or `)})`]
    : sight.reach;
  const walks = branches.map((reach) =>
    sql`(select r.rank, r.id from deals r where ${sql.join([...where, reach], sql` and `)} ${order})`
  );
  return sql<CardRow>`select ${selection(sight.schema)}, r.rank
    from unnest(${[...stages]}::uuid[]) s (id)
    cross join lateral (${sql.join(walks, sql` union `)} ${walks.length > 1 ? order : sql``}) page
    join deals r on r.id = page.id order by r.rank, r.id`;
}

function beyond(after: string | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  const [, rank, id] = /^(-?\d+(?:\.\d+)?)~(.+)$/.exec(after) ?? [];
  if (rank === undefined || !isId(id)) throw new BadInputError("after");
  return sql<boolean>`(r.rank, r.id) > (${rank}::numeric, ${id}::uuid)`;
}

/** @returns the cards to show and where the following begin */
export function pageOf(rows: readonly CardRow[], limit: number): { rows: CardRow[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? `${last.rank}~${last.id}` : null };
}

/** Rows as cards, and what the ids in them are called. */
export async function toCards(
  store: Store,
  access: Access,
  options: { sight: Pick<Sight, "schema">; rows: readonly CardRow[] },
): Promise<{ cards: BoardCard[]; names: Record<string, string> }> {
  const { schema } = options.sight;
  const shown: CrmRecord[] = [];
  const cards = options.rows.map((row): BoardCard => {
    const { stage_id: stage, rank, owner_id: owner, team_id: team } = row;
    const record = asSeen(toRecord(row, "deal", schema), access, { schema });
    // Of several people a card shows the main one.
    const [main] = (record.values.contacts ?? []) as readonly string[];
    if (record.values.contacts) record.values.contacts = main === undefined ? [] : [main];
    shown.push(record);
    const edit = reaches(access, "deal", { action: "edit", owner, team });
    return { id: row.id, version: row.version, stage, rank, edit, values: record.values };
  });
  return { cards, names: await linkedNames(store, access, shown) };
}
