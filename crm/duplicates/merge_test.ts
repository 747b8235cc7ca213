import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { sql } from "kysely";
import { callRecord, company } from "@/crm/testing.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { giveConsent } from "@/crm/consents/mod.ts";
import { type ContactableKind, createRecord, getRecord, updateRecord } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { addNote, readTimeline } from "@/crm/timeline/mod.ts";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { mergeRecords, mergeSchema, previewMerge, undoMerge } from "@/crm/duplicates/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const ask = (kind: ContactableKind, survivor: string, others: string[], take: Record<string, string> = {}) => ({
  ...mergeSchema.parse({ survivor, others, take }),
  kind,
});

async function make(store: Store, kind: ContactableKind, values: Record<string, unknown>, access: Access = SYSTEM) {
  return unwrap(await createRecord(store, access, { kind, values }));
}

/** Everything that a merge may touch, without what only grows (versions and times of change). */
async function world(store: Store): Promise<unknown> {
  const tables = ["leads", "contacts", "companies", "record_links", "consents", "notes", "calls", "duplicate_pairs"];
  const rows = await Promise.all(tables.map(async (table) => {
    const { rows } = await sql<{ row: Record<string, unknown> }>`select to_jsonb(t) - 'version' - 'updated_at' as row
      from ${sql.table(table)} t order by 1`.execute(store.db);
    return [table, rows.map(({ row }) => row)];
  }));
  const { rows: points } = await sql`select * from record_points order by 1, 2, 3`.execute(store.db);
  return { ...Object.fromEntries(rows), points };
}

Deno.test("a merge unites numbers, asks where two differ, and takes calls, notes, consents and links along", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents: [agent] } = await company(store);
    const firm = await make(store, "company", { name: "Ромашка" });
    const a = await make(store, "contact", { name: "Анна Петрова", phones: ["+79161112233"], city: "Москва" });
    const b = await make(store, "contact", {
      name: "Анна Петрова",
      phones: ["+79161112233", "+79162223344"],
      city: "Тверь",
      companyLink: firm.id,
      doNotCall: true,
    });
    const lead = await make(store, "lead", { name: "Заявка", contact: b.id });
    await writeCalls(store, [callRecord("c1", { number: "+79162223344", agent: agent.user, contact: b.id })]);
    unwrap(await addNote(store, boss, { kind: "contact", id: b.id, body: "любит чай" }));
    unwrap(
      await giveConsent(store, boss, {
        kind: "contact",
        id: b.id,
        channel: "sms",
        granted: true,
        manner: "paper",
        proof: "",
      }),
    );
    await store.db.insertInto("record_links")
      .values({ system: "amo", kind: "contact", external_id: "7", record_id: b.id }).execute();

    const preview = unwrap(
      await previewMerge(store, boss, { kind: "contact", survivor: a.id, others: [b.id], take: {} }),
    );
    assert.deepEqual(preview.undecided, ["city"]);
    assert.equal(code(await mergeRecords(store, boss, ask("contact", a.id, [b.id]))), "duplicates.error.undecided");
    const done = unwrap(await mergeRecords(store, boss, ask("contact", a.id, [b.id], { city: b.id })));
    const { values } = done.record;
    assert.deepEqual((values.phones as { value: string }[]).map((one) => one.value), ["+79161112233", "+79162223344"]);
    assert.deepEqual(
      [values.city, values.companyLink, values.company, values.doNotCall],
      ["Тверь", firm.id, "Ромашка", true],
    );
    assert.equal((await getRecord(store, SYSTEM, { kind: "contact", id: b.id }))?.archived, true);
    assert.equal((await getRecord(store, SYSTEM, { kind: "lead", id: lead.id }))?.values.contact, a.id);
    const timeline = await readTimeline(store, boss, { kind: "contact", id: a.id, limit: 50, show: "all" });
    const seen = timeline!.rows.map((entry) => entry.source === "change" ? entry.what : entry.source);
    for (const what of ["merged", "note", "consent", "call"]) assert.ok(seen.includes(what), `${what} in ${seen}`);
    const link = await store.db.selectFrom("record_links").select("record_id").executeTakeFirst();
    assert.equal(link?.record_id, a.id);
    const types = await store.db.selectFrom("events").select(["type", "entity_id"]).where("type", "in", [
      "contact.merged",
      "contact.deleted",
    ]).orderBy("type").execute();
    assert.deepEqual(types.map(({ type, entity_id }) => [type, entity_id]), [
      ["contact.deleted", b.id],
      ["contact.merged", a.id],
    ]);
  });
});

Deno.test("undoing a merge keeps what was changed since, names it, and is done once", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents: [agent] } = await company(store);
    const a = await make(store, "company", { name: "Лён", phones: ["+74950000001"] });
    const b = await make(store, "company", { name: "Лён", phones: ["+74950000002"], city: "Омск" });
    const contact = await make(store, "contact", { name: "Юля", companyLink: b.id });
    const { merge } = unwrap(await mergeRecords(store, boss, ask("company", a.id, [b.id])));
    unwrap(await updateRecord(store, boss, { kind: "company", id: a.id, values: { city: "Томск" } }));
    await assert.rejects(async () => await undoMerge(store, agent, { id: merge }), { permission: "records.merge" });
    const back = unwrap(await undoMerge(store, boss, { id: merge }));
    assert.deepEqual(back, { restored: [b.id], kept: ["city"] });
    const [one, other] = await Promise.all([a, b].map(({ id }) => getRecord(store, SYSTEM, { kind: "company", id })));
    assert.deepEqual((one!.values.phones as unknown[]).length, 1);
    assert.equal(one!.values.city, "Томск");
    assert.equal(other!.archived, false);
    assert.equal((await getRecord(store, SYSTEM, { kind: "contact", id: contact.id }))?.values.companyLink, b.id);
    assert.equal(code(await undoMerge(store, boss, { id: merge })), "duplicates.error.no-merge");
  });
});

Deno.test("nobody merges what is not theirs to change, or a colleague's customers are taken over", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss, other], agents: [agent], teams } = await company(store);
    const mine = await make(store, "lead", { name: "Пётр", team: teams[0] });
    const theirs = await make(store, "lead", { name: "Пётр", team: teams[1] });
    const both = ask("lead", mine.id, [theirs.id]);
    assert.equal(code(await mergeRecords(store, boss, both)), "records.error.no-record");
    assert.equal(code(await previewMerge(store, other, both)), "records.error.no-record");
    await assert.rejects(async () => await mergeRecords(store, agent, both), { permission: "records.merge" });
    assert.equal(code(await mergeRecords(store, boss, ask("lead", mine.id, [mine.id]))), "duplicates.error.itself");
    const decided = ask("lead", mine.id, [theirs.id], { team: mine.id });
    const { merge } = unwrap(await mergeRecords(store, SYSTEM, decided));
    assert.equal(code(await undoMerge(store, other, { id: merge })), "records.error.no-record");
    const twice = await mergeRecords(store, SYSTEM, both);
    assert.equal(code(twice), "records.error.no-record", "a merged record is not merged again");
  });
});

Deno.test("of two merges at once one wins, and an edit meanwhile is never overwritten unseen", async () => {
  await withDatabase(async (store) => {
    await company(store);
    for (let round = 0; round < 6; round++) {
      const [a, b, c] = await Promise.all(["x", "x", "x"].map((name) => make(store, "contact", { name })));
      const merges = await Promise.all([
        mergeRecords(store, SYSTEM, ask("contact", a.id, [b.id])),
        mergeRecords(store, SYSTEM, ask("contact", b.id, [a.id])),
        mergeRecords(store, SYSTEM, ask("contact", c.id, [b.id])),
      ]);
      const won = merges.filter(({ ok }) => ok).length;
      const rows = await store.db.selectFrom("contacts").select("archived_at").where("id", "in", [a.id, b.id, c.id])
        .execute();
      assert.equal(rows.filter(({ archived_at }) => archived_at !== null).length, won, JSON.stringify(merges));
      assert.ok(won >= 1);
    }
    const [a, b] = await Promise.all(["y", "y"].map((name) => make(store, "contact", { name })));
    const seen = { [a.id]: a.version, [b.id]: b.version };
    const [edit, merge] = await Promise.all([
      updateRecord(store, SYSTEM, { kind: "contact", id: b.id, values: { city: "Пермь" } }),
      mergeRecords(store, SYSTEM, { ...ask("contact", a.id, [b.id]), versions: seen }),
    ]);
    const survivor = await getRecord(store, SYSTEM, { kind: "contact", id: a.id });
    // Either the edit came first and the merge was told, or the merge came first and the edit was.
    assert.deepEqual([edit.ok, merge.ok].filter(Boolean).length, 1);
    assert.equal(survivor?.values.city ?? null, null);
  });
});

Deno.test("a merge that is undone leaves everything as it was, whatever the records held", async () => {
  await withDatabase(async (store) => {
    await company(store);
    const word = fc.constantFrom("", "Омск", "Тверь", "омск");
    const phone = fc.constantFrom("+79160000001", "+79160000002", "8 916 000-00-03");
    const values = fc.record({
      name: fc.constantFrom("Анна", "Пётр", ""),
      city: word,
      note: word,
      phones: fc.array(fc.record({ value: phone, label: word }), { maxLength: 3 }),
      emails: fc.array(fc.constantFrom("a@x.ru", "b@x.ru"), { maxLength: 2 }),
      tags: fc.array(fc.constantFrom("vip", "opt"), { maxLength: 2 }),
      doNotCall: fc.boolean(),
    });
    const kinds = fc.constantFrom<ContactableKind>("lead", "contact", "company");
    await fc.assert(
      fc.asyncProperty(kinds, fc.array(values, { minLength: 2, maxLength: 4 }), fc.nat(), async (kind, all, seed) => {
        const records = [];
        for (const one of all) records.push(await make(store, kind, one));
        const other = records[1];
        if (kind === "contact") await make(store, "lead", { name: "l", contact: other.id });
        if (kind === "company") await make(store, "contact", { name: "c", companyLink: other.id, company: "Старое" });
        unwrap(await addNote(store, SYSTEM, { kind, id: other.id, body: "n" }));
        await store.db.insertInto("record_links")
          .values({ system: "s", kind, external_id: other.id, record_id: other.id }).execute();
        const before = await world(store);
        const ids = records.map(({ id }) => id);
        const plan = unwrap(
          await previewMerge(store, SYSTEM, { kind, survivor: ids[0], others: ids.slice(1), take: {} }),
        );
        const take = Object.fromEntries(plan.undecided.map((field, n) => [field, ids[(seed + n) % ids.length]]));
        const { merge } = unwrap(await mergeRecords(store, SYSTEM, ask(kind, ids[0], ids.slice(1), take)));
        assert.notDeepEqual(await world(store), before);
        const undone = unwrap(await undoMerge(store, SYSTEM, { id: merge }));
        assert.deepEqual(undone.kept, []);
        assert.deepEqual(await world(store), before);
      }),
      { numRuns: 40 },
    );
  });
});
