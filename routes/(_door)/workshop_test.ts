import assert from "node:assert/strict";
import { sql } from "kysely";
import { seedDemo, seedDemoHistory, seedDemoPast, seedDemoRecords } from "@/crm/demo/mod.ts";
import { addDays } from "@/ml/calendar/days.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import { PERMISSIONS, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { dayOf } from "./page.ts";
import { queueChoices, recordsChoices } from "./workshop.ts";

Deno.test("who picks a queue sees its past, its numbers and the model it has, and never an archived one", async () => {
  await withDatabase(async (store) => {
    await seedDemo(store, { locale: "ru", loopback: true });
    await seedDemoRecords(store);
    await seedDemoHistory(store);
    await seedDemoPast(store, { weeks: 5 });
    const access = { ...SYSTEM, permissions: new Set(PERMISSIONS) };
    const timeZone = "Europe/Moscow";
    const today = dayOf(Date.now(), timeZone);
    const asked = { models: [] as ModelRow[], today, timeZone };
    const all = await queueChoices(store, access, asked);
    assert.ok(all.length >= 3);
    assert.deepEqual(all.map(({ perDay }) => perDay), all.map(({ perDay }) => perDay).sort((a, b) => b! - a!));
    const [first] = all;
    // Every call of the last four weeks, over the days that had any; today is left out.
    const { rows: [{ calls, open }] } = await sql<{ calls: number; open: number }>`
      select count(*)::int as calls, count(distinct (started_at at time zone ${timeZone})::date)::int as open from calls
      where queue_id = ${first.id}::uuid and direction = 'inbound'
        and (started_at at time zone ${timeZone})::date between ${addDays(today, -28)}::date and ${
      addDays(today, -1)
    }::date`
      .execute(store.db);
    assert.equal(first.perDay, Math.round(calls / open));
    assert.ok(first.since !== null && first.since <= addDays(today, -34) && first.days >= 34);
    assert.ok(all.some(({ numbers }) => numbers.length > 0));

    const model = { id: "m", name: "M", queue: { id: first.id, name: first.name }, dataset: { from: "calls" } };
    await sql`update queues set archived_at = now() where id = ${all[1].id}::uuid`.execute(store.db);
    const later = await queueChoices(store, access, { ...asked, models: [model as ModelRow] });
    assert.deepEqual(later.find(({ id }) => id === first.id)?.model, { id: "m", name: "M" });
    assert.ok(!later.some(({ id }) => id === all[1].id));

    const records = await recordsChoices(store, []);
    assert.deepEqual(records.map(({ kind }) => kind), ["lead", "deal"]);
    const { rows: [deals] } = await sql<{ won: number; closed: number }>`
      select count(*) filter (where status = 'won')::int as won, count(*) filter (where status <> 'open')::int as closed
      from deals where archived_at is null`.execute(store.db);
    assert.deepEqual([records[1].won, records[1].closed], [deals.won, deals.closed]);
  });
});
