import assert from "node:assert/strict";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { createRecord, getRecord, insertRecords, readValue, schemaOf, type Values } from "@/crm/record/mod.ts";
import { createField, createFieldSchema } from "@/crm/fields/mod.ts";
import { withDatabase } from "@/store/testing.ts";

Deno.test("a record written among many is the one that would be written alone, or imports differ from forms", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    const field = (type: string) =>
      createFieldSchema.parse({
        kind: "lead",
        type,
        titleRu: type,
        titleEn: type,
        options: [{ titleRu: "А", titleEn: "A" }],
      });
    for (const type of ["number", "date", "checkbox", "select"]) unwrap(await createField(store, admin, field(type)));
    const schema = await schemaOf(store, "lead");
    const given: Record<string, unknown>[] = [
      {
        name: "Иван",
        phones: ["+79161234567", "+79031112233"],
        emails: ["A@b.ru"],
        tags: ["вип"],
        budget: "1 500,5",
        owner: agent.user,
      },
      {
        name: "Анна",
        c_number: "7",
        c_date: "01.02.2024",
        c_checkbox: "да",
        c_select: "А",
        doNotCall: true,
        status: "working",
      },
      { note: "только текст", website: "example.ru", c_checkbox: "нет" },
    ];
    const read = given.map((one): Values =>
      Object.fromEntries(
        Object.entries(one).map(([key, raw]) => {
          const value = readValue(schema.get(key)!, raw);
          assert.ok(value.ok, key);
          return [key, value.value];
        }),
      )
    );
    const createdAt = "2020-01-02T03:04:05.000Z";
    const many = await store.tx((trx) =>
      insertRecords(trx, admin, { kind: "lead", schema, rows: read.map((values) => ({ values, createdAt })) })
    );
    for (const [n, values] of given.entries()) {
      const alone = unwrap(await createRecord(store, admin, { kind: "lead", values }));
      const among = (await getRecord(store, admin, { kind: "lead", id: unwrap(many[n]).id }))!;
      const plain = ({ values: { created: _, updated: __, assigned, ...rest } }: typeof alone) => ({
        ...rest,
        assigned: !!assigned,
      });
      assert.deepEqual(plain(among), plain(alone));
      assert.equal(among.values.created, createdAt);
    }
    const points = await store.db.selectFrom("record_points").select("point").where("point", "=", "+79031112233")
      .execute();
    assert.equal(points.length, 2);
  });
});

Deno.test("rows that may not be given away are refused one by one, and their neighbours are written", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent, other] } = await company(store);
    const schema = await schemaOf(store, "lead");
    const rows = [agent.user, other.user, agent.user].map((owner, n) => ({ values: { name: `${n}`, owner } }));
    const results = await store.tx((trx) => insertRecords(trx, agent, { kind: "lead", schema, rows }));
    assert.deepEqual(results.map((one) => one.ok || one.code), [true, "records.error.not-assignable", true]);
    const names = await store.db.selectFrom("leads").select("name").orderBy("name").execute();
    assert.deepEqual(names.map(({ name }) => name), ["0", "2"]);
  });
});
