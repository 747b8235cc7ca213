import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { keyFor, slug, valueFor } from "@/crm/fields/key.ts";
import { nextOptions } from "@/crm/fields/options.ts";

Deno.test("a key reads like its title, so that whoever writes a program knows the field", () => {
  for (
    const [title, key] of [
      ["Дата рождения", "data_rozhdeniya"],
      ["Щёлково № 5", "shchelkovo_5"],
      ["Größe (cm)", "grosse_cm"],
      ["???", ""],
      ["x".repeat(80), "x".repeat(36)],
    ]
  ) assert.equal(slug(title), key);
  assert.equal(keyFor(["", "Цвет"], new Set(["c_tsvet", "c_tsvet_2"])), "c_tsvet_3");
  assert.equal(keyFor(["!", "?"], new Set()), "c_field");
});

Deno.test("every title gets a key that the table takes and nobody has, or a field cannot be made", () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (titles) => {
    const taken = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const key = keyFor(titles, taken);
      assert.match(key, /^c_[a-z0-9_]{1,40}$/);
      assert.ok(!taken.has(key));
      taken.add(key);
    }
    assert.match(valueFor(titles, new Set()), /^[a-z0-9_-]{1,60}$/);
  }));
});

Deno.test("an option that records hold is never lost, whatever the new list says", () => {
  const before = ["a", "b", "c"].map((value) => ({ value, titleRu: value, titleEn: value }));
  const named = (title: string, value?: string) => ({ titleRu: title, titleEn: title, ...(value ? { value } : {}) });
  assert.deepEqual(
    nextOptions([named("new"), named("B!", "b")], before, { used: new Set(["a", "b"]) }),
    [
      { value: "new", titleRu: "new", titleEn: "new" },
      { value: "b", titleRu: "B!", titleEn: "B!" },
      { value: "a", titleRu: "a", titleEn: "a", retired: true },
    ],
  );
  assert.equal(nextOptions([named("Да"), named("да")], [], { used: new Set() }), null, "nobody could tell them apart");
  assert.equal(nextOptions([named("x", "a"), named("y", "a")], before, { used: new Set() }), null);
  const [fresh] = nextOptions([named("A")], before, { used: new Set() }) ?? [];
  assert.equal(fresh.value, "a_2", "a new option never takes the value of an old one");
});
