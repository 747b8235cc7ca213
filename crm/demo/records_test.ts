import assert from "node:assert/strict";
import { sql } from "kysely";
import { DEFAULT_ROLES, SYSTEM, type UserId } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { seedDemo, seedDemoRecords } from "@/crm/demo/mod.ts";
import { taxId } from "@/crm/demo/companies.ts";
import { countRecords, KINDS, listRecords, listSchema, type RecordKind } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";

const NOW = Date.UTC(2026, 2, 12, 12);

for (const locale of ["ru", "en"] as const) {
  Deno.test(`a newcomer finds leads, companies and contacts with a past in ${locale}, at once and only once`, async () => {
    await withDatabase(async (store) => {
      assert.equal(await seedDemoRecords(store, { now: NOW }), 0, "no demo company, no leads");
      await seedDemo(store, { locale, loopback: true });
      const started = performance.now();
      const written = await seedDemoRecords(store, { now: NOW });
      const took = performance.now() - started;
      console.log(`${written} leads in ${Math.round(took)} ms`);
      assert.equal(await seedDemoRecords(store, { now: NOW }), 0, "once");
      const counts = Object.fromEntries(await Promise.all(KINDS.map(async (kind) => [kind, await count(store, kind)])));
      assert.deepEqual(counts, { lead: 412, contact: 208, company: 64, deal: counts.deal, task: counts.task });

      assert.ok(counts.deal > 250 && counts.task > 400, JSON.stringify(counts));

      const { rows: [facts] } = await sql<Record<string, number>>`select
        count(*) filter (where owner_id is null)::int as ownerless, count(*) filter (where first_response_at is null)::int
        as unanswered, count(distinct source_id)::int as sources, count(distinct owner_id)::int as owners,
        count(*) filter (where first_response_at < created_at)::int as impossible,
        count(*) filter (where first_response_at > ${new Date(NOW)} or created_at > ${new Date(NOW)})::int as future,
        count(*) filter (where created_at < ${new Date(NOW - 61 * 86_400_000)})::int as old,
        count(*) filter (where not demo)::int as unmarked,
        count(*) filter (where status = 'new' and first_response_at is not null)::int as odd,
        (count(distinct status))::int as statuses from leads`.execute(store.db);
      const { ownerless, unanswered, owners, ...rest } = facts;
      assert.deepEqual(rest, { sources: 5, impossible: 0, future: 0, old: 0, unmarked: 0, odd: 0, statuses: 5 });
      assert.ok(
        ownerless > 10 && ownerless < 120 && unanswered > 15 && unanswered < 130 && owners > 5,
        JSON.stringify(facts),
      );

      const { rows: doubles } = await sql<{ kind: string; n: number }>`select kind, count(*)::int as n from (
        select kind, point from record_points group by kind, point having count(*) > 1) twice group by kind order by kind`
        .execute(store.db);
      const twice = Object.fromEntries(doubles.map(({ kind, n }) => [kind, n]));
      assert.ok(twice.lead >= 10 && twice.contact >= 8 && twice.company >= 4, JSON.stringify(twice));

      const points = await store.db.selectFrom("record_points").select("point").execute();
      for (const { point } of points) {
        assert.match(point, /^\+7(495|499|812|343)0\d{6}$|\.example$/, "belongs to nobody");
      }
      const waiting = await sql<{ n: number }>`select count(*)::int as n from intake_requests`.execute(store.db);
      assert.equal(waiting.rows[0].n, 6, "the inbox has something to look at");
      const events = await sql<{ loud: number; n: number }>`select count(*) filter (where not quiet)::int as loud,
        count(*)::int as n from events where entity_kind = 'lead'`.execute(store.db);
      assert.equal(events.rows[0].loud, 0, "no automation takes the past for news");
      assert.ok(events.rows[0].n > 600);

      const anna = await store.db.selectFrom("users").select(["id", "team_id"]).where("login", "like", "a%")
        .orderBy("id").executeTakeFirstOrThrow();
      const access = {
        ...SYSTEM,
        user: anna.id as UserId,
        permissions: new Set(DEFAULT_ROLES.agent),
        teams: anna.team_id ? [anna.team_id] : [],
      };
      const own = await listRecords(store, access, { ...listSchema.parse({ limit: 200 }), kind: "lead" });
      assert.ok(own.rows.length > 30, `${own.rows.length} leads of the agent whom newcomers log in as`);
      assert.ok(own.rows.some((row) => row.values.c_interest && row.values.budget));
    });
  });
}

Deno.test("the seed alone decides the demo's leads, or two people talk about different screens", async () => {
  const leads = async () =>
    await withDatabase(async (store) => {
      await seedDemo(store, { locale: "ru", loopback: true });
      await seedDemoRecords(store, { now: NOW, seed: 3 });
      const { rows } =
        await sql`select name, phones, status, reason, tags, budget, custom, created_at, first_response_at
        from leads order by created_at, phones::text, name`.execute(store.db);
      return rows;
    });
  assert.deepEqual(await leads(), await leads());
});

Deno.test("a demo company's tax number fails its own check, so that it is no real company's", () => {
  const random = seeded(1);
  for (let n = 0; n < 200; n++) {
    const digits = [...taxId(random)].map(Number);
    const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    const control = weights.reduce((sum, weight, i) => sum + weight * digits[i], 0) % 11 % 10;
    assert.equal(digits.length, 10);
    assert.notEqual(control, digits[9]);
  }
});

async function count(store: Store, kind: RecordKind): Promise<number> {
  return await countRecords(store, SYSTEM, { ...listSchema.parse({}), kind });
}
