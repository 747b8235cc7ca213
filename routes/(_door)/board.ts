/** Everything that the page of a board gives its island; the first cards are in it, so it paints at once. */
import { HttpError } from "fresh";
import type { z } from "zod";
import { isId } from "@/crm/ids.ts";
import { boardSchema, openBoard } from "@/crm/board/mod.ts";
import { listLossReasons, listPipelines } from "@/crm/pipeline/mod.ts";
import { reachOf, schemaOf } from "@/crm/record/mod.ts";
import { BadInputError } from "@/crm/result.ts";
import type { Board } from "@/crm/board/types.ts";
import { readFilter } from "@/components/records/list/query.ts";
import type { BoardSetup } from "@/components/pipeline/types.ts";
import type { Ctx } from "./api.ts";
import { cardFields } from "./card.ts";
import { readCookie } from "./cookies.ts";
import { listField } from "./list.ts";
import { zoneOf } from "./page.ts";

/** The pipeline that this browser saw last; set by the island. */
export const LAST_PIPELINE = "kommutator-pipeline";

/**
 * @param wanted the pipeline in the address; null: the last one, or the first
 * @throws {HttpError} 404 when there is no such pipeline, 403 when no deal may be seen
 */
export async function boardOf(ctx: Ctx, wanted: string | null): Promise<BoardSetup> {
  const { store, access, locale } = ctx.state;
  if (!access) throw new HttpError(401);
  if (reachOf(access, "deal", "view") === "none") throw new HttpError(403);
  const may = {
    edit: reachOf(access, "deal", "edit") !== "none",
    delete: reachOf(access, "deal", "delete") !== "none",
    manage: access.permissions.has("pipelines.manage"),
  };
  const [schema, given, pipelines, reasons] = await Promise.all([
    schemaOf(store, "deal"),
    cardFields(store, access, { kind: "deal", edit: may.edit, locale }),
    listPipelines(store, access),
    listLossReasons(store, access),
  ]);
  const last = wanted ?? readCookie(ctx.req, LAST_PIPELINE);
  const chosen = pipelines.find(({ id }) => id === last) ?? (wanted === null ? pipelines[0] : undefined);
  if (wanted !== null && (!chosen || !isId(wanted))) throw new HttpError(404);
  const fields = given.map((field) => listField(field, schema, access));
  const params = ctx.url.searchParams;
  const shown = {
    text: (params.get("text") ?? "").replaceAll("\0", "").trim().slice(0, 200),
    filter: readFilter(params.get("filter"), new Map(fields.map((field) => [field.key, field]))) ?? [],
  };
  const open = async (query: z.input<typeof boardSchema>): Promise<Board | null> => {
    if (!chosen) return null;
    const board = await openBoard(store, access, { ...boardSchema.parse(query), pipeline: chosen.id });
    return board.ok ? board.value : null;
  };
  const setup = {
    pipelines: pipelines.map(({ id, name }) => ({ id, name })),
    fields,
    lossReasons: reasons.map(({ id, name }) => ({ id, name })),
    may,
    user: access.user,
    zone: zoneOf(ctx.state),
  };
  try {
    return { ...setup, board: await open({ ...shown, filter: [...shown.filter] as never }), shown };
  } catch (error) {
    // An address that says nonsense shows the whole board instead of an error.
    if (!(error instanceof BadInputError)) throw error;
    return { ...setup, board: await open({}), shown: { text: "", filter: [] } };
  }
}
