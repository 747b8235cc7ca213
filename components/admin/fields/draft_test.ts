import assert from "node:assert/strict";
import { bodyOf, draftOf, optionsOf } from "./draft.ts";

const field = {
  id: "1",
  kind: "lead" as const,
  key: "c_a",
  type: "select" as const,
  titleRu: "Цвет",
  titleEn: "Colour",
  options: [{ value: "red", titleRu: "Красный", titleEn: "Red" }],
  required: false,
  archived: false,
};

Deno.test("a title typed in one language stands for both, or a field could not be saved by who knows only one", () => {
  const draft = { ...draftOf(field), titleEn: " ", options: [{ n: 0, titleRu: "", titleEn: "Blue " }] };
  const body = bodyOf(draft);
  assert.deepEqual([body.titleRu, body.titleEn], ["Цвет", "Цвет"]);
  assert.deepEqual(body.options, [{ titleRu: "Blue", titleEn: "Blue" }]);
});

Deno.test("options keep their value and empty lines are no options, or records lose what they hold", () => {
  const draft = draftOf(field);
  draft.options.push({ n: 1, titleRu: " ", titleEn: "" });
  assert.deepEqual(optionsOf(draft), [{ value: "red", titleRu: "Красный", titleEn: "Red" }]);
  assert.deepEqual(optionsOf({ ...draft, type: "text" }), []);
});
