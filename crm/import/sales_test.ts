/** Deals and tasks through imports: people found or made, owners without an account, links, lines, and the way back. */
import assert from "node:assert/strict";
import { setCatalogue, t } from "@/locales/mod.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { exportRecords } from "@/crm/export/mod.ts";
import { createProduct, seedPipeline } from "@/crm/pipeline/mod.ts";
import { createRecord, getRecord, listRecords, type RecordKind, updateRecord, type Values } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { KEEP, NOBODY } from "@/crm/import/rows/marks.ts";
import { type ImportWorld, withImports } from "@/crm/import/testing.ts";

for (const [locale, catalogue] of Object.entries(await loadCatalogues())) setCatalogue(locale as "ru", catalogue);

type World = ImportWorld & { stage(name: string): string };

const withSales = (use: (world: World) => Promise<void>) =>
  withImports(async (world) => {
    await seedPipeline(world.store, "en");
    const stages = await world.store.db.selectFrom("stages").select(["id", "name"]).execute();
    await use({ ...world, stage: (name) => stages.find((one) => one.name === name)!.id });
  });

async function all({ store, admin }: World, kind: RecordKind): Promise<Values[]> {
  const sort = { field: "name", desc: false };
  const query = { kind, text: "", filter: [], sort, limit: 200, archived: false };
  return (await listRecords(store, admin, query)).rows.map(({ id, values }) => ({ ...values, id }));
}

const HEAD = "ID,Deal name,Stage,Amount,Contact,Contact phone,Contact ID,Owner,Company,Product,Lost reason";

Deno.test("people of deals are found by ID, phone or name, or made once; and an undo takes them along", async () => {
  await withSales(async (world) => {
    const { upload, go, imports, admin, store } = world;
    const ann = unwrap(
      await createRecord(store, admin, { kind: "contact", values: { name: "Ann", phones: "+79161112233" } }),
    );
    const text = [
      HEAD,
      "1,A,New,100,Ann Smith,8 916 111-22-33,,,Shop,,",
      "2,B,Won,200,Bob,,c7,,Shop,,",
      "3,C,Closed Lost,300,Bob Brown,,c7,,,,Too expensive",
      "4,D,New,400,Carl,,,,,,",
      "5,E,New,500,carl,,,,,,",
    ].join("\n");
    const id = await upload(text, { kind: "deal" });
    const done = unwrap(await go(id, "run"));
    assert.deepEqual([done.counters.created, done.counters.failed], [5, 0]);
    const deals = await all(world, "deal");
    const contacts = await all(world, "contact");
    const nameOf = (deal: Values) => contacts.find(({ id }) => id === (deal.contacts as string[])[0])?.name;
    assert.deepEqual(deals.map(nameOf), ["Ann", "Bob", "Bob", "Carl", "Carl"]);
    assert.deepEqual(deals.map(({ status }) => status), ["open", "won", "lost", "open", "open"]);
    const reason = await store.db.selectFrom("loss_reasons").select("name").where(
      "id",
      "=",
      deals[2].lossReason as string,
    )
      .executeTakeFirstOrThrow();
    assert.equal(reason.name, "Too expensive");
    assert.ok(contacts.find(({ name }) => name === "Bob")!.companyLink, "a new person is of the deal's company");
    const undone = unwrap(await go(id, "undo"));
    assert.deepEqual(undone.undo, { deleted: 8, restored: 0, kept: 0 }, "five deals, two people, one company");
    assert.deepEqual((await all(world, "contact")).map(({ id }) => id), [ann.id]);
    assert.equal(unwrap(await imports.get(admin, { id })).state, "undone");
  });
});

Deno.test("owners without an account are somebody, nobody, or a name in a field, as one says", async () => {
  await withSales(async (world) => {
    const { upload, go, imports, admin, agents, store } = world;
    const text = [HEAD, "1,A,New,1,,,,Moses Frase,,,", "2,B,New,1,,,,Old Boss,,,", "3,C,New,1,,,,Left Long Ago,,,"]
      .join("\n");
    const id = await upload(text, { kind: "deal" });
    const checked = unwrap(await go(id, "check"));
    assert.deepEqual([checked.check!.counters.failed, checked.check!.unknown[7].length], [3, 3]);
    const values = { "Moses Frase": "agent1", "Old Boss": NOBODY, "Left Long Ago": KEEP };
    const columns = checked.mapping.columns.map((column, at) => at === 7 ? { ...column, values } : column);
    unwrap(await imports.patch(admin, { id, mapping: { columns } }));
    assert.equal(unwrap(await go(id, "check")).check!.counters.failed, 0);
    unwrap(await go(id, "run"));
    const deals = await all(world, "deal");
    assert.deepEqual(deals.map(({ owner }) => owner), [agents[0].user, null, null]);
    const { key } = await store.db.selectFrom("fields").select("key").where("title_en", "=", "Owner")
      .executeTakeFirstOrThrow();
    assert.deepEqual(deals.map((deal) => deal[key] ?? null), [null, null, "Left Long Ago"]);
  });
});

Deno.test("what stages ask and how many they hold is not asked of the past; rights are", async () => {
  await withSales(async (world) => {
    const { upload, go, supervisors: [boss], store, stage } = world;
    await store.db.updateTable("stages").set({ required: ["closeDate"], wip_limit: 1 }).where("id", "=", stage("New"))
      .execute();
    const text = [HEAD, "1,A,New,1,,,,agent1,,,", "2,B,New,1,,,,agent1,,,", "3,C,New,1,,,,agent2,,,"].join("\n");
    const as = { ...boss, permissions: new Set([...boss.permissions, "records.import" as const]) };
    await store.db.updateTable("roles").set((eb) => ({
      permissions: eb.fn<string[]>("array_append", ["permissions", eb.val("records.import")]) as never,
    })).where("key", "=", "supervisor").execute();
    const id = await upload(text, { kind: "deal", as });
    const done = unwrap(await go(id, "run", as));
    assert.deepEqual([done.counters.created, done.counters.failed], [2, 1], "another team's agent gets none");
  });
});

Deno.test("tasks come in with their deals, people, ends and kinds in other words; a strange deal is told", async () => {
  await withSales(async (world) => {
    const { upload, go, stage } = world;
    unwrap(await go(await upload([HEAD, "77,Окна,New,1,,,,,,,"].join("\n"), { kind: "deal" }), "run"));
    const text = [
      "ID,Задача,Тип задачи,Статус,Крайний срок,Сделка,Дата завершения,Результат,Приоритет",
      "1,Позвонить,Связаться,Завершена,01.03.2026 12:00,77,02.03.2026 09:30,Договорились,Высокий",
      "2,Встретиться,Встреча,Новая,05.03.2026,окна,,,",
      "3,Чужая,Звонок,Новая,05.03.2026,99,,,",
    ].join("\n");
    const id = await upload(text, { kind: "task" });
    const checked = unwrap(await go(id, "check"));
    assert.deepEqual(checked.preview.map(({ action, errors }) => [action, ...errors.map(({ code }) => code)]), [
      ["create"],
      ["create"],
      ["fail", "import.error.no-deal"],
    ]);
    unwrap(await go(id, "run"));
    const [meet, call] = await all(world, "task");
    const [deal] = await all(world, "deal");
    assert.deepEqual([call.type, call.status, call.priority, call.result, call.deal], [
      "call",
      "done",
      "high",
      "Договорились",
      deal.id,
    ]);
    assert.equal(call.done, "2026-03-02T06:30:00.000Z");
    assert.deepEqual([meet.type, meet.status, meet.deal], ["meeting", "open", deal.id]);
    assert.equal(deal.nextTask, meet.due, "and the deal shows its next one");
    assert.equal(deal.stage, stage("New"));
    assert.equal(unwrap(await go(id, "undo")).undo!.deleted, 2);
    assert.equal((await all(world, "deal"))[0].nextTask, null, "which is none again when they are taken back");
  });
});

Deno.test("an export of deals and tasks gives every value back, in CSV and .xlsx, in both languages", async () => {
  await withSales(async (world) => {
    const { store, admin, agents: [agent], imports, stage, teams } = world;
    const product = unwrap(
      await createProduct(store, admin, { name: "GTX Pro", sku: "", price: { minor: 482_100, currency: "RUB" } }),
    );
    const [ann, bob] = await Promise.all(
      ["Ann", "Bob"].map(async (name) =>
        unwrap(await createRecord(store, admin, { kind: "contact", values: { name } })).id
      ),
    );
    const rub = (minor: number) => ({ minor, currency: "RUB" });
    const lines = [
      { product: product.id, name: "GTX Pro", quantity: 2, price: rub(500_050), discount: 10 },
      { product: null, name: "Set-up", quantity: 1.5, price: rub(100_00), discount: 0 },
    ];
    const own = { owner: agent.user, team: teams[0] };
    const first = unwrap(
      await createRecord(store, SYSTEM, {
        kind: "deal",
        values: {
          name: "Окна; и двери",
          lines,
          contacts: [ann, bob],
          closeDate: "2026-05-01",
          tags: ["a", "b"],
          ...own,
        },
      }),
    );
    unwrap(
      await updateRecord(store, SYSTEM, { kind: "deal", id: first.id, values: { stage: stage("Won"), note: "x\ny" } }),
    );
    unwrap(
      await createRecord(store, SYSTEM, {
        kind: "deal",
        values: { name: "Dollars", amount: { minor: 12_345, currency: "USD" }, probability: 70, ...own },
      }),
    );
    const task = {
      name: "Позвонить",
      type: "call",
      priority: "high",
      due: "2026-03-01T09:00:00.000Z",
      minutes: 30,
      deal: first.id,
      phone: "+79161112233",
      status: "done",
      result: "Да",
      ...own,
    };
    unwrap(await createRecord(store, SYSTEM, { kind: "task", values: task }));

    for (const format of ["csv", "xlsx"] as const) {
      for (const locale of ["ru", "en"] as const) {
        for (const kind of ["deal", "task"] as const) {
          const sort = { field: "name", desc: false };
          const tag = `${format}${locale}`;
          const query = {
            text: "",
            filter: [{ field: "tags", op: "none-of" as const, value: [tag] }],
            sort,
            archived: false,
          };
          const originals = (await all(world, kind)).filter(({ note }) => !`${note}`.includes("again"));
          const file = await exportRecords(store, admin, {
            kind,
            query: { ...query, filter: [] },
            format,
            separator: ";",
            locale,
            words: (key) => t(locale)(key),
          });
          const body = file.bytes;
          const { id } = unwrap(await imports.receive(admin, { kind, name: file.fileName, body }));
          unwrap(await imports.patch(admin, { id, options: { system: tag } }));
          await world.go(id, "run");
          const done = unwrap(await imports.get(admin, { id }));
          assert.equal(done.counters.failed, 0, JSON.stringify(done.mapping.columns.map(({ target }) => target)));
          const { rows } = {
            rows: await store.db.selectFrom(kind === "deal" ? "deals" : "tasks").select("id")
              .where("import_id", "=", id).execute(),
          };
          const back = await Promise.all(
            rows.map(async (row) => (await getRecord(store, admin, { kind, id: row.id }))!.values),
          );
          assert.deepEqual(
            back.map(comparable).sort(byName),
            originals.map(comparable).sort(byName),
            `${kind} ${format} ${locale}`,
          );
          unwrap(await world.go(id, "undo"));
        }
      }
    }
  });
});

/** What a file can hold: moments to the second, and nothing of who wrote it when; what names no source is from "Import". */
function comparable(values: Values): Values {
  const apart = new Set(["id", "updated", "movedBy", "creator", "doneBy", "nextTask", "rottenAt", "source"]);
  const rest = Object.fromEntries(Object.entries(values).filter(([key]) => !apart.has(key)));
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      typeof value === "string" && /^\d{4}-.*Z$/.test(value) ? value.replace(/\.\d+Z$/, "Z") : value,
    ]),
  );
}

const byName = (a: Values, b: Values) => `${a.name}` < `${b.name}` ? -1 : 1;
