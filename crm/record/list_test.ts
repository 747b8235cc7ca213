import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import type { Store } from "@/crm/records.ts";
import {
  type Condition,
  countRecords,
  createRecord,
  type CrmRecord,
  forgetSchemas,
  listIds,
  listRecords,
  listSchema,
} from "@/crm/record/mod.ts";

type Query = Parameters<typeof listSchema.parse>[0];
const list = (store: Store, access: Access, query: Query = {}) =>
  listRecords(store, access, { ...listSchema.parse(query), kind: "lead" });
const names = async (store: Store, access: Access, query: Query = {}) =>
  (await list(store, access, query)).rows.map((row) => row.values.name);

async function everything(store: Store, access: Access, query: Record<string, unknown>): Promise<CrmRecord[]> {
  const rows: CrmRecord[] = [];
  let page = await list(store, access, query);
  for (;; page = await list(store, access, { ...query, after: page.next })) {
    rows.push(...page.rows);
    if (page.next === null) return rows;
  }
}

Deno.test("pages of any order show each row once, whatever equal values there are, or people work twice or never", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents, teams } = await company(store);
    for (const key of ["c_number", "c_day", "c_word"] as const) {
      await store.db.insertInto("fields").values({
        id: crypto.randomUUID(),
        kind: "lead",
        key,
        type: key === "c_number" ? "number" : key === "c_day" ? "date" : "text",
        title_ru: key,
        title_en: key,
      }).execute();
    }
    forgetSchemas(store);
    const visible = new Set<string>();
    for (let n = 0; n < 60; n++) {
      const team = [teams[0], teams[1], null][n % 3];
      const values = {
        name: ["Анна", "анна", "Борис", "", "Ёлкин"][n % 5],
        owner: n % 7 === 0 ? boss.user : agents[n % 2].user,
        team,
        budget: n % 4 ? `${n % 6}00` : null,
        c_number: n % 3 ? n % 5 : null,
        c_day: n % 2 ? `2026-0${1 + n % 9}-01` : null,
        c_word: ["б", "А", "", "а"][n % 4],
        doNotCall: n % 2 === 0,
      };
      const made = unwrap(
        await createRecord(store, SYSTEM, {
          kind: "lead",
          values,
          trusted: true,
          createdAt: new Date(Date.UTC(2026, 0, 1 + n % 4)),
        }),
      );
      if (team === teams[0] || n % 7 === 0) visible.add(made.id);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("created", "updated", "name", "budget", "c_number", "c_day", "c_word", "doNotCall", "status"),
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        async (field, desc, limit) => {
          const rows = await everything(store, boss, { sort: { field, desc }, limit });
          assert.deepEqual(rows.map((row) => row.id).sort(), [...visible].sort());
          const keys = rows.map((row) => sortable(row.values[field]));
          const ordered = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0) * (desc ? -1 : 1));
          assert.deepEqual(keys, ordered);
        },
      ),
      { numRuns: 60 },
    );
    const first = await list(store, boss, { limit: 5, sort: { field: "name", desc: false } });
    for (const after of [`${first.next}x`, "e30", btoa(JSON.stringify(["created", 1, "now", "x"]))]) {
      await assert.rejects(() => list(store, boss, { after }), { field: "after" });
    }
    await assert.rejects(() => list(store, boss, { after: first.next! }), { field: "after" }, "of another order");
    await assert.rejects(() => list(store, boss, { sort: { field: "phones", desc: false } }), { field: "sort" });
    assert.equal(await countRecords(store, boss, { ...listSchema.parse({}), kind: "lead" }), visible.size);
    const ids = await listIds(store, boss, { kind: "lead", text: "", filter: [], action: "edit", most: 100 });
    assert.deepEqual(ids.toSorted(), [...visible].sort());
  });
});

/** As the database orders: nothing first, text by letters without case, money by its amount. */
function sortable(value: unknown): string | number {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return (value as { minor: number }).minor;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" ? value.toLowerCase() : value as number;
}

Deno.test("leads are found by words, digits and addresses as people type them, also misspelt, or they call a colleague", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const make = (name: string, values: Record<string, unknown> = {}) =>
      createRecord(store, admin, { kind: "lead", values: { name, ...values } });
    unwrap(await make("Иванов Алексей", { phones: "8 916 123-45-67", company: "ООО «Лён и Ко»" }));
    unwrap(await make("Петрова Мария", { emails: "m.petrova@mail.test", phones: "+44 20 7946 0018" }));
    unwrap(await make("Smith John", { company: "Acme 77" }));
    unwrap(await make("Ъковлев Юрий"));
    for (
      const [text, name] of [
        ["иван", "Иванов Алексей"],
        ["АЛЕКСЕЙ иванов", "Иванов Алексей"],
        ["лён", "Иванов Алексей"],
        ["лен", "Иванов Алексей"],
        ["8916123", "Иванов Алексей"],
        ["123-45", "Иванов Алексей"],
        ["4567", "Иванов Алексей"],
        ["+7 916 123 45 67", "Иванов Алексей"],
        ["89161234567", "Иванов Алексей"],
        ["7946", "Петрова Мария"],
        ["m.petrova@", "Петрова Мария"],
        ["M.PETROVA@mail.test", "Петрова Мария"],
        ["acme 77", "Smith John"],
      ]
    ) assert.deepEqual(await names(store, admin, { text }), [name], text);
    for (
      const [text, name, shown] of [
        ["иваноф", "Иванов Алексей", "иванов"],
        ["ивнаов", "Иванов Алексей", "иванов"],
        ["bdfyjd", "Иванов Алексей", "иванов"],
        ["ivanov aleksey", "Иванов Алексей", "иванов алексей"],
        ["питрова мария", "Петрова Мария", "петрова мария"],
        ["smiht", "Smith John", "smith"],
        ["]rjdktd", "Ъковлев Юрий", "ъковлев"],
      ]
    ) {
      const page = await list(store, admin, { text });
      assert.deepEqual([page.rows.map((row) => row.values.name), page.corrected], [[name], shown], text);
    }
    for (const text of ["ззззз", "99999", "no@one.test", "иванов мария"]) {
      assert.deepEqual(await names(store, admin, { text }), [], text);
    }
    assert.equal((await names(store, admin, { text: "'\\:*&|!()" })).length, 4, "signs alone are no word");
  });
});

Deno.test("each condition of a filter keeps what it says, or a bulk change hits the wrong people", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent], teams } = await company(store);
    await store.db.insertInto("fields").values([
      { id: crypto.randomUUID(), kind: "lead", key: "c_n", type: "number", title_ru: "n", title_en: "n" },
      { id: crypto.randomUUID(), kind: "lead", key: "c_day", type: "date", title_ru: "d", title_en: "d" },
      { id: crypto.randomUUID(), kind: "lead", key: "c_at", type: "datetime", title_ru: "t", title_en: "t" },
      {
        id: crypto.randomUUID(),
        kind: "lead",
        key: "c_many",
        type: "multi-select",
        title_ru: "m",
        title_en: "m",
        options: JSON.stringify(["x", "y", "z"].map((value) => ({ value, titleRu: value, titleEn: value }))),
      },
      { id: crypto.randomUUID(), kind: "lead", key: "c_yes", type: "checkbox", title_ru: "y", title_en: "y" },
    ]).execute();
    forgetSchemas(store);
    const make = (name: string, values: Record<string, unknown>, createdAt: Date) =>
      createRecord(store, admin, { kind: "lead", values: { name, ...values }, createdAt });
    const a = {
      budget: "100",
      tags: ["vip", "b2b"],
      c_n: 5,
      c_day: "2026-03-01",
      c_at: "2026-03-01T23:30:00+03:00",
      c_many: ["x", "y"],
      c_yes: true,
      phones: "+79161234567",
      owner: agent.user,
      team: teams[0],
      city: "Орёл",
    };
    unwrap(await make("A", a, new Date("2026-03-01T20:59:59Z")));
    unwrap(
      await make(
        "B",
        { budget: "200", tags: ["b2b"], c_n: -1, c_many: ["z"], status: "working" },
        new Date("2026-03-01T21:00:00Z"),
      ),
    );
    unwrap(await make("C", {}, new Date()));
    const keep = async (...filter: Condition[]) =>
      (await names(store, admin, { filter, sort: { field: "name", desc: false } })).join("");
    const cases: [string, Condition][] = [
      ["A", { field: "name", op: "is", value: "a" }],
      ["BC", { field: "name", op: "is-not", value: "A" }],
      ["A", { field: "city", op: "contains", value: "орел" }],
      ["BC", { field: "city", op: "empty" }],
      ["A", { field: "city", op: "filled" }],
      ["AC", { field: "status", op: "is", value: "new" }],
      ["B", { field: "status", op: "none-of", value: ["new", "qualified"] }],
      ["ABC", { field: "status", op: "any-of", value: ["new", "working"] }],
      ["B", { field: "budget", op: "more", value: "150" }],
      ["A", { field: "budget", op: "between", value: ["50", "150"] }],
      ["C", { field: "budget", op: "empty" }],
      ["A", { field: "c_n", op: "is", value: 5 }],
      ["B", { field: "c_n", op: "less", value: 0 }],
      ["C", { field: "c_n", op: "empty" }],
      ["A", { field: "c_day", op: "on", value: "2026-03-01" }],
      ["", { field: "c_day", op: "after", value: "2026-03-01" }],
      ["A", { field: "c_day", op: "before", value: "2026-03-02" }],
      ["A", { field: "c_at", op: "on", value: "2026-03-01" }],
      ["A", { field: "c_many", op: "contains", value: "x" }],
      ["AB", { field: "c_many", op: "any-of", value: ["y", "z"] }],
      ["C", { field: "c_many", op: "none-of", value: ["x", "z"] }],
      ["C", { field: "c_many", op: "empty" }],
      ["A", { field: "c_yes", op: "is", value: true }],
      ["BC", { field: "c_yes", op: "is", value: false }],
      ["AB", { field: "tags", op: "contains", value: "b2b" }],
      ["C", { field: "tags", op: "empty" }],
      ["A", { field: "phones", op: "contains", value: "123-45" }],
      ["BC", { field: "phones", op: "empty" }],
      ["A", { field: "owner", op: "is", value: agent.user }],
      ["BC", { field: "owner", op: "me" }],
      ["A", { field: "team", op: "any-of", value: [teams[0], teams[1]] }],
      // The company's day begins in Moscow, three hours before that of UTC.
      ["A", { field: "created", op: "on", value: "2026-03-01" }],
      ["B", { field: "created", op: "between", value: ["2026-03-02", "2026-03-03"] }],
      ["C", { field: "created", op: "last-days", value: 1 }],
    ];
    for (const [expected, condition] of cases) assert.equal(await keep(condition), expected, JSON.stringify(condition));
    assert.equal(
      await keep({ field: "status", op: "is", value: "new" }, { field: "tags", op: "contains", value: "vip" }),
      "A",
    );
    for (
      const wrong of [
        { field: "nothing", op: "is", value: 1 },
        { field: "status", op: "more", value: "new" },
        { field: "status", op: "is", value: "nope" },
        { field: "created", op: "on", value: "2026-02-31" },
        { field: "created", op: "last-days", value: "x" },
        { field: "owner", op: "is", value: "me" },
        { field: "budget", op: "between", value: ["1"] },
        { field: "phones", op: "contains", value: "" },
      ] as Condition[]
    ) await assert.rejects(() => keep(wrong), { name: "BadInputError" }, JSON.stringify(wrong));
  });
});
