import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  besideInWords,
  fewerErrors,
  headline,
  inFigures,
  inWords,
  moreInWords,
  refusalKeys,
  verdictInWords,
} from "./accuracy.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { t } from "@/locales/mod.ts";
import type { Verdict } from "@/ml/registry/types.ts";

await loadCatalogues();
const wape = (value: number | null) => ({ name: "wape" as const, value });
const auc = (value: number | null) => ({ name: "auc" as const, value });
const figureOrNone = fc.oneof(fc.constant(null), fc.double({ noNaN: false }));

Deno.test("an error is told in calls that a person can count, or nobody knows what 8 % means", () => {
  assert.deepEqual(inWords(wape(0.083)), { key: "workshop.accuracy.one-in", values: { n: 12 } });
  assert.deepEqual(inWords(wape(0.039)), { key: "workshop.accuracy.one-in", values: { n: 26 } });
  assert.equal(inWords(wape(0.001)).key, "workshop.accuracy.tiny");
  assert.equal(inWords(wape(0.5)).key, "workshop.accuracy.half");
  assert.equal(inWords(wape(0.9)).key, "workshop.accuracy.most");
  assert.equal(inWords(auc(0.88)).key, "workshop.accuracy.pairs");
  assert.equal(inWords(auc(0.52)).key, "workshop.accuracy.coin");
  assert.match(t("ru")("workshop.accuracy.one-in", { n: 21 }), /21/);
});

Deno.test("whatever a figure is, words and figures stand there without NaN, in both languages", () => {
  fc.assert(
    fc.property(fc.constantFrom("wape" as const, "auc" as const), figureOrNone, figureOrNone, (name, value, other) => {
      const share = fewerErrors({ name, value }, other);
      for (const locale of ["ru", "en"] as const) {
        const said = [inWords({ name, value }), besideInWords(share, "simple", locale)];
        for (const one of said) {
          if (!one) continue;
          const text = t(locale)(one.key, one.values);
          assert.notEqual(text, one.key);
          assert.doesNotMatch(text, /NaN|undefined|Infinity|∞|не число/);
        }
        assert.doesNotMatch(inFigures({ name, value }, locale) ?? "", /NaN|∞|не число/);
      }
    }),
  );
});

Deno.test("better and worse are never told the wrong way round, for errors and for pairs", () => {
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(fc.property(share, share, (own, other) => {
    const fewer = fewerErrors(wape(own), other);
    assert.equal(Math.sign(fewer!), Math.sign(other - own));
    const more = fewerErrors(auc(own), other);
    assert.ok(Math.abs(more!) < 1e-12 || Math.sign(more!) === Math.sign(own - other));
  }));
  assert.equal(besideInWords(0.34, "simple", "en")?.key, "workshop.beside.simple.fewer");
  assert.equal(besideInWords(-0.34, "champion", "en")?.key, "workshop.beside.champion.more");
  assert.equal(besideInWords(0.001, "champion", "en")?.key, "workshop.beside.champion.equal");
  assert.equal(besideInWords(null, "simple", "en"), null);
});

Deno.test("a version that loses to a simple way is told so, even when it is the first", () => {
  const verdict = (part: Partial<Verdict>): Verdict => ({
    promotable: false,
    champion: "first",
    lostTo: [],
    figure: { name: "wape", own: 0.1, champion: null },
    ...part,
  });
  assert.equal(verdictInWords(verdict({})).tone, "good");
  assert.equal(verdictInWords(verdict({ lostTo: ["weekday-mean"] })).key, "workshop.verdict.loses-to-simple");
  assert.equal(verdictInWords(verdict({ champion: "unproven" })).tone, "warn");
  assert.equal(verdictInWords(verdict({ champion: "worse" })).tone, "bad");
  assert.equal(verdictInWords(verdict({ figure: { name: "wape", own: null, champion: null } })).code, "unknown");
});

Deno.test("a small queue's error is told by whole days, and that the rest is chance; a large queue's by interval", () => {
  const figure = { name: "wape" as const, own: 0.5, champion: null, day: 0.15, floor: 0.42 };
  assert.deepEqual(headline(figure), { key: "workshop.accuracy.day.one-in", values: { n: 7 } });
  assert.equal(moreInWords(figure, "en")[0].key, "workshop.accuracy.chance");
  const large = { ...figure, own: 0.05, day: 0.03, floor: 0.045 };
  assert.deepEqual(headline(large), { key: "workshop.accuracy.one-in", values: { n: 20 } });
  assert.equal(moreInWords(large, "en")[0].key, "workshop.accuracy.whole-day");
  // A bad model of a large queue is not excused.
  assert.equal(headline({ ...figure, floor: 0.05 }).key, "workshop.accuracy.half");
  const words = fc.record({
    name: fc.constant("wape" as const),
    own: figureOrNone,
    champion: figureOrNone,
    day: figureOrNone,
    floor: figureOrNone,
  });
  fc.assert(fc.property(words, (one) => {
    for (const { key, values } of [headline(one), ...moreInWords(one, "ru")]) {
      const text = t("ru")(key, values);
      assert.notEqual(text, key);
      assert.doesNotMatch(text, /NaN|Infinity|∞|не число/);
    }
  }));
});

Deno.test("a refusal is looked for with its data, whether its code is bare or a whole key", () => {
  assert.equal(refusalKeys("volume", "too-short").words[0], "datasets.refused.too-short");
  assert.equal(refusalKeys("score", "no-signal").words[0], "scores.refused.no-signal");
  assert.deepEqual(refusalKeys("volume", "datasets.refused.empty"), {
    words: ["datasets.refused.empty"],
    remedies: ["datasets.remedy.empty"],
  });
});
