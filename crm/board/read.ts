/** Boards as they are opened, paged and kept fresh. */
import { sql } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { readPipelines } from "@/crm/pipeline/read.ts";
import type { Pipeline } from "@/crm/pipeline/types.ts";
import { selection } from "@/crm/record/columns.ts";
import { reachOf } from "@/crm/record/rights.ts";
import { corrected } from "@/crm/record/text_search.ts";
import { type CardRow, pageOf, readCards, seen, sightOf, toCards } from "@/crm/board/cards.ts";
import { type BoardQuery, type CardsQuery, FIRST_CARDS } from "@/crm/board/schemas.ts";
import { totalsOf } from "@/crm/board/totals.ts";
import type { Board, CardsPage, Refreshed } from "@/crm/board/types.ts";

/**
 * All columns with their totals and first cards. Refusal: `deals.error.no-pipeline`.
 * @throws {ForbiddenError} @throws {BadInputError}
 */
export async function openBoard(
  store: Store,
  access: Access,
  query: BoardQuery & { pipeline: string },
): Promise<Result<Board>> {
  const pipeline = await pipelineOf(store, access, query.pipeline);
  if (!pipeline) return { ok: false, code: "deals.error.no-pipeline" };
  const stages = pipeline.stages.map(({ id }) => id);
  let sight = await sightOf(store, access, query);
  let [rows, totals] = await Promise.all([
    readCards(store, access, { sight, stages, limit: FIRST_CARDS }),
    totalsOf(store, access, { sight, stages }),
  ]);
  let instead: string | null = null;
  if (rows.length === 0 && query.text) {
    const better = await corrected(store, access, { kind: "deal", text: query.text });
    if (better) {
      sight = { ...sight, text: better.where };
      rows = await readCards(store, access, { sight, stages, limit: FIRST_CARDS });
      totals = await totalsOf(store, access, { sight, stages });
      // A word that finds nothing in reach is not told: it stands in deals that others keep.
      instead = rows.length > 0 ? better.corrected : null;
    }
  }
  const columns = stages.map((stage, n) => {
    const page = pageOf(rows.filter((row) => row.stage_id === stage), FIRST_CARDS);
    return { stage, rows: page.rows, next: page.next, totals: totals[n] };
  });
  const { cards, names } = await toCards(store, access, { sight, rows: columns.flatMap(({ rows }) => rows) });
  return {
    ok: true,
    value: {
      pipeline,
      columns: columns.map(({ stage, next, totals }) => ({
        stage,
        cards: cards.filter((card) => card.stage === stage),
        next,
        totals,
      })),
      names,
      corrected: instead,
    },
  };
}

/** The following cards of one column. @throws {ForbiddenError} @throws {BadInputError} */
export async function columnCards(
  store: Store,
  access: Access,
  query: CardsQuery & { pipeline: string; stage: string },
): Promise<Result<CardsPage>> {
  const pipeline = await pipelineOf(store, access, query.pipeline);
  if (!pipeline) return { ok: false, code: "deals.error.no-pipeline" };
  if (!pipeline.stages.some(({ id }) => id === query.stage)) return { ok: false, code: "deals.error.no-stage" };
  const sight = await sightOf(store, access, query);
  const { stage, limit, after } = query;
  const page = pageOf(await readCards(store, access, { sight, stages: [stage], limit, after }), limit);
  return { ok: true, value: { ...await toCards(store, access, { sight, rows: page.rows }), next: page.next } };
}

/** Cards by their ids, with the totals of all columns: for boards that heard of changes. @throws {ForbiddenError} */
export async function refreshCards(
  store: Store,
  access: Access,
  query: BoardQuery & { pipeline: string; ids: readonly string[] },
): Promise<Result<Refreshed>> {
  const pipeline = await pipelineOf(store, access, query.pipeline);
  if (!pipeline) return { ok: false, code: "deals.error.no-pipeline" };
  const stages = pipeline.stages.map(({ id }) => id);
  const sight = await sightOf(store, access, query);
  const [{ rows }, totals] = await Promise.all([
    sql<CardRow>`select ${selection(sight.schema)}, r.rank from deals r
      where r.id = any(${[...query.ids]}::uuid[]) and r.stage_id = any(${stages}::uuid[]) and ${seen(sight)}`
      .execute(store.db),
    totalsOf(store, access, { sight, stages }),
  ]);
  return { ok: true, value: { ...await toCards(store, access, { sight, rows }), totals } };
}

async function pipelineOf(store: Store, access: Access, id: string): Promise<Pipeline | null> {
  if (reachOf(access, "deal", "view") === "none") throw new ForbiddenError("deals.view.own");
  const [pipeline] = await readPipelines(store.db, { id });
  return pipeline ?? null;
}
