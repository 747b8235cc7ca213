/** Boards on a real PostgreSQL: what opens, how fast, where moves end, and how they are taken back. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import fc from "npm:fast-check@4.10.2";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import type { Store } from "@/crm/records.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { bulkUpdate, type Condition, createRecord, undo, updateRecord } from "@/crm/record/mod.ts";
import { boardSchema, cardsSchema, columnCards, moveDeal, openBoard, refreshCards } from "@/crm/board/mod.ts";
import { cardsQuery, sightOf } from "@/crm/board/cards.ts";
import { compareCards } from "@/crm/board/rank.ts";

const RUB = (minor: number) => ({ minor, currency: "RUB" });
const code = (result: Result<unknown>) => result.ok ? "" : result.code;

interface Scene {
  store: Store;
  pipeline: string;
  stages: string[];
  people: Awaited<ReturnType<typeof company>>;
  deal(name: string, values?: Record<string, unknown>): Promise<string>;
  /** Names in the column's order, as the person sees them. */
  column(n: number, access?: Access): Promise<unknown[]>;
  move(id: string, to: { stage: number; was: number; after?: string; before?: string; by?: Access }): ReturnType<
    typeof moveDeal
  >;
}

async function scene(work: (scene: Scene) => Promise<void>) {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    const people = await company(store);
    const stages = await store.db.selectFrom("stages").select(["id", "pipeline_id"]).orderBy("position").execute();
    const ids = stages.map(({ id }) => id);
    const pipeline = stages[0].pipeline_id;
    await work({
      store,
      pipeline,
      stages: ids,
      people,
      deal: async (name, values = {}) =>
        unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name, stage: ids[0], ...values } })).id,
      column: async (n, access = SYSTEM) =>
        unwrap(await openBoard(store, access, { ...boardSchema.parse({}), pipeline })).columns[n].cards.map((card) =>
          card.values.name
        ),
      move: (id, { stage, was, after = null, before = null, by = SYSTEM }) =>
        moveDeal(store, by, {
          id,
          stage: ids[stage],
          was: ids[was],
          after: after ?? null,
          before: before ?? null,
          values: {},
        }),
    });
  });
}

/** Deals without their verbs: many, fast; `rank` as SQL over n. */
async function many(
  store: Store,
  stage: string,
  options: { count: number; owner?: string; team?: string; rank?: string },
) {
  const { count, owner = null, team = null, rank = "n" } = options;
  // In steps: a statement has five seconds, however busy the machine is.
  for (let from = 1; from <= count; from += 2_000) {
    await sql`insert into deals (id, name, pipeline_id, stage_id, amount, probability, owner_id, team_id, rank)
      select gen_random_uuid(), 'Deal ' || n, s.pipeline_id, s.id, '{"minor": 100, "currency": "RUB"}', 50,
        ${owner}::uuid, ${team}::uuid, ${sql.raw(rank)}
      from stages s, generate_series(${from}::int, ${Math.min(count, from + 1_999)}::int) n
      where s.id = ${stage}::uuid`.execute(store.db);
  }
}

Deno.test("a deal dropped between two stands between them, at any end too, and a full column opens in that order", () =>
  scene(async ({ deal, column, move }) => {
    const [a, b, c, d] = [await deal("A"), await deal("B"), await deal("C"), await deal("D")];
    assert.deepEqual(await column(0), ["D", "C", "B", "A"]);
    unwrap(await move(a, { stage: 0, was: 0, after: d, before: c }));
    assert.deepEqual(await column(0), ["D", "A", "C", "B"]);
    unwrap(await move(d, { stage: 0, was: 0, after: b }));
    assert.deepEqual(await column(0), ["A", "C", "B", "D"]);
    unwrap(await move(b, { stage: 0, was: 0, before: a }));
    assert.deepEqual(await column(0), ["B", "A", "C", "D"]);
    unwrap(await move(c, { stage: 1, was: 0 }));
    unwrap(await move(d, { stage: 1, was: 0, after: c }));
    assert.deepEqual(await column(1), ["C", "D"]);
    assert.deepEqual(await column(0), ["B", "A"]);
    const e = await deal("E");
    unwrap(await move(e, { stage: 1, was: 0 }));
    assert.deepEqual(await column(1), ["E", "C", "D"], "without neighbours on top");
  }));

Deno.test("neighbours that went elsewhere meanwhile do no harm: the other one decides", () =>
  scene(async ({ store, deal, column, move }) => {
    const [a, b, c, d] = [await deal("A"), await deal("B"), await deal("C"), await deal("D")];
    unwrap(await move(c, { stage: 2, was: 0 }));
    unwrap(await move(a, { stage: 0, was: 0, after: c, before: b }));
    assert.deepEqual(await column(0), ["D", "A", "B"]);
    unwrap(await move(d, { stage: 0, was: 0, after: a, before: c }));
    assert.deepEqual(await column(0), ["A", "D", "B"]);
    unwrap(await move(b, { stage: 0, was: 0, after: c, before: crypto.randomUUID() }));
    assert.deepEqual(await column(0), ["B", "A", "D"]);
    // What stands between others' cards and is not mine to see keeps its place.
    await Promise.all([move(a, { stage: 3, was: 0 }), move(b, { stage: 3, was: 0 }), move(d, { stage: 3, was: 0 })]);
    assert.deepEqual((await column(3)).sort(), ["A", "B", "D"]);
    const ranks = await store.db.selectFrom("deals").select("rank").execute();
    assert.equal(new Set(ranks.map(({ rank }) => rank)).size, ranks.length);
  }));

Deno.test("imported deals of one rank are told apart when one is dropped among them", () =>
  scene(async ({ store, stages, deal, move, pipeline }) => {
    await many(store, stages[0], { count: 40, rank: "7" });
    const mine = await deal("Mine", { stage: stages[1] });
    const board = async () =>
      unwrap(await openBoard(store, SYSTEM, { ...boardSchema.parse({}), pipeline })).columns[0].cards;
    const before = await board();
    unwrap(await move(mine, { stage: 0, was: 1, after: before[9].id, before: before[10].id }));
    const after = await board();
    assert.deepEqual(after.map(({ id }) => id).slice(0, 12), [
      ...before.slice(0, 10).map(({ id }) => id),
      mine,
      before[10].id,
    ]);
    for (let n = 1; n < after.length; n++) assert.ok(compareCards(after[n - 1], after[n]) < 0);
  }));

Deno.test("a move that others overtook is refused, and what a stage asks for can come with the move", () =>
  scene(async ({ store, stages, deal, move }) => {
    const id = await deal("A");
    unwrap(await move(id, { stage: 1, was: 0 }));
    assert.equal(code(await move(id, { stage: 2, was: 0 })), "records.error.changed");
    unwrap(await move(id, { stage: 1, was: 0 }));
    await store.db.updateTable("stages").set({ required: ["amount"] }).where("id", "=", stages[2]).execute();
    const refused = await move(id, { stage: 2, was: 1 });
    assert.deepEqual([code(refused), !refused.ok && refused.detail?.fields], ["deals.error.stage-needs", "amount"]);
    const input = { id, stage: stages[2], was: stages[1], after: null, before: null, values: { amount: RUB(500) } };
    const moved = unwrap(await moveDeal(store, SYSTEM, input));
    assert.deepEqual([moved.card.stage, moved.card.values.amount], [stages[2], RUB(500)]);
    assert.equal(code(await moveDeal(store, SYSTEM, { ...input, id: crypto.randomUUID() })), "records.error.no-record");
    const bad = { ...input, stage: stages[1], was: stages[2], values: { status: "won" } };
    assert.equal(code(await moveDeal(store, SYSTEM, bad)), "records.error.read-only");
  }));

Deno.test("each move is one event with its audit, a place within the column too; the same place is none", () =>
  scene(async ({ store, deal, move, stages }) => {
    const [a, b] = [await deal("A"), await deal("B")];
    const events = async () =>
      (await store.db.selectFrom("events").select(["type", "data"]).where("entity_id", "=", a).orderBy("id").execute())
        .slice(1);
    unwrap(await move(a, { stage: 0, was: 0, before: b }));
    assert.deepEqual((await events()).map(({ type }) => type), ["deal.placed"]);
    const same = unwrap(await move(a, { stage: 0, was: 0, before: b }));
    assert.equal(same.undo, null);
    unwrap(await move(a, { stage: 1, was: 0 }));
    const all = await events();
    assert.deepEqual(all.map(({ type }) => type), ["deal.placed", "deal.updated"]);
    assert.equal((all[1].data as { stage: string }).stage, stages[1]);
    const { n } = await store.db.selectFrom("audit").select((x) => x.fn.countAll<string>().as("n"))
      .where("entity_id", "=", a).executeTakeFirstOrThrow();
    assert.equal(Number(n), 3);
  }));

Deno.test("moves are taken back one by one: stage, place and age, though the deal was renamed meanwhile", () =>
  scene(async ({ store, deal, move, column, people, stages }) => {
    const { admin } = people;
    const [, b] = [await deal("A"), await deal("B"), await deal("C")];
    const since = async () =>
      (await store.db.selectFrom("deals").select("stage_since").where("id", "=", b).executeTakeFirstOrThrow())
        .stage_since.toISOString();
    const before = await since();
    const first = unwrap(await move(b, { stage: 1, was: 0, by: admin }));
    const second = unwrap(await move(b, { stage: 2, was: 1, by: admin }));
    unwrap(await updateRecord(store, admin, { kind: "deal", id: b, values: { name: "B2" } }));
    const back = async (id: string | null) => unwrap(await undo(store, admin, { id: id! })).changed;
    assert.equal(await back(second.undo), 1);
    assert.deepEqual(await column(1), ["B2"]);
    assert.equal(await back(first.undo), 1);
    assert.deepEqual(await column(0), ["C", "B2", "A"]);
    assert.equal(await since(), before);
    const placed = unwrap(await move(b, { stage: 0, was: 0, by: admin }));
    assert.deepEqual(await column(0), ["B2", "C", "A"]);
    assert.equal(await back(placed.undo), 1);
    assert.deepEqual(await column(0), ["C", "B2", "A"]);
    const change = {
      kind: "deal" as const,
      select: { ids: [b] },
      values: { stage: stages[3] },
      addTags: [],
      removeTags: [],
    };
    const bulk = unwrap(await bulkUpdate(store, admin, change));
    assert.deepEqual(await column(3), ["B2"]);
    assert.equal(await back(bulk.undo), 1);
    assert.deepEqual(await column(0), ["C", "B2", "A"], "bulk moves come back to their places");
    const late = unwrap(await move(b, { stage: 1, was: 0, by: admin }));
    unwrap(await move(b, { stage: 4, was: 1 }));
    assert.equal(await back(late.undo), 0, "somebody moved it on: it stays");
    assert.deepEqual(await column(4), ["B2"]);
  }));

Deno.test("people see and move what their reach holds, and columns add up to just that", () =>
  scene(async ({ store, stages, people, pipeline, deal, move, column }) => {
    const { agents: [agent], supervisors: [boss], admin, teams } = people;
    const mine = await deal("Mine", { owner: agent.user, team: teams[0], amount: RUB(300) });
    const theirs = await deal("Theirs", { owner: people.agents[1].user, team: teams[1], amount: RUB(500) });
    await deal("Nobody's", { amount: RUB(1_000) });
    const open = async (access: Access) =>
      unwrap(await openBoard(store, access, { ...boardSchema.parse({}), pipeline })).columns[0];
    for (
      const [access, names, minor] of [[agent, ["Mine"], 300], [boss, ["Mine"], 300], [admin, [
        "Nobody's",
        "Theirs",
        "Mine",
      ], 1_800]] as const
    ) {
      const column = await open(access);
      assert.deepEqual(column.cards.map(({ values }) => values.name), names);
      assert.deepEqual([column.totals.deals, column.totals.sums], [names.length, [{
        currency: "RUB",
        minor,
        weighted: minor / 10,
      }]]);
    }
    assert.equal(code(await move(theirs, { stage: 1, was: 0, by: agent })), "records.error.no-record");
    unwrap(await move(mine, { stage: 1, was: 0, by: agent, after: theirs }));
    assert.deepEqual(await column(1, agent), ["Mine"]);
    const hidden: Access = { ...admin, fields: new Map([["deal.amount", "hidden" as const]]) };
    const blind = await open(hidden);
    assert.deepEqual([blind.totals.deals, blind.totals.sums, "amount" in blind.cards[0].values], [2, [], false]);
    await assert.rejects(() => open({ ...agent, permissions: new Set() }), /deals.view/);
    const looking: Access = {
      ...agent,
      permissions: new Set([...agent.permissions].filter((p) => !p.startsWith("deals.edit"))),
    };
    assert.equal(
      (await openBoard(store, looking, { ...boardSchema.parse({}), pipeline }).then(unwrap)).columns[1].cards[0].edit,
      false,
    );
    await assert.rejects(() => move(mine, { stage: 0, was: 1, by: looking }), /deals.edit/);
    assert.equal(stages.length, 6);
  }));

Deno.test("conditions and words narrow cards and totals alike, pages show each card once, news say what fits", () =>
  scene(async ({ store, stages, pipeline, deal, people }) => {
    await many(store, stages[0], { count: 70, rank: "n % 9" });
    const red = await deal("Красная вывеска", { tags: ["red"], amount: RUB(900) });
    const filter: Condition[] = [{ field: "tags", op: "contains", value: "red" }];
    const board = unwrap(await openBoard(store, people.admin, { ...boardSchema.parse({ filter }), pipeline }));
    assert.deepEqual(board.columns[0].cards.map(({ id }) => id), [red]);
    assert.deepEqual(board.columns[0].totals, {
      stage: stages[0],
      deals: 1,
      sums: [{ currency: "RUB", minor: 900, weighted: 90 }],
      more: false,
    });
    const words = unwrap(await openBoard(store, people.admin, { ...boardSchema.parse({ text: "красноя" }), pipeline }));
    assert.deepEqual([words.columns[0].cards.length, words.corrected], [1, "красная"]);
    const all = unwrap(await openBoard(store, people.admin, { ...boardSchema.parse({}), pipeline }));
    const ids = all.columns[0].cards.map(({ id }) => id);
    for (let next = all.columns[0].next; next !== null;) {
      const query = { ...cardsSchema.parse({ after: next, limit: 7 }), pipeline, stage: stages[0] };
      const page = unwrap(await columnCards(store, people.admin, query));
      ids.push(...page.cards.map(({ id }) => id));
      next = page.next;
    }
    assert.equal(ids.length, 71);
    assert.equal(new Set(ids).size, 71);
    const asked = { ...boardSchema.parse({ filter }), pipeline, ids: [red, ids[5]] };
    const news = unwrap(await refreshCards(store, people.admin, asked));
    assert.deepEqual([news.cards.map(({ id }) => id), news.totals[0].deals], [[red], 1]);
    const strange = { ...cardsSchema.parse({ after: "1e9~x" }), pipeline, stage: stages[0] };
    await assert.rejects(() => columnCards(store, people.admin, strange), /after/);
    assert.equal(
      code(await openBoard(store, people.admin, { ...boardSchema.parse({}), pipeline: stages[0] })),
      "deals.error.no-pipeline",
    );
  }));

Deno.test("whatever is moved where, the database keeps the order that people made", () =>
  scene(async ({ deal, move, column }) => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push(await deal(`${n}`));
    const names = new Map(ids.map((id, n) => [id, `${n}`]));
    let columns = [[...ids].reverse(), [] as string[]];
    const step = fc.record({ card: fc.nat(5), stage: fc.nat(1), at: fc.nat(6) });
    for (const { card, stage, at } of fc.sample(step, { numRuns: 60, seed: 7 })) {
      const id = ids[card];
      const was = columns[0].includes(id) ? 0 : 1;
      columns = columns.map((column) => column.filter((one) => one !== id));
      const target = columns[stage];
      const index = Math.min(at, target.length);
      unwrap(await move(id, { stage, was, after: target[index - 1], before: target[index] }));
      target.splice(index, 0, id);
      assert.deepEqual(await column(stage), target.map((one) => names.get(one)));
    }
  }));

Deno.test("a column of twenty thousand deals is opened by walking its index, for every reach", () =>
  scene(async ({ store, stages, people }) => {
    const { agents: [agent], supervisors: [boss], admin, teams } = people;
    await many(store, stages[0], { count: 20_000, owner: agent.user, team: teams[0] });
    await many(store, stages[0], { count: 5_000 });
    await sql`analyze deals`.execute(store.db);
    await sql`select deal_totals_compact()`.execute(store.db);
    const plan = async (access: Access) => {
      const sight = await sightOf(store, access, boardSchema.parse({}));
      const query = cardsQuery(access, { sight, stages, limit: 30 });
      const { rows } = await sql<{ "QUERY PLAN": string }>`explain (analyze, buffers) ${query}`.execute(store.db);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    for (
      const [access, index] of [[admin, "deals_board"], [boss, "deals_board_team"], [
        agent,
        "deals_board_owner",
      ]] as const
    ) {
      const text = await plan(access);
      assert.match(text, new RegExp(`using ${index} `));
      assert.doesNotMatch(text, /Seq Scan on deals/);
      // Of the thousands of blocks that the deals fill; time would tell of the machine.
      const blocks = Number(/Buffers: shared hit=(\d+)/.exec(text)?.[1]);
      assert.ok(blocks < 1_000, `${blocks} blocks were read`);
    }
  }));
