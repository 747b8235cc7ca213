/**
 * `deno task bench:intraday --data FILE.csv [--test-from YYYY-MM-DD] [--test-to YYYY-MM-DD] [--closed weekday|none]
 * [--json]`: how much better the rest of a day is told after a quarter, a half and three quarters of it than in the
 * morning. Each morning's forecast sees only the days before. Without dates the last six weeks are the test.
 */
import { addDays } from "@/ml/calendar/days.ts";
import { restOfDay } from "@/ml/intraday/mod.ts";
import { before } from "@/ml/volume/history.ts";
import { readObservations } from "@/ml/volume/observations.ts";
import { fitProduct } from "@/ml/volume/product.ts";

const option = (name: string) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
};
const file = option("--data");
if (!file) {
  console.error("--data FILE.csv is needed");
  Deno.exit(2);
}
const [, ...rows] = (await Deno.readTextFile(file)).trim().split(/\r?\n/)
  .map((line) => line.split(",").map((cell) => cell.trim().replace(/^"|"$/g, "")));
const read = readObservations(
  rows.map(([at, calls]) => ({
    at: at.replace("T", " ").slice(0, 16),
    calls: calls === "" ? NaN : Number(calls),
  })),
  { closed: option("--closed") === "none" ? "none" : "weekday" },
);
if (!read.ok) {
  console.error(`the file cannot be forecast: ${read.code}`);
  Deno.exit(1);
}
const { history } = read;
const last = history.days[history.days.length - 1].day;
const range = { from: option("--test-from") ?? addDays(last, -41), to: option("--test-to") ?? last };
const PARTS = [0.25, 0.5, 0.75];
const sums = PARTS.map((part) => ({
  part,
  came: 0,
  now: 0,
  morning: 0,
  slotsNow: 0,
  slotsMorning: 0,
  within: 0,
  ms: 0,
  days: 0,
}));
for (const { day, calls } of history.days.filter(({ day }) => day >= range.from && day <= range.to)) {
  const past = before(history, day);
  if (past.days.length === 0) continue;
  const fitted = await fitProduct(past);
  const [told] = fitted.forecast([day]);
  const { low, high } = fitted.intervals.around(told, 1);
  const morning = {
    step: history.step,
    level: fitted.intervals.level,
    expected: [...told],
    low: [...low],
    high: [...high],
  };
  const came = Array.from(calls, (one) => Number.isNaN(one) ? null : one);
  for (const sum of sums) {
    const from = Math.round(sum.part * history.slots);
    const begun = performance.now();
    const rest = restOfDay(morning, came, { from });
    sum.ms = Math.max(sum.ms, performance.now() - begun);
    const later = came.slice(from);
    const known = (list: readonly number[]) =>
      list.slice(from).reduce((all, one, n) => later[n] === null ? all : all + one, 0);
    const really = later.reduce<number>((all, one) => all + (one ?? 0), 0);
    sum.days++;
    sum.came += really;
    sum.now += Math.abs(really - known(rest.expected));
    sum.morning += Math.abs(really - known(morning.expected));
    sum.slotsNow += later.reduce<number>(
      (all, one, n) => one === null ? all : all + Math.abs(one - rest.expected[from + n]),
      0,
    );
    sum.slotsMorning += later.reduce<number>(
      (all, one, n) => one === null ? all : all + Math.abs(one - morning.expected[from + n]),
      0,
    );
    if (really >= rest.rest.low && really <= rest.rest.high) sum.within++;
  }
}
const share = (value: number) => Number(value.toFixed(4));
const lines = sums.map(({ part, came, ...sum }) => ({
  part,
  days: sum.days,
  rest_wape: share(sum.now / came),
  rest_wape_morning: share(sum.morning / came),
  interval_wape: share(sum.slotsNow / came),
  interval_wape_morning: share(sum.slotsMorning / came),
  coverage80: share(sum.within / sum.days),
  most_ms: Number(sum.ms.toFixed(2)),
}));
console.table(lines);
if (Deno.args.includes("--json")) console.log(JSON.stringify({ parts: lines }));
