import assert from "node:assert/strict";
import type { ModelRow } from "@/ml/registry/types.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";
import { changesOf, type Draft, draftOf, FAMILIES, patchOf, toggled, usual, wrongIn } from "./draft.ts";

const draft: Draft = {
  name: "Линия",
  schedule: "daily",
  dataset: {
    from: "calls",
    queue: "q",
    step: 30,
    since: null,
    until: null,
    filter: { dids: [], leastWait: 5 },
    like: null,
    upload: null,
  },
  settings: VOLUME_SETTINGS,
};

Deno.test("usual settings are right: nobody is stopped by what the product chose itself", () => {
  assert.equal(wrongIn(draft).size, 0);
  assert.equal(wrongIn({ ...draft, settings: SCORE_SETTINGS, dataset: recordsOf() }).size, 0);
});

const recordsOf = () => ({ from: "records", kind: "lead", since: null, pipeline: null }) as const;

Deno.test("what can't be trained with is told at its field before it is sent", () => {
  const wrong = wrongIn({
    ...draft,
    name: " ",
    settings: { ...VOLUME_SETTINGS, weeks: 1, level: 0.99, horizon: NaN, families: [] },
    dataset: { ...draft.dataset, since: "2026-02-01", until: "2026-01-01", like: { queue: "x", share: 0 } } as never,
  });
  assert.deepEqual([...wrong.keys()].sort(), ["families", "horizon", "level", "name", "share", "until", "weeks"]);
});

Deno.test("only what was changed is sent, so that a name that somebody else changed meanwhile is not put back", () => {
  const model = { ...draft, id: "m" } as unknown as ModelRow;
  assert.equal(patchOf(draftOf(model), model), null);
  assert.deepEqual(patchOf({ ...draft, schedule: "weekly" }, model), { schedule: "weekly" });
});

Deno.test("back to the usual leaves name and data alone", () => {
  const changed = { ...draft, settings: { ...VOLUME_SETTINGS, weeks: 20 } };
  assert.deepEqual(usual(changed), { ...draft, settings: { ...VOLUME_SETTINGS } });
});

Deno.test("a family goes out and comes back to its place", () => {
  const out = toggled(FAMILIES, VOLUME_SETTINGS.families, "smoothing");
  assert.ok(!out.includes("smoothing"));
  assert.deepEqual(toggled(FAMILIES, out, "smoothing"), VOLUME_SETTINGS.families);
});

Deno.test("what two versions were made with is told field by field, also deep down", () => {
  assert.deepEqual(
    changesOf(draft, {
      ...draft,
      settings: { ...VOLUME_SETTINGS, weeks: 12 },
      dataset: { ...draft.dataset, filter: { dids: ["+7"], leastWait: 5 } },
    }),
    [
      { field: "dataset.filter.dids", before: [], after: ["+7"] },
      { field: "settings.weeks", before: 8, after: 12 },
    ],
  );
});
