import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { createRecord, getRecord, listRecords, updateRecord } from "@/crm/record/mod.ts";
import { failedRows, listErrors, listKept, savePreset } from "@/crm/import/mod.ts";
import { type ImportWorld, withImports } from "@/crm/import/testing.ts";
import type { RecordKind } from "@/crm/record/mod.ts";
import type { Access } from "@/store/access.ts";

const all = async ({ store, admin }: ImportWorld, kind: RecordKind = "lead", as: Access = admin) =>
  (await listRecords(store, as, {
    kind,
    text: "",
    filter: [],
    sort: { field: "created", desc: false },
    limit: 200,
    archived: false,
  }))
    .rows;

const AMO = [
  "ID;Название сделки;Компания;Основной контакт;Ответственный;Бюджет ₽;Дата создания;Теги;Примечание;Рабочий телефон;Мобильный телефон;Рабочий email",
  "101;Окна;ООО Ромашка;Иван Петров;agent1;1 500,50;01.02.2024 10:00;вип, окна;звонить;8 916 123-45-67;+7 903 111 22 33;Ivan@Example.ru",
  "102;Двери;ооо ромашка;Анна Сидорова;;;02.02.2024;;;;;anna@example.ru",
].join("\n");

Deno.test("an export of amoCRM comes in whole: names, points, owner, company, money, tags and the dates it had", async () => {
  await withImports(async (world) => {
    const { upload, go, store, agents, admin } = world;
    const id = await upload(AMO);
    const checked = unwrap(await go(id, "check"));
    assert.deepEqual([checked.state, checked.check?.counters.created, await all(world)], ["checked", 2, []]);
    assert.deepEqual(checked.preview.map(({ action, name }) => [action, name]), [["create", "Иван Петров"], [
      "create",
      "Анна Сидорова",
    ]]);
    const done = unwrap(await go(id, "run"));
    assert.deepEqual([done.state, done.counters.created, done.counters.failed, done.error], ["done", 2, 0, null]);
    const [ivan, anna] = await all(world);
    const { values } = ivan;
    assert.equal(values.name, "Иван Петров");
    assert.deepEqual((values.phones as { value: string }[]).map(({ value }) => value), [
      "+79161234567",
      "+79031112233",
    ]);
    assert.deepEqual((values.emails as { value: string }[]).map(({ value }) => value), ["ivan@example.ru"]);
    assert.deepEqual([values.owner, values.team], [agents[0].user, agents[0].teams[0]]);
    assert.deepEqual(values.budget, { minor: 150050, currency: "RUB" });
    assert.deepEqual(values.tags, ["вип", "окна"]);
    assert.equal(values.note, "Окна\nзвонить");
    assert.match(values.created as string, /^2024-02-01T0\d:00:00/);
    assert.equal(anna.values.owner, admin.user);
    const companies = await all(world, "company");
    assert.deepEqual(companies.map(({ values }) => values.name), ["ООО Ромашка"], "one company for both spellings");
    assert.ok([ivan, anna].every(({ values }) => values.companyLink === companies[0].id));
    const links = await store.db.selectFrom("record_links").select(["system", "external_id"]).orderBy("external_id")
      .execute();
    assert.deepEqual(links, [{ system: "amocrm", external_id: "101" }, { system: "amocrm", external_id: "102" }]);
    const events = await store.db.selectFrom("events").select(["type", "quiet", "origin"]).where(
      "type",
      "=",
      "lead.created",
    ).execute();
    assert.deepEqual(events[0], { type: "lead.created", quiet: true, origin: "import" });
    const audits = await store.db.selectFrom("audit").select("action").where("origin", "=", "import").execute();
    assert.deepEqual(audits, [{ action: "records.imported" }]);
  });
});

Deno.test("the same person is not there twice: skip, update, fill and create do what they say", async () => {
  await withImports(async (world) => {
    const { upload, go, store, admin, imports } = world;
    const before = unwrap(
      await createRecord(store, admin, {
        kind: "lead",
        values: { name: "Старое", phones: ["+79161234567"], city: "" },
      }),
    );
    const text = "Имя,Телефон,Город,Email\nНовое,89161234567,Тверь,a@b.ru\nВторой,,Орёл,x@y.ru\nТретий,,Курск,x@y.ru\n";
    const run = async (duplicates: "skip" | "update" | "fill-empty" | "create") => {
      const id = await upload(text);
      unwrap(await imports.patch(admin, { id, options: { duplicates } }));
      const { counters, check } = unwrap(await go(id, "check")), dry = check!.counters;
      const done = unwrap(await go(id, "run")).counters;
      assert.deepEqual(done, dry, `${duplicates}: the dry run says what the run does`);
      assert.ok(counters);
      const record = await getRecord(store, admin, { kind: "lead", id: before.id });
      unwrap(await go(id, "undo"));
      assert.deepEqual((await all(world)).map(({ values }) => values.name), ["Старое"], `${duplicates} undone`);
      return [done.created, done.updated, done.skipped, record!.values.name, record!.values.city];
    };
    assert.deepEqual(await run("skip"), [1, 0, 2, "Старое", null]);
    assert.deepEqual(await run("update"), [1, 2, 0, "Новое", "Тверь"]);
    assert.deepEqual(await run("fill-empty"), [1, 2, 0, "Старое", "Тверь"]);
    assert.deepEqual(await run("create"), [3, 0, 0, "Старое", null]);
    const back = await getRecord(store, admin, { kind: "lead", id: before.id });
    assert.deepEqual([back!.values.name, back!.values.city, back!.values.emails], ["Старое", null, []]);
  });
});

Deno.test("a wrong row is told with its reason and stops nothing; mended, it comes in by the second file", async () => {
  await withImports(async (world) => {
    const { upload, go, store, admin, imports } = world;
    const id = await upload('Имя,Телефон,Email\nА,+79161111111,a@b.ru\nБ,123,кто\n,,\nВ,+79162222222,\n"Г,1"2,\n');
    const done = unwrap(await go(id, "run"));
    assert.deepEqual([done.state, done.counters.created, done.counters.failed], ["done", 2, 2]);
    const errors = unwrap(await listErrors(store, admin, { id, limit: 10 }));
    assert.deepEqual(errors.rows.map(({ row, column, code }) => [row, column, code]), [
      [3, "Телефон", "records.error.bad-phone"],
      [3, "Email", "records.error.bad-email"],
      [6, "", "import.error.broken-quotes"],
    ]);
    const file = unwrap(
      await failedRows(store, admin, {
        id,
        files: imports.files,
        separator: ",",
        title: "Ошибка импорта",
        reason: (code) => code,
      }),
    );
    const text = await new Response(file.bytes).text();
    assert.match(text, /Имя,Телефон,Email,Ошибка импорта\r\nБ,123,кто,/);
    const second = await upload("Имя,Телефон,Email,Ошибка импорта\nБ,+79163333333,,x\n");
    assert.equal(unwrap(await go(second, "run")).counters.created, 1);
    assert.equal((await all(world)).length, 3);
    const dropped = await upload("Имя,Телефон\nД,123\n");
    unwrap(await imports.patch(admin, { id: dropped, options: { badValues: "drop" } }));
    const { counters } = unwrap(await go(dropped, "run"));
    assert.deepEqual([counters.created, counters.warned], [1, 1]);
  });
});

Deno.test("new fields are made once and filled, choices from the file among them", async () => {
  await withImports(async (world) => {
    const { upload, go, store, admin, imports } = world;
    const id = await upload("ФИО,Размер,Цвет\nА,41,Синий\nБ,42,Красный\nВ,43,синий\n");
    const { mapping } = unwrap(await imports.get(admin, { id }));
    assert.deepEqual(mapping.columns[1].target, { to: "new-field", type: "number", title: "Размер" });
    mapping.columns[2].target = { to: "new-field", type: "select", title: "Цвет" };
    unwrap(await imports.patch(admin, { id, mapping }));
    assert.equal(unwrap(await go(id, "check")).check?.counters.created, 3);
    assert.equal(unwrap(await go(id, "run")).counters.created, 3);
    const rows = await all(world);
    const fields = await store.db.selectFrom("fields").select(["key", "type", "options"]).orderBy("position").execute();
    assert.deepEqual(fields.map(({ type }) => type), ["number", "select"]);
    assert.deepEqual(rows.map(({ values }) => values[fields[0].key]), [41, 42, 43]);
    assert.deepEqual(fields[1].options.map(({ titleRu }) => titleRu), ["Синий", "Красный"]);
    assert.ok(rows.every(({ values }) => typeof values[fields[1].key] === "string"));
  });
});

Deno.test("an undo takes back what nobody touched, keeps what was changed or used, and lists it", async () => {
  await withImports(async (world) => {
    const { upload, go, store, admin } = world;
    const id = await upload("ФИО,Компания,Телефон\nА,Икс,+79161111111\nБ,Игрек,+79162222222\nВ,Икс,+79163333333\n", {
      kind: "contact",
    });
    unwrap(await go(id, "run"));
    const [a, b] = await all(world, "contact");
    unwrap(await updateRecord(store, admin, { kind: "contact", id: a.id, values: { city: "Омск" } }));
    unwrap(await createRecord(store, admin, { kind: "lead", values: { name: "Л", contact: b.id } }));
    const undone = unwrap(await go(id, "undo"));
    assert.deepEqual([undone.state, undone.undo], ["undone", { deleted: 1, restored: 0, kept: 4 }]);
    const kept = unwrap(await listKept(store, admin, { id, limit: 10 })).rows.map(({ name, why }) => [name, why])
      .sort();
    assert.deepEqual(kept, [["А", "changed"], ["Б", "used"], ["Игрек", "used"], ["Икс", "used"]]);
    assert.equal((await all(world, "contact")).length, 2);
  });
});

Deno.test("nobody imports beyond own rights, sees another's import, or hands records to people out of reach", async () => {
  await withImports(async ({ upload, go, imports, admin, supervisors, agents, analyst, store }) => {
    await assert.rejects(imports.receive(agents[0], { kind: "lead", name: "x", body: new Blob(["a"]).stream() }));
    await assert.rejects(imports.receive(analyst, { kind: "lead", name: "x", body: new Blob(["a"]).stream() }));
    const [boss, other] = supervisors;
    const id = await upload("ФИО,Ответственный\nА,agent1\nБ,agent2\n", { as: boss });
    assert.equal((await imports.get(other, { id })).ok, false);
    assert.equal((await imports.get(admin, { id })).ok, true);
    assert.equal((await imports.start(admin, { id, step: "run" })).ok, false, "only the owner writes");
    const checked = unwrap(await go(id, "check", boss));
    const done = unwrap(await go(id, "run", boss));
    assert.deepEqual([checked.check!.counters, done.counters.created, done.counters.failed], [done.counters, 1, 1]);
    const { rows } = unwrap(await listErrors(store, boss, { id, limit: 5 }));
    assert.deepEqual(rows.map(({ code }) => code), ["records.error.not-assignable"]);
  });
});

Deno.test("pause, resume and cancel hold: a paused import writes nothing, a resumed one goes on", async () => {
  await withImports(async (world) => {
    const { upload, imports, admin, store } = world;
    const id = await upload("ФИО\n" + Array.from({ length: 1_200 }, (_, n) => `Имя ${n}`).join("\n"));
    unwrap(await imports.start(admin, { id, step: "run" }));
    unwrap(await imports.pause(admin, { id }));
    assert.equal((await imports.pause(admin, { id })).ok, false);
    assert.equal((await all(world)).length, 0);
    assert.equal(unwrap(await world.go(id, "resume")).counters.created, 1_200);
    assert.equal((await imports.cancel(admin, { id })).ok, false);
    const unused = await upload("ФИО\nА\n");
    unwrap(await imports.cancel(admin, { id: unused }));
    assert.equal(await imports.files.open({ path: unused, name: "" }), null);
    assert.equal(
      (await store.db.selectFrom("imports").select("path").where("id", "=", unused).executeTakeFirst())?.path,
      null,
    );
  });
});

Deno.test("a preset that was kept is used for the next file of the same make", async () => {
  await withImports(async ({ upload, imports, admin, store }) => {
    const first = await upload("Кто,Откуда\nА,Тверь\n");
    const { mapping } = unwrap(await imports.get(admin, { id: first }));
    mapping.columns[0].target = { to: "field", field: "name" };
    mapping.columns[1].target = { to: "field", field: "city" };
    unwrap(await savePreset(store, admin, { kind: "lead", name: "Мой", mapping, options: {}, shared: false }));
    const { suggestion, presets } = unwrap(await imports.get(admin, { id: await upload("Откуда,Кто\nТверь,А\n") }));
    assert.deepEqual(suggestion.columns.map(({ target }) => target.to === "field" && target.field), ["city", "name"]);
    assert.equal(presets[0].fits, 1);
  });
});

Deno.test("imports over each other are undone newest first, down to an empty list", async () => {
  await withImports(async (world) => {
    const { upload, go, imports, admin } = world;
    const first = await upload("Имя,Телефон,Город\nА,+79161111111,Тверь\n");
    unwrap(await go(first, "run"));
    const second = await upload("Имя,Телефон,Город\nБ,+79161111111,Орёл\n");
    unwrap(await imports.patch(admin, { id: second, options: { duplicates: "update" } }));
    unwrap(await go(second, "run"));
    assert.deepEqual(unwrap(await go(second, "undo")).undo, { deleted: 0, restored: 1, kept: 0 });
    assert.deepEqual((await all(world)).map(({ values }) => [values.name, values.city]), [["А", "Тверь"]]);
    assert.deepEqual(unwrap(await go(first, "undo")).undo, { deleted: 1, restored: 0, kept: 0 });
    assert.deepEqual(await all(world), []);
  });
});
