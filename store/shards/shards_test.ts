import assert from "node:assert/strict";
import type { ActorId } from "@/actors/runtime/types.ts";
import { withDatabase } from "../testing.ts";
import { Shards } from "./mod.ts";

const slow = { renewMs: 3_600_000 };

Deno.test("a lone node owns every actor, or calls would find nobody", async () => {
  await withDatabase(async (store) => {
    const shards = await Shards.open(store, { node: "a", ...slow });
    assert.equal(shards.held().length, 64);
    assert.equal(shards.owns("call/1"), true);
    assert.equal(shards.epoch("call/1"), 1);
    await shards.close();
  });
});

Deno.test("a second node takes nothing while the first lives, and all of it when the first leaves", async () => {
  await withDatabase(async (store) => {
    const a = await Shards.open(store, { node: "a", ...slow });
    const b = await Shards.open(store, { node: "b", ...slow });
    assert.equal(b.held().length, 0);
    assert.equal(await b.whenAll(0), false);
    await a.close();
    assert.equal(await b.whenAll(), true);
    assert.equal(b.epoch("queue/sales"), 2);
    await b.close();
  });
});

Deno.test("an expired lease goes to another node and the old owner is told, or two nodes would act", async () => {
  await withDatabase(async (store) => {
    let lost = (_: ActorId) => false;
    const a = await Shards.open(store, { node: "a", ...slow });
    a.onLost((told) => lost = told);
    const b = await Shards.open(store, { node: "b", ...slow });
    await store.pool.query("update shards set expires = now() - interval '1 second' where shard < 10");
    await b.refresh();
    assert.deepEqual(b.held(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await a.refresh();
    const ids = Array.from({ length: 500 }, (_, i): ActorId => `call/${i}`);
    assert.deepEqual(ids.filter(lost), ids.filter((id) => b.owns(id)));
    assert.deepEqual(ids.filter(lost), ids.filter((id) => !a.owns(id)));
    assert.equal(a.held().length, 54);
    await a.close();
    await b.close();
  });
});

Deno.test("an owner that was only late keeps its shards with their epoch, or a slow database would drop calls", async () => {
  await withDatabase(async (store) => {
    const a = await Shards.open(store, { node: "a", ...slow });
    await store.pool.query("update shards set expires = now() - interval '1 minute'");
    await a.refresh();
    assert.equal(a.held().length, 64);
    assert.equal(a.epoch("call/1"), 1);
    await a.close();
  });
});

Deno.test("a claim whose answer was lost is found at the next renewal, or its actors would belong to nobody", async () => {
  await withDatabase(async (store) => {
    const a = await Shards.open(store, { node: "a", ...slow });
    await store.pool.query("update shards set epoch = 7 where shard = 3");
    const told: string[] = [];
    const ids = [
      Array.from({ length: 500 }, (_, i): ActorId => `call/${i}`).find((id) => a.shardOf(id) === 3)!,
      "call/1" as const,
    ];
    a.onLost((lost) => told.push(`lost ${ids.filter(lost).map((id) => a.shardOf(id)).join(" ")}`));
    a.onGained((shards) => told.push(`gained ${shards}`));
    await a.refresh();
    assert.deepEqual(told, ["lost 3", "gained 3"]);
    assert.equal(a.epochOf(3), 7);
    await a.close();
  });
});

Deno.test("a restarted node whose former process is dead takes over at once, not after the lease", async () => {
  await withDatabase(async (store) => {
    const before = await Shards.open(store, { node: "a", leaseMs: 60_000, ...slow });
    await before.abandon();
    // Still alive (it is this process): nothing to take.
    const early = await Shards.open(store, { node: "a", ...slow });
    assert.equal(early.held().length, 0);
    await early.close();
    // The same pid, but of a process that began at another time: the former one is dead.
    await store.pool.query("update nodes set process_start = 'earlier' where owner = $1", [before.owner]);
    const after = await Shards.open(store, { node: "a", ...slow });
    assert.equal(after.held().length, 64);
    assert.equal(after.epoch("call/1"), 2);
    await after.close();
  });
});

Deno.test("two nodes that start at once never both own a shard, or a caller would be served twice", async () => {
  await withDatabase(async (store) => {
    const nodes = await Promise.all(["a", "b", "c"].map((node) => Shards.open(store, { node, ...slow })));
    const all = nodes.flatMap((it) => it.held());
    assert.equal(all.length, 64);
    assert.equal(new Set(all).size, 64);
    await Promise.all(nodes.map((it) => it.close()));
  });
});

Deno.test("the number of shards cannot change under living actors, or they would lose their fence", async () => {
  await withDatabase(async (store) => {
    const a = await Shards.open(store, { node: "a", shards: 16, ...slow });
    await assert.rejects(Shards.open(store, { node: "b", shards: 8, ...slow }), /set up with 16/);
    await a.close();
  });
});
