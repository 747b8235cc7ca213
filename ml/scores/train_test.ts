/** The training of a score: what it reports is finite, what it keeps tells the same, and what it cannot learn it refuses. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { openTensors, tf } from "@/ml/tensor/mod.ts";
import { sigmoid } from "@/ml/scores/boost.ts";
import { agesOf, lookedAt, ripeBefore } from "@/ml/scores/moments.ts";
import { SCORE_SETTINGS, type ScoreSettings } from "@/ml/scores/report.ts";
import { rewind } from "@/ml/scores/rewind.ts";
import { scoreRows } from "@/ml/scores/score.ts";
import { loadScore } from "@/ml/scores/stored.ts";
import { trainScore } from "@/ml/scores/train.ts";
import { RefusedError, type ScoreTask } from "@/ml/training/protocol.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const quiet = { onProgress: () => {} };

function task(settings: Partial<ScoreSettings> = {}, { count = 700, seed = 1 } = {}): ScoreTask {
  const random = seeded(seed);
  const outcome = new Uint8Array(count);
  const rows = Array.from({ length: count }, (_, n) => {
    const city = ["Москва", "Казань", "Омск"][Math.floor(random() * 3)], calls = Math.floor(random() * 6);
    const sure = (city === "Казань" ? 1.2 : city === "Омск" ? -1 : 0) + (calls > 2 ? 0.8 : -0.5);
    outcome[n] = random() < sigmoid(sure) ? 1 : 0;
    return [
      new Date(Date.UTC(2025, 0, 1) + n * 7_200_000).toISOString().slice(0, 16),
      city,
      random() < 0.1 ? null : calls,
    ];
  });
  return {
    kind: "score",
    table: { columns: ["created", "city", "calls"], rows },
    outcome,
    moment: "created",
    settings: { ...SCORE_SETTINGS, ...settings },
    champion: null,
  };
}

Deno.test("every family that can be chosen is told in finite figures, and its blob tells the same with its reasons", async () => {
  await openTensors();
  for (const family of ["trees", "logistic", "network"] as const) {
    const asked = task({ families: [family], fairness: ["city"] });
    const stages: string[] = [];
    const before = tf.memory().numTensors;
    const { report, blob } = await trainScore(asked, { onProgress: ({ stage }) => stages.push(stage) });
    assert.equal(tf.memory().numTensors, before, "no tensor stays behind");
    assert.deepEqual([...new Set(stages)], ["guard", "families", "ahead", "fit", "compare", "save"]);
    assert.doesNotMatch(JSON.stringify(report), /null,"low|NaN|Infinity/);
    assert.deepEqual(report.models.map(({ name }) => name), [
      "product",
      ...family === "logistic" ? [] : [family],
      "logistic",
    ]);
    assert.ok(report.models[0].auc! > 0.68, `${family} ${report.models[0].auc}`);
    assert.equal(report.calibration.reduce((sum, { records }) => sum + records, 0), report.rows);
    assert.equal(report.importance[0].column, "city");
    assert.deepEqual(report.fairness.map(({ column, groups }) => [column, groups.length]), [["city", 3]]);
    for (const { probability, rest, reasons } of scoreRows(loadScore(blob), asked.table).slice(0, 50)) {
      const odds = reasons.reduce((sum, { effect }) => sum + effect, rest);
      assert.ok(Math.abs(sigmoid(odds) - probability) < 1e-9, `${family}: reasons sum to the score`);
    }
  }
});

Deno.test("a champion is told of the same records: of the same settings as itself, of worse ones as worse", async () => {
  const first = await trainScore(task(), quiet);
  const champion = { settings: SCORE_SETTINGS, blob: first.blob, dataTo: "2025-02-01" };
  const same = await trainScore({ ...task(), champion }, quiet);
  assert.equal(same.sameAsChampion, true);
  const blind = { ...SCORE_SETTINGS, without: ["city"] };
  const other = await trainScore({
    ...task(),
    champion: { ...champion, settings: blind, blob: (await trainScore(task(blind), quiet)).blob, dataTo: null },
  }, quiet);
  const told = other.report.models.find(({ name }) => name === "champion")!;
  assert.equal(other.sameAsChampion, false);
  assert.ok(told.difference!.low > 0, JSON.stringify(told));
});

Deno.test("data that nothing can be learnt from is refused with its counts, and a blob of something else is no score", async () => {
  const coin = task();
  const random = seeded(3);
  const refused = (given: ScoreTask) =>
    trainScore(given, quiet).then(() => null, (error) => error instanceof RefusedError ? error.refusal : error);
  const none = await refused({ ...coin, outcome: coin.outcome.map(() => random() < 0.5 ? 1 : 0) });
  assert.equal(none.code, "no-signal");
  assert.ok(none.detail.auc < 0.6 && none.detail.records === 700);
  assert.deepEqual(await refused(task({}, { count: 60 })).then(({ code }) => code), "too-few");
  assert.equal((await refused(task({ without: ["created", "city", "calls"] }))).code, "no-columns");
  assert.throws(() => loadScore(new Uint8Array([1, 2, 3])), /no score/);
});

Deno.test("values are those of the moment, whatever was written later and however often", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ city: fc.option(fc.string()), at: fc.integer({ min: 1, max: 100 }) }), { maxLength: 12 }),
      fc.integer({ min: 0, max: 101 }),
      (changes, at) => {
        const sorted = changes.toSorted((a, b) => a.at - b.at);
        let city: string | null = "first";
        const events = sorted.map((change) => {
          const event = { at: change.at, type: "lead.updated", data: { city: change.city }, before: { city } };
          city = change.city;
          return event;
        });
        const then = sorted.filter((change) => change.at <= at).at(-1);
        assert.equal(rewind({ city, name: "kept" }, events, { at }).city, then ? then.city : "first");
      },
    ),
  );
  const made = { at: 50, type: "lead.created", data: { city: "x" }, before: null };
  assert.equal(rewind({ city: "x" }, [made], { at: 10 }).city, "x", "an import of old records: the first known values");
});

Deno.test("the age at which a record is looked at hangs on its id alone, never on what became of it", () => {
  fc.assert(fc.property(fc.uuid(), fc.integer({ min: 1, max: 1e10 }), fc.integer({ min: 1, max: 1e10 }), (id, a, b) => {
    const ages = [1e6, 1e7, 1e8, 1e9, 3e9];
    const [short, long] = [Math.min(a, b), Math.max(a, b)].map((life) =>
      lookedAt(id, { created: 0, closed: life }, ages)
    );
    if (short !== null) assert.ok(long !== null && long >= short && short < Math.min(a, b));
  }));
  const lives = Array.from({ length: 500 }, (_, n) => ({ created: 0, closed: 1_000 * n }));
  assert.deepEqual(agesOf(lives), [50_000, 100_000, 150_000, 225_000, 300_000]);
  const kept = lives.filter((life, n) => lookedAt(`lead ${n}`, life, agesOf(lives)) !== null).length;
  assert.ok(kept > 375, `${kept} of 500`);
  assert.equal(ripeBefore(lives, { now: 1e6 }), 1e6 - 400_000);
});
