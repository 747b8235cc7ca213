import assert from "node:assert/strict";
import { company } from "@/crm/testing.ts";
import { type ContactableKind, createRecord, deleteRecords, updateRecord } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import {
  checkSchema,
  dismissPairs,
  findDuplicates,
  listPairs,
  mergeRecords,
  mergeSchema,
  pairsSchema,
  scanStep,
  undoMerge,
} from "@/crm/duplicates/mod.ts";
import { nameQuery } from "@/crm/duplicates/names.ts";
import { groupPairs } from "@/components/records/card/groups.ts";

const AT_ONCE = { settled: -1 };

async function make(store: Store, kind: ContactableKind, values: Record<string, unknown>) {
  return unwrap(await createRecord(store, SYSTEM, { kind, values })).id;
}

async function check(store: Store, access: Access, input: Record<string, unknown>) {
  const { matches, hidden } = await findDuplicates(store, access, checkSchema.parse(input));
  return { found: matches.map(({ id, why }) => `${id} ${why}`), hidden, matches };
}

Deno.test("whoever is there already is found by any writing of the number, by address, and by a misspelt name", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    const lead = await make(store, "lead", { name: "Иванов Пётр", phones: ["+79161112233"] });
    const contact = await make(store, "contact", { name: "Ольга Смирнова", emails: ["Olga@Mail.ru"] });
    const firm = await make(store, "company", { name: "ООО «Северный ветер»", phones: ["+74951112233"] });
    assert.deepEqual((await check(store, admin, { kind: "contact", phones: ["8 (916) 111-22-33"] })).found, [
      `${lead} phone`,
    ]);
    assert.deepEqual((await check(store, admin, { kind: "lead", emails: ["OLGA@mail.ru"] })).found, [
      `${contact} email`,
    ]);
    assert.deepEqual((await check(store, admin, { kind: "contact", name: "Петр Иваноф" })).found, [`${lead} name`]);
    assert.deepEqual((await check(store, admin, { kind: "contact", name: "Смирнова Ольга" })).found, [
      `${contact} name`,
    ]);
    assert.deepEqual((await check(store, admin, { kind: "company", name: "Северный Ветер, АО" })).found, [
      `${firm} name`,
    ]);
    assert.deepEqual((await check(store, admin, { kind: "lead", name: "Ольга", phones: ["нет"] })).found, []);
    assert.deepEqual((await check(store, admin, { kind: "lead", phones: ["89161112233"], except: lead })).found, []);

    const own = await check(store, agent, { kind: "lead", phones: ["89161112233"] });
    assert.deepEqual([own.found, own.hidden], [[], true], "a colleague's lead is not shown, but told of");
    const masked = { ...agent, permissions: new Set([...agent.permissions].filter((word) => word !== "phones.full")) };
    const seen = await check(store, masked, { kind: "company", phones: ["84951112233"] });
    assert.match(JSON.stringify(seen.matches), /•/);
    assert.doesNotMatch(JSON.stringify(seen.matches), /74951112233/);
    unwrap(await deleteRecords(store, SYSTEM, { kind: "lead", select: { ids: [lead] } }));
    const gone = await check(store, agent, { kind: "lead", phones: ["89161112233"] });
    assert.deepEqual([gone.found, gone.hidden], [[], false]);
  });
});

Deno.test("the scan finds pairs of numbers and names once, forgets those that are none any more, and obeys people", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents: [agent] } = await company(store);
    const a = await make(store, "contact", { name: "Анна", phones: ["+79160000001"] });
    const b = await make(store, "contact", { name: "Борис", phones: ["+79160000001"] });
    const c = await make(store, "contact", { name: "Иванов Пётр", company: "Ромашка" });
    const d = await make(store, "contact", { name: "Пётр Иванов", company: "ООО Ромашка" });
    await make(store, "contact", { name: "Иванов Пётр", company: "Лютик" });
    await make(store, "lead", { name: "Анна", phones: ["+79160000001"] });
    for (let i = 0; i < 14; i++) await make(store, "contact", { name: `n${i}`, phones: ["+74950000009"] });
    const scan = async () => {
      while (await scanStep(store, "contact", AT_ONCE) > 0);
    };
    const pairs = async () => {
      const page = await listPairs(store, boss, pairsSchema.parse({ kind: "contact" }));
      return page.rows.map(({ a, b, why }) => [[a, b].sort().join(" "), why].join(" "));
    };
    const key = (one: string, other: string, why: string) => `${[one, other].sort().join(" ")} ${why}`;
    await scan();
    assert.deepEqual(await pairs(), [key(a, b, "phone"), key(c, d, "name")], "not the switchboard, not another firm");
    await scan();
    assert.equal((await pairs()).length, 2);
    await assert.rejects(async () => await listPairs(store, agent, pairsSchema.parse({ kind: "contact" })), {
      permission: "records.merge",
    });

    unwrap(await updateRecord(store, SYSTEM, { kind: "contact", id: b, values: { phones: [] } }));
    await scan();
    assert.deepEqual(await pairs(), [key(c, d, "name")]);
    unwrap(await dismissPairs(store, boss, { ids: [c, d] }));
    unwrap(await updateRecord(store, SYSTEM, { kind: "contact", id: c, values: { city: "Омск" } }));
    await scan();
    assert.deepEqual(await pairs(), [], "a pair that somebody looked at is not brought up again");

    unwrap(await updateRecord(store, SYSTEM, { kind: "contact", id: b, values: { phones: ["+79160000001"] } }));
    await scan();
    const input = mergeSchema.parse({ survivor: a, others: [b], take: { name: a } });
    const { merge } = unwrap(await mergeRecords(store, boss, { ...input, kind: "contact" }));
    assert.deepEqual(await pairs(), []);
    unwrap(await undoMerge(store, boss, { id: merge }));
    assert.deepEqual(await pairs(), [key(a, b, "phone")]);
  });
});

Deno.test("pairs page through without loss, and each pair is seen by who may change both", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], teams } = await company(store);
    for (let i = 0; i < 5; i++) {
      const phones = [`+7916000001${i}`];
      await make(store, "lead", { name: `a${i}`, phones, team: teams[0] });
      await make(store, "lead", { name: `b${i}`, phones, team: i === 4 ? teams[1] : teams[0] });
    }
    while (await scanStep(store, "lead", AT_ONCE) > 0);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listPairs(store, boss, pairsSchema.parse({ kind: "lead", limit: 2, after }));
      seen.push(...page.rows.map(({ id }) => id));
      assert.equal(page.records.length, page.rows.length * 2);
      after = page.next ?? undefined;
    } while (after);
    assert.deepEqual([seen.length, new Set(seen).size], [4, 4]);
  });
});

Deno.test("one word is no person, legal forms are no name, and pairs of a heap are one group", () => {
  const spelt = (word: string) => [word];
  assert.equal(nameQuery({ kind: "contact", name: "Анна", company: "" }, spelt), null);
  assert.equal(nameQuery({ kind: "company", name: "ООО Лён", company: "" }, spelt), "('лен')");
  assert.equal(nameQuery({ kind: "lead", name: "Анна", company: "ООО Лён" }, spelt), "('анна') & ('лен')");
  const pair = (a: string, b: string) => ({ id: a + b, a, b, why: "phone" as const, likeness: 1 });
  const groups = groupPairs([pair("a", "b"), pair("c", "d"), pair("b", "c"), pair("x", "y")]);
  assert.deepEqual(groups.map(({ ids }) => ids), [["a", "b", "c", "d"], ["x", "y"]]);
});
