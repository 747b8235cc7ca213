/**
 * `deno task bench:sales [--large 50000] [--asks 400] [--moves 40] [--reminders 10000] [--events 5000] [--json]`: the
 * product as people start it, on a PostgreSQL of its own.
 *
 * - board_open_*: opening a board over HTTP (columns, totals, the first cards) whose first column holds 50 deals, and
 *   one whose first column holds 50,000, in turn; as an administrator who sees all, and as a supervisor (team_*)
 * - move_paint_ms, converge_ms: two real browsers; from the drop of a card to the frame that shows it (p95)
 * - reminder_late_*: reminders that become due within one minute
 * - automation_events_per_s, rule_latency_*: five rules asked about leads that come at once, and one by one
 */
import { automation } from "./automation.ts";
import { moves } from "./browser.ts";
import { percentile, round } from "../records/figures.ts";
import { type Pipeline, pipeline } from "./generate.ts";
import { reminders } from "./reminders.ts";
import { type Asker, withSite } from "./site.ts";

const option = (name: string, otherwise: number) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? otherwise : Number(Deno.args[at + 1]);
};
const SMALL = 50;
const LARGE = option("--large", 50_000);
const ASKS = option("--asks", 400);
const FIGURES: Record<string, number> = {};
const add = (figures: Record<string, number>) => {
  Object.assign(FIGURES, figures);
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value}`);
};

await withSite(async (site) => {
  const small = await pipeline(site.store, { name: "Small", first: SMALL, world: site.world });
  const large = await pipeline(site.store, { name: "Large", first: LARGE, world: site.world });
  await site.start();
  add(await opens(site.administrator, { small, large }, ""));
  add(await opens(site.supervisor, { small, large }, "team_"));
  add(await moves(site, large, option("--moves", 40)));
  add(await reminders(site, option("--reminders", 10_000)));
  add(await automation(site, option("--events", 5_000)));
});
if (Deno.args.includes("--json")) console.log(JSON.stringify(FIGURES));

/** In turn, so that both boards meet the same moments of the machine. */
async function opens(
  asker: Asker,
  boards: { small: Pipeline; large: Pipeline },
  prefix: string,
): Promise<Record<string, number>> {
  const times = { small: [] as number[], large: [] as number[] };
  for (let n = -20; n < ASKS; n++) {
    for (const size of ["small", "large"] as const) {
      const began = performance.now();
      await asker.ask("GET", `/api/v1/boards/${boards[size].id}`);
      if (n >= 0) times[size].push(performance.now() - began);
    }
  }
  const figures = (name: string, list: number[]) => ({
    [`${prefix}board_open_p50_ms_${name}`]: round(percentile(list, 0.5)),
    [`${prefix}board_open_p99_ms_${name}`]: round(percentile(list, 0.99)),
  });
  return {
    ...figures("50", times.small),
    ...figures(`${LARGE}`, times.large),
    [`${prefix}board_open_p99_ms`]: round(percentile(times.large, 0.99)),
  };
}
