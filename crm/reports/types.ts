/** Sales reports as pages and programs see them. Holds no code. */
import type { Condition } from "@/crm/record/types.ts";

/** What is asked. Days are of the site's zone, both included. */
export interface SalesFilter {
  /** `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** null: all. */
  pipeline: string | null;
  owner: string | null;
  team: string | null;
  /** ISO 4217; sums are of amounts in it. */
  currency: string;
  /** Key of the dimension by which groups are made. */
  by: string;
  /** Only deals whose value of this dimension is `value`; `value` null: those without one. */
  slice: string | null;
  value: string | null;
}

/** Something that deals can be put apart by. */
export interface Dimension {
  key: string;
  /** `ref`: an id with a name; `select`: an own field; `company`: of the deal's company; `product`: of its lines. */
  kind: "ref" | "select" | "company" | "product";
  /** Own fields only; others are called `reports.by.<key>`. */
  title: { ru: string; en: string } | null;
}

/** Number and sum; `minor` null: amounts are hidden from the person. */
export interface Sum {
  deals: number;
  minor: number | null;
}

export interface Group {
  /** Id, value of a select, text; null: without. */
  key: string | null;
  won: Sum;
  lost: Sum;
  /** Now, whatever the period. */
  open: Sum;
  /** 0 to 1; null: none closed. */
  winRate: number | null;
  /** Of won deals that have an amount, in minor units. */
  average: number | null;
  /** Days from making to winning, the mean. */
  cycleDays: number | null;
}

export interface MonthRow {
  /** `YYYY-MM`. */
  month: string;
  created: number;
  won: Sum;
  lost: Sum;
}

export interface StageRow {
  id: string;
  name: string;
  colour: string;
  type: "open" | "won" | "lost";
  /** Deals that came into the stage in the period. */
  entered: number;
  /** Of them by their last stay: went to a later stage or won, to an earlier one, were lost from here, are here. */
  on: number;
  back: number;
  lost: number;
  here: number;
  /** Of them won by now, from whatever stage. */
  won: number;
  /** Stay of those that left; null: none did. */
  medianSeconds: number | null;
}

export interface ProductRow {
  /** null: deals without lines. */
  key: string | null;
  name: string;
  won: Sum;
  lost: Sum;
  /** Pieces in won deals. */
  quantity: number;
}

export interface SalesTotals {
  won: Sum;
  lost: Sum;
  created: number;
  open: Sum & { weighted: number | null };
  winRate: number | null;
  average: number | null;
  /** Days of won deals from making to winning. */
  cycleDays: { mean: number; median: number } | null;
  /** Deals that stood open when the period ended. */
  openAtEnd: number;
  /** Minor units a day: `openAtEnd` × average × win rate / mean cycle. */
  velocity: number | null;
}

export interface SalesReport {
  filter: SalesFilter;
  totals: SalesTotals;
  /** Won in other currencies: not in the sums. */
  others: { currency: string; deals: number; minor: number | null }[];
  months: MonthRow[];
  people: Group[];
  groups: Group[];
  lossReasons: { key: string | null; lost: Sum }[];
  products: ProductRow[];
  /** Of one pipeline: the chosen one or the first. */
  stages: { pipeline: { id: string; name: string } | null; rows: StageRow[] };
  /** Names of ids and values in the tables; what has none is called by its key. */
  names: Record<string, string>;
  /** The same filter as conditions of a list of deals; null: a list cannot say it. */
  conditions: Condition[] | null;
  /** More groups than are shown were put together under the key `…`. */
  cut: boolean;
}
