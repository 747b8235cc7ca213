/** Shapes of answers about boards, and what their addresses say. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import {
  type Board,
  type BoardCard,
  boardSchema,
  type CardsPage,
  type ColumnTotals,
  type Moved,
  type Refreshed,
} from "@/crm/board/mod.ts";
import { listQuery } from "@/routes/(_door)/records.ts";
import { pipelineSchema } from "./pipelines.ts";
import { namesSchema, valuesByField } from "./records.ts";

export const boardReaders = anyReach("deals", "view");

/** Words and conditions, as lists take them. */
export const boardQuery = boardSchema.extend({ text: listQuery.shape.text, filter: listQuery.shape.filter });
export const pipelineParams = z.object({ pipeline: z.uuid() });

/** What is not there, by its address. */
export const noBoard = { "deals.error.no-pipeline": 404, "deals.error.no-stage": 404 } as const;

const cardSchema = z.object({
  id: z.uuid(),
  version: z.int().meta({ description: "api.field.version" }),
  stage: z.uuid(),
  rank: z.string().meta({ description: "api.field.rank" }),
  edit: z.boolean().meta({ description: "api.field.card-edit" }),
  values: valuesByField.meta({ description: "api.field.card-values" }),
}).meta({ id: "BoardCard" }) satisfies z.ZodType<BoardCard>;

const totalsSchema = z.object({
  stage: z.uuid(),
  deals: z.int().meta({ description: "api.field.column-deals" }),
  sums: z.array(z.object({
    currency: z.string().meta({ description: "api.field.currency" }),
    minor: z.number().meta({ description: "api.field.minor" }),
    weighted: z.number().meta({ description: "api.field.weighted" }),
  })).meta({ description: "api.field.column-sums" }),
  more: z.boolean().meta({ description: "api.field.count-more" }),
}).meta({ id: "ColumnTotals" }) satisfies z.ZodType<ColumnTotals>;

const next = z.string().nullable().meta({ description: "api.field.next" });

export const boardShape = z.object({
  pipeline: pipelineSchema,
  columns: z.array(z.object({ stage: z.uuid(), cards: z.array(cardSchema), next, totals: totalsSchema })),
  names: namesSchema,
  corrected: z.string().nullable().meta({ description: "api.field.corrected" }),
}).meta({ id: "Board" }) satisfies z.ZodType<Board>;

export const cardsShape = z.object({ cards: z.array(cardSchema), next, names: namesSchema }) satisfies z.ZodType<
  CardsPage
>;

export const refreshedShape = z.object({
  cards: z.array(cardSchema),
  names: namesSchema,
  totals: z.array(totalsSchema),
}) satisfies z.ZodType<Refreshed>;

export const movedShape = z.object({
  card: cardSchema,
  names: namesSchema,
  undo: z.uuid().nullable().meta({ description: "api.field.undo" }),
}).meta({ id: "MovedDeal" }) satisfies z.ZodType<Moved>;
