/** The tables of a forecast as rows of a file. Pure; titles come from the catalogues. */
import { minorDigits } from "@/crm/record/money.ts";
import type { BackTestView, GroupBy, RevenueView } from "@/ml/revenue/view.ts";

export const TABLES = ["forecast", "categories", "owner", "team", "pipeline", "back-test"] as const;
export type RevenueTable = typeof TABLES[number];

type Cell = string | number | null;

export interface File {
  columns: string[];
  rows: Cell[][];
}

export interface FileWords {
  /** `revenue.<key>` */
  say(key: string): string;
}

/** `backTest` for the table of that name. */
export function fileOf(
  view: RevenueView,
  table: RevenueTable,
  { say, backTest }: FileWords & { backTest?: BackTestView },
): File {
  const { currency } = view.filter;
  const unit = 10 ** minorDigits(currency);
  const money = (minor: number | null) => minor === null ? null : minor / unit;
  const sum = (key: string) => `${say(key)}, ${currency}`;
  switch (table) {
    case "forecast": {
      const { months = [], quarters = [] } = view.forecast ?? {};
      return {
        columns: [
          say("col.period"),
          ...["expected", "low", "high", "won", "open", "coming", "before"].map((key) => sum(`col.${key}`)),
        ],
        rows: [
          ...months.map((one) => [
            one.name,
            ...[one.expected, one.low, one.high, one.won, one.open, one.coming, one.before].map(money),
          ]),
          ...quarters.map((one) => [
            one.name,
            ...[one.expected, one.low, one.high, one.won].map(money),
            null,
            null,
            null,
          ]),
        ],
      };
    }
    case "categories":
      return {
        columns: [
          say("col.period"),
          ...["won", "commit", "best-case", "pipeline", "omitted"].flatMap((key) => [
            say(`category.${key}`),
            sum(`category.${key}`),
          ]),
        ],
        rows: view.categories.map(({ name, ...sums }) => [
          name,
          ...[sums.won, sums.commit, sums.bestCase, sums.pipeline, sums.omitted].flatMap((
            one,
          ) => [one.deals, money(one.minor)]),
        ]),
      };
    case "back-test":
      return {
        columns: [
          say("col.ahead"),
          say("col.origin"),
          ...["expected", "low", "high", "before", "actual"].map((key) => sum(`col.${key}`)),
        ],
        rows: (backTest?.ahead ?? []).flatMap(({ months, told }) =>
          told.map((one) => [
            months,
            one.origin,
            ...[one.expected, one.low, one.high, one.before, one.actual].map(money),
          ])
        ),
      };
    default:
      return groupFile(view, table, { say, money });
  }
}

function groupFile(
  view: RevenueView,
  by: GroupBy,
  { say, money }: FileWords & { money: (minor: number | null) => number | null },
): File {
  const quotaOf = (key: string | null, period: string) =>
    by === "pipeline" || key === null
      ? null
      : view.quotas.find((one) => one[by] === key && one.period === period)?.minor ?? null;
  return {
    columns: [
      say(`by.${by}`),
      say("col.period"),
      ...["expected", "won", "quota"].map((key) => `${say(`col.${key}`)}, ${view.filter.currency}`),
    ],
    rows: view.groups[by].flatMap(({ key, periods }) =>
      periods.map(({ name, expected, won }) => [
        key === null ? say("none") : view.names[key] ?? key,
        name,
        money(expected),
        money(won),
        money(quotaOf(key, name)),
      ])
    ),
  };
}
