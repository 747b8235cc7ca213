/** The tables of a report as rows of a file. Pure; titles come from the catalogues. */
import { minorDigits } from "@/crm/record/money.ts";
import type { Group, SalesReport, Sum } from "@/crm/reports/types.ts";

export const TABLES = ["months", "stages", "people", "groups", "reasons", "products"] as const;
export type Table = typeof TABLES[number];

export type Cell = string | number | null;

export interface FileTable {
  columns: string[];
  rows: Cell[][];
}

export interface TableWords {
  /** `reports.<key>` */
  say(key: string): string;
  locale: "ru" | "en";
  /** Title of the dimension of groups. */
  by: string;
}

export function tableOf(report: SalesReport, table: Table, words: TableWords): FileTable {
  const { say } = words;
  const digits = minorDigits(report.filter.currency);
  const money = (minor: number | null) => minor === null ? null : minor / 10 ** digits;
  const of = (sum: Sum): Cell[] => [sum.deals, money(sum.minor)];
  const nameOf = (key: string | null) => key === null ? say("none") : report.names[key] ?? key;
  const sums = (
    what: "won" | "lost" | "open",
  ) => [say(`col.${what}`), `${say(`col.${what}-sum`)}, ${report.filter.currency}`];
  const rounded = (value: number | null, places: number) =>
    value === null ? null : Math.round(value * 10 ** places) / 10 ** places;
  const groups = (title: string, rows: readonly Group[]): FileTable => ({
    columns: [
      title,
      ...sums("won"),
      ...sums("lost"),
      ...sums("open"),
      say("col.win-rate"),
      say("col.average"),
      say("col.cycle"),
    ],
    rows: rows.map((row) => [
      nameOf(row.key),
      ...of(row.won),
      ...of(row.lost),
      ...of(row.open),
      rounded(row.winRate, 4),
      money(row.average),
      rounded(row.cycleDays, 1),
    ]),
  });
  switch (table) {
    case "months":
      return {
        columns: [say("col.month"), say("col.created"), ...sums("won"), ...sums("lost")],
        rows: report.months.map((row) => [row.month, row.created, ...of(row.won), ...of(row.lost)]),
      };
    case "stages":
      return {
        columns: ["stage", "entered", "on", "back", "lost-here", "here", "won-in-the-end", "median"].map((key) =>
          say(`col.${key}`)
        ),
        rows: report.stages.rows.map((row) => [
          row.name,
          row.entered,
          row.on,
          row.back,
          row.lost,
          row.here,
          row.won,
          rounded(row.medianSeconds === null ? null : row.medianSeconds / 86_400, 2),
        ]),
      };
    case "people":
      return groups(say("col.person"), report.people);
    case "groups":
      return groups(words.by, report.groups);
    case "reasons":
      return {
        columns: [say("col.reason"), ...sums("lost")],
        rows: report.lossReasons.map((row) => [nameOf(row.key), ...of(row.lost)]),
      };
    case "products":
      return {
        columns: [say("col.product"), say("col.quantity"), ...sums("won"), ...sums("lost")],
        rows: report.products.map((row) => [
          row.name || say("none"),
          row.quantity,
          ...of(row.won),
          ...of(row.lost),
        ]),
      };
  }
}
