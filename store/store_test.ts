import assert from "node:assert/strict";
import { sql } from "kysely";
import { CLIENT_MARGIN_MS, DEFAULT_CONNECT_MS, DEFAULT_STATEMENT_MS } from "./pool.ts";
import { connectStore } from "./store.ts";
import { withDatabase } from "./testing.ts";

Deno.test("two starts at once migrate once, or an update of two nodes would break the tables", async () => {
  await withDatabase(async (store, config) => {
    await store.pool.query("create database empty template template0");
    const open = () =>
      connectStore({ config: { ...config, database: "empty" }, connections: 1, progress: () => {}, migrate: false });
    const starts = await Promise.all([open(), open(), open()]);
    const ran = await Promise.all(starts.map((it) => it.migrate()));
    assert.equal(ran.filter((names) => names.length > 0).length, 1);
    assert.equal(ran.flat()[0], "0001_runtime");
    assert.deepEqual(await starts[0].migrate(), []);
    await Promise.all(starts.map((it) => it.close()));
    await store.pool.query("drop database empty");
  });
});

Deno.test("LISTEN comes back after its connection broke and tells of the gap, or wallboards would stand still", async () => {
  await withDatabase(async (store) => {
    const heard: string[] = [];
    const gap = Promise.withResolvers<void>();
    const after = Promise.withResolvers<void>();
    const handlers = {
      message: (payload: string) => {
        heard.push(payload);
        if (payload === "after") after.resolve();
      },
      gap: gap.resolve,
    };
    const leave = await store.listen("setup", handlers);
    const broken = await store.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kommutator listen' " +
        "and datname = current_database()",
    );
    assert.equal(broken.rowCount, 1);
    await gap.promise;
    await store.notify("setup", "after");
    await after.promise;
    assert.deepEqual(heard, ["after"]);
    await leave();
    await store.notify("setup", "nobody listens");
    assert.equal((await store.health()).ok, true);
  });
});

Deno.test("one listener's mistake does not silence the others", async () => {
  await withDatabase(async (store) => {
    const seen = Promise.withResolvers<string>();
    const ignore = (event: ErrorEvent) => event.preventDefault();
    globalThis.addEventListener("error", ignore);
    await store.listen("c", {
      message: () => {
        throw new Error("mistake");
      },
    });
    await store.listen("c", { message: seen.resolve });
    await store.notify("c", "x");
    assert.equal(await seen.promise, "x");
    await new Promise((done) => setTimeout(done));
    globalThis.removeEventListener("error", ignore);
  });
});

Deno.test("a deadlock runs the losing transaction again, or a click would fail for no reason of the user's", async () => {
  await withDatabase(async (store) => {
    await sql`create table t (id int primary key, n int not null)`.execute(store.db);
    await sql`insert into t values (1, 0), (2, 0)`.execute(store.db);
    let runs = 0;
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const add = (first: number, second: number) =>
      store.tx(async (tx) => {
        runs++;
        await sql`update t set n = n + 1 where id = ${first}`.execute(tx);
        both[first - 1].resolve();
        await both[second - 1].promise;
        await sql`update t set n = n + 1 where id = ${second}`.execute(tx);
      });
    await Promise.all([add(1, 2), add(2, 1)]);
    const { rows } = await sql<{ n: number }>`select n from t order by id`.execute(store.db);
    assert.deepEqual(rows.map((it) => it.n), [2, 2]);
    assert.equal(runs >= 3, true);
  });
});

Deno.test("a transaction that fails by its own fault runs once and leaves nothing", async () => {
  await withDatabase(async (store) => {
    let runs = 0;
    const fail = store.tx(async (tx) => {
      runs++;
      await tx.insertInto("jobs").values({ name: "a", payload: "{}" }).execute();
      throw new Error("mistake");
    });
    await assert.rejects(fail, /mistake/);
    assert.equal(runs, 1);
    assert.deepEqual(await store.db.selectFrom("jobs").select("id").execute(), []);
  });
});

Deno.test("a statement that takes too long ends at its limit, which is below five seconds, or pages would hang", async () => {
  await withDatabase(async (store) => {
    const impatient = store.dedicated({ max: 1, name: "test", statementMs: 50 });
    await assert.rejects(impatient.query("select pg_sleep(20)"), /statement timeout/);
    const { rows } = await store.pool.query("show statement_timeout");
    assert.deepEqual(rows, [{ statement_timeout: `${DEFAULT_STATEMENT_MS / 1_000}s` }]);
    assert.equal(DEFAULT_CONNECT_MS + DEFAULT_STATEMENT_MS + CLIENT_MARGIN_MS < 5_000, true);
  });
});
