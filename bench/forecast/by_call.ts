/**
 * `deno run -A bench/forecast/by_call.ts --data FILE.csv [--queue NAME] [--out CALLS.csv] [--json]`: a file of calls one by
 * one (`date,arrival_sec,queue,priority,vru_sec,wait_sec,outcome,service_sec,server`). Handle time and patience are forecast
 * week by week beside the mean of the four weeks before; patience told from hang-ups and waits is held against
 * Kaplan and Meier's curve of the same calls. `--out` writes the calls by half hours, for `deno task bench:forecast`.
 */
import { addDays } from "@/ml/calendar/days.ts";
import type { ServiceRow } from "@/ml/datasets/types.ts";
import { backTestService, fitService, serviceForecast } from "@/ml/service/mod.ts";
import { medianOf, survival } from "@/ml/service/survival.ts";
import { weekly } from "@/ml/volume/back_test.ts";
import { readObservations } from "@/ml/volume/observations.ts";

const option = (name: string) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
};
const file = option("--data");
if (!file) {
  console.error("--data FILE.csv is needed");
  Deno.exit(2);
}
const [, ...lines] = (await Deno.readTextFile(file)).trim().split(/\r?\n/);
const STEP = 1_800;
const rows = new Map<string, ServiceRow & { calls: number }>();
const waits: { seconds: number; hungUp: boolean }[] = [];
const pad = (number: number) => `${number}`.padStart(2, "0");
for (const line of lines) {
  const [date, arrival, queue, , , wait, outcome, service] = line.split(",");
  if (option("--queue") && queue !== option("--queue") || outcome === "PHANTOM") continue;
  const from = Math.floor(Number(arrival) / STEP) * STEP;
  if (from >= 86_400) continue;
  const at = `${date} ${pad(Math.floor(from / 3_600))}:${pad(from % 3_600 / 60)}`;
  let row = rows.get(at);
  if (!row) rows.set(at, row = { at, calls: 0, answered: 0, handle: 0, handleSquares: 0, abandoned: 0, waited: 0 });
  row.calls++;
  row.waited += Number(wait);
  if (outcome === "HANG") row.abandoned++;
  else {
    row.answered++;
    row.handle += Number(service);
    row.handleSquares += Number(service) ** 2;
  }
  if (Number(wait) > 0) waits.push({ seconds: Number(wait), hungUp: outcome === "HANG" });
}
const served = [...rows.values()].sort((a, b) => a.at < b.at ? -1 : 1);
const out = option("--out");
if (out) {
  await Deno.writeTextFile(
    out,
    `datetime,calls\n${served.map(({ at, calls }) => `${at},${calls}`).join("\n")}\n`,
  );
}
const read = readObservations(served, { closed: "weekday" });
if (!read.ok) {
  console.error(`the file cannot be forecast: ${read.code}`);
  Deno.exit(1);
}
const { history } = read;
const last = history.days[history.days.length - 1].day;
const origins = weekly(history, { from: addDays(history.days[0].day, 10), to: last });
const { handle, patience } = backTestService(served, history, { origins });
const told = serviceForecast(fitService(served, history), history)(addDays(last, 1));
const curve = survival(waits);
const events = waits.filter(({ hungUp }) => hungUp).length;
const mean = waits.reduce((sum, { seconds }) => sum + seconds, 0) / events;
/** How far the exponential law is from the curve, where people still wait. */
const apart = curve.reduce(
  (most, { seconds, share }) => share < 0.2 ? most : Math.max(most, Math.abs(share - Math.exp(-seconds / mean))),
  0,
);
const figures = {
  calls: served.reduce((sum, { calls }) => sum + calls, 0),
  handle,
  patience,
  patience_mean_s: mean,
  patience_median_s: mean * Math.LN2,
  kaplan_meier_median_s: medianOf(curve),
  naive_mean_wait_of_abandoned_s: waits.reduce((sum, { seconds, hungUp }) => hungUp ? sum + seconds : sum, 0) / events,
  exponential_apart: apart,
};
console.log(figures);
console.log("handle by interval", told.handle?.map(Math.round).join(" "));
console.log("patience by interval", told.patience?.map(Math.round).join(" "));
if (Deno.args.includes("--json")) console.log(JSON.stringify(figures));
