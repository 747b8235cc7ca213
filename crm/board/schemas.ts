/** What people and programs may ask of boards. */
import { z } from "zod";
import { filterSchema, valuesSchema } from "@/crm/record/schemas.ts";

const id = z.uuid();

/** Cards of a column that come with the board, and at most in one page. */
export const FIRST_CARDS = 30;
const MOST_CARDS = 200;

export const boardSchema = z.object({
  text: z.string().trim().max(200).default(""),
  filter: filterSchema.default([]),
});
export type BoardQuery = z.output<typeof boardSchema>;

export const cardsSchema = boardSchema.extend({
  after: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_CARDS).default(100),
});
export type CardsQuery = z.output<typeof cardsSchema>;

export const refreshSchema = boardSchema.extend({ ids: z.array(id).min(1).max(200) });

export const moveSchema = z.object({
  stage: id.meta({ description: "api.field.move-stage" }),
  after: id.nullable().default(null).meta({ description: "api.field.move-after" }),
  before: id.nullable().default(null).meta({ description: "api.field.move-before" }),
  was: id.meta({ description: "api.field.move-was" }),
  /** What the stage asks for, written by the same move. */
  values: valuesSchema.default({}),
});
export type Move = z.output<typeof moveSchema>;
