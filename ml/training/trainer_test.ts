import assert from "node:assert/strict";
import { addDays } from "@/ml/calendar/days.ts";
import { openTrainer, type Progress } from "@/ml/training/mod.ts";
import { PERMISSIONS } from "@/ml/training/trainer.ts";
import type { ScoreTask, VolumeTask } from "@/ml/training/protocol.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";

/** Ten weeks of a queue with a course by hour and weekday. */
function callsOf(weeks: number, families = VOLUME_SETTINGS.families): VolumeTask {
  const days = Array.from({ length: weeks * 7 }, (_, n) => addDays("2026-01-05", n));
  return {
    kind: "volume",
    rows: days.flatMap((day, d) =>
      Array.from({ length: 10 }, (_, hour) => ({
        at: `${day} ${String(8 + hour).padStart(2, "0")}:00`,
        calls: d % 7 > 4 ? 0 : Math.round(40 + 10 * Math.sin(hour) + 5 * Math.cos(d * 1.7) + (d % 7) * 2),
      }))
    ),
    service: [],
    calendar: { closed: "weekday", holidays: new Set(), closures: new Set(), special: new Map() },
    settings: { ...VOLUME_SETTINGS, families, weeks: 3, horizon: 7 },
    champion: null,
    forecastFrom: null,
  };
}

Deno.test("a Worker trains with no network, no environment and no files but the program's code", async () => {
  const told: Progress[] = [];
  const trainer = openTrainer();
  const outcome = await trainer.train(callsOf(10, [...VOLUME_SETTINGS.families, "network"]), {
    onProgress: (now) => told.push(now),
  });
  assert.ok(outcome.ok);
  assert.ok(outcome.value.blob.length > 100 && outcome.value.forecast.length === 7);
  assert.ok(told.some(({ stage }) => stage === "back-test"));
  assert.ok(outcome.value.report.models.every(({ wape }) => wape === null || Number.isFinite(wape)));
  const random = seeded(7);
  const rows = Array.from({ length: 600 }, () => [`${Math.floor(random() * 20)}`, random() < 0.3 ? "web" : "call"]);
  const score: ScoreTask = {
    kind: "score",
    table: { columns: ["visits", "source"], rows },
    outcome: Uint8Array.from(rows, ([visits, source]) => random() * 25 < +visits + (source === "web" ? 6 : 0) ? 1 : 0),
    moment: null,
    settings: { ...SCORE_SETTINGS, families: ["trees", "logistic", "network"] },
    champion: null,
  };
  const scored = await trainer.train(score);
  assert.ok(scored.ok && scored.value.blob.length > 100, JSON.stringify(scored).slice(0, 300));
});

Deno.test("what a Worker may do is taken away in fact: one that reads secrets or calls out is stopped", async () => {
  const asked = {
    net: "Deno.connect({ port: 9 })",
    env: "Deno.env.get('HOME')",
    read: "Deno.readTextFileSync('/etc/hosts')",
  };
  for (
    const [what, code] of Object.entries({
      ...asked,
      run: "new Deno.Command('true').outputSync()",
      write: "Deno.writeTextFile('x', '')",
      data: "Deno.readTextFile('data/postgres/PG_VERSION')",
      sys: "Deno.hostname()",
    })
  ) {
    const source = `try { await ${code}; postMessage("did") } catch (error) { postMessage(error.name) }`;

    const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`, {
      type: "module",
      deno: { permissions: PERMISSIONS },
    });
    const { promise, resolve } = Promise.withResolvers<unknown>();
    worker.onmessage = ({ data }) => resolve(data);
    assert.equal(await promise, "NotCapable", what);
    worker.terminate();
  }
});

Deno.test("a cancelled training is gone at once, and the next one has its turn", async () => {
  const trainer = openTrainer();
  const stop = new AbortController();
  const begun = Promise.withResolvers<void>();
  const first = trainer.train(callsOf(30), { signal: stop.signal, onProgress: () => begun.resolve() });
  await begun.promise;
  stop.abort(new Error("no longer wanted"));
  await assert.rejects(first, /no longer wanted/);
  const second = await trainer.train(callsOf(8, ["weekday-mean", "seasonal-naive"]));
  assert.ok(second.ok);
});

Deno.test("data that nothing can be learnt from is refused with a reason, not with a stack", async () => {
  const task = callsOf(10);
  const outcome = await openTrainer().train({ ...task, rows: task.rows.map((row) => ({ ...row, calls: 0 })) });
  assert.ok(!outcome.ok && outcome.refusal.code.length > 0);
});
