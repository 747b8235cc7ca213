import assert from "node:assert/strict";
import { sql } from "kysely";
import { withDatabase } from "@/store/testing.ts";
import { seedDemo, seedDemoRecords } from "@/crm/demo/mod.ts";

const NOW = Date.UTC(2026, 10, 12, 9);

Deno.test("the demo's deals have a past that agrees with itself, or reports and boards tell two stories", async () => {
  await withDatabase(async (store) => {
    await seedDemo(store, { locale: "ru", loopback: true });
    await seedDemoRecords(store, { now: NOW });
    const one = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(store.db)).rows[0];
    const facts = await one(sql<Record<string, number>>`select
      count(*) filter (where status = 'open')::int as open, count(*) filter (where status = 'won')::int as won,
      count(*) filter (where status = 'lost')::int as lost,
      count(*) filter (where (status = 'open') <> (closed_at is null))::int as odd,
      count(*) filter (where created_at > ${new Date(NOW)} or stage_since > ${new Date(NOW)})::int as future,
      count(*) filter (where status = 'open' and next_task_at is null)::int as idle,
      count(*) filter (where rotten_at < ${new Date(NOW)})::int as rotten from deals`);
    assert.ok(facts.open > 30 && facts.won > 30 && facts.lost > 30, JSON.stringify(facts));
    assert.ok(facts.idle > 1 && facts.rotten > 3, JSON.stringify(facts));
    assert.deepEqual([facts.odd, facts.future], [0, 0]);
    const ways = await one(sql<{ bad: number; broken: number }>`select
      (select count(*)::int from deals d where d.stage_id <> (select l.to_stage from stage_log l where l.deal_id = d.id
        order by l.at desc, l.id desc limit 1)) as bad,
      (select count(*)::int from (select from_stage, lag(to_stage) over (partition by deal_id order by at, id) as was
        from stage_log) l where from_stage is distinct from was) as broken`);
    assert.deepEqual(ways, { bad: 0, broken: 0 });
    const sums = await one(sql<{ wrong: number }>`select count(*)::int as wrong from
      (select stage_id, count(*) as n, sum((amount ->> 'minor')::bigint) as minor from deals group by 1) d
      full join (select stage_id, sum(deals) as n, sum(minor) as minor from deal_totals group by 1) t using (stage_id)
      where (d.n, d.minor) is distinct from (t.n, t.minor)`);
    assert.equal(sums.wrong, 0);
    const tasks = await one(sql<Record<string, number>>`select
      count(*) filter (where status = 'open' and due_at < ${new Date(NOW)})::int as overdue,
      count(*) filter (where status = 'open' and due_at >= ${new Date(NOW)})::int as ahead,
      count(*) filter (where status = 'done')::int as done, count(*) filter (where repeat <> '')::int as weekly,
      count(*) filter (where done_at > ${new Date(NOW)})::int as future from tasks`);
    assert.ok(tasks.overdue > 3 && tasks.ahead > 20 && tasks.done > 100 && tasks.weekly >= 10, JSON.stringify(tasks));
    assert.equal(tasks.future, 0);
  });
});
