/** What people may ask about calls. */
import { z } from "zod";
import { pageSchema } from "@/crm/page.ts";

const id = z.uuid();
/** Call ids come from Asterisk channels: printable, no spaces. */
export const callIdSchema = z.string().regex(/^[\x21-\x7e]{1,128}$/);

export const callOutcomeSchema = z.enum(["answered", "abandoned", "timeout", "refused", "unrouted", "lost"]);

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

export const callFilterSchema = z.object({
  /** Started at or after, before. */
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
  queue: id.optional(),
  agent: id.optional(),
  team: id.optional(),
  contact: id.optional(),
  /** At least three digits anywhere in the number. */
  number: z.string().trim().max(40).optional(),
  outcome: callOutcomeSchema.optional(),
  disposition: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/).optional(),
  direction: z.enum(["inbound", "outbound", "internal"]).optional(),
  /** Talk time with hold, seconds. */
  longerThan: z.coerce.number().int().min(0).max(86_400).optional(),
  shorterThan: z.coerce.number().int().min(0).max(86_400).optional(),
  recorded: flag.optional(),
});
export type CallFilter = z.input<typeof callFilterSchema>;

export const listCallsSchema = z.object({ ...callFilterSchema.shape, ...pageSchema.shape });
export type ListCalls = z.input<typeof listCallsSchema>;

/** Totals need a period, at most a year, so that nobody adds up the whole table by accident. */
const YEAR_MS = 367 * 86_400_000;
export const callTotalsSchema = z.object({ ...callFilterSchema.shape, from: z.coerce.date(), to: z.coerce.date() })
  .refine(({ from, to }) => to > from && to.getTime() - from.getTime() <= YEAR_MS);
export type CallTotalsFilter = z.input<typeof callTotalsSchema>;

export const setNotesSchema = z.object({ id: callIdSchema, notes: z.string().max(10_000) });
export const setDispositionSchema = z.object({
  id: callIdSchema,
  disposition: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/).nullable(),
});
