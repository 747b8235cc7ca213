/** Days that deals were at risk of closing, and their closings, counted by age, month and stage. Pure. */
import type { KnownDeal } from "@/ml/revenue/deals.ts";
import { firstDay, monthOf } from "@/ml/revenue/months.ts";

/** Days of age at which bands begin; the last has no end. */
export const BANDS = [0, 3, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 180, 270, 365, 730];

/** Beyond the number of any month. */
const MONTHS = 200_000;

/** Deals of one band of age in one month and stage. */
export interface Cell {
  band: number;
  month: number;
  stage: string;
  days: number;
  won: number;
  lost: number;
}

/** First day of the first month with a closing. */
export function closingsSince(deals: readonly KnownDeal[], asOf: number): number {
  let first = asOf;
  for (const { closed } of deals) if (closed && closed.day < first) first = closed.day;
  return firstDay(monthOf(first));
}

/** Every deal's days at risk by band of age, month and stage; the day of closing counts half, as it has no evening. */
export function exposure(
  deals: readonly KnownDeal[],
  options: { asOf: number; since: number; stages: boolean },
): Cell[] {
  // Numbers as keys: of fifty thousand deals, texts took most of the time.
  const cells = new Map<number, Cell>();
  const places = new Map<string, number>([["", 0]]);
  for (const deal of deals) {
    const end = deal.closed?.day ?? options.asOf;
    let day = Math.max(deal.created, options.since);
    if (day > end) continue;
    let step = 0;
    while (day <= end) {
      const band = bandOf(day - deal.created);
      const month = monthOf(day);
      while (step < deal.stages.length && deal.stages[step].day <= day) step++;
      const stage = options.stages && step > 0 ? deal.stages[step - 1].stage : "";
      const until = Math.min(
        end,
        deal.created + (BANDS[band + 1] ?? Infinity) - 1,
        firstDay(month + 1) - 1,
        step < deal.stages.length ? deal.stages[step].day - 1 : Infinity,
      );
      let place = places.get(stage);
      if (place === undefined) places.set(stage, place = places.size);
      const key = (place * MONTHS + month) * BANDS.length + band;
      let cell = cells.get(key);
      if (!cell) cells.set(key, cell = { band, month, stage, days: 0, won: 0, lost: 0 });
      cell.days += until - day + 1;
      day = until + 1;
      if (day > end && deal.closed) {
        cell[deal.closed.won ? "won" : "lost"]++;
        cell.days -= 0.5;
      }
    }
  }
  return [...cells.values()];
}

/** Band of an age in days. */
export function bandOf(age: number): number {
  let band = BANDS.length - 1;
  while (BANDS[band] > age) band--;
  return band;
}
