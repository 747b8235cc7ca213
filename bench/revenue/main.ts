/**
 * `deno task bench:revenue --data FOLDER [--months 3] [--from YYYY-MM] [--json]`: the revenue forecast at the month ends
 * of a folder's `maven_sales_pipeline.csv` (Maven Analytics, CRM Sales Opportunities), each seeing only what was known
 * then, beside the model alone, the same period before and the weighted pipeline. `--from` is the first month end; by
 * default the third month with closings, as a season cannot be known from less than a quarter. The last line of `--json`
 * is one object. Deals without a day of engagement (prospects) are left out: nobody knows when they were known.
 */
import { parseArgs } from "node:util";
import { backTestRevenue, coverageOf, type RevenueTold, wapeOf } from "@/ml/revenue/back_test.ts";
import { asKnownOn, type Deal } from "@/ml/revenue/deals.ts";
import { forecastRevenue } from "@/ml/revenue/forecast.ts";
import { lastDayOf, monthName, monthNumber } from "@/ml/revenue/months.ts";
import { weightedPipeline } from "@/ml/revenue/pipeline.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    data: { type: "string" },
    months: { type: "string", default: "3" },
    from: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
if (!values.data) {
  console.error("--data FOLDER is needed");
  Deno.exit(2);
}
const say = (line: string) => values.json ? console.error(line) : console.log(line);
const { deals, withoutDay } = await read(`${values.data}/maven_sales_pipeline.csv`);
const closings = deals.flatMap(({ closed }) => closed ?? []).sort();
if (closings.length === 0) {
  console.error("no deal in the file is closed");
  Deno.exit(1);
}
const until = closings.at(-1)!.slice(0, 7);
const from = values.from ?? monthName(monthNumber(closings[0]) + 2);
const months = Number(values.months);
say(`${deals.length} deals (${withoutDay} more without a day), month ends ${from} … ${until}`);

const cpu = performance.now();
const told = backTestRevenue(deals, { from, until, months, seed: seeded });
const seconds = (performance.now() - cpu) / 1_000;
for (const [name, list] of [["one month", told.one], [`${months} months`, told.whole]] as const) {
  say(`${name} ahead: told, interval, model alone, same period before, came`);
  for (const one of list) {
    say(
      [one.origin, ...[one.expected, one.low, one.high, one.model, one.before ?? NaN, one.actual].map(Math.round)].join(
        "\t",
      ),
    );
  }
}
const asOf = lastDayOf(monthNumber(until));
const started = performance.now();
forecastRevenue(deals, { asOf, months, random: seeded(1) });
const figures = {
  deals: deals.length,
  ahead: [summary(1, told.one), summary(months, told.whole)],
  weighted_pipeline: Math.round(weightedPipeline(asKnownOn(deals, asOf)).weighted),
  forecast_s: round((performance.now() - started) / 1_000),
  back_test_s: round(seconds),
};
say(JSON.stringify(figures, null, 2));
if (values.json) console.log(JSON.stringify(figures));

function summary(ahead: number, list: readonly RevenueTold[]) {
  return {
    months: ahead,
    origins: list.length,
    wape: round(wapeOf(list, ({ expected }) => expected)),
    wape_model_alone: round(wapeOf(list, ({ model }) => model)),
    wape_same_period_before: round(wapeOf(list, ({ before }) => before)),
    coverage80: round(coverageOf(list)),
  };
}

async function read(file: string): Promise<{ deals: Deal[]; withoutDay: number }> {
  const [head, ...lines] = (await Deno.readTextFile(file)).trim().split(/\r?\n/).map((line) => line.split(","));
  const rows = lines.map((cells) => Object.fromEntries(head.map((name, n) => [name, cells[n] ?? ""])));
  const known = rows.filter(({ engage_date }) => engage_date !== "");
  return {
    withoutDay: rows.length - known.length,
    deals: known.map((row) => ({
      created: row.engage_date,
      closed: row.close_date || null,
      outcome: row.deal_stage === "Won" ? "won" : row.deal_stage === "Lost" ? "lost" : null,
      amounts: row.deal_stage === "Won" ? [{ day: row.close_date, amount: Number(row.close_value) }] : [],
      product: row.product,
      owner: row.sales_agent,
    })),
  };
}

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}
