/** Revenue as pages and programs see it: money in minor units, finite or null. Holds no code. */
import type { Condition } from "@/crm/record/types.ts";
import type { ForecastCategory } from "@/store/tables/revenue.ts";

export type { ForecastCategory };

/** Which deals: all that the person may see, of one currency, narrowed. */
export interface RevenueFilter {
  pipeline: string | null;
  team: string | null;
  owner: string | null;
  /** ISO 4217. */
  currency: string;
  /** Months told. */
  months: number;
}

/** One period: `2026-11`, `2026-Q4`, or the first and last month of the whole, `2026-11…2027-01`. */
export interface PeriodView {
  name: string;
  expected: number;
  low: number;
  high: number;
  /** Won in it already. */
  won: number;
}

export interface MonthView extends PeriodView {
  /** Of open deals and of those still to come; with `won` they come to `expected`. */
  open: number;
  coming: number;
  /** The same period before. */
  before: number | null;
}

export interface Sum {
  deals: number;
  minor: number;
}

/** By expected day of closing, as people judge their deals; no model is in it. */
export interface CategoryRow {
  name: string;
  won: Sum;
  commit: Sum;
  bestCase: Sum;
  pipeline: Sum;
  omitted: Sum;
}

export interface GroupPeriod {
  name: string;
  won: number;
  expected: number;
}

/** A person, a team or a pipeline; the expected of all of them add up to the whole. */
export interface GroupView {
  key: string | null;
  open: Sum;
  weighted: number;
  periods: GroupPeriod[];
}

export type GroupBy = "owner" | "team" | "pipeline";

export interface StageView {
  stage: string;
  deals: number;
  amount: number;
  /** Share of closed deals that passed it and were won, 0 to 1. */
  chance: number;
  weighted: number;
}

export type ForecastRefused = "no-deals" | "too-few-wins" | "too-short" | "bad-period";

/** What the Worker says. */
export interface RevenueAnswer {
  asOf: string;
  /** null: refused; what is not told by a model is there all the same. */
  forecast: {
    level: number;
    months: MonthView[];
    quarters: PeriodView[];
    total: PeriodView;
    /** Past month ends that the correction was learnt from. */
    origins: number;
    factor: number;
  } | null;
  refused: ForecastRefused | null;
  deals: number;
  wins: number;
  /** Rows left out, as they cannot be true. */
  impossible: number;
  /** The last twelve whole months and the present one. */
  past: { name: string; won: number; deals: number }[];
  pipeline: { amount: number; weighted: number; stages: StageView[] };
  categories: CategoryRow[];
  /** Open deals whose expected day of closing has passed, and those without one. */
  overdue: Sum;
  undated: Sum;
  groups: Record<GroupBy, GroupView[]>;
}

export interface QuotaRow {
  id: string;
  period: string;
  owner: string | null;
  team: string | null;
  currency: string;
  minor: number;
  version: number;
}

export interface RevenueView extends RevenueAnswer {
  filter: RevenueFilter;
  /** When it was reckoned, ms. */
  madeAt: number;
  /** Names of people, teams, pipelines and stages. */
  names: Record<string, string>;
  quotas: QuotaRow[];
  /** The same deals as conditions of a list. */
  conditions: Condition[];
  /** Deals in other currencies: in no sum. */
  others: { currency: string; deals: number }[];
  /** Fields that the person does not see: what would tell them is empty. */
  hidden: ("owner" | "team" | "pipeline" | "stage" | "categories")[];
}

/** One period as it was told, beside what came. */
export interface ToldView {
  origin: string;
  expected: number;
  low: number;
  high: number;
  before: number | null;
  actual: number;
}

export interface BackTestAhead {
  months: number;
  /** Sum of errors by the sum of what came; null: nothing to compare. */
  wape: number | null;
  wapeBefore: number | null;
  coverage: number | null;
  told: ToldView[];
}

export interface BackTestView {
  ahead: BackTestAhead[];
  refused: ForecastRefused | null;
  level: number;
}

export const STEPS = [
  "new",
  "reopened",
  "moved-in",
  "bigger",
  "smaller",
  "moved-out",
  "lost",
  "removed",
  "won",
] as const;
export type Step = typeof STEPS[number];

export interface WaterfallStep {
  step: Step;
  /** Signed; start + all of them = end, to the unit. */
  minor: number;
  deals: number;
  /** The largest ones. */
  top: { id: string; minor: number }[];
}

export interface WaterfallView {
  from: string;
  to: string;
  /** Expected to close in it; null: whenever. */
  period: string | null;
  start: Sum;
  end: Sum;
  steps: WaterfallStep[];
  names: Record<string, string>;
}

export interface HistoryPoint {
  asOf: string;
  told: boolean;
  expected: number;
  low: number;
  high: number;
  won: number;
  weighted: number;
  commit: number;
  best: number;
}

export interface HistoryView {
  period: string;
  /** Periods that something is kept of, the newest first. */
  periods: string[];
  points: HistoryPoint[];
  /** What it came to, once it is over. */
  came: number | null;
}
