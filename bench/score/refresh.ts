/**
 * `deno run -A --unstable-kv bench/score/refresh.ts [--leads 50000] [--json]`: how long a round over all open leads takes,
 * and how long the server's loop waits meanwhile. On a real PostgreSQL of its own.
 */
import { systemClock } from "@/actors/runtime/mod.ts";
import { ScoreKeeper } from "@/ml/scores/refresh/keeper.ts";
import { pastLeads, trainedChampion } from "@/ml/scores/testing.ts";
import { withDatabase } from "@/store/testing.ts";

const at = Deno.args.indexOf("--leads");
const open = at < 0 ? 50_000 : Number(Deno.args[at + 1]);
const now = Date.now();

await withDatabase(async (store) => {
  await pastLeads(store, { count: 2_000, open, now });
  // What is open is nobody's news: the round alone is measured.
  await new ScoreKeeper(store, systemClock).settleAll();
  await trainedChampion(store, { now });
  const lags: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const tick = performance.now();
    lags.push(Math.max(0, tick - last - 10));
    last = tick;
  }, 10);
  const began = performance.now();
  const scored = await new ScoreKeeper(store, systemClock).settleAll();
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(timer);
  lags.sort((a, b) => a - b);
  const p = (share: number) => Math.round(10 * lags[Math.min(lags.length - 1, Math.floor(share * lags.length))]) / 10;
  const figures = {
    leads: open,
    scored,
    seconds: Math.round(10 * seconds) / 10,
    per_second: Math.round(scored / seconds),
    lag_p50_ms: p(0.5),
    lag_p99_ms: p(0.99),
    lag_max_ms: p(1),
  };
  console.table(figures);
  if (Deno.args.includes("--json")) console.log(JSON.stringify(figures));
});
Deno.exit(0);
