/**
 * How deals close: won and lost as competing hazards (Prentice et al. 1978), constant within bands of age, times a factor
 * of the season (a month's place in its quarter; the month of the year from two years on), times one of the stage. Factors
 * are observed over expected closings, shrunk to one, found in turns. Pure.
 *
 * Deals made before the first month that has a closing come in when it begins (left truncation): whoever closed earlier
 * was not written down.
 */
import { type KnownDeal, stageOf } from "@/ml/revenue/deals.ts";
import { crowding } from "@/ml/revenue/crowding.ts";
import { bandOf, BANDS, type Cell, closingsSince, exposure } from "@/ml/revenue/exposure.ts";
import { monthOf } from "@/ml/revenue/months.ts";

/** The season works differently on what is young (closed in the month it came) and on what has waited. */
const OLD = 30;
/** Closings that a factor has to see before it is believed by half. */
const PRIOR = { season: 60, year: 60, stage: 15 };
/** Days of exposure at the rate of the band before, given to every band. */
const PRIOR_DAYS = 50;
/** Months after which a month of the past counts half. */
const HALF_LIFE = 6;
const YEARS_FROM = 24;
const TURNS = 6;

type Cause = "won" | "lost";
const CAUSES: readonly Cause[] = ["won", "lost"];

/** Rates a day of both ends. */
export interface Rates {
  won: number;
  lost: number;
}

export interface Closing {
  /** Of a deal so many days old, on a day since 1970-01-01, by its stage on the day of the forecast. */
  rates(age: number, day: number, stage?: string): Rates;
  /** First day from which closings are known. */
  since: number;
}

/** Learns from deals as known on `asOf`. */
export function fitClosing(deals: readonly KnownDeal[], { asOf }: { asOf: number }): Closing {
  const since = closingsSince(deals, asOf);
  const years = monthOf(asOf) - monthOf(since) + 1 >= YEARS_FROM;
  const fit = (stages: boolean) => {
    const cells = exposure(deals, { asOf, since, stages });
    const weights = cells.map(({ month }) => 0.5 ** ((monthOf(asOf) - month) / HALF_LIFE));
    const [won, lost] = CAUSES.map((cause) => fitCause(cells, weights, { cause, years }));
    return { won, lost, crowded: crowding(cells, { parts: [won, lost], asOf, weights }) };
  };
  const ofAll = fit(false);
  const ofStage = deals.some((deal) => stageOf(deal) !== "") ? fit(true) : null;
  const staying = stayInStage(deals, asOf);
  return {
    since,
    rates(age, day, stage) {
      const band = bandOf(age), month = monthOf(day);
      const won = ofAll.crowded * ofAll.won.base[band] * ofAll.won.season(band, month);
      const lost = ofAll.crowded * ofAll.lost.base[band] * ofAll.lost.season(band, month);
      if (!ofStage || stage === undefined || !(won > 0) || !(lost > 0)) return { won, lost };
      // The stage of today says less and less of the days to come: the mean deal of this age takes over.
      const fade = Math.exp(-(day - asOf - 1) / staying);
      const mix = (part: Part, all: number) => {
        const now = ofStage.crowded * part.base[band] * part.season(band, month) * (part.stage.get(stage) ?? 1);
        return all * (now / all) ** fade;
      };
      return { won: mix(ofStage.won, won), lost: mix(ofStage.lost, lost) };
    },
  };
}

/** One cause as fitted. */
export interface Part {
  base: Float64Array;
  season(band: number, month: number): number;
  stage: Map<string, number>;
}

function fitCause(
  cells: readonly Cell[],
  weights: readonly number[],
  { cause, years }: { cause: Cause; years: boolean },
): Part {
  const base = new Float64Array(BANDS.length);
  // By young and old, and the place in the quarter or the year.
  const quarter = new Map<number, number>(), year = new Map<number, number>(), stage = new Map<string, number>();
  const half = (band: number) => BANDS[band] < OLD ? 0 : 1;
  const inQuarter = (band: number, month: number) => half(band) * 3 + month % 3;
  const inYear = (band: number, month: number) => half(band) * 12 + month % 12;
  const season = (band: number, month: number) =>
    (quarter.get(inQuarter(band, month)) ?? 1) * (years ? year.get(inYear(band, month)) ?? 1 : 1);
  for (let turn = 0; turn < TURNS; turn++) {
    const events = new Float64Array(BANDS.length), days = new Float64Array(BANDS.length);
    cells.forEach((cell, n) => {
      events[cell.band] += weights[n] * cell[cause];
      days[cell.band] += weights[n] * cell.days * season(cell.band, cell.month) * (stage.get(cell.stage) ?? 1);
    });
    let before = sum(events) / Math.max(1, sum(days));
    for (let band = 0; band < BANDS.length; band++) {
      base[band] = before = (events[band] + PRIOR_DAYS * before) / (days[band] + PRIOR_DAYS);
    }
    const factors = <K>(into: Map<K, number>, key: (cell: Cell) => K, prior: number) => {
      const seen = new Map<K, { events: number; expected: number }>();
      cells.forEach((cell, n) => {
        const at = key(cell);
        const one = seen.get(at) ?? { events: 0, expected: 0 };
        seen.set(at, one);
        const own = into.get(at) ?? 1;
        one.events += weights[n] * cell[cause];
        one.expected += weights[n] * cell.days * base[cell.band] * season(cell.band, cell.month) *
          (stage.get(cell.stage) ?? 1) / own;
      });
      for (const [at, { events, expected }] of seen) into.set(at, (events + prior) / (expected + prior));
    };
    factors(quarter, (cell) => inQuarter(cell.band, cell.month), PRIOR.season);
    if (years) factors(year, (cell) => inYear(cell.band, cell.month), PRIOR.year);
    factors(stage, (cell) => cell.stage, PRIOR.stage);
  }
  return { base, season, stage };
}

/** Mean days in a stage, by which the stage of today says less and less of the days to come. */
function stayInStage(deals: readonly KnownDeal[], asOf: number): number {
  let days = 0, moves = 0;
  for (const deal of deals) {
    if (stageOf(deal) === "") continue;
    days += (deal.closed?.day ?? asOf) - deal.stages[0].day + 1;
    moves += deal.stages.length - (deal.closed ? 0 : 1);
  }
  return (days + 30) / (moves + 1);
}

const sum = (list: Float64Array) => list.reduce((all, one) => all + one, 0);
