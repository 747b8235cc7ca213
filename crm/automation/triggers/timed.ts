/**
 * What comes with time: found by queries over indexed moments, a range after the last one. A row may be committed a
 * while after its moment, so ranges overlap; the key says what was found already.
 */
import { type RawBuilder, sql, type Transaction } from "kysely";
import { z } from "zod";
import type { Database } from "@/crm/records.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type { Due, DueQuery, TriggerDef } from "@/crm/automation/triggers/types.ts";
import { dueDates } from "@/crm/automation/triggers/dates.ts";
import { unfound } from "@/crm/automation/triggers/unfound.ts";

/** Longest that a transaction holds back a row whose moment has passed. */
const LATE_MS = 600_000;

const span = z.object({ n: z.number().int().min(1).max(10_000), unit: z.enum(["minutes", "hours", "days"]) });
const MINUTES = { minutes: 1, hours: 60, days: 1_440 } as const;
const minutesOf = (given: unknown) => {
  const { n, unit } = span.parse(given);
  return n * MINUTES[unit];
};

interface Search {
  kind: RecordKind;
  /** Key's first word. */
  word: string;
  /** The moment; an indexed expression. */
  moment: RawBuilder<Date>;
  where: RawBuilder<boolean>;
  /** Time between the moment and its being due. */
  minutes: number;
  /** Only once a record, whatever its moment becomes. */
  once?: boolean;
}

async function search(trx: Transaction<Database>, query: DueQuery, options: Search): Promise<Due[]> {
  const { kind, word, moment, where, minutes } = options;
  const shift = minutes * 60_000;
  const from = new Date(Math.max(query.from.getTime() - LATE_MS, query.since.getTime()) - shift);
  const to = new Date(query.to.getTime() - shift);
  const key = options.once
    ? sql<string>`${`${word}:`}::text || r.id`
    : sql<string>`${`${word}:`}::text || r.id || ':' || floor(extract(epoch from ${moment}) * 1000)::bigint`;
  const { rows } = await sql<{ id: string; name: string; at: Date; key: string }>`
    select r.id, r.name, ${moment} as at, ${key} as key from ${sql.table(PLURAL[kind])} r
    where r.archived_at is null and ${moment} > ${from} and ${moment} <= ${to} and ${where}
      and ${unfound(query.rule, key)}
    order by ${moment}, r.id limit ${query.limit}`.execute(trx);
  return rows.map(({ at, ...row }) => ({ kind, ...row, at: new Date(at.getTime() + shift) }));
}

export const TIMED: readonly TriggerDef[] = [
  {
    id: "lead.idle",
    group: "lead",
    subject: () => "lead",
    inputs: [
      { key: "idle", type: "select", choices: ["unanswered", "untouched"], initial: "unanswered" },
      { key: "for", type: "duration", initial: { n: 15, unit: "minutes" } },
    ],
    params: z.object({ idle: z.enum(["unanswered", "untouched"]), for: span }),
    due(trx, query) {
      const minutes = minutesOf(query.when.for);
      const open = sql<boolean>`r.status in ('new', 'working')`;
      return query.when.idle === "unanswered"
        ? search(trx, query, {
          kind: "lead",
          word: "unanswered",
          moment: sql<Date>`r.created_at`,
          where: sql<boolean>`${open} and r.first_response_at is null`,
          minutes,
          once: true,
        })
        : search(trx, query, {
          kind: "lead",
          word: "untouched",
          moment: sql<Date>`r.updated_at`,
          where: open,
          minutes,
        });
    },
  },
  {
    id: "deal.rotten",
    group: "deal",
    subject: () => "deal",
    inputs: [{ key: "stage", type: "stage", optional: true }],
    params: z.object({ stage: z.uuid().nullable().default(null) }),
    due: (trx, query) =>
      search(trx, query, {
        kind: "deal",
        word: "rotten",
        moment: sql<Date>`r.rotten_at`,
        where: query.when.stage
          ? sql<boolean>`r.rotten_at is not null and r.stage_id = ${query.when.stage}::uuid`
          : sql<boolean>`r.rotten_at is not null`,
        minutes: 0,
      }),
  },
  {
    id: "task.overdue",
    group: "task",
    subject: () => "task",
    inputs: [{ key: "by", type: "duration", optional: true }],
    params: z.object({ by: span.nullable().default(null) }),
    async due(trx, query) {
      const minutes = query.when.by ? minutesOf(query.when.by) : 0;
      const part = (day: boolean) =>
        search(trx, query, {
          kind: "task",
          word: "overdue",
          moment: sql<Date>`r.due_at`,
          where: day
            ? sql<boolean>`r.status = 'open' and r.all_day`
            : sql<boolean>`r.status = 'open' and not r.all_day`,
          // A day is over when it ends.
          minutes: minutes + (day ? 1_440 : 0),
        });
      const found = [...await part(false), ...await part(true)];
      return found.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, query.limit);
    },
  },
  {
    id: "date.reached",
    group: "record",
    subject: (when) => when.kind as RecordKind,
    inputs: [
      { key: "kind", type: "kind", choices: ["lead", "contact", "company", "deal", "task"], initial: "deal" },
      { key: "field", type: "date-field" },
      { key: "days", type: "number", min: -3_650, max: 3_650, initial: 0 },
      { key: "time", type: "time", initial: "09:00" },
      { key: "yearly", type: "check" },
    ],
    params: z.object({
      kind: z.enum(["lead", "contact", "company", "deal", "task"]),
      field: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/),
      days: z.number().int().min(-3_650).max(3_650).default(0),
      time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      yearly: z.boolean().default(false),
    }),
    due: dueDates,
  },
];
