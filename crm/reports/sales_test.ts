/**
 * Sales reports on a real PostgreSQL: what they say is what the files of a year of sales hold, counted apart from SQL.
 * `DEALS_MAVEN=…` takes the files of the well-known sample (maven_*.csv) instead of made ones.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { company, person } from "@/crm/testing.ts";
import { type Deal, filesOf, sums } from "@/crm/import/testing_deals.ts";
import { createField } from "@/crm/fields/mod.ts";
import { countRecords, createRecord, listSchema, updateRecord } from "@/crm/record/mod.ts";
import { listPipelines, seedPipeline } from "@/crm/pipeline/mod.ts";
import type { Store } from "@/crm/records.ts";
import { BadInputError, unwrap } from "@/crm/result.ts";
import { type Access, ForbiddenError, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { dimensionsOf, salesFilterSchema, salesReport } from "@/crm/reports/mod.ts";
import { cents, plant, productOf } from "@/crm/reports/testing.ts";

const report = (store: Store, access: Access, filter: Record<string, unknown>) =>
  salesReport(store, access, { filter: salesFilterSchema.parse(filter), locale: "en" });
const YEARS = { from: "2016-10-01", to: "2018-12-31", currency: "USD" };

Deno.test("a year of sales in the report is the year that the files hold: by month, person, product and team", async () => {
  const files = await filesOf(Deno.env.get("DEALS_MAVEN"));
  await withDatabase(async (store) => {
    const world = await plant(store, files);
    const started = performance.now();
    const found = await report(store, SYSTEM, { ...YEARS, by: "team" });
    console.log(`${files.deals.length} deals: ${Math.round(performance.now() - started)} ms`);
    const of = (stage: string) => files.deals.filter((deal) => deal.deal_stage === stage);
    const [won, lost] = [of("Won"), of("Lost")];
    const value = (deal: Deal) => cents(deal.close_value);
    const { totals } = found;
    const wonSum = won.reduce((sum, deal) => sum + value(deal), 0);
    console.log(`won ${won.length} of ${wonSum / 100}, lost ${lost.length}`);
    assert.deepEqual([totals.won, totals.lost.deals], [{ deals: won.length, minor: wonSum }, lost.length]);
    assert.equal(totals.open.deals, files.deals.length - won.length - lost.length);
    assert.equal(totals.winRate, won.length / (won.length + lost.length));
    assert.equal(totals.average, Math.round(wonSum / won.length));
    const days = won.map((deal) => (Date.parse(deal.close_date) - Date.parse(deal.engage_date)) / 86_400_000);
    const mean = days.reduce((a, b) => a + b, 0) / days.length;
    assert.ok(Math.abs(totals.cycleDays!.mean - mean) < 1e-6);
    const speed = totals.openAtEnd * totals.average! * totals.winRate! / mean;
    assert.equal(totals.velocity, Math.round(speed));

    const plain = (record: Record<string, number>) => Object.entries(record).sort(([a], [b]) => a < b ? -1 : 1);
    const filled = (rows: [string, number][]) => rows.filter(([, number]) => number > 0);
    const month = (deal: Deal) => deal.close_date.slice(0, 7);
    const months = (pick: (row: typeof found.months[number]) => number): [string, number][] =>
      filled(found.months.map((row) => [row.month, pick(row)]));
    assert.deepEqual(months((row) => row.won.deals), plain(sums(won, month, () => 1)));
    assert.deepEqual(months((row) => row.won.minor!), plain(sums(won, month, value)));
    assert.deepEqual(months((row) => row.lost.deals), plain(sums(lost, month, () => 1)));

    const named = (rows: { key: string | null; won: { deals: number; minor: number | null } }[]) =>
      rows.map(({ key, won }): [string, number] => [found.names[key!], won.minor!]).sort(([a], [b]) => a < b ? -1 : 1);
    const agent = (deal: Deal) => deal.sales_agent;
    assert.deepEqual(filled(named(found.people)), filled(plain(sums(won, agent, value))));
    const office = new Map(files.people.map((one) => [one.sales_agent, one.regional_office]));
    assert.deepEqual(filled(named(found.groups)), plain(sums(won, (deal) => office.get(deal.sales_agent)!, value)));
    const sold = found.products.map(({ name, won }): [string, number] => [name, won.minor!]);
    const byProduct = plain(sums(won, (deal) => productOf(deal.product), value));
    assert.deepEqual(sold.filter(([, minor]) => minor > 0).sort(([a], [b]) => a < b ? -1 : 1), byProduct);

    // The list that a person is led to shows as many deals as the report says.
    const owner = found.people[0].key;
    const one = await report(store, SYSTEM, { ...YEARS, owner, from: "2017-03-01", to: "2017-03-31" });
    const filter = [
      ...one.conditions!,
      { field: "status", op: "is" as const, value: "won" },
      { field: "closed", op: "between" as const, value: ["2017-03-01", "2017-03-31"] },
    ];
    const list = listSchema.parse({ filter });
    assert.equal(await countRecords(store, SYSTEM, { ...list, kind: "deal" }), one.totals.won.deals);
    const mine = won.filter((deal) => world.people.get(deal.sales_agent) === owner && month(deal) === "2017-03");
    assert.equal(one.totals.won.deals, mine.length);
    const [box] = [...world.products];
    const sliced = await report(store, SYSTEM, { ...YEARS, slice: "product", value: box[1] });
    assert.equal(sliced.totals.won.deals, won.filter((deal) => productOf(deal.product) === box[0]).length);
  });
});

async function scene(work: (store: Store, people: Awaited<ReturnType<typeof company>>) => Promise<void>) {
  await withDatabase(async (store) => {
    const people = await company(store);
    await seedPipeline(store, "en");
    await work(store, people);
  });
}

const RUB = (minor: number) => ({ minor, currency: "RUB" });
const stagesOf = async (store: Store) => (await listPipelines(store, SYSTEM))[0].stages;

async function deal(store: Store, values: Record<string, unknown>, createdAt?: string): Promise<string> {
  const at = createdAt === undefined ? undefined : new Date(createdAt);
  const input = { kind: "deal" as const, values: { name: "Deal", ...values }, trusted: true, createdAt: at };
  return unwrap(await createRecord(store, SYSTEM, input)).id;
}

Deno.test("a deal won in the last hour of a month by the site's clock counts in that month", () =>
  scene(async (store) => {
    await sql`update site_settings set time_zone = 'Asia/Vladivostok'`.execute(store.db);
    const won = (await stagesOf(store)).find(({ type }) => type === "won")!.id;
    // 23:30 on the 31st and 00:30 on the 1st, ten hours ahead of UTC.
    for (const at of ["2026-01-31T13:30:00.000Z", "2026-01-31T14:30:00.000Z"]) {
      await deal(store, { stage: won, stageSince: at, amount: RUB(100) }, at);
    }
    const found = await report(store, SYSTEM, { from: "2026-01-01", to: "2026-02-28" });
    assert.deepEqual(found.months.map(({ month, won, created }) => [month, won.deals, created]), [
      ["2026-01", 1, 1],
      ["2026-02", 1, 1],
    ]);
    const january = await report(store, SYSTEM, { from: "2026-01-01", to: "2026-01-31" });
    assert.equal(january.totals.won.deals, 1);
  }));

Deno.test("people see figures of the deals in their reach and of no others", () =>
  scene(async (store, { agents, supervisors, teams, analyst }) => {
    const won = (await stagesOf(store)).find(({ type }) => type === "won")!.id;
    const at = "2026-03-05T10:00:00.000Z";
    for (const [n, agent] of agents.entries()) {
      for (let i = 0; i <= n; i++) {
        await deal(store, { stage: won, stageSince: at, amount: RUB(100), owner: agent.user, team: teams[n] }, at);
      }
    }
    const period = { from: "2026-03-01", to: "2026-03-31" };
    const count = async (access: Access) => (await report(store, access, period)).totals.won.deals;
    assert.deepEqual(await Promise.all([agents[0], agents[1], supervisors[0], analyst].map(count)), [1, 2, 1, 3]);
    const foreign = await report(store, agents[0], { ...period, owner: agents[1].user });
    assert.deepEqual([foreign.totals.won.deals, foreign.people, foreign.products.length], [0, [], 0]);
    const stranger = { ...analyst, permissions: new Set(["leads.view.all" as const]) };
    await assert.rejects(report(store, stranger, period), ForbiddenError);
  }));

Deno.test("amounts, owners and companies that are hidden from a person are not told by sums and groups", () =>
  scene(async (store, { analyst }) => {
    const won = (await stagesOf(store)).find(({ type }) => type === "won")!.id;
    await deal(store, { stage: won, stageSince: "2026-03-05T10:00:00Z", amount: RUB(700) });
    const hidden = new Map(
      ["amount", "owner", "lossReason", "lines", "companyLink"].map((key) => [`deal.${key}`, "hidden" as const]),
    );
    const narrow: Access = { ...analyst, fields: hidden };
    const period = { from: "2026-03-01", to: "2026-03-31" };
    const { totals, people, products, others, months } = await report(store, narrow, period);
    assert.deepEqual([totals.won, totals.average, totals.velocity], [{ deals: 1, minor: null }, null, null]);
    assert.deepEqual([people, products, others, months[0].won.minor], [[], [], [], null]);
    assert.ok(!JSON.stringify(totals).includes("700"));
    const keys = (await dimensionsOf(store, narrow)).map(({ key }) => key);
    assert.deepEqual(keys, ["team", "source", "pipeline"]);
    await assert.rejects(report(store, narrow, { ...period, slice: "owner" }), BadInputError);
    const noCompanies = await person(store, "no-companies", { role: "agent" });
    const few = { ...noCompanies, permissions: new Set(["deals.view.all" as const, "companies.view.own" as const]) };
    assert.ok(!(await dimensionsOf(store, few)).some(({ key }) => key === "city"));
  }));

Deno.test("the conversion of stages tells where deals went on, went back, were lost and stand", () =>
  scene(async (store) => {
    const stages = await stagesOf(store);
    const [first, second, third] = stages;
    const [won, lost] = [stages[4], stages[5]];
    const way = async (path: [stage: string, at: string][]) => {
      const [[stage, at], ...moves] = path;
      const id = await deal(store, { stage, stageSince: at }, at);
      for (const [to, moved] of moves) {
        const values = { stage: to, stageSince: moved };
        unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id, values, trusted: true }));
      }
    };
    const on = (day: number) => `2026-05-${`${day}`.padStart(2, "0")}T10:00:00.000Z`;
    await way([[first.id, on(1)], [second.id, on(3)], [third.id, on(4)], [won.id, on(10)]]);
    await way([[first.id, on(1)], [second.id, on(5)], [lost.id, on(6)]]);
    await way([[first.id, on(2)], [second.id, on(8)], [first.id, on(9)]]);
    await way([[first.id, "2026-04-20T10:00:00.000Z"]]);
    const { rows } = (await report(store, SYSTEM, { from: "2026-05-01", to: "2026-05-31" })).stages;
    const of = (id: string) => {
      const { entered, on, back, lost, here, won, medianSeconds } = rows.find((row) => row.id === id)!;
      return { entered, on, back, lost, here, won, days: medianSeconds === null ? null : medianSeconds / 86_400 };
    };
    assert.deepEqual(of(first.id), { entered: 3, on: 2, back: 0, lost: 0, here: 1, won: 1, days: 3 });
    assert.deepEqual(of(second.id), { entered: 3, on: 1, back: 1, lost: 1, here: 0, won: 1, days: 1 });
    assert.deepEqual(of(third.id), { entered: 1, on: 1, back: 0, lost: 0, here: 0, won: 1, days: 6 });
    assert.deepEqual(of(won.id), { entered: 1, on: 0, back: 0, lost: 0, here: 1, won: 1, days: null });
  }));

Deno.test("other currencies stand beside the sums and not in them; products share the amount of their deal", () =>
  scene(async (store) => {
    const won = (await stagesOf(store)).find(({ type }) => type === "won")!.id;
    const at = "2026-03-05T10:00:00.000Z";
    const line = (name: string, minor: number) => ({
      product: null,
      name,
      quantity: 2,
      price: RUB(minor),
      discount: 0,
    });
    const lines = [line("a", 100), line("b", 300)];
    await deal(store, { stage: won, stageSince: at, lines, amount: RUB(400) });
    await deal(store, { stage: won, stageSince: at, amount: { minor: 5_00, currency: "USD" } });
    await deal(store, { stage: won, stageSince: at });
    const found = await report(store, SYSTEM, { from: "2026-03-01", to: "2026-03-31" });
    assert.deepEqual(found.totals.won, { deals: 3, minor: 400 });
    assert.equal(found.totals.average, 400);
    assert.deepEqual(found.others, [{ currency: "USD", deals: 1, minor: 5_00 }]);
    const sold = found.products.map(({ name, won, quantity }) => [name, won.deals, won.minor, quantity]);
    assert.deepEqual(sold, [["b", 1, 300, 2], ["a", 1, 100, 2], ["", 2, 0, 0]]);
    const closed = found.products.reduce((sum, row) => sum + row.won.minor!, 0);
    assert.equal(closed, found.totals.won.minor);
  }));

Deno.test("groups by an own field are called by its options", () =>
  scene(async (store) => {
    const won = (await stagesOf(store)).find(({ type }) => type === "won")!.id;
    const options = [{ titleRu: "Север", titleEn: "North" }, { titleRu: "Юг", titleEn: "South" }];
    const field = unwrap(
      await createField(store, SYSTEM, {
        kind: "deal",
        type: "select",
        titleRu: "Регион",
        titleEn: "Region",
        options,
        required: false,
      }),
    );
    const [north] = field.options;
    await deal(store, { stage: won, stageSince: "2026-03-05T10:00:00Z", [field.key]: north.value, amount: RUB(9) });
    await deal(store, { stage: won, stageSince: "2026-03-05T10:00:00Z" });
    const period = { from: "2026-03-01", to: "2026-03-31", by: field.key };
    const found = await report(store, SYSTEM, period);
    const rows = found.groups.map(({ key, won }) => [key === null ? null : found.names[key], won.deals, won.minor]);
    assert.deepEqual(rows, [["North", 1, 9], [null, 1, 0]]);
    const sliced = await report(store, SYSTEM, { ...period, slice: field.key, value: north.value });
    assert.equal(sliced.totals.won.deals, 1);
    const without = await report(store, SYSTEM, { ...period, slice: field.key });
    assert.equal(without.totals.won.deals, 1);
  }));
