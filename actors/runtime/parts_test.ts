import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { Mailbox } from "./mailbox.ts";
import {
  ActorSystem,
  LiveTopics,
  MemoryJournal,
  seeded,
  shardOf,
  Simulation,
  systemClock,
  VirtualClock,
} from "./mod.ts";
import { SliceScheduler } from "./scheduler.ts";
import { backoff, DEFAULT_SUPERVISION, Restarts } from "./supervision.ts";

Deno.test("a mailbox gives back what was put in, in order, at any size", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -40, max: 60 }), { maxLength: 30 }), (bursts) => {
    const box = new Mailbox();
    const model: unknown[][] = [];
    let serial = 0;
    for (const burst of bursts) {
      for (let i = 0; i < burst; i++) {
        const parts = [serial++, { meta: serial }, i % 2 ? {} : undefined];
        box.push(parts[0], parts[1], parts[2]);
        model.push(parts);
      }
      for (let i = 0; i > burst && model.length > 0; i--) {
        const expected = model.shift()!;
        box.take({ turn: (...parts) => assert.deepEqual(parts, expected) });
      }
      assert.equal(box.size, model.length);
    }
  }));
});

Deno.test("the virtual clock fires in order of time, then of setting, and never what was cleared", () => {
  const operation = fc.record({
    delay: fc.integer({ min: -2, max: 60 }),
    clear: fc.option(fc.nat(150)),
    advance: fc.nat(6),
  });
  fc.assert(fc.property(fc.array(operation, { maxLength: 150, size: "max" }), (operations) => {
    const clock = new VirtualClock(100);
    const fired: number[] = [];
    const alarms: { at: number; serial: number; handle: unknown; gone: boolean }[] = [];
    const expected: number[] = [];
    for (const { delay, clear, advance } of operations) {
      const serial = alarms.length;
      const at = clock.now() + Math.max(0, delay);
      alarms.push({ at, serial, gone: false, handle: clock.after(delay, () => fired.push(serial)) });
      if (clear !== null && clear < alarms.length) {
        clock.clear(alarms[clear].handle);
        alarms[clear].gone = true;
      }
      const until = clock.now() + advance;
      const due = alarms.filter((alarm) => !alarm.gone && alarm.at <= until);
      due.sort((a, b) => a.at - b.at || a.serial - b.serial);
      for (const alarm of due) {
        alarm.gone = true;
        expected.push(alarm.serial);
      }
      clock.advance(advance);
      assert.equal(clock.now(), until);
      assert.deepEqual(fired, expected);
      const left = alarms.filter((alarm) => !alarm.gone);
      assert.equal(clock.pending, left.length);
      assert.equal(clock.next(), left.length === 0 ? undefined : Math.min(...left.map((alarm) => alarm.at)));
    }
    clock.clear(undefined);
  }));
});

Deno.test("a virtual timer set by another fires in its turn, and `fireNext` stops at its limit", () => {
  const clock = new VirtualClock();
  const fired: string[] = [];
  clock.after(10, () => {
    fired.push(`a${clock.now()}`);
    clock.after(5, () => fired.push(`b${clock.now()}`));
  });
  clock.after(12, () => fired.push(`c${clock.now()}`));
  assert.equal(clock.fireNext(9), false);
  assert.equal(clock.now(), 9);
  clock.advance(100);
  assert.deepEqual(fired, ["a10", "c12", "b15"]);
  assert.equal(clock.fireNext(), false);
  assert.equal(clock.now(), 109);
});

Deno.test("the machine's clock takes delays longer than 24 days instead of firing at once", async () => {
  let fired = 0;
  const long = systemClock.after(2 ** 31 + 5_000, () => fired++);
  const cleared = systemClock.after(1, () => fired += 100);
  systemClock.clear(cleared);
  systemClock.clear(undefined);
  await new Promise<void>((resolve) => systemClock.after(5, resolve));
  await new Promise<void>((resolve) => systemClock.after(-5, resolve));
  assert.equal(fired, 0);
  systemClock.clear(long);
  assert.ok(Math.abs(systemClock.now() - Date.now()) < 1_000);
});

Deno.test("timers and sockets get their turn under any load", async () => {
  const system = new ActorSystem({
    clock: systemClock,
    random: Math.random,
    journal: new MemoryJournal(),
    topics: new LiveTopics({ epoch: "e" }),
    sliceMs: 2,
  });
  let turns = 0;
  let over = false;
  for (const [id, to] of [["p/a", "p/b"], ["p/b", "p/a"]] as const) {
    system.spawn(id, {
      receive(message, ctx) {
        turns++;
        if (!over) ctx.tell(to, message);
      },
    });
  }
  system.tell("p/a", 0);
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const lasted = performance.now() - started;
  over = true;
  await system.drain();
  assert.ok(turns > 1_000, `${turns}`);
  assert.ok(lasted < 500, `the timer came after ${lasted} ms`);
  await system.stop();
});

Deno.test("the scheduler gives everyone a turn before anyone gets another, and rests when nobody is left", async () => {
  const scheduler = new SliceScheduler(1);
  const order: string[] = [];
  const runner = (name: string, rounds: number) => ({
    run(limit: number) {
      assert.ok(limit >= 1 && limit <= 64);
      order.push(name);
      return --rounds > 0;
    },
  });
  scheduler.ready(runner("a", 3));
  scheduler.ready(runner("b", 1));
  scheduler.ready(runner("c", 2));
  assert.equal(scheduler.idle, false);
  assert.deepEqual(order, [], "nothing runs inside of the caller's own turn");
  while (!scheduler.idle) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(order, ["a", "b", "c", "a", "c", "a"]);
  let count = 0;
  for (let i = 0; i < 5_000; i++) {
    scheduler.ready({
      run() {
        count++;
        return false;
      },
    });
  }
  while (!scheduler.idle) await new Promise((resolve) => setTimeout(resolve));
  assert.equal(count, 5_000);
});

Deno.test("pauses after crashes double up to a limit, spread by chance, and end after too many", () => {
  const policy = { minMs: 10, maxMs: 50, jitter: 0.5, maxRestarts: 4, windowMs: 1_000 };
  assert.deepEqual([1, 2, 3, 4, 5].map((attempt) => backoff(policy, attempt, () => 0.5)), [10, 20, 40, 50, 50]);
  assert.equal(backoff(policy, 1, () => 0), 5);
  assert.equal(backoff(policy, 1, () => 1), 15);
  const restarts = new Restarts(policy);
  const middle = () => 0.5;
  assert.deepEqual([0, 1, 2, 3, 4].map((at) => restarts.crashed(at, middle)), [10, 20, 40, 50, undefined]);
  assert.equal(new Restarts({ ...policy, maxRestarts: 0 }).crashed(0, middle), undefined);
  const slow = new Restarts(policy);
  assert.deepEqual([0, 999, 1_000].map((at) => slow.crashed(at, middle)), [10, 20, 20]);
  assert.ok(DEFAULT_SUPERVISION.maxMs <= 30_000);
});

Deno.test("an actor's shard never changes: two nodes agree on it, today and after an update", () => {
  assert.deepEqual((["call/1", "queue/sales", "agent/аня"] as const).map((id) => shardOf(id)), [57, 7, 33]);
  const counts = new Array(64).fill(0);
  for (let i = 0; i < 64_000; i++) counts[shardOf(`call/${i}`)]++;
  assert.ok(Math.min(...counts) > 700 && Math.max(...counts) < 1_300, `${counts}`);
  assert.equal(shardOf("call/1", 1), 0);
});

Deno.test("seeded numbers are uniform and the same for the same seed", () => {
  const [a, b] = [seeded(7), seeded(7)];
  let sum = 0;
  for (let i = 0; i < 10_000; i++) {
    const value = a();
    assert.equal(value, b());
    assert.ok(value >= 0 && value < 1);
    sum += value;
  }
  assert.ok(Math.abs(sum / 10_000 - 0.5) < 0.02);
  assert.notEqual(seeded(8)(), seeded(7)());
});

Deno.test("a simulation goes one turn or one timer at a time, and no further than told", async () => {
  const sim = new Simulation({ seed: 1, start: 50 });
  const seen: string[] = [];
  const runner = { run: (limit: number) => (seen.push(`turn ${limit}`), seen.length < 2) };
  sim.ready(runner);
  sim.clock.after(10, () => seen.push("timer"));
  assert.equal(sim.idle, false);
  assert.equal(await sim.step(), true);
  assert.equal(await sim.step(), true);
  assert.equal(sim.idle, true);
  assert.deepEqual([...seen], ["turn 1", "turn 1"]);
  assert.equal(await sim.step(55), false);
  assert.equal(sim.clock.now(), 55);
  assert.equal(await sim.step(), true);
  assert.equal(await sim.step(), false);
  assert.deepEqual(seen[2], "timer");
  assert.equal(sim.turns, 2);
  await sim.pass(5);
  assert.equal(sim.clock.now(), 65);
});

Deno.test("the memory journal keeps order, refuses gaps, skips what it has, and tells a second writer", async () => {
  const journal = new MemoryJournal();
  const entry = (seq: number, event: unknown = seq) => ({ stream: "s/1", seq, at: 0, event }) as const;
  await journal.append({ stream: "s/1", entries: [entry(1), entry(2)] });
  await journal.append({ stream: "s/1", entries: [entry(2), entry(3)] });
  assert.deepEqual(journal.entries("s/1").map((it) => it.seq), [1, 2, 3]);
  await assert.rejects(journal.append({ stream: "s/1", entries: [entry(5)] }), /gap/);
  await assert.rejects(journal.append({ stream: "s/1", entries: [entry(3, "other")] }), { name: "FencedError" });
  await journal.saveSnapshot("s/1", { seq: 2, version: 1, state: "x" });
  assert.deepEqual((await journal.load("s/1", 1)).entries.map((it) => it.seq), [3]);
  assert.equal((await journal.load("s/1", 2)).snapshot, undefined);
  assert.equal((await journal.load("s/1")).snapshot?.seq, 2);
  const unread = journal.append({ stream: "s/2", entries: [{ ...entry(1), stream: "s/2" }] });
  assert.equal((await journal.load("s/2")).entries.length, 1, "a load waits for what is on its way");
  await unread;
  assert.deepEqual(journal.streams(), ["s/1", "s/2"]);
  assert.equal(journal.appends, 5);
  journal.down = true;
  await assert.rejects(journal.load("s/1"), /down/);
  await assert.rejects(journal.saveSnapshot("s/1", { seq: 3, version: 1, state: 0 }), /down/);
  await assert.rejects(journal.append({ stream: "s/1", entries: [entry(4)] }), /down/);
});

Deno.test("on the machine's own scheduler every message is handled once, in order, by one or by many", async () => {
  const system = new ActorSystem({
    clock: systemClock,
    random: Math.random,
    journal: new MemoryJournal(),
    topics: new LiveTopics({ epoch: "e" }),
  });
  const seen: number[][] = [[], [], []];
  for (const at of [0, 1, 2]) {
    system.spawn<number>(`p/${at}`, {
      receive(n, ctx) {
        seen[at].push(n);
        if (at < 2) ctx.tell(`p/${at + 1}`, n);
        return n;
      },
    });
  }
  for (let n = 0; n < 100; n++) system.tell("p/0", n);
  await system.drain();
  const answers = await Promise.all([100, 101, 102].map((n) => system.ask("p/0", n)));
  await system.drain();
  const expected = Array.from({ length: 103 }, (_, n) => n);
  assert.deepEqual(seen, [expected, expected, expected]);
  assert.deepEqual(answers.map((answer) => answer.ok && answer.value), [100, 101, 102]);
  await system.stop();
});

Deno.test("a delay of fifty days is waited for in parts and fires once, in time", () => {
  const { setTimeout: realSet, clearTimeout: realClear, Date: { now: realNow } } = globalThis;
  const virtual = new VirtualClock(1_000);
  const waits: number[] = [];
  try {
    Date.now = () => virtual.now();
    globalThis.setTimeout = ((fire: () => void, ms: number) => (waits.push(ms), virtual.after(ms, fire))) as never;
    globalThis.clearTimeout = ((handle: unknown) => virtual.clear(handle)) as never;
    const days = 86_400_000;
    const fired: number[] = [];
    systemClock.after(50 * days, () => fired.push(virtual.now()));
    const cleared = systemClock.after(60 * days, () => fired.push(-1));
    assert.ok(waits.every((ms) => ms < 2 ** 31));
    virtual.advance(49 * days);
    systemClock.clear(cleared);
    assert.deepEqual(fired, []);
    virtual.advance(20 * days);
    assert.deepEqual(fired, [1_000 + 50 * days]);
    assert.equal(virtual.pending, 0);
  } finally {
    Date.now = realNow;
    globalThis.setTimeout = realSet;
    globalThis.clearTimeout = realClear;
  }
});

Deno.test("a flooded actor does not keep the others waiting", async () => {
  const system = new ActorSystem({
    clock: systemClock,
    random: Math.random,
    journal: new MemoryJournal(),
    topics: new LiveTopics({ epoch: "e" }),
  });
  let flooded = 0;
  let before = -1;
  system.spawn("p/flooded", { receive: () => void flooded++ });
  system.spawn("p/other", { receive: () => void (before = flooded) });
  for (let n = 0; n < 5_000; n++) system.tell("p/flooded", n);
  system.tell("p/other", 0);
  await system.drain();
  assert.equal(flooded, 5_000);
  assert.ok(before > 0 && before < 100, `${before} messages came first`);
  await system.stop();
});
