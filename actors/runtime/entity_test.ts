import assert from "node:assert/strict";
import { ActorSystem, type Fault, isShellEvent, LiveTopics, MemoryJournal, Simulation } from "./mod.ts";
import type { SystemOptions } from "./mod.ts";
import { counter, type CounterCommand, type CounterState } from "./testing/counter.ts";

/** A system on a virtual clock; `next()` makes another one on the same journal, as after a restart of the process. */
function world(options: Partial<SystemOptions> = {}, definition: Parameters<typeof counter>[1] = {}) {
  const sim = new Simulation({ seed: 1, start: 1_000_000 });
  const journal = new MemoryJournal({ clock: sim.clock, commitMs: 5 });
  const notes: string[] = [];
  const faults: Fault[] = [];
  const topics = new LiveTopics({ epoch: "e" });
  const next = () => {
    const system = new ActorSystem({
      clock: sim.clock,
      random: sim.random,
      scheduler: sim,
      journal,
      topics,
      onFault: (fault) => faults.push(fault),
      ...options,
    });
    system.define(counter(notes, definition));
    return system;
  };
  return { sim, journal, notes, faults, topics, next, system: next() };
}

const A = "counter/a" as const;
const add = (n: number, effects: (CounterCommand & { do: "add" })["effects"] = []): CounterCommand => ({
  do: "add",
  n,
  effects,
});
const state = (system: ActorSystem) => system.state(A) as CounterState;

Deno.test("a command is answered only when its events are durable", async () => {
  const { sim, system, journal } = world();
  let answer: unknown;
  system.ask(A, add(1)).then((it) => answer = it);
  await sim.pass(4);
  assert.deepEqual(state(system).added, [1], "live at once");
  assert.equal(answer, undefined);
  assert.deepEqual(journal.entries(A), []);
  await sim.pass(1);
  assert.deepEqual(answer, { ok: true, events: 1 });
  assert.deepEqual(journal.entries(A), [{ stream: A, seq: 1, at: 1_000_000, event: { is: "added", n: 1 } }]);
});

Deno.test("a refusal comes with its reason and changes nothing", async () => {
  const { sim, system, journal } = world();
  system.tell(A, add(1));
  const answer = system.ask(A, { do: "refuse" });
  await sim.pass(10);
  assert.deepEqual(await answer, { ok: false, code: "rejected", rejected: "counter.refused", detail: { count: 1 } });
  assert.equal(journal.entries(A).length, 1);
});

Deno.test("after the process's death an entity is what its journal says", async () => {
  const { sim, system, next } = world();
  for (let n = 1; n <= 450; n++) system.tell(A, add(n));
  await sim.pass(10);
  system.abort();
  const again = next();
  again.tell(A, add(451));
  await sim.pass(10);
  assert.deepEqual(state(again).added, Array.from({ length: 451 }, (_, i) => i + 1));
});

Deno.test("effects happen now, or after their events are durable, each in order", async () => {
  const { sim, system, notes } = world();
  system.tell(
    A,
    add(1, [
      { do: "note", text: "c1", when: "committed" },
      { do: "note", text: "n1" },
      { do: "note", text: "c2", when: "committed" },
      { do: "note", text: "n2", when: "now" },
    ]),
  );
  await sim.pass(4);
  assert.deepEqual(notes, [`${A} n1`, `${A} n2`]);
  await sim.pass(1);
  assert.deepEqual(notes.slice(2), [`${A} c1`, `${A} c2`]);
});

Deno.test("a resent command is done once and answered as the first time, also after a restart", async () => {
  const { sim, system, next, notes } = world();
  const once = { meta: { id: "c1", origin: "user/1", cause: "x" } };
  const command = add(1, [{ do: "note", text: "did" }]);
  const answers = [system.ask(A, command, once), system.ask(A, command, once)];
  await sim.pass(10);
  assert.deepEqual(await Promise.all(answers), [{ ok: true, events: 1 }, { ok: true, events: 1 }]);
  const refused = system.ask(A, { do: "refuse" }, { meta: { id: "c2" } });
  await sim.pass(10);
  await refused;
  system.tell(A, { do: "effects", effects: [{ do: "note", text: "only" }] }, { id: "c3" });
  await sim.pass(10);
  system.abort();
  const again = next();
  const third = again.ask(A, command, once);
  again.tell(A, { do: "effects", effects: [{ do: "note", text: "only" }] }, { id: "c3" });
  await sim.pass(10);
  assert.deepEqual(await third, { ok: true, events: 1 });
  assert.deepEqual(state(again).added, [1]);
  assert.deepEqual(notes, [`${A} did`, `${A} only`]);
});

Deno.test("a durable reminder comes after a restart, a late one at once, and only once", async () => {
  const { sim, system, next, journal } = world();
  const remind = (name: string, afterMs: number) =>
    ({ do: "timer", name, afterMs, durable: true, command: { do: "fired", name } }) as const;
  system.tell(A, { do: "effects", effects: [remind("late", 100), remind("later", 1_000), remind("gone", 1_500)] });
  system.tell(A, { do: "effects", effects: [{ do: "timer", name: "lost", afterMs: 900, command: { do: "boom" } }] });
  system.tell(A, { do: "effects", effects: [{ do: "cancel-timer", name: "gone" }] });
  await sim.pass(50);
  system.abort();
  await sim.pass(450);
  const again = next();
  again.activate(A);
  await sim.pass(20);
  assert.deepEqual(state(again).fired, ["late"]);
  await sim.pass(479);
  assert.deepEqual(state(again).fired, ["late"]);
  await sim.pass(20);
  assert.deepEqual(state(again).fired, ["late", "later"]);
  await sim.pass(5_000);
  again.abort();
  const third = next();
  third.activate(A);
  await sim.pass(5_000);
  assert.deepEqual(state(third).fired, ["late", "later"]);
  assert.ok(journal.entries(A).some((entry) => isShellEvent(entry.event)));
});

Deno.test("a crashed turn leaves the state as it was, and the queue is handled after a pause", async () => {
  const { sim, system, faults } = world();
  system.tell(A, add(1));
  const boom = system.ask(A, { do: "boom" });
  const after = system.ask(A, add(2));
  await sim.pass(30);
  assert.deepEqual(await boom, { ok: false, code: "crashed", message: "boom" });
  assert.deepEqual(state(system).added, [1]);
  await sim.pass(100);
  assert.deepEqual(await after, { ok: true, events: 1 });
  assert.deepEqual(state(system).added, [1, 2]);
  assert.deepEqual(faults.map((fault) => fault.kind), ["crashed"]);
});

Deno.test("unloading loses nothing: an idle entity comes back with its state and its reminders", async () => {
  const { sim, system } = world({}, { passivateAfterMs: 1_000 });
  const wake = {
    do: "timer",
    name: "wake",
    afterMs: 5_000,
    durable: true,
    command: { do: "fired", name: "wake" },
  } as const;
  system.tell(A, add(1, [wake]));
  await sim.pass(2_000);
  assert.deepEqual(system.ids("counter"), []);
  assert.equal(system.state(A), undefined);
  system.tell(A, add(2));
  await sim.pass(100);
  assert.deepEqual(state(system).added, [1, 2]);
  await sim.pass(1_500);
  assert.deepEqual(system.ids("counter"), []);
  await sim.pass(1_500);
  assert.deepEqual(state(system), { added: [1, 2], fired: ["wake"] }, "woken by its reminder");
});

Deno.test("while the journal is down work goes on, and everything is written when it is back", async () => {
  const { sim, system, journal, faults } = world({ defaults: { pendingEntries: 3 } });
  system.tell(A, add(1));
  await sim.pass(10);
  journal.down = true;
  const asked = system.ask(A, add(2), { timeoutMs: 1_000 });
  system.tell(A, add(3));
  await sim.pass(500);
  system.tell(A, add(4));
  await sim.pass(2_000);
  assert.equal((await asked as { code: string }).code, "timeout");
  assert.deepEqual(state(system).added, [1, 2, 3, 4]);
  assert.equal(system.health().journal, "down");
  const refused = system.ask(A, add(5));
  assert.equal((await refused as { code: string }).code, "overflow");
  journal.down = false;
  await sim.pass(10_000);
  assert.equal(system.health().journal, "ok");
  assert.equal(system.health().pendingEntries, 0);
  assert.deepEqual(journal.entries(A).map((entry) => (entry.event as { n: number }).n), [1, 2, 3, 4]);
  assert.deepEqual(faults.map((fault) => fault.kind), ["journal", "overflow"]);
});

Deno.test("a node that was fenced stops acting at once", async () => {
  const { sim, system, journal, faults, notes } = world();
  system.tell(A, add(1));
  system.tell("counter/b", add(1));
  await sim.pass(10);
  journal.fenced = true;
  const asked = system.ask(A, add(2, [{ do: "note", text: "never", when: "committed" }]));
  await sim.pass(10);
  assert.equal((await asked as { code: string }).code, "stopped");
  assert.deepEqual(system.ids("counter"), []);
  assert.deepEqual(faults.map(({ kind, fenced }) => [kind, fenced]), [["fenced", true]]);
  assert.equal((await system.ask("counter/b", add(2)) as { code: string }).code, "stopped");
  assert.deepEqual(notes, []);
});
