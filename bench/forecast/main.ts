/**
 * `deno task bench:forecast --data FILE.csv [--test-from YYYY-MM-DD] [--test-to YYYY-MM-DD] [--closed weekday|none]
 * [--no-peers] [--json]`: forecasts of the calls in a file of `datetime,calls` at a fixed interval, by the product, by each of its
 * families and by R's forecast package (`r-cran-forecast`; left out, and said so, where it is not installed). Each origin
 * sees only what came before it: `1d` is each day from the day before, `1w` each week from the week before. Without
 * dates the last six weeks are the test.
 *
 * `--closed weekday` (default): a weekday without calls was closed, and that was known beforehand (a holiday), to us and
 * to the peers; `none`: it is only missing.
 */
import { addDays } from "@/ml/calendar/days.ts";
import { backTest, daily, type Told, weekly } from "@/ml/volume/back_test.ts";
import { before, type History, type VolumeModel } from "@/ml/volume/history.ts";
import { difference, mase, pinball, wape } from "@/ml/volume/metrics.ts";
import { readObservations } from "@/ml/volume/observations.ts";
import { FAMILIES, fitProduct, type ProductForecast } from "@/ml/volume/product.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { peers } from "./peers.ts";

const option = (name: string) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
};
const json = Deno.args.includes("--json");
const file = option("--data");
if (!file) {
  console.error("--data FILE.csv is needed");
  Deno.exit(2);
}
const closed = option("--closed") === "none" ? "none" as const : "weekday" as const;
const [, ...rows] = (await Deno.readTextFile(file)).trim().split(/\r?\n/)
  .map((line) => line.split(",").map((cell) => cell.trim().replace(/^"|"$/g, "")));
const read = readObservations(
  rows.map(([datetime, calls]) => ({
    at: datetime.replace("T", " ").slice(0, 16),
    calls: calls === "" ? NaN : Number(calls),
  })),
  { closed },
);
if (!read.ok) {
  console.error(`the file cannot be forecast: ${read.code}`);
  Deno.exit(1);
}
const { history } = read;
const last = history.days[history.days.length - 1].day;
const range = { from: option("--test-from") ?? addDays(last, -41), to: option("--test-to") ?? last };
const origins = { "1d": daily(history, range), "1w": weekly(history, range) };
if (origins["1d"].length === 0) {
  console.error(`no days with calls from ${range.from} to ${range.to}; the file has ${history.days[0].day} to ${last}`);
  Deno.exit(1);
}
const past = before(history, range.from);
if (past.days.length === 0) {
  console.error(`nothing is known before ${range.from}: the file begins on ${history.days[0].day}`);
  Deno.exit(1);
}
console.log(`${history.days.length} days of ${history.slots} intervals; tested on ${range.from} … ${range.to}`);
for (const { code, count, examples } of read.findings) console.log(`${code}: ${count} (${examples.join(", ")})`);

interface Line {
  name: string;
  wape_1d: number;
  wape_1w: number;
  mase_1d: number;
  mase_1w: number;
  coverage80: number | null;
  /** Mean loss of both ends of the interval, by the calls. */
  pinball80: number | null;
  fit_cpu_s: number;
  peer: boolean;
  /** WAPE of the product less this one's, and what it would be in 95 of 100 samples of such days. */
  product_less_1d: Difference | null;
  product_less_1w: Difference | null;
}
type Difference = [mean: number, low: number, high: number];
const lines: Line[] = [];
const toldBy = new Map<string, Record<"1d" | "1w", Told[]>>();

await measure("product", productModel);
for (const family of FAMILIES) await measure(family.name, () => ({ model: family }));
const others = Deno.args.includes("--no-peers") ? [] : await peers(history, range);
if (others === null) console.log("R with its forecast package is not installed: no peers");
for (const { name, told, cpu } of others ?? []) {
  const whole = (["1d", "1w"] as const).every((kind) => told[kind].length === toldBy.get("product")![kind].length);
  // On some days only it would be compared by other calls than ours.
  if (whole) add(name, told, { cpu, peer: true });
  else console.log(`${name}: failed on some origins, left out`);
}

lines.sort((a, b) => a.wape_1d - b.wape_1d);
const shown = (apart: Difference | null) => apart && apart.map(percent).join(" … ").replace(" … ", ": ");
console.table(Object.fromEntries(lines.map(({ name, product_less_1d, product_less_1w, ...line }) => [
  name,
  { ...line, product_less_1d: shown(product_less_1d), product_less_1w: shown(product_less_1w) },
])));
const rival = lines.find(({ peer }) => peer);
if (rival) {
  for (const kind of ["1d", "1w"] as const) {
    const best = lines.filter(({ peer }) => peer).reduce((a, b) => b[`wape_${kind}`] < a[`wape_${kind}`] ? b : a);
    const ours = lines.find(({ name }) => name === "product")!;
    const apart = difference(toldBy.get("product")![kind], toldBy.get(best.name)![kind], { random: seeded(1) });
    console.log(
      `${kind}: product ${percent(ours[`wape_${kind}`])}, best peer ${best.name} ${percent(best[`wape_${kind}`])}: ${
        percent(1 - ours[`wape_${kind}`] / best[`wape_${kind}`])
      } less; difference of WAPE ${percent(apart.mean)} (95 %: ${percent(apart.low)} … ${percent(apart.high)})`,
    );
  }
}
if (json) console.log(JSON.stringify({ models: lines }));

/** A model that remembers how each of its forecasts was bounded. */
function productModel() {
  const bounds = new Map<string, ProductForecast["intervals"]>();
  const model: VolumeModel = {
    name: "product",
    knowsCalendar: true,
    async fit(known: History) {
      const fitted = await fitProduct(known);
      const from = known.days[known.days.length - 1].day;
      return {
        forecast: (days) => {
          for (const day of days) bounds.set(`${from} ${day}`, fitted.intervals);
          return fitted.forecast(days);
        },
      };
    },
  };
  return { model, bounds };
}

async function measure(
  name: string,
  make: () => { model: VolumeModel; bounds?: Map<string, ProductForecast["intervals"]> },
): Promise<void> {
  const { model, bounds } = make();
  const told = { "1d": [] as Told[], "1w": [] as Told[] };
  let cpu = 0, fits = 0, inside = 0, all = 0;
  const low: { calls: Float64Array; quantile: Float64Array }[] = [], high: typeof low = [];
  const timed: VolumeModel = {
    ...model,
    async fit(known, warm) {
      const began = cpuSeconds();
      const fitted = await model.fit(known, warm);
      cpu += cpuSeconds() - began;
      fits++;
      return fitted;
    },
  };
  for (const kind of ["1d", "1w"] as const) told[kind] = await backTest(history, timed, { origins: origins[kind] });
  for (const { day, ahead, expected, calls } of bounds ? [...told["1d"], ...told["1w"]] : []) {
    const intervals = bounds!.get(`${addDays(day, -ahead)} ${day}`)!;
    const around = intervals.around(expected, ahead);
    low.push({ calls, quantile: around.low });
    high.push({ calls, quantile: around.high });
    calls.forEach((one, slot) => {
      if (Number.isNaN(one)) return;
      all++;
      if (one >= around.low[slot] && one <= around.high[slot]) inside++;
    });
  }
  add(name, told, {
    cpu: cpu / Math.max(1, fits),
    peer: false,
    ...all > 0 && { coverage: inside / all, pinball: (pinball(low, 0.1) + pinball(high, 0.9)) / 2 },
  });
}

function add(
  name: string,
  told: Record<"1d" | "1w", Told[]>,
  more: { cpu: number; peer: boolean; coverage?: number; pinball?: number },
): void {
  toldBy.set(name, told);
  lines.push({
    name,
    wape_1d: round(wape(told["1d"])),
    wape_1w: round(wape(told["1w"])),
    mase_1d: round(mase(told["1d"], past)),
    mase_1w: round(mase(told["1w"], past)),
    coverage80: more.coverage === undefined ? null : round(more.coverage),
    pinball80: more.pinball === undefined ? null : round(more.pinball),
    fit_cpu_s: round(more.cpu),
    peer: more.peer,
    product_less_1d: beside(told["1d"], "1d"),
    product_less_1w: beside(told["1w"], "1w"),
  });
}

function beside(told: readonly Told[], kind: "1d" | "1w"): Difference | null {
  const own = toldBy.get("product")![kind];
  if (own === told || own.length !== told.length) return null;
  const { mean, low, high } = difference(own, told, { random: seeded(1) });
  return [round(mean), round(low), round(high)];
}

function cpuSeconds(): number {
  const [, user, system] = /^(?:\S+ ){13}(\d+) (\d+)/.exec(
    Deno.readTextFileSync("/proc/self/stat").replace(/\(.*\)/, "()"),
  ) ?? ["", "0", "0"];
  return (Number(user) + Number(system)) / 100;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
