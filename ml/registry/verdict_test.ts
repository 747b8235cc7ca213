import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { scoreVerdict, volumeVerdict } from "@/ml/registry/verdict.ts";
import { scoreReport, volumeReport } from "@/ml/registry/testing.ts";

const difference = fc.record({
  mean: fc.double({ min: -1, max: 1, noNaN: true }),
  width: fc.double({ min: 0, max: 0.5, noNaN: true }),
})
  .map(({ mean, width }) => ({ mean, low: mean - width, high: mean + width }));
const maybe = fc.option(difference);
const asked = fc.record({ champion: fc.boolean(), same: fc.boolean() });

Deno.test("a version that lost to a baseline never takes over by itself, or calls are forecast worse than by hand", () => {
  fc.assert(fc.property(maybe, maybe, maybe, asked, (naive, mean, champion, options) => {
    const report = volumeReport({ naive, mean, champion });
    const { promotable, lostTo } = volumeVerdict(report, options);
    const lost = [["seasonal-naive", naive], ["weekday-mean", mean]] as const;
    assert.deepEqual(lostTo, lost.filter(([, one]) => one === null || one.mean >= 0).map(([name]) => name));
    if (lostTo.length > 0) assert.equal(promotable, false);
  }));
});

Deno.test("a challenger takes over only when it beats the champion beyond chance, or chance decides each night", () => {
  fc.assert(fc.property(maybe, (champion) => {
    const better = { mean: -0.1, low: -0.2, high: -0.01 };
    const report = volumeReport({ naive: better, mean: better, champion });
    const verdict = volumeVerdict(report, { champion: true, same: false });
    assert.equal(verdict.promotable, champion !== null && champion.mean <= 0 && champion.high < 0);
    assert.equal(verdict.champion === "worse", champion !== null && champion.mean > 0);
  }));
});

Deno.test("the first version and the same settings on newer data take over when they beat the baselines", () => {
  const better = { mean: -0.1, low: -0.2, high: -0.01 };
  const report = volumeReport({ naive: better, mean: better, champion: null });
  assert.deepEqual(volumeVerdict(report, { champion: false, same: false }).champion, "first");
  assert.equal(volumeVerdict(report, { champion: false, same: false }).promotable, true);
  assert.deepEqual(volumeVerdict(report, { champion: true, same: true }).champion, "same");
  assert.equal(volumeVerdict(report, { champion: true, same: true }).promotable, true);
});

Deno.test("the same settings on newer data stay out only when they are worse beyond chance, or a weekly model grows old", () => {
  fc.assert(fc.property(difference, (champion) => {
    const better = { mean: -0.1, low: -0.2, high: -0.01 };
    const verdict = volumeVerdict(volumeReport({ naive: better, mean: better, champion }), {
      champion: true,
      same: true,
    });
    assert.equal(verdict.promotable, !(champion.low > 0));
    assert.equal(verdict.champion, champion.low > 0 ? "worse" : champion.high < 0 ? "better" : "same");
  }));
});

Deno.test("a version without a back-test is never promotable: nobody knows how good it is", () => {
  const better = { mean: -0.1, low: -0.2, high: -0.01 };
  const report = volumeReport({ naive: better, mean: better, champion: null });
  report.models[0].wape = null;
  const { promotable, lostTo, figure } = volumeVerdict(report, { champion: false, same: false });
  assert.deepEqual([promotable, lostTo.length, figure.own], [false, 2, null]);
});

Deno.test("a score takes over only above chance, the logistic one and the champion; higher is better there", () => {
  fc.assert(fc.property(maybe, maybe, fc.double({ min: 0, max: 1, noNaN: true }), (logistic, champion, low) => {
    const verdict = scoreVerdict(scoreReport({ logistic, champion, low }), { champion: true, same: false });
    const beats = champion !== null && champion.mean >= 0 && champion.low > 0;
    // Without a difference the figures themselves are compared: .8 beside .75.
    const ahead = (logistic?.mean ?? 0.05) >= 0;
    assert.equal(verdict.promotable, beats && ahead && low > 0.5);
  }));
});

Deno.test("a score that is the logistic model itself does not lose to itself, or it could never be used", () => {
  const itself = { mean: 0, low: 0, high: 0 };
  const verdict = scoreVerdict(scoreReport({ logistic: itself, champion: null, low: 0.7 }), {
    champion: false,
    same: false,
  });
  assert.deepEqual([verdict.promotable, verdict.lostTo], [true, []]);
});
