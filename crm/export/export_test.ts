import assert from "node:assert/strict";
import { sql } from "kysely";
import { setCatalogue, t } from "@/locales/mod.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import type { Store } from "@/crm/records.ts";
import { openTable } from "@/crm/import/files/mod.ts";
import { exportRecords } from "@/crm/export/mod.ts";
import { createRecord, forgetSchemas } from "@/crm/record/mod.ts";

for (const [locale, catalogue] of Object.entries(await loadCatalogues())) setCatalogue(locale as "ru", catalogue);

async function exported(store: Store, access: Access, options: Partial<Parameters<typeof exportRecords>[2]> = {}) {
  const file = await exportRecords(store, access, {
    kind: "lead",
    query: { text: "", filter: [], sort: { field: "created", desc: false }, archived: false },
    format: "csv",
    separator: ";",
    locale: "ru",
    words: (key) => t("ru")(key),
    ...options,
  });
  const bytes = new Uint8Array(await new Response(file.bytes).arrayBuffer());
  const table = unwrap(
    await openTable({ name: file.fileName, size: bytes.length, stream: () => new Blob([bytes]).stream() }),
  );
  const rows: string[][] = [];
  for await (const batch of table.rows()) rows.push(...batch.rows.map((row) => row.cells));
  return { header: table.header, rows, text: new TextDecoder().decode(bytes) };
}

Deno.test("a file holds what the person sees in the list, in words, and can be read again: nothing more leaves the house", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents: [agent, stranger], analyst } = await company(store);
    await store.db.insertInto("fields").values({
      id: crypto.randomUUID(),
      kind: "lead",
      key: "c_plan",
      type: "select",
      title_ru: "Тариф",
      title_en: "Plan",
      options: JSON.stringify([{ value: "pro", titleRu: "Профи", titleEn: "Pro" }]),
    }).execute();
    forgetSchemas(store);
    const values = {
      name: "=HYPERLINK(1)",
      phones: "+79161234567, 84950001122",
      budget: "1500,50",
      tags: "vip, опт",
      status: "working",
      c_plan: "pro",
      doNotCall: true,
    };
    unwrap(await createRecord(store, agent, { kind: "lead", values }));
    unwrap(await createRecord(store, stranger, { kind: "lead", values: { name: "Чужой" } }));
    for (const format of ["csv", "xlsx"] as const) {
      const { header, rows } = await exported(store, boss, { format });
      assert.equal(rows.length, 1, "another team's lead is not in it");
      const cell = (title: string) => rows[0][header.indexOf(title)];
      assert.deepEqual(
        ["Имя", "Телефоны", "Метки", "Статус", "Тариф", "Ответственный", "Не звонить"].map(cell),
        ["=HYPERLINK(1)", "+79161234567, +74950001122", "vip, опт", "В работе", "Профи", "agent1", "Да"],
        format,
      );
      assert.match(cell("Бюджет"), /^1500[.,]50?$/);
    }
    const { text } = await exported(store, boss);
    assert.ok(!/(^|;)"?=HYPERLINK/m.test(text), "Excel must not run what a stranger typed into a form");

    const some = await exported(store, boss, { columns: ["name", "nothing", "phones"] });
    assert.deepEqual(some.header, ["ID", "Имя", "Телефоны"]);
    const masked: Access = {
      ...boss,
      permissions: new Set([...boss.permissions].filter((one) => one !== "phones.full")),
      fields: new Map([["lead.budget", "hidden"]]),
    };
    const poor = await exported(store, masked);
    assert.ok(!poor.header.includes("Бюджет"));
    assert.ok(!poor.text.includes("1234567"));
    await assert.rejects(() => exported(store, agent), { permission: "leads.export" });
    assert.equal((await exported(store, analyst)).rows.length, 2);
    const audit = await store.db.selectFrom("audit").select(["actor", "after"]).where("action", "=", "lead.exported")
      .orderBy("at").execute();
    assert.deepEqual(audit.map((row) => [row.actor, row.after?.count]).at(-1), [analyst.user, 2]);
    await assert.rejects(
      () =>
        exported(store, boss, {
          query: {
            text: "",
            filter: [{ field: "zzz", op: "empty" }],
            sort: { field: "created", desc: true },
            archived: false,
          },
        }),
      { name: "BadInputError" },
    );
  });
});

Deno.test("deals go out with the names of stages, people and products, or a file of them is a list of ids", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "ru");
    const contact = unwrap(await createRecord(store, SYSTEM, { kind: "contact", values: { name: "Анна" } }));
    const lines = [
      { product: null, name: "Монтаж", quantity: 2, price: "1500 RUB", discount: 10 },
      { product: null, name: "Кабель", quantity: 1, price: "300 RUB" },
    ];
    const values = { name: "Дом", contacts: [contact.id], lines, closeDate: "2027-01-31" };
    unwrap(await createRecord(store, SYSTEM, { kind: "deal", values }));
    for (const format of ["csv", "xlsx"] as const) {
      const { header, rows } = await exported(store, SYSTEM, { kind: "deal", format });
      const cell = (title: string) => rows[0][header.indexOf(title)];
      assert.deepEqual(
        ["Воронка", "Этап", "Контакты", "Товары", "Статус"].map(cell),
        ["Продажи", "Новая", "Анна", "Монтаж × 2 × 1500 − 10%; Кабель × 1 × 300", "Открыта"],
        format,
      );
      assert.match(cell("Сумма"), /^3000([.,]00?)?$/);
    }
    const reminders = [{ minutes: 15, channels: ["app", "email"] }];
    unwrap(await createRecord(store, SYSTEM, { kind: "task", values: { name: "Позвонить", reminders } }));
    const { header, rows } = await exported(store, SYSTEM, { kind: "task" });
    assert.equal(rows[0][header.indexOf("Напоминания")], "15 (app, email)");
  });
});

Deno.test("a long file comes page by page, each row once, and one who goes away half-way leaves his trace", async () => {
  await withDatabase(async (store) => {
    await sql`insert into leads (id, name, created_at) select gen_random_uuid(), 'L' || i, now() - i * interval '1 s'
      from generate_series(1, 2500) i`.execute(store.db);
    const { rows, header } = await exported(store, SYSTEM);
    assert.equal(new Set(rows.map((row) => row[header.indexOf("ID")])).size, 2_500);
    const file = await exportRecords(store, SYSTEM, {
      kind: "lead",
      query: { text: "", filter: [], sort: { field: "name", desc: false }, archived: false },
      format: "csv",
      separator: ",",
      locale: "en",
      words: (key) => t("en")(key),
    });
    const reader = file.bytes.getReader();
    for (let n = 0; n < 2; n++) await reader.read();
    await reader.cancel();
    const audit = await store.db.selectFrom("audit").select("after").where("action", "=", "lead.exported").execute();
    assert.deepEqual(audit.map((row) => row.after?.count).sort(), [1_000, 2_500]);
  });
});
