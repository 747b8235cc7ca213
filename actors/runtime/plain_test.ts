import assert from "node:assert/strict";
import type { Answer, PlainContext } from "./mod.ts";
import { world } from "./testing/world.ts";

const nothing = () => {};
const code = (answer: Answer) => answer.ok ? "ok" : answer.code;

Deno.test("an answer carries what the actor returned, sync or async", async () => {
  const { sim, system } = world(nothing);
  system.spawn<number>("p/a", { receive: (n) => n > 9 ? undefined : n % 2 ? n : Promise.resolve(n * 10) });
  const answers = [1, 2, 3, 11].map((n) => system.ask("p/a", n));
  await sim.pass(1);
  assert.deepEqual(await Promise.all(answers), [
    { ok: true, events: 0, value: 1 },
    { ok: true, events: 0, value: 20 },
    { ok: true, events: 0, value: 3 },
    { ok: true, events: 0 },
  ]);
});

Deno.test("turns never overlap, also when a turn waits", async () => {
  const { sim, system } = world(nothing);
  let open = 0;
  const seen: number[] = [];
  system.spawn<number>("p/a", {
    async receive(n) {
      assert.equal(++open, 1);
      await new Promise<void>((resolve) => sim.clock.after(n % 3, resolve));
      seen.push(n);
      open--;
    },
  });
  for (let n = 0; n < 50; n++) system.tell("p/a", n);
  await sim.pass(1_000);
  assert.deepEqual(seen, Array.from({ length: 50 }, (_, n) => n));
});

Deno.test("a full mailbox says so at once, is told of once an episode, and counted", async () => {
  const { sim, system, faults } = world(nothing);
  const seen: number[] = [];
  system.spawn<number>("p/a", { mailbox: 2, receive: (n) => void seen.push(n) });
  assert.deepEqual([1, 2, 3, 4].map((n) => system.tell("p/a", n)), [true, true, false, false]);
  assert.equal(code(await system.ask("p/a", 5)), "overflow");
  assert.equal(system.health().dropped, 3);
  assert.equal(faults.length, 1);
  assert.equal(faults[0].kind, "overflow");
  await sim.pass(1);
  for (const n of [6, 7, 8]) system.tell("p/a", n);
  await sim.pass(1);
  assert.deepEqual(seen, [1, 2, 6, 7]);
  assert.equal(faults.length, 2);
});

Deno.test("a crashed actor keeps its queue, loses its timers, and goes on after a pause that grows", async () => {
  const { sim, system, faults } = world(nothing, { defaults: { supervision: { minMs: 100, jitter: 0 } } });
  const seen: [unknown, number][] = [];
  system.spawn<string>("p/a", {
    restarted: (ctx) => void seen.push(["restarted", ctx.now() - 1_000_000]),
    receive(message, ctx) {
      seen.push([message, ctx.now() - 1_000_000]);
      if (message === "timer") ctx.timer("t", 10, "never");
      if (message === "boom") throw new Error("boom");
      if (message === "reject") return Promise.reject(new Error("later"));
    },
  });
  const answers = ["timer", "boom", "reject", "ok"].map((message) => system.ask("p/a", message));
  await sim.pass(1_000);
  assert.deepEqual((await Promise.all(answers)).map(code), ["ok", "crashed", "crashed", "ok"]);
  assert.deepEqual(seen, [
    ["timer", 0],
    ["boom", 0],
    ["restarted", 100],
    ["reject", 100],
    ["restarted", 300],
    ["ok", 300],
  ]);
  assert.deepEqual(faults.map((fault) => fault.message), ["p/a crashed: boom", "p/a crashed: later"]);
});

Deno.test("crashes long ago are forgiven", async () => {
  const { sim, system, faults } = world(nothing, {
    defaults: { supervision: { minMs: 1, maxRestarts: 1, windowMs: 1_000 } },
  });
  system.spawn("p/a", {
    receive() {
      throw new Error("boom");
    },
  });
  for (let i = 0; i < 5; i++) {
    system.tell("p/a", 0);
    await sim.pass(1_000);
  }
  assert.equal(faults.filter((fault) => fault.kind === "stopped").length, 0);
  system.tell("p/a", 0);
  system.tell("p/a", 0);
  await sim.pass(100);
  assert.equal(faults.filter((fault) => fault.kind === "stopped").length, 1);
  assert.equal(code(await system.ask("p/a", 0)), "stopped");
  system.spawn("p/a", { receive: () => 1 });
  const answer = system.ask("p/a", 0);
  await sim.pass(1);
  assert.equal(code(await answer), "ok");
});

Deno.test("asking in a circle is answered `deadlock` at once instead of by a timeout", async () => {
  const { sim, system } = world(nothing);
  const forward = (to: `p/${string}`) => ({ receive: (_: unknown, ctx: PlainContext) => ctx.ask(to, 0) });
  system.spawn("p/self", forward("p/self"));
  system.spawn("p/a", forward("p/b"));
  system.spawn("p/b", forward("p/c"));
  system.spawn("p/c", forward("p/a"));
  const self = system.ask("p/self", 0);
  const circle = system.ask("p/a", 0);
  await sim.pass(0);
  assert.equal(code((await self as { value: Answer }).value), "deadlock");
  let answer = await circle as Answer & { value: Answer };
  for (let depth = 0; depth < 2; depth++) answer = answer.value as typeof answer;
  assert.equal(code((answer as { value: Answer }).value), "deadlock");
});

Deno.test("two actors may ask a third one, and each other one after the other: that is no deadlock", async () => {
  const { sim, system } = world(nothing);
  system.spawn("p/c", { receive: () => "c" });
  system.spawn<string>("p/a", {
    receive: async (message, ctx) => message === "go" ? [await ctx.ask("p/c", 0), await ctx.ask("p/b", 0)] : "a",
  });
  system.spawn<string>("p/b", { receive: async (_, ctx) => await ctx.ask("p/c", 0) });
  const answer = system.ask("p/a", "go");
  await sim.pass(1);
  const [fromC, fromB] = (await answer as { value: [Answer, Answer & { value: Answer }] }).value;
  assert.deepEqual([code(fromC), code(fromB.value)], ["ok", "ok"]);
  // Nobody waits any more: b may ask a now.
  system.spawn("p/d", { receive: (_, ctx) => ctx.ask("p/a", "hello") });
  const later = system.ask("p/d", 0);
  await sim.pass(1);
  assert.equal(code((await later as { value: Answer }).value), "ok");
});

Deno.test("an ask that nobody answers times out at its time, in any order", async () => {
  const { sim, system } = world(nothing, { defaults: { askTimeoutMs: 700 } });
  system.spawn("p/a", { receive: () => new Promise(() => {}) });
  const settled: [string, number, string][] = [];
  const ask = (name: string, timeoutMs?: number) =>
    system.ask("p/a", 0, { timeoutMs }).then((answer) =>
      settled.push([name, sim.clock.now() - 1_000_000, code(answer)])
    );
  ask("a", 300);
  await sim.pass(100);
  ask("b", 300);
  ask("c", 50);
  ask("d");
  ask("e", -1);
  ask("f", Infinity);
  await sim.pass(10_000);
  assert.deepEqual(settled, [
    ["c", 150, "timeout"],
    ["a", 300, "timeout"],
    ["b", 400, "timeout"],
    ["d", 800, "timeout"],
    ["e", 800, "timeout"],
    ["f", 800, "timeout"],
  ]);
  assert.equal(sim.clock.pending, 0);
});

Deno.test("a message to nobody is refused and told of", async () => {
  const { system, faults } = world(nothing);
  assert.equal(system.tell("p/none", 0), false);
  assert.deepEqual(faults.map(({ kind, actor }) => [kind, actor]), [["unknown-actor", "p/none"]]);
  assert.equal(code(await system.ask("p/none", 0)), "unknown-actor");
  assert.equal(await system.activate("p/none"), false);
  assert.equal(system.health().dropped, 1);
});

Deno.test("an actor that ends itself answers, and leaves nobody waiting", async () => {
  const { sim, system } = world(nothing);
  system.spawn<string>("p/a", {
    receive(message, ctx) {
      ctx.timer("t", 5, "tick");
      if (message === "hang") return new Promise(() => {});
      ctx.stop();
      return "bye";
    },
  });
  const answers = [system.ask("p/a", "stop"), system.ask("p/a", "behind")];
  await sim.pass(1);
  assert.deepEqual((await Promise.all(answers)).map(code), ["ok", "stopped"]);
  assert.deepEqual(system.ids("p"), []);
  assert.equal(sim.clock.next(), 1_005_000, "only the ask's own timeout");
  system.spawn<string>("p/a", { receive: () => new Promise(() => {}) });
  const hanging = system.ask("p/a", "hang");
  await sim.pass(1);
  system.end("p/a");
  assert.equal(code(await hanging), "stopped");
});

Deno.test("a timer armed again or cancelled never fires its old message, even one already in line", async () => {
  const { sim, system } = world(nothing);
  const seen: string[] = [];
  system.spawn<string>("p/a", {
    mailbox: 3,
    receive(message, ctx) {
      seen.push(message);
      if (message === "arm") ctx.timer("t", 10, "old");
      if (message === "again") ctx.timer("t", 10, "new");
      if (message === "cancel") ctx.cancelTimer("t");
      if (message === "slow") return new Promise<void>((resolve) => sim.clock.after(50, resolve));
    },
  });
  for (const message of ["arm", "slow", "again"]) system.tell("p/a", message);
  await sim.pass(40);
  assert.deepEqual(seen, ["arm", "slow"]);
  await sim.pass(100);
  assert.deepEqual(seen, ["arm", "slow", "again", "new"]);
  for (const message of ["arm", "slow", "cancel"]) system.tell("p/a", message);
  await sim.pass(200);
  assert.deepEqual(seen.slice(4), ["arm", "slow", "cancel"]);
});

Deno.test("an address is not given twice, and a stopped system makes no actors", () => {
  const { system } = world(nothing);
  system.spawn("p/a", { receive: nothing });
  assert.throws(() => system.spawn("p/a", { receive: nothing }), /taken/);
  system.abort();
  assert.throws(() => system.spawn("p/b", { receive: nothing }), /stopping/);
});

Deno.test("every turn is traced with its outcome; a trace that throws harms nobody", async () => {
  const { sim, system, turns } = world(nothing);
  system.spawn<string>("p/a", {
    receive(message) {
      if (message === "boom") throw new Error("boom");
    },
  });
  system.tell("p/a", "fine", { id: "1", origin: "user/1" });
  system.tell("p/a", "boom");
  await sim.pass(1);
  assert.deepEqual(turns.map(({ command, outcome, meta, at }) => [command, outcome, meta, at]), [
    ["fine", "done", { id: "1", origin: "user/1" }, 1_000_000],
    ["boom", "crashed", {}, 1_000_000],
  ]);
  const bad = world(nothing, {
    trace() {
      throw new Error("trace");
    },
  });
  bad.system.spawn("p/a", { receive: () => 1 });
  const answer = bad.system.ask("p/a", 0);
  await bad.sim.pass(1);
  assert.equal(code(await answer), "ok");
  assert.deepEqual(bad.faults.map((fault) => fault.kind), ["trace"]);
});

Deno.test("an answered question is no wait any more: no false deadlock while the turn goes on", async () => {
  const { sim, system } = world(nothing);
  system.spawn<string>("p/a", {
    async receive(message, ctx) {
      if (message === "hello") return "hi";
      await ctx.ask("p/b", "hello");
      await new Promise<void>((resolve) => sim.clock.after(10, resolve));
    },
  });
  system.spawn<string>("p/b", { receive: (message, ctx) => message === "hello" ? "hi" : ctx.ask("p/a", "hello") });
  system.tell("p/a", "go");
  await sim.pass(5);
  const answer = system.ask("p/b", "go");
  await sim.pass(20);
  assert.deepEqual(await answer, { ok: true, events: 0, value: { ok: true, events: 0, value: "hi" } });
});

Deno.test("a question asked after the turn's end waits for nobody", async () => {
  const { sim, system } = world(nothing);
  const later: Answer[] = [];
  system.spawn<string>("p/a", {
    receive(message, ctx) {
      if (message === "go") sim.clock.after(5, () => ctx.ask("p/a", "x").then((answer) => later.push(answer)));
      return message;
    },
  });
  system.tell("p/a", "go");
  await sim.pass(10);
  assert.deepEqual(later, [{ ok: true, events: 0, value: "x" }]);
});

Deno.test("an actor sees who sent its message, and forgets it afterwards", async () => {
  const { sim, system } = world(nothing);
  const seen: unknown[] = [];
  let context: PlainContext | undefined;
  system.spawn<string>("p/a", {
    receive(message, ctx) {
      context = ctx;
      seen.push(ctx.meta);
      if (message === "on") ctx.tell("p/a", "off", { cause: "on" });
    },
  });
  system.tell("p/a", "on", { origin: "user/1" });
  await sim.pass(1);
  assert.deepEqual(seen, [{ origin: "user/1" }, { cause: "on" }]);
  assert.deepEqual(context!.meta, {});
  assert.equal(context!.id, "p/a");
});

Deno.test("a crash in the clearing up after a crash is a crash like any other", async () => {
  const { sim, system, faults } = world(nothing, { defaults: { supervision: { minMs: 1, maxRestarts: 3 } } });
  let healing = 0;
  system.spawn<string>("p/a", {
    restarted() {
      if (++healing < 3) throw new Error("again");
    },
    receive(message) {
      if (message === "boom") throw new Error("boom");
      return message;
    },
  });
  system.tell("p/a", "boom");
  const answer = system.ask("p/a", "x");
  await sim.pass(100);
  assert.equal(code(await answer), "ok");
  assert.equal(faults.length, 3);
});

Deno.test("an own limit of restarts counts for the actor that has it", async () => {
  const { sim, system, faults } = world(nothing);
  system.spawn<string>("p/a", {
    supervision: { maxRestarts: 0 },
    receive() {
      throw new Error("boom");
    },
  });
  system.tell("p/a", "x");
  system.tell("p/a", "y");
  await sim.pass(1);
  assert.deepEqual(faults.map((fault) => fault.kind), ["crashed", "stopped"]);
  assert.equal(system.health().dropped, 1);
  assert.equal(await system.activate("p/a"), false);
  system.spawn("p/b", { receive: nothing });
  assert.equal(await system.activate("p/b"), true);
});

Deno.test("ending the system in the middle of turns, pauses and timers leaves nobody waiting and no timer behind", async () => {
  const { sim, system, faults } = world(nothing, { defaults: { supervision: { minMs: 1_000 } } });
  let late: PlainContext | undefined;
  system.spawn("p/hang", {
    receive(_, ctx) {
      late = ctx;
      ctx.timer("t", 50, "tick");
      return new Promise<void>((resolve) => sim.clock.after(100, resolve));
    },
  });
  system.spawn("p/boom", { receive: () => Promise.reject(new Error("boom")) });
  const answers = ["p/hang", "p/hang", "p/boom", "p/boom"].map((id) => system.ask(id as "p/hang", 0));
  await sim.pass(10);
  system.abort();
  assert.deepEqual((await Promise.all(answers)).map(code), ["stopped", "stopped", "crashed", "stopped"]);
  assert.equal(late!.tell("p/boom", 0), false);
  assert.equal(code(await late!.ask("p/boom", 0)), "stopped");
  late!.timer("t", 1, "never");
  await sim.pass(200);
  assert.equal(sim.clock.pending, 0);
  assert.deepEqual(faults.map((fault) => fault.kind), ["crashed"]);
  await system.drain();
});

Deno.test("draining waits for what is in line, in turns and in pauses", async () => {
  const { sim, system } = world(nothing);
  let handled = 0;
  system.spawn("p/a", {
    async receive() {
      await new Promise<void>((resolve) => sim.clock.after(10, resolve));
      handled++;
    },
  });
  for (let i = 0; i < 3; i++) system.tell("p/a", i);
  let drained = false;
  const draining = system.drain().then(() => drained = true);
  await sim.pass(15);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(drained, false);
  await sim.pass(50);
  await draining;
  assert.equal(handled, 3);
});

Deno.test("a fault handler that throws stops nothing", async () => {
  const said: unknown[] = [];
  const { error } = console;
  console.error = (...parts) => said.push(parts[0]);
  try {
    const { sim, system } = world(nothing, {
      onFault() {
        throw new Error("handler");
      },
    });
    system.spawn<number>("p/a", { receive: (n) => n });
    system.tell("p/none", 0);
    const answer = system.ask("p/a", 1);
    await sim.pass(1);
    assert.equal(code(await answer), "ok");
    assert.deepEqual(said, ["there is no actor p/none"]);
  } finally {
    console.error = error;
  }
});

Deno.test("an answer that comes after its timeout does not take the others' timeouts along", async () => {
  const { sim, system } = world(nothing);
  system.spawn<number>("p/slow", { receive: (ms) => new Promise<void>((resolve) => sim.clock.after(ms, resolve)) });
  system.spawn("p/dead", { receive: () => new Promise(() => {}) });
  const late = system.ask("p/slow", 120, { timeoutMs: 100 });
  await sim.pass(50);
  const others = [1, 2, 3].map((n) => system.ask("p/dead", n, { timeoutMs: 100 }));
  await sim.pass(60);
  assert.equal(code(await late), "timeout");
  await sim.pass(200);
  assert.deepEqual((await Promise.all(others)).map(code), ["timeout", "timeout", "timeout"]);
});

Deno.test("a timer armed again leaves no old one in the clock", async () => {
  const { sim, system } = world(nothing);
  system.spawn<number>("p/a", { receive: (n, ctx) => ctx.timer("t", 1_000 + n, "x") });
  for (let n = 0; n < 10; n++) system.tell("p/a", n);
  await sim.pass(1);
  assert.equal(sim.clock.pending, 1);
});
