import assert from "node:assert/strict";
import type { ActorId, JournalEntry } from "@/actors/runtime/types.ts";
import { Shards } from "../shards/mod.ts";
import type { Store } from "../store.ts";
import { withDatabase } from "../testing.ts";
import { DoubledAppendError, JournalFullError, PgJournal, pruneJournal } from "./mod.ts";

function entries(stream: ActorId, from: number, count: number, event: unknown = { did: "something" }): JournalEntry[] {
  return Array.from({ length: count }, (_, i) => ({ stream, seq: from + i, at: 1_800_000_000_000 + from + i, event }));
}

async function withJournal(use: (journal: PgJournal, store: Store, shards: Shards) => Promise<void>): Promise<void> {
  await withDatabase(async (store) => {
    const shards = await Shards.open(store, { node: "a", renewMs: 3_600_000 });
    const journal = new PgJournal(store, { fence: shards, spacingMs: 0 });
    try {
      await use(journal, store, shards);
    } finally {
      await journal.close(1_000);
      await shards.close();
    }
  });
}

Deno.test("what was appended comes back as it was, or a restarted call would forget its past", async () => {
  await withJournal(async (journal) => {
    const event = { text: 'Иванов \u0000 \ud800 "quoted" \\ {a,b} NULL', n: 1e21, list: [null, true], at: 1.5 };
    const full: JournalEntry = { stream: "call/1", seq: 1, at: 1_800_000_000_123, event, command: "c1", origin: "ari" };
    await journal.append({ stream: "call/1", entries: [full, { ...full, seq: 2, cause: "c0" }] });
    const loaded = await journal.load("call/1");
    assert.deepEqual(loaded.entries, [full, { ...full, seq: 2, cause: "c0" }]);
    assert.equal(loaded.snapshot, undefined);
    assert.deepEqual((await journal.load("call/unknown")).entries, []);
  });
});

Deno.test("appends that come together share commits and keep each stream's order", async () => {
  await withJournal(async (journal) => {
    const order: string[] = [];
    const all: Promise<void>[] = [];
    for (let seq = 1; seq <= 100; seq++) {
      for (const stream of ["call/1", "call/2", "queue/q"] as const) {
        all.push(
          journal.append({ stream, entries: entries(stream, seq, 1) }).then(() => void order.push(stream + seq)),
        );
      }
    }
    await Promise.all(all);
    const stats = journal.stats();
    assert.equal(stats.committedEntries, 300);
    assert.equal(stats.commits < 10, true, `${stats.commits} commits`);
    assert.equal(stats.pendingEntries, 0);
    assert.deepEqual(
      order.filter((it) => it.startsWith("call/1")),
      entries("call/1", 1, 100).map((e) => "call/1" + e.seq),
    );
    assert.equal((await journal.load("queue/q")).entries.length, 100);
  });
});

Deno.test("flush and load wait for what is on its way, or a reloaded actor would miss its last events", async () => {
  await withJournal(async (journal) => {
    const one = journal.append({ stream: "call/1", entries: entries("call/1", 1, 3) });
    assert.equal((await journal.load("call/1")).entries.length, 3);
    await one;
    void journal.append({ stream: "call/1", entries: entries("call/1", 4, 1) });
    await journal.flush();
    assert.equal(journal.stats().pendingEntries, 0);
  });
});

Deno.test("a second truth for an entry is refused, alone, and so is what follows it in its stream", async () => {
  await withJournal(async (journal) => {
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 2) });
    const results = await Promise.allSettled([
      journal.append({ stream: "call/9", entries: entries("call/9", 1, 1) }), // goes at once; the others share a commit
      journal.append({ stream: "call/2", entries: entries("call/2", 1, 1) }),
      journal.append({ stream: "call/1", entries: entries("call/1", 2, 1, { other: true }) }),
      journal.append({ stream: "call/1", entries: entries("call/1", 3, 1) }),
      journal.append({ stream: "call/3", entries: entries("call/3", 1, 1) }),
    ]);
    const expected = ["fulfilled", "fulfilled", "rejected", "rejected", "fulfilled"];
    assert.deepEqual(results.map((it) => it.status), expected);
    assert.equal((results[2] as PromiseRejectedResult).reason instanceof DoubledAppendError, true);
    assert.equal((await journal.load("call/1")).entries.length, 2);
    // Loaded anew the stream goes on.
    await journal.append({ stream: "call/1", entries: entries("call/1", 3, 1) });
    assert.equal((await journal.load("call/1")).entries.length, 3);
  });
});

Deno.test("a repeated append stores only what is missing, or an actor could not try again after a failure", async () => {
  await withJournal(async (journal) => {
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 3) });
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 3) });
    await journal.append({ stream: "call/1", entries: entries("call/1", 2, 4) });
    assert.deepEqual((await journal.load("call/1")).entries, entries("call/1", 1, 5));
    await assert.rejects(journal.append({ stream: "call/1", entries: entries("call/1", 4, 2, { other: 1 }) }));
  });
});

Deno.test("after a failed append nothing later gets in before it is repeated, or the stream would have a hole", async () => {
  await withJournal(async (journal) => {
    const bad = { ...entries("call/1", 1, 1)[0], origin: "nul\u0000" };
    await assert.rejects(journal.append({ stream: "call/1", entries: [bad] }));
    await assert.rejects(journal.append({ stream: "call/1", entries: entries("call/1", 2, 1) }));
    await Promise.all([
      journal.append({ stream: "call/2", entries: entries("call/2", 1, 1) }), // goes at once; the others share a commit
      journal.append({ stream: "call/1", entries: entries("call/1", 1, 2) }),
      journal.append({ stream: "call/1", entries: entries("call/1", 3, 1) }),
    ]);
    assert.deepEqual((await journal.load("call/1")).entries, entries("call/1", 1, 3));
  });
});

Deno.test("an entry the database cannot hold fails alone, or one odd caller name would stop every call", async () => {
  await withJournal(async (journal) => {
    const bad = { ...entries("call/2", 1, 1)[0], origin: "nul\u0000" };
    const results = await Promise.allSettled([
      journal.append({ stream: "call/1", entries: entries("call/1", 1, 1) }),
      journal.append({ stream: "call/2", entries: [bad] }),
      journal.append({ stream: "call/3", entries: entries("call/3", 1, 1) }),
    ]);
    assert.deepEqual(results.map((it) => it.status), ["fulfilled", "rejected", "fulfilled"]);
  });
});

Deno.test("a node that lost its shard cannot write, and its other shards can, or a call would have two truths", async () => {
  await withJournal(async (journal, store, shards) => {
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 1) });
    const taken = shards.shardOf("call/1");
    await store.pool.query("update shards set owner = 'b', epoch = epoch + 1 where shard = $1", [taken]);
    const free = ["call/2", "call/3", "call/4"].find((id) => shards.shardOf(id as ActorId) !== taken) as ActorId;
    const first = journal.append({ stream: free, entries: entries(free, 1, 1) }); // the next two share a commit
    const results = await Promise.allSettled([
      journal.append({ stream: "call/1", entries: entries("call/1", 2, 1) }),
      journal.append({ stream: free, entries: entries(free, 2, 1) }),
      journal.saveSnapshot("call/1", { seq: 1, version: 1, state: {} }),
      first,
    ]);
    assert.deepEqual(results.map((it) => it.status), ["rejected", "fulfilled", "rejected", "fulfilled"]);
    assert.equal((results[0] as PromiseRejectedResult).reason.name, "FencedError");
    assert.equal((results[2] as PromiseRejectedResult).reason.name, "FencedError");
    await shards.refresh();
    await assert.rejects(journal.append({ stream: "call/1", entries: entries("call/1", 2, 1) }), {
      name: "FencedError",
    });
  });
});

Deno.test("an append of before a lost and regained shard is refused, or the reloaded actor would not know of it", async () => {
  await withJournal(async (journal, store, shards) => {
    const shard = shards.shardOf("call/1");
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 1) });
    // Another node had the shard and we have it again, but this process does not know yet.
    await store.pool.query("update shards set epoch = epoch + 2 where shard = $1", [shard]);
    await assert.rejects(journal.append({ stream: "call/1", entries: entries("call/1", 2, 1) }), {
      name: "FencedError",
    });
    await shards.refresh();
    assert.equal((await journal.load("call/1")).entries.length, 1);
    await journal.append({ stream: "call/1", entries: entries("call/1", 2, 1) });
  });
});

Deno.test("a takeover waits for an append in flight and later appends see it, so the new owner misses nothing", async () => {
  await withJournal(async (journal, store, shards) => {
    const shard = shards.shardOf("call/1");
    const other = await store.pool.connect();
    try {
      await other.query("begin");
      await other.query("update shards set owner = 'b', epoch = epoch + 1 where shard = $1", [shard]);
      // This append began while the takeover was open: it waits at the fence and must look again.
      const append = assert.rejects(journal.append({ stream: "call/1", entries: entries("call/1", 1, 1) }), {
        name: "FencedError",
      });
      for (let waiting = 0; waiting === 0;) {
        const { rows } = await store.pool.query(
          "select count(*)::int as n from pg_locks where not granted and database = " +
            "(select oid from pg_database where datname = current_database()) or (not granted and database is null)",
        );
        waiting = rows[0].n;
      }
      await other.query("commit");
      await append;
    } finally {
      other.release();
    }
    assert.equal((await journal.load("call/1")).entries.length, 0);
  });
});

Deno.test("a snapshot shortens the load, an older one never replaces it, another version is left out", async () => {
  await withJournal(async (journal) => {
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 5) });
    await journal.saveSnapshot("call/1", { seq: 4, version: 2, state: { sum: 4 } });
    await journal.saveSnapshot("call/1", { seq: 2, version: 2, state: { sum: 2 } });
    const loaded = await journal.load("call/1", 2);
    assert.deepEqual(loaded.snapshot, { seq: 4, version: 2, state: { sum: 4 } });
    assert.deepEqual(loaded.entries.map((it) => it.seq), [5]);
    const newer = await journal.load("call/1", 3);
    assert.equal(newer.snapshot, undefined);
    assert.equal(newer.entries.length, 5);
  });
});

Deno.test("a stream with a hole is not loaded, or an actor would act on half its past", async () => {
  await withJournal(async (journal, store) => {
    await journal.append({ stream: "call/1", entries: entries("call/1", 1, 5) });
    await store.pool.query("delete from journal where stream = 'call/1' and seq = 3");
    await assert.rejects(journal.load("call/1"), /lacks entries 3 to 3/);
  });
});

Deno.test("retention deletes what a snapshot stands for and calls that ended, and nothing an actor still needs", async () => {
  await withJournal(async (journal, store) => {
    for (const stream of ["call/1", "queue/a", "queue/b"] as const) {
      await journal.append({ stream, entries: entries(stream, 1, 4) });
    }
    await journal.saveSnapshot("queue/a", { seq: 3, version: 1, state: {} });
    const before = new Date(1_900_000_000_000);
    assert.equal(await pruneJournal(store, { before, finiteKinds: ["call"] }), 7);
    assert.deepEqual((await journal.load("queue/a")).entries.map((it) => it.seq), [4]);
    assert.equal((await journal.load("queue/b")).entries.length, 4);
    assert.equal((await journal.load("call/1")).entries.length, 0);
  });
});

Deno.test("what waits for the database is bounded, or a long outage would end in lack of memory", async () => {
  await withDatabase(async (store) => {
    const journal = new PgJournal(store, { maxPendingEntries: 10 });
    const first = journal.append({ stream: "call/1", entries: entries("call/1", 1, 9) });
    await assert.rejects(journal.append({ stream: "call/2", entries: entries("call/2", 1, 2) }), JournalFullError);
    await first;
    // Not before the refused one is repeated.
    await assert.rejects(journal.append({ stream: "call/2", entries: entries("call/2", 3, 1) }), JournalFullError);
    await journal.append({ stream: "call/2", entries: entries("call/2", 1, 2) });
    await journal.close();
    await assert.rejects(journal.append({ stream: "call/3", entries: entries("call/3", 1, 1) }), /closed/);
  });
});
