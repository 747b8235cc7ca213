/** The sales report: every table of one filter. Read on the connections of reports, a few queries whatever is asked. */
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { listPipelines } from "@/crm/pipeline/mod.ts";
import { closedDeals, type ClosedRow, type Cut, cycleOf, otherCurrencies } from "@/crm/reports/closed.ts";
import { average, monthsBetween, topOf, velocity, winRate } from "@/crm/reports/figures.ts";
import { namesOf, optionsOf } from "@/crm/reports/names.ts";
import { createdByMonth, openAtEnd, openDeals, type OpenRow } from "@/crm/reports/open.ts";
import { soldProducts } from "@/crm/reports/products.ts";
import { type Scope, scopeOf } from "@/crm/reports/scope.ts";
import { stageConversion } from "@/crm/reports/stages.ts";
import type { Group, MonthRow, ProductRow, SalesFilter, SalesReport, SalesTotals, Sum } from "@/crm/reports/types.ts";

/** Groups beyond these are put together: a table of ten thousand cities tells nobody anything. */
const MOST_GROUPS = 100;
/** Key of what was put together. */
export const REST = "…";

/** @throws {ForbiddenError} @throws {BadInputError} */
export async function salesReport(
  store: Store,
  access: Access,
  options: { filter: SalesFilter; locale: "ru" | "en" },
): Promise<SalesReport> {
  const scope = await scopeOf(store, access, options.filter);
  const { filter } = scope;
  const pipelines = await listPipelines(store, access, { archived: true });
  const shown = pipelines.find(({ id }) => id === filter.pipeline) ?? pipelines[0] ?? null;
  const [closed, open, products, cycleDays, others] = await Promise.all([
    closedDeals(scope),
    openDeals(scope),
    soldProducts(scope),
    cycleOf(scope),
    otherCurrencies(scope),
  ]);
  const [created, atEnd, stages] = await Promise.all([
    createdByMonth(scope),
    openAtEnd(scope),
    shown ? stageConversion(scope, shown.id) : [],
  ]);
  const people = scope.sees("owner") ? groupsOf("owner", closed, open) : [];
  const groups = scope.by.kind === "product" ? products.map(asGroup) : groupsOf("group", closed, open);
  const top = topOf(groups, { most: MOST_GROUPS, weight: weightOf, join: (rows) => joined(rows, REST) });
  const lossReasons = scope.sees("lossReason")
    ? closed.filter((row) => row.cut === "reason" && row.status === "lost").map(({ key, sum }) => ({ key, lost: sum }))
    : [];
  lossReasons.sort((a, b) => b.lost.deals - a.lost.deals);
  const keys = [...people, ...top.rows, ...lossReasons].flatMap(({ key }) => key === null ? [] : [key]);
  return {
    filter,
    totals: totalsOf(scope, { closed, open, created, cycleDays, atEnd }),
    others,
    months: monthRows(scope, closed, created),
    people: people.sort((a, b) => weightOf(b) - weightOf(a)),
    groups: top.rows,
    lossReasons,
    products,
    stages: { pipeline: shown && { id: shown.id, name: shown.name }, rows: stages },
    names: {
      ...await namesOf(store, filter.value === null ? keys : [...keys, filter.value]),
      ...(scope.by.kind === "select" ? await optionsOf(store, { key: scope.by.key, locale: options.locale }) : {}),
    },
    conditions: scope.conditions,
    cut: top.cut,
  };
}

const weightOf = ({ won, lost, open }: Group) => (won.minor ?? 0) * 1e6 + (won.deals * 1e3 + lost.deals + open.deals);

const NONE = (scope: { amounts: boolean }): Sum => ({ deals: 0, minor: scope.amounts ? 0 : null });

function totalsOf(
  scope: Scope,
  of: {
    closed: ClosedRow[];
    open: OpenRow[];
    created: Map<string, number>;
    cycleDays: SalesTotals["cycleDays"];
    atEnd: number;
  },
): SalesTotals {
  const all = (status: string) => of.closed.find((row) => row.cut === "all" && row.status === status);
  const won = all("won")?.sum ?? NONE(scope);
  const lost = all("lost")?.sum ?? NONE(scope);
  const open = of.open.find(({ cut }) => cut === "all");
  const rate = winRate(won.deals, lost.deals);
  const mean = average(won.minor, all("won")?.priced ?? 0);
  const days = of.cycleDays?.mean ?? null;
  return {
    won,
    lost,
    created: [...of.created.values()].reduce((sum, deals) => sum + deals, 0),
    open: { ...(open?.sum ?? NONE(scope)), weighted: open ? open.weighted : NONE(scope).minor },
    winRate: rate,
    average: mean,
    cycleDays: of.cycleDays,
    openAtEnd: of.atEnd,
    velocity: velocity({ openAtEnd: of.atEnd, average: mean, winRate: rate, cycleDays: days }),
  };
}

function monthRows(scope: Scope, closed: readonly ClosedRow[], created: Map<string, number>): MonthRow[] {
  const sum = (month: string, status: string) =>
    closed.find((row) => row.cut === "month" && row.key === month && row.status === status)?.sum ?? NONE(scope);
  return monthsBetween(scope.filter.from, scope.filter.to).map((month) => ({
    month,
    created: created.get(month) ?? 0,
    won: sum(month, "won"),
    lost: sum(month, "lost"),
  }));
}

function groupsOf(cut: Cut & ("owner" | "group"), closed: readonly ClosedRow[], open: readonly OpenRow[]): Group[] {
  const of = closed.filter((row) => row.cut === cut);
  const standing = open.filter((row) => row.cut === cut);
  const keys = new Set([...of, ...standing].map(({ key }) => key));
  const amounts = [...closed, ...open].some(({ sum }) => sum.minor !== null);
  return [...keys].map((key) => {
    const won = of.find((row) => row.key === key && row.status === "won");
    const lost = of.find((row) => row.key === key && row.status === "lost")?.sum ?? NONE({ amounts });
    return {
      key,
      won: won?.sum ?? NONE({ amounts }),
      lost,
      open: standing.find((row) => row.key === key)?.sum ?? NONE({ amounts }),
      winRate: winRate(won?.sum.deals ?? 0, lost.deals),
      average: average(won?.sum.minor ?? null, won?.priced ?? 0),
      cycleDays: won ? won.days : null,
    };
  });
}

/** Deals by product have no stay of their own, and the open ones are not told apart. */
function asGroup({ key, won, lost, name }: ProductRow): Group {
  return {
    key: key ?? (name || null),
    won,
    lost,
    open: { deals: 0, minor: won.minor === null ? null : 0 },
    winRate: winRate(won.deals, lost.deals),
    average: average(won.minor, won.deals),
    cycleDays: null,
  };
}

function joined(rows: readonly Group[], key: string): Group {
  const add = (of: "won" | "lost" | "open"): Sum => ({
    deals: rows.reduce((sum, row) => sum + row[of].deals, 0),
    minor: rows[0]?.[of].minor === null ? null : rows.reduce((sum, row) => sum + (row[of].minor ?? 0), 0),
  });
  const [won, lost, open] = [add("won"), add("lost"), add("open")];
  return {
    key,
    won,
    lost,
    open,
    winRate: winRate(won.deals, lost.deals),
    average: average(won.minor, won.deals),
    cycleDays: null,
  };
}
