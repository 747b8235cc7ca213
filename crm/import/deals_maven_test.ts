/**
 * A year of sales as a customer brings it: accounts, a catalogue, 8,800 deals of 30 people with the days of their stages,
 * and 1,480 deals whose product is spelt otherwise than in the catalogue. What lists and logs count is what the file
 * holds. With DEALS_MAVEN (a folder) the files of Maven Analytics' "CRM Sales Opportunities" are read instead of ours.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { unwrap } from "@/crm/result.ts";
import { person } from "@/crm/testing.ts";
import { SYSTEM } from "@/store/access.ts";
import { createTeam } from "@/crm/people/teams.ts";
import { createProduct, createStage, seedPipeline } from "@/crm/pipeline/mod.ts";
import { withImports } from "@/crm/import/testing.ts";
import { type Files, filesOf, sums } from "@/crm/import/testing_deals.ts";

const files: Files = await filesOf(Deno.env.get("DEALS_MAVEN"));

Deno.test("8,800 deals come in with their days, stages and people: reports show the file's own totals", async () => {
  await withImports(async ({ store, imports, upload, go, admin }) => {
    await seedPipeline(store, "en");
    const pipeline = (await store.db.selectFrom("pipelines").select("id").executeTakeFirstOrThrow()).id;
    const teams = new Map<string, string>();
    for (const { sales_agent: name, regional_office: region } of files.people) {
      const team = teams.get(region) ?? unwrap(await createTeam(store, SYSTEM, { name: region }));
      teams.set(region, team);
      const { user } = await person(store, name.toLowerCase().replaceAll(/[^a-z]/g, ""), { role: "agent", team });
      await store.db.updateTable("users").set({ name }).where("id", "=", user).execute();
    }
    for (const { product: name, sales_price } of files.products) {
      const price = { minor: Number(sales_price) * 100, currency: "USD" };
      unwrap(await createProduct(store, admin, { name, sku: "", price }));
    }
    const accounts = await upload(files.text.accounts, { kind: "company", name: "accounts.csv" });
    assert.equal(unwrap(await go(accounts, "run")).counters.created, files.accounts.length);

    const id = await upload(files.text.deals, { kind: "deal", name: "sales_pipeline.csv" });
    const { mapping } = unwrap(await imports.get(admin, { id }));
    assert.deepEqual(mapping.columns.map(({ target }) => target), [
      { to: "external-id" },
      { to: "owner" },
      { to: "product", part: "name" },
      { to: "company" },
      { to: "field", field: "stage" },
      { to: "entered", stage: "Engaging" },
      { to: "moment", field: "closed" },
      { to: "field", field: "amount" },
    ], "understood without a click");
    unwrap(await imports.patch(admin, { id, options: { timeZone: "UTC", currency: "USD" } }));
    let checked = unwrap(await go(id, "check"));
    assert.deepEqual(
      checked.check!.unknown[4].map(({ value }) => value).sort(),
      ["Engaging", "Prospecting"],
      "stages that the pipeline has not are told",
    );
    for (const name of ["Prospecting", "Engaging"]) {
      unwrap(await createStage(store, admin, stageInput(pipeline, name)));
    }
    checked = unwrap(await go(id, "check"));
    assert.equal(checked.check!.counters.failed, 0);
    const strange = files.deals.filter(({ product }) => product === "GTXPro").length;
    assert.deepEqual(checked.check!.unknown[2], [{ value: "GTXPro", count: strange, like: "GTX Pro" }], "proposed");
    const mended = checked.mapping.columns.map((column, at) =>
      at === 2 ? { ...column, values: { GTXPro: "GTX Pro" } } : column
    );
    unwrap(await imports.patch(admin, { id, mapping: { columns: mended } }));

    const began = performance.now();
    const done = unwrap(await go(id, "run"));
    const seconds = (performance.now() - began) / 1_000;
    console.log(
      `      ${Math.round(files.deals.length / seconds)} deals/s, ${Math.round(Deno.memoryUsage().rss / 1e6)} MB`,
    );
    assert.deepEqual([done.state, done.counters.created, done.counters.failed], ["done", files.deals.length, 0]);

    const { deals } = files;
    const productOf = (name: string) => name === "GTXPro" ? "GTX Pro" : name;
    const regionOf = new Map(files.people.map((one) => [one.sales_agent, one.regional_office]));
    const won = deals.filter((deal) => deal.deal_stage === "Won");
    const value = (deal: { close_value: string }) => Number(deal.close_value || 0);
    assert.deepEqual(await ours(`s.name`, `true`, `count(*)`), sums(deals, (deal) => deal.deal_stage, () => 1));
    assert.deepEqual(
      await ours(`to_char(d.closed_at at time zone 'UTC', 'YYYY-MM')`),
      sums(won, (one) => one.close_date.slice(0, 7), value),
    );
    assert.deepEqual(await ours(`u.name`), sums(won, (deal) => deal.sales_agent, value));
    assert.deepEqual(await ours(`t.name`), sums(won, (deal) => regionOf.get(deal.sales_agent)!, value));
    assert.deepEqual(await ours(`d.lines -> 0 ->> 'name'`), sums(won, (deal) => productOf(deal.product), value));
    assert.deepEqual(await ours(`d.company`), sums(won, (deal) => deal.account, value));
    const linked = await store.db.selectFrom("deals").select((eb) => eb.fn.countAll<string>().as("n"))
      .where("company_id", "is not", null).executeTakeFirstOrThrow();
    assert.equal(Number(linked.n), deals.filter(({ account }) => account !== "").length);
    const unpriced = await sql<{ n: number }>`select count(*)::int as n from deals d, jsonb_array_elements(d.lines) l
      where l ->> 'product' is null or (l #>> '{price,minor}')::bigint <> (d.amount ->> 'minor')::bigint`.execute(
      store.db,
    );
    assert.equal(unpriced.rows[0].n, 0, "each line is of the catalogue and makes the deal's amount");

    // The log tells the way of each: Engaging on its day, the end on its own, and how long it took.
    const { rows: log } = await sql<{ id: string; way: string; created: string; days: number | null }>`
      select x.external_id as id, to_char(d.created_at at time zone 'UTC', 'YYYY-MM-DD') as created,
        string_agg(s.name || ' ' || to_char(l.at at time zone 'UTC', 'YYYY-MM-DD'), ', ' order by l.at, l.id) as way,
        max(l.seconds)::float8 / 86400 as days
      from deals d join record_links x on x.record_id = d.id join stage_log l on l.deal_id = d.id
      join stages s on s.id = l.to_stage group by 1, 2`.execute(store.db);
    const days = (deal: { engage_date: string; close_date: string }) =>
      (Date.parse(deal.close_date) - Date.parse(deal.engage_date)) / 86_400_000;
    const byId = new Map(log.map((row) => [row.id, row]));
    for (const deal of deals) {
      const row = byId.get(deal.opportunity_id)!;
      if (deal.deal_stage === "Prospecting") continue;
      const closed = deal.close_date === "" ? "" : `, ${deal.deal_stage} ${deal.close_date}`;
      assert.deepEqual([row.way, row.created, row.days], [
        `Engaging ${deal.engage_date}${closed}`,
        deal.engage_date,
        closed === "" ? null : days(deal),
      ], deal.opportunity_id);
    }
    const { rows: columns } = await sql<{ key: string; n: number }>`select s.name as key, sum(t.deals)::int as n
      from deal_totals t join stages s on s.id = t.stage_id group by 1 having sum(t.deals) <> 0`.execute(store.db);
    assert.deepEqual(
      Object.fromEntries(columns.map(({ key, n }) => [key, n])),
      sums(deals, (deal) => deal.deal_stage, () => 1),
      "the board's columns",
    );
    assert.equal(
      (await store.db.selectFrom("events").select("id").where("quiet", "=", false)
        .where("type", "=", "deal.created").execute()).length,
      0,
      "automation was off",
    );

    // Once more, and not one is doubled; then back, without a trace.
    const again = await upload(files.text.deals, { kind: "deal" });
    unwrap(await imports.patch(admin, { id: again, options: { timeZone: "UTC", currency: "USD" } }));
    assert.deepEqual(unwrap(await go(again, "run")).counters.skipped, deals.length);
    const undone = unwrap(await go(id, "undo"));
    assert.deepEqual(undone.undo, { deleted: deals.length, restored: 0, kept: 0 });
    for (const table of ["deals", "stage_log"] as const) {
      assert.equal((await store.db.selectFrom(table).select("id").execute()).length, 0, table);
    }
    const { rows: [{ left }] } = await sql<{ left: number }>`select coalesce(sum(deals), 0)::int as left
      from deal_totals`.execute(store.db);
    assert.equal(left, 0);

    async function ours(key: string, where = `s.type = 'won'`, what = `sum((d.amount ->> 'minor')::float8) / 100`) {
      const { rows } = await sql<{ key: string; n: number }>`
        select ${sql.raw(key)} as key, ${sql.raw(what)}::float8 as n from deals d join stages s on s.id = d.stage_id
        left join users u on u.id = d.owner_id left join teams t on t.id = d.team_id
        where d.archived_at is null and ${sql.raw(where)} group by 1`.execute(store.db);
      return Object.fromEntries(rows.map((row) => [row.key, row.n]));
    }
  });
});

const stageInput = (pipeline: string, name: string) => ({
  pipeline,
  name,
  colour: "slate" as const,
  probability: 10,
  type: "open" as const,
  rottenDays: null,
  required: [],
  wipLimit: null,
});
