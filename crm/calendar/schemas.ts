/** What people may send about the calendar, working time and its exceptions. */
import { z } from "zod";

const id = z.uuid();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const daySchema = z.iso.date();
const hoursSchema = z.object({ from: time, to: time });

/** Most of one day: a shift with two breaks, and one more. */
const MOST_INTERVALS = 4;

export const weekSchema = z.array(z.array(hoursSchema).max(MOST_INTERVALS)).length(7).refine(apart);

export const timeZoneSchema = z.string().max(60).refine(isZone);

/** Whose working time: the company's, or a person's. */
export const companyTimeSchema = z.object({
  week: weekSchema,
  timeZone: timeZoneSchema.default(""),
  holidays: z.enum(["ru", "none"]).default("ru"),
  version: z.number().int().optional().meta({ description: "api.field.version-given" }),
});

export const personTimeSchema = z.object({
  /** null: the company's again. */
  week: weekSchema.nullable(),
  timeZone: timeZoneSchema.default(""),
  version: z.number().int().optional().meta({ description: "api.field.version-given" }),
});

export const specialDaySchema = z.object({
  /** null: the company. */
  user: id.nullable().default(null),
  first: daySchema,
  last: daySchema,
  type: z.enum(["closed", "short", "working"]),
  minutes: z.number().int().min(15).max(720).default(60),
  name: z.string().trim().max(120).default(""),
}).refine(({ first, last }) => last >= first && Date.parse(last) - Date.parse(first) <= 366 * 86_400_000, {
  path: ["last"],
});

const MOST_PEOPLE = 20;
/** Days that may be asked for at once. */
export const LONGEST_RANGE_DAYS = 62;

const moment = z.iso.datetime({ offset: true });
const listOf = <T extends z.ZodType<string, string>>(one: T, most: number) =>
  z.string().max(2_000).transform((text) => text.split(",").filter(Boolean)).pipe(z.array(one).max(most));

export const rangeSchema = z.object({
  from: moment,
  to: moment,
  /** Ids with commas between; absent: the person who asks. */
  people: listOf(id, MOST_PEOPLE).optional(),
  types: listOf(z.enum(["call", "meeting", "email", "message", "visit", "todo"]), 6).optional(),
  /** Absent: open and done. */
  statuses: listOf(z.enum(["open", "done", "cancelled"]), 3).optional(),
}).refine(({ from, to }) => {
  const ms = Date.parse(to) - Date.parse(from);
  return ms > 0 && ms <= LONGEST_RANGE_DAYS * 86_400_000;
}, { path: ["to"] });
export type RangeQuery = z.output<typeof rangeSchema>;

export const nextMomentSchema = z.object({
  from: moment,
  minutes: z.coerce.number().int().min(0).max(100_000).default(0),
  user: id.optional(),
});

function isZone(zone: string): boolean {
  if (zone === "") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** No two intervals of a day overlap, and only the last goes on into the night. */
function apart(week: readonly (readonly { from: string; to: string }[])[]): boolean {
  return week.every((hours) => {
    const sorted = [...hours].sort((a, b) => a.from < b.from ? -1 : 1);
    return sorted.every(({ from, to }, n) => n === sorted.length - 1 || (to > from && to <= sorted[n + 1].from));
  });
}
