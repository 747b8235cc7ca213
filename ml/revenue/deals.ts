/**
 * What the revenue forecast knows of deals on a day: `asKnownOn` is the only way in, and it hides all that happened later
 * (closing, outcome, amounts, stages, deals not yet made). Days are `YYYY-MM-DD` of the company's own zone; amounts are of
 * one currency, in any unit. Pure.
 */
import { dayNumber } from "@/ml/calendar/days.ts";

/** A deal as its records have it, with the days on which things became known. */
export interface Deal {
  created: string;
  /** When it entered which stage. */
  stages?: readonly { day: string; stage: string }[];
  closed: string | null;
  outcome: "won" | "lost" | null;
  /** What it was said to bring, from that day on; the last one is what a won deal brought, corrections after its closing too. */
  amounts: readonly { day: string; amount: number }[];
  product?: string;
  owner?: string;
  team?: string;
  pipeline?: string;
  id?: string;
}

/** A deal on the day of the forecast; days as numbers since 1970-01-01. */
export interface KnownDeal {
  created: number;
  stages: readonly { day: number; stage: string }[];
  closed: { day: number; won: boolean } | null;
  /** Last amount known; null: none yet. */
  amount: number | null;
  /** Last amount said while it was open; null: none. */
  stated: number | null;
  product: string | null;
  owner: string | null;
  team: string | null;
  pipeline: string | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (day: string) => DAY.test(day) && !Number.isNaN(dayNumber(day));

/** A row that cannot be true: closed before it was made, without an outcome, with a day or an amount that is none. */
export function isImpossible(deal: Deal): boolean {
  if (!isDay(deal.created) || (deal.closed === null) !== (deal.outcome === null)) return true;
  if (deal.closed !== null && (!isDay(deal.closed) || deal.closed < deal.created)) return true;
  if (deal.stages?.some(({ day }) => !isDay(day))) return true;
  return deal.amounts.some(({ day, amount }) => !isDay(day) || !(amount >= 0) || amount === Infinity);
}

/** A deal with its days as numbers and in the order of time; the same for every day that is asked about. */
interface Read {
  created: number;
  stages: { day: number; stage: string }[];
  closed: number;
  amounts: { day: number; amount: number }[];
}

/** Back-tests ask about the same deals a dozen times; null: it cannot be true. */
const read = new WeakMap<Deal, Read | null>();

function readOf(deal: Deal): Read | null {
  const known = read.get(deal);
  if (known !== undefined) return known;
  const numbered = isImpossible(deal) ? null : {
    created: dayNumber(deal.created),
    stages: inOrder((deal.stages ?? []).map(({ day, stage }) => ({ day: dayNumber(day), stage }))),
    closed: deal.closed === null ? Infinity : dayNumber(deal.closed),
    amounts: inOrder(deal.amounts.map(({ day, amount }) => ({ day: dayNumber(day), amount }))),
  };
  read.set(deal, numbered);
  return numbered;
}

/** Deals as they looked at the end of `day`. Rows that cannot be true are left out. */
export function asKnownOn(deals: readonly Deal[], day: string): KnownDeal[] {
  const at = dayNumber(day);
  const known: KnownDeal[] = [];
  for (const deal of deals) {
    const whole = readOf(deal);
    if (whole === null || whole.created > at) continue;
    const closed = whole.closed <= at ? whole.closed : null;
    const amount = lastOf(whole.amounts, at);
    known.push({
      created: whole.created,
      stages: upTo(whole.stages, closed ?? at),
      closed: closed === null ? null : { day: closed, won: deal.outcome === "won" },
      amount: amount?.amount ?? null,
      stated: (closed === null ? amount : lastOf(whole.amounts, closed - 1))?.amount ?? null,
      product: deal.product ?? null,
      owner: deal.owner ?? null,
      team: deal.team ?? null,
      pipeline: deal.pipeline ?? null,
    });
  }
  return known;
}

const inOrder = <T extends { day: number }>(list: T[]) => list.sort((a, b) => a.day - b.day);

function upTo<T extends { day: number }>(list: T[], day: number): T[] {
  return list.length === 0 || list[list.length - 1].day <= day ? list : list.filter((one) => one.day <= day);
}

function lastOf<T extends { day: number }>(list: readonly T[], day: number): T | undefined {
  for (let n = list.length - 1; n >= 0; n--) if (list[n].day <= day) return list[n];
}

/** Stage a deal is in; empty where stages are not kept. */
export function stageOf(deal: KnownDeal): string {
  return deal.stages.at(-1)?.stage ?? "";
}
