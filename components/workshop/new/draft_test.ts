import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { draftFor, likelyTarget, lookedAt, wrongInDraft } from "./draft.ts";
import { barsOf } from "./bars.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { t } from "@/locales/mod.ts";
import type { UploadRow } from "@/ml/datasets/types.ts";
import { createModelSchema } from "@/ml/registry/schemas.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";
import type { VolumeReport } from "@/ml/volume/report.ts";

await loadCatalogues();
const ID = "0197a1b2-0000-7000-8000-000000000000";
const upload = (part: Partial<UploadRow>): UploadRow => ({
  id: ID,
  kind: "records",
  name: "leads.csv",
  bytes: 1,
  rows: 1,
  from: null,
  to: null,
  step: null,
  calls: null,
  columns: [],
  outcomes: [],
  findings: [],
  createdAt: "2026-01-01T00:00:00Z",
  createdBy: null,
  models: 0,
  ...part,
});

Deno.test("whatever is picked, the server takes the draft as it stands: nobody has to open the settings", () => {
  const sources = [
    { from: "queue", id: ID, name: "Продажи" },
    { from: "calls-file", upload: upload({ kind: "volume" }) },
    { from: "lead" },
    { from: "deal" },
    { from: "outcome-file", upload: upload({}), target: "Converted" },
  ] as const;
  for (const source of sources) {
    for (const locale of ["ru", "en"] as const) {
      const draft = draftFor(source, t(locale));
      assert.equal(createModelSchema.safeParse(draft).success, true, source.from);
      assert.equal(wrongInDraft(draft).size, 0);
    }
  }
});

Deno.test("a long queue's or file's name makes a name that can be kept, and never an empty one", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 300 }), (name) => {
    const queue = draftFor({ from: "queue", id: ID, name }, t("ru")).name;
    const file = draftFor({ from: "calls-file", upload: upload({ name }) }, t("en")).name;
    for (const one of [queue, file]) assert.ok(one.length >= 1 && one.length <= 120);
  }));
});

Deno.test("the data is looked at again when it changes, and not for a name or a horizon", () => {
  const draft = draftFor({ from: "queue", id: ID, name: "Продажи" }, t("ru"));
  assert.equal(lookedAt({ ...draft, name: "x", schedule: "never" }), lookedAt(draft));
  assert.equal(
    lookedAt({ ...draft, settings: { ...draft.settings, horizon: 7 } as typeof draft.settings }),
    lookedAt(draft),
  );
  assert.notEqual(lookedAt({ ...draft, settings: { ...draft.settings, holidays: false } as never }), lookedAt(draft));
});

Deno.test("the outcome of a file is proposed when its title says so, and asked for when nothing does", () => {
  assert.equal(
    likelyTarget({ columns: ["Email", "Converted", "City"], outcomes: ["Email", "Converted"] }),
    "Converted",
  );
  assert.equal(likelyTarget({ columns: ["a", "b"], outcomes: ["a", "b"] }), "b");
  assert.equal(likelyTarget({ columns: ["a", "b"], outcomes: [] }), null);
});

Deno.test("bars hold no NaN, the version stands first, and a score's bar is the pairs told wrongly", () => {
  const model = (name: string, wape: number | null) => ({ name, wape });
  const report = {
    told: [],
    models: [model("weekday-mean", 0.09), model("product", 0.04), model("seasonal-naive", null)],
  };
  assert.deepEqual(barsOf(report as unknown as VolumeReport), [
    { name: "product", error: 0.04 },
    { name: "weekday-mean", error: 0.09 },
  ]);
  const score = { models: [{ name: "product", auc: 0.75 }, { name: "logistic", auc: NaN }] };
  assert.deepEqual(barsOf(score as unknown as ScoreVersionReport), [{ name: "product", error: 0.25 }]);
});
