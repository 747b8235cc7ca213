import assert from "node:assert/strict";
import { type Access, type Permission } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { callRecord, company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { createRecord, deleteRecords, type RecordKind } from "@/crm/record/mod.ts";
import { searchEverything } from "@/crm/search/everything.ts";

Deno.test("one line finds people, companies and calls as they are typed, the exact one first", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const make = (kind: RecordKind, values: Record<string, unknown>) => createRecord(store, admin, { kind, values });
    unwrap(await make("lead", { name: "Иванов Пётр", phones: "+74950100011", company: "Вектор" }));
    unwrap(await make("lead", { name: "Иван Сидоров" }));
    unwrap(await make("contact", { name: "Пётр Иванов", phones: "+74950100011", emails: "p@vektor.test" }));
    const firm = unwrap(await make("company", { name: "ООО «Вектор»", industry: "Торговля", city: "Омск" }));
    await writeCalls(store, [
      callRecord("c1", { number: "+74950100011" }),
      callRecord("c2", { number: "+74950999999" }),
    ]);
    const find = async (text: string, access: Access = admin) => {
      const { hits, corrected } = await searchEverything(store, access, { text });
      return [hits.map((hit) => `${hit.kind} ${hit.name}${hit.exact ? " !" : ""}`), corrected] as const;
    };
    assert.deepEqual(await find("8 495 010-00-11"), [
      ["lead Иванов Пётр !", "contact Пётр Иванов !", "call Пётр Иванов"],
      null,
    ]);
    assert.deepEqual((await find("0011"))[0], ["lead Иванов Пётр", "contact Пётр Иванов", "call Пётр Иванов"]);
    assert.deepEqual((await find("p@vektor.test"))[0], ["contact Пётр Иванов !"]);
    assert.deepEqual((await find("вект"))[0], ["lead Иванов Пётр", "company ООО «Вектор»"]);
    assert.deepEqual((await find("ооо вектор"))[0], ["company ООО «Вектор» !"]);
    assert.deepEqual((await find("иван"))[0].sort(), ["contact Пётр Иванов", "lead Иван Сидоров", "lead Иванов Пётр"]);
    assert.equal((await find("иван"))[0][0], "lead Иван Сидоров", "a whole word before its beginning");
    assert.deepEqual(await find("dtrn"), [["lead Иванов Пётр", "company ООО «Вектор»"], "вект"], "the other layout");
    const [misspelt, shown] = await find("иванаф");
    assert.deepEqual([misspelt.length, shown], [2, "иванов"]);
    for (const nothing of ["", "и", "12", "zzzzzz", "no@one.test", "00000000"]) {
      assert.deepEqual(await find(nothing), [[], null], nothing);
    }
    const { hits: [hit] } = await searchEverything(store, admin, { text: "вектор" });
    assert.deepEqual(hit.kind === "lead" && [hit.detail, hit.status], [["Вектор", "+74950100011"], "new"]);
    unwrap(await deleteRecords(store, admin, { kind: "company", select: { ids: [firm.id] } }));
    assert.deepEqual((await find("вектор"))[0], ["lead Иванов Пётр"], "what was deleted is not offered");
  });
});

Deno.test("the line finds nothing that the lists would not show, or it is a hole in every right", async () => {
  await withDatabase(async (store) => {
    const { agents: [one, two], admin } = await company(store);
    unwrap(await createRecord(store, one, { kind: "lead", values: { name: "Zebra Own", phones: "+74950100011" } }));
    unwrap(await createRecord(store, two, { kind: "lead", values: { name: "Zebra Other", phones: "+74950100022" } }));
    unwrap(
      await createRecord(store, admin, { kind: "company", values: { name: "Zebra Ltd", phones: "+74950100033" } }),
    );
    await writeCalls(store, [callRecord("c1", { number: "+74950100022" })]);
    const find = async (text: string, access: Access) =>
      (await searchEverything(store, access, { text })).hits.map((hit) => hit.name || hit.kind);
    assert.deepEqual(await find("zebra", one), ["Zebra Own", "Zebra Ltd"]);
    assert.deepEqual(await find("+74950100022", one), [], "another's lead and a call that nobody of theirs took");
    assert.deepEqual(await find("+74950100022", admin), ["Zebra Other", "call"]);
    assert.deepEqual(await searchEverything(store, one, { text: "othar" }), { hits: [], corrected: null });
    const only = (...words: Permission[]): Access => ({ ...one, permissions: new Set(words) });
    assert.deepEqual(await find("zebra", only()), []);
    assert.deepEqual(await find("zebra", only("companies.view.all")), ["Zebra Ltd"]);
    const masked = only("companies.view.all", "calls.view.all");
    assert.deepEqual(await find("0100033", masked), [], "digits are not guessed");
    const { hits: [hit] } = await searchEverything(store, masked, { text: "+74950100033" });
    assert.deepEqual([hit.name, hit.detail], ["Zebra Ltd", ["+7495•••••33"]]);
    const blind: Access = { ...admin, fields: new Map([["company.phones", "hidden"]]) };
    assert.deepEqual((await searchEverything(store, blind, { text: "zebra ltd" })).hits[0].detail, []);
    assert.deepEqual(await find("+74950100033", blind), []);
  });
});
