import assert from "node:assert/strict";
import { codeOf, targetOf } from "@/components/records/import/targets.ts";
import { mended, nearMisses } from "@/components/records/import/sales.ts";
import type { ImportTarget } from "@/components/records/import/types.ts";

Deno.test("what was chosen for a column of deals is what is sent, stages with colons in their names too", () => {
  const targets: ImportTarget[] = [
    { to: "currency" },
    { to: "moment", field: "closed" },
    { to: "entered", stage: "Шаг: договор" },
    { to: "product", part: "discount" },
    { to: "contact", part: "phone" },
    { to: "link", kind: "deal" },
  ];
  for (const target of targets) assert.deepEqual(targetOf(codeOf(target), "x"), target);
  for (const code of ["moment:never", "product:x", "contact:", "entered:", "link:task"]) {
    assert.deepEqual(targetOf(code, "x"), { to: "skip" });
  }
});

Deno.test("near misses are mended in all rows at once, and what somebody matched otherwise stays", () => {
  const unknown = {
    0: [{ value: "GTXPro", count: 3, like: "GTX Pro" }, { value: "Other", count: 1 }],
    1: [{ value: "мск", count: 1, like: "Мск" }],
  };
  const mapping = {
    columns: [
      { title: "p", target: { to: "product", part: "name" } as const },
      { title: "c", target: { to: "skip" } as const, values: { "мск": "Москва" } },
    ],
  };
  const misses = nearMisses(unknown, mapping);
  assert.deepEqual(misses, [{ column: 0, value: "GTXPro", like: "GTX Pro", count: 3 }]);
  const { columns } = mended(mapping, misses);
  assert.deepEqual([columns[0].values, columns[1].values], [{ GTXPro: "GTX Pro" }, { "мск": "Москва" }]);
  assert.deepEqual(nearMisses(unknown, { columns }), []);
});
