/**
 * The life of a deal as its records tell it: what was known of it on which day. Rows come from SQL as JSON texts
 * (ml/revenue/dataset.ts) and are read where the sums are made, so that the server's loop never sees them. Pure.
 */
import type { Deal } from "@/ml/revenue/deals.ts";
import type { ForecastCategory } from "@/store/tables/revenue.ts";

export type Status = "open" | "won" | "lost";

/** As SQL gives it: days of the company's zone, `YYYY-MM-DD`; money in minor units of the currency asked for. */
export interface DealLife {
  id: string;
  created: string;
  /** Deleted or merged into another. */
  gone: string | null;
  status: Status;
  closed: string | null;
  minor: number | null;
  probability: number;
  category: ForecastCategory;
  closeDate: string | null;
  owner: string | null;
  team: string | null;
  pipeline: string;
  product: string | null;
  /** Day, stage, its type, in the order of time. */
  stages: readonly (readonly [string, string, Status])[];
  /** Amounts and expected days of closing by the day on which they were said. */
  amounts: readonly (readonly [string, number | null])[];
  dates: readonly (readonly [string, string | null])[];
}

/** What a row of SQL is, in this order. */
export type LifeRow = [
  id: string,
  created: string,
  gone: string | null,
  status: Status,
  closed: string | null,
  minor: number | null,
  probability: number,
  category: ForecastCategory,
  closeDate: string | null,
  owner: string | null,
  team: string | null,
  pipeline: string,
  product: string | null,
  stages: [string, string, Status][] | null,
  amounts: [string, number | null, number | null, boolean][] | null,
  dates: [string, string | null, string | null, boolean][] | null,
];

/** Texts of JSON arrays of rows to lives. */
export function readLives(texts: readonly string[]): DealLife[] {
  return texts.flatMap((text) => (JSON.parse(text) as LifeRow[]).map(lifeOf));
}

export function lifeOf(row: LifeRow): DealLife {
  const [id, created, gone, status, closed, minor, probability, category, closeDate, owner, team, pipeline, product] =
    row;
  // Nobody wrote down when: of a closed deal it was known in the end, of an open one from the first day.
  const unwritten = closed ?? created;
  return {
    id,
    created,
    gone,
    status,
    closed,
    minor,
    probability,
    category,
    closeDate,
    owner,
    team,
    pipeline,
    product,
    stages: row[13] ?? [],
    amounts: said(row[14] ?? [], { created, now: minor, unwritten }),
    dates: said(row[15] ?? [], { created, now: closeDate, unwritten: created }),
  };
}

/** Changes with what was there before each; the first tells what the deal was made with. */
function said<T>(
  changes: readonly [string, T | null, T | null, boolean][],
  of: { created: string; now: T | null; unwritten: string },
): [string, T | null][] {
  const list: [string, T | null][] = [];
  if (changes.length > 0 && !changes[0][3]) list.push([of.created, changes[0][2]]);
  for (const [day, after] of changes) list.push([day < of.created ? of.created : day, after]);
  const last = list.at(-1)?.[1] ?? null;
  // Written around the events (or before there were any): what stands there now is the truth.
  if (last !== of.now) list.push([list.length === 0 ? of.unwritten : later(list.at(-1)![0], of.unwritten), of.now]);
  return list;
}

const later = (a: string, b: string) => a > b ? a : b;

/** For the forecast; deals that were deleted count as if they had never been. */
export function toDeals(lives: readonly DealLife[]): Deal[] {
  return lives.filter(({ gone }) => gone === null).map((life) => ({
    id: life.id,
    created: life.created,
    closed: life.status === "open" ? null : life.closed ?? life.stages.at(-1)?.[0] ?? life.created,
    outcome: life.status === "open" ? null : life.status,
    stages: life.stages.filter(([, , type]) => type === "open").map(([day, stage]) => ({ day, stage })),
    amounts: life.amounts.flatMap(([day, amount]) => amount === null ? [] : [{ day, amount }]),
    product: life.product ?? undefined,
    owner: life.owner ?? undefined,
    team: life.team ?? undefined,
    pipeline: life.pipeline,
  }));
}

export interface LifeState {
  status: Status;
  /** When it came into its status. */
  since: string;
  minor: number;
  closeDate: string | null;
}

/** What was known at the end of a day; null: it was not there. */
export function stateOn(life: DealLife, day: string): LifeState | null {
  if (life.created > day || (life.gone !== null && life.gone <= day)) return null;
  let status: Status = "open", since = life.created;
  for (const [at, , type] of life.stages) {
    if (at > day) break;
    if (type !== status) [status, since] = [type, at];
  }
  // The log may be younger than the deal, or written around: what is closed now was so from the day it says.
  if (life.stages.length === 0 && life.closed !== null && life.closed <= day) {
    [status, since] = [life.status, life.closed];
  }
  return { status, since, minor: upTo(life.amounts, day) ?? 0, closeDate: upTo(life.dates, day) };
}

function upTo<T>(list: readonly (readonly [string, T | null])[], day: string): T | null {
  let found: T | null = null;
  for (const [at, value] of list) {
    if (at > day) break;
    found = value;
  }
  return found;
}
