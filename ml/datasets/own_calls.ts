/**
 * The calls that came to one queue, by interval of the company's clock. Counted by the database in pieces of a month, so
 * that neither it nor the server stands still. Demo calls count in the demo company only.
 */
import { sql } from "kysely";
import type { CallFilter, ServiceRow } from "@/ml/datasets/types.ts";
import { addDays, dayNumber, dayOf } from "@/ml/calendar/days.ts";
import { clockOf } from "@/ml/datasets/clock.ts";
import { CountedDays, filledDays, type FilledRow, slotOf, slotTexts } from "@/ml/datasets/grid.ts";
import { pause, PAUSE_ROWS } from "@/ml/datasets/rows.ts";
import type { Store } from "@/store/store.ts";

export interface OwnCallsAsked {
  queue: string;
  /** Minutes. */
  step: number;
  /** First and last day, `YYYY-MM-DD`; null: from the first call on. */
  since: string | null;
  until: string;
  filter: CallFilter;
  timeZone: string;
}

export interface OwnCalls {
  rows: FilledRow[];
  service: ServiceRow[];
  /** Days on which clocks change, among those with calls. */
  clockChanges: string[];
}

interface Bucket {
  /** Number of the piece since 1970. */
  b: number;
  calls: number;
  answered: number;
  handle: number;
  squares: number;
  abandoned: number;
  waited: number;
}

const PIECE_DAYS = 31;
/** How callers were served a year ago tells nothing of the weeks to come. */
const SERVICE_DAYS = 280;

export async function ownCalls(store: Store, asked: OwnCallsAsked): Promise<OwnCalls> {
  const { step, timeZone, until } = asked;
  const first = await firstDay(store, asked);
  if (first === null || first > until) return { rows: [], service: [], clockChanges: [] };
  const since = asked.since !== null && asked.since > first ? asked.since : first;
  const counted = new CountedDays(step);
  const service = new Map<string, ServiceRow>();
  const texts = slotTexts(step);
  const clock = clockOf(timeZone);
  const [oldest, newest] = [dayNumber(since), dayNumber(until)];
  // Offsets of zones are multiples of a quarter of an hour: finer pieces never lie across two intervals.
  const piece = Math.min(step, 15);
  for (let from = since; from <= until; from = addDays(from, PIECE_DAYS)) {
    const last = addDays(from, PIECE_DAYS - 1);
    for (const bucket of await count(store, { ...asked, piece, from, to: last < until ? last : until })) {
      const { number, slot } = slotOf(clock(bucket.b * piece * 60_000), step);
      if (number < oldest || number > newest) continue;
      counted.add(number, slot, bucket.calls);
      if (newest - number < SERVICE_DAYS) addService(service, dayOf(number) + texts[slot], bucket);
    }
  }
  const made: OwnCalls = {
    rows: [],
    service: [...service.values()].sort((a, b) => a.at < b.at ? -1 : 1),
    clockChanges: [],
  };
  const options = { step, timeZone, begins: since === first ? first : null };
  for (const { day, rows, clockChanged } of filledDays(counted.counts(), options)) {
    for (const row of rows) made.rows.push(row);
    if (clockChanged) made.clockChanges.push(day);
    if (made.rows.length % PAUSE_ROWS < rows.length) await pause();
  }
  return made;
}

/** Sums need no dividing on days when clocks change: there is twice as much of everything. */
function addService(service: Map<string, ServiceRow>, at: string, bucket: Bucket): void {
  const { answered, abandoned, handle, squares, waited } = bucket;
  if (answered + abandoned === 0 && waited === 0) return;
  const row = service.get(at) ?? { at, answered: 0, handle: 0, handleSquares: 0, abandoned: 0, waited: 0 };
  service.set(at, row);
  row.answered += answered;
  row.handle += handle;
  row.handleSquares += squares;
  row.abandoned += abandoned;
  row.waited += waited;
}

async function firstDay(store: Store, { queue, timeZone }: OwnCallsAsked): Promise<string | null> {
  const { rows: [row] } = await sql<{ day: string }>`
    select (started_at at time zone ${timeZone})::date::text as day from calls
    where queue_id = ${queue}::uuid and direction = 'inbound' and ${REAL}
    order by started_at limit 1`.execute(store.reports);
  return row?.day ?? null;
}

/** The demo's calls are no real company's demand. */
const REAL = sql`(not demo or (select demo from site_settings))`;

async function count(
  store: Store,
  asked: OwnCallsAsked & { piece: number; from: string; to: string },
): Promise<Bucket[]> {
  const { queue, filter, timeZone, piece, from, to } = asked;
  const dids = filter.dids.length > 0 ? sql`and did = any(${filter.dids}::text[])` : sql``;
  const { rows } = await sql<Bucket>`
    select floor(extract(epoch from coalesce(queued_at, started_at)) / ${piece * 60}::int)::float8 as b,
      count(*)::float8 as calls,
      (count(*) filter (where answered and over))::float8 as answered,
      coalesce(sum(handled) filter (where answered and over), 0)::float8 as handle,
      coalesce(sum(handled * handled) filter (where answered and over), 0)::float8 as squares,
      (count(*) filter (where outcome = 'abandoned'))::float8 as abandoned,
      coalesce(sum(wait_ms / 1000.0), 0)::float8 as waited
    from (
      select queued_at, started_at, outcome, wait_ms, outcome = 'answered' as answered, ended_at is not null as over,
        (talk_ms::float8 + hold_ms + wrap_ms) / 1000 as handled
      from calls
      where queue_id = ${queue}::uuid and direction = 'inbound' and ${REAL} ${dids}
        and started_at >= (${from}::date::timestamp at time zone ${timeZone}) - interval '1 hour'
        and started_at < ((${to}::date + 1)::timestamp at time zone ${timeZone})
        and coalesce(queued_at, started_at) >= ${from}::date::timestamp at time zone ${timeZone}
        and coalesce(queued_at, started_at) < (${to}::date + 1)::timestamp at time zone ${timeZone}
        and not (outcome is not distinct from 'abandoned' and wait_ms < ${Math.round(filter.leastWait * 1_000)}::int)
    ) c
    group by b order by b`.execute(store.reports);
  return rows;
}
