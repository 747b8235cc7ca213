import assert from "node:assert/strict";
import { type ActorSystem, isShellEvent, restore } from "./mod.ts";
import { world as anyWorld } from "./testing/world.ts";
import { counter, type CounterCommand, type CounterState } from "./testing/counter.ts";

function world(options: Parameters<typeof anyWorld>[1] = {}, definition: Parameters<typeof counter>[1] = {}) {
  const notes: string[] = [];
  return { notes, ...anyWorld((system) => system.define(counter(notes, definition)), options) };
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
  const fourth = again.ask(A, { do: "effects", effects: [] }, { meta: { id: "c3" } });
  await sim.pass(10);
  assert.deepEqual(await fourth, { ok: true, events: 0 });
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

Deno.test("what waits with a reminder when the process dies is neither lost nor armed twice by a re-arming", async () => {
  const { sim, system, next } = world();
  const remind = (afterMs: number, durable: boolean, name: string) =>
    ({
      do: "effects",
      effects: [{ do: "timer", name: "t", afterMs, durable, command: { do: "fired", name } }],
    }) as const;
  system.tell(A, remind(100, true, "first"));
  system.tell(A, remind(200, true, "second"));
  await sim.pass(150);
  assert.deepEqual(state(system).fired, []);
  system.tell(A, remind(300, false, "third"));
  await sim.pass(10);
  system.abort();
  const again = next();
  again.activate(A);
  await sim.pass(1_000);
  assert.deepEqual(state(again).fired, [], "the volatile one took the durable one's name, and died with the process");
});

Deno.test("a reducer's crash takes its volatile timers along and keeps the durable ones", async () => {
  const { sim, system } = world();
  const timer = (name: string, durable: boolean) =>
    ({ do: "timer", name, afterMs: 200, durable, command: { do: "fired", name } }) as const;
  system.tell(A, add(1, [timer("volatile", false), timer("durable", true)]));
  await sim.pass(10);
  system.tell(A, { do: "boom" });
  await sim.pass(1_000);
  assert.deepEqual(state(system).fired, ["durable"]);
});

Deno.test("a reminder whose command crashes or is refused is spent: it does not come back with every restart", async () => {
  const { sim, system, journal, next, faults } = world();
  const effects = [
    { do: "timer", name: "a", afterMs: 10, durable: true, command: { do: "boom" } },
    { do: "timer", name: "b", afterMs: 10, durable: true, command: { do: "refuse" } },
  ] as const;
  system.tell(A, { do: "effects", effects: [...effects] });
  await sim.pass(1_000);
  assert.equal(faults.length, 1);
  assert.equal(journal.entries(A).length, 3, "set, and each one spent");
  system.abort();
  const again = next();
  await Promise.all([again.activate(A), sim.pass(1_000)]);
  await sim.pass(1_000);
  assert.equal(faults.length, 1);
});

Deno.test("an entity that crashes again and again is stopped and told of, and comes back when it is activated", async () => {
  const { sim, system, faults } = world({ defaults: { supervision: { maxRestarts: 2, minMs: 10 } } });
  system.tell(A, add(1));
  for (let i = 0; i < 3; i++) system.tell(A, { do: "boom" });
  const queued = system.ask(A, add(2));
  await sim.pass(1_000);
  assert.deepEqual(faults.map((fault) => fault.kind), ["crashed", "crashed", "crashed", "stopped"]);
  assert.equal((await queued as { code: string }).code, "stopped");
  assert.equal((await system.ask(A, add(2)) as { code: string }).code, "stopped");
  assert.equal(system.state(A), undefined);
  assert.deepEqual(system.ids("counter"), []);
  const back = system.activate(A);
  await sim.pass(100);
  assert.equal(await back, true);
  assert.deepEqual(state(system).added, [1]);
});

Deno.test("an effect that fails is told of and becomes the actor's command", async () => {
  const { sim, system, faults } = world();
  system.tell(A, add(1, [{ do: "fail", text: "x" }, { do: "failLater", text: "y", when: "committed" }]));
  await sim.pass(100);
  assert.deepEqual(state(system).fired, ["fail: x", "failLater: y"]);
  assert.deepEqual(faults.map(({ kind, actor }) => [kind, actor]), [["effect", A], ["effect", A]]);
  assert.deepEqual(faults.map((fault) => fault.message), ["fail of counter/a: x", "failLater of counter/a: y"]);
});

Deno.test("actors tell each other through effects, with the cause kept", async () => {
  const { sim, system, journal } = world();
  const tell = { do: "tell", to: "counter/b", command: add(7) } as const;
  system.tell(A, add(1, [tell]), { id: "c1" });
  system.tell(A, add(2, [tell]), { cause: "c0" });
  await sim.pass(50);
  assert.deepEqual(
    journal.entries("counter/b").map(({ origin, cause }) => [origin, cause]),
    [[A, "c1"], [A, "c0"]],
  );
  assert.equal(journal.entries(A)[0].command, "c1");
});

Deno.test("a passivating entity takes what comes in between", async () => {
  const { sim, system, journal } = world();
  for (let n = 1; n <= 21; n++) {
    system.tell(A, add(n, n % 3 === 0 ? [{ do: "passivate", when: n % 2 ? "now" : "committed" }] : []));
    await sim.pass(n % 4);
  }
  await sim.pass(100);
  assert.equal(system.state(A), undefined, "the last wish is kept");
  assert.equal(journal.entries(A).length, 21);
  const back = system.activate(A);
  await sim.pass(100);
  assert.equal(await back, true);
  assert.deepEqual(state(system).added.length, 21);
});

Deno.test("stopping in order writes snapshots, answers what it can, and refuses what comes after", async () => {
  const { sim, system, journal, next } = world();
  let flushed = 0;
  const flush = journal.flush.bind(journal);
  journal.flush = () => (flushed++, flush());
  const answer = system.ask(A, add(1));
  const stopped = system.stop();
  assert.equal((await system.ask(A, add(2)) as { code: string }).code, "stopped");
  assert.equal(system.tell(A, add(2)), false);
  await sim.pass(100);
  await stopped;
  assert.deepEqual(await answer, { ok: true, events: 1 });
  assert.equal(flushed, 1);
  assert.equal((await journal.load(A)).snapshot?.seq, 1);
  const again = next();
  await Promise.all([again.activate(A), sim.pass(10)]);
  assert.deepEqual(state(again).added, [1]);
  assert.equal(sim.clock.pending, 0, "no timer is left behind");
});

Deno.test("a snapshot of another version is left aside and the whole journal replayed", async () => {
  const { sim, system, journal } = world();
  system.tell(A, add(1));
  await sim.pass(10);
  await Promise.all([system.stop(), sim.pass(10)]);
  assert.equal((await journal.load(A, 1)).entries.length, 0);
  const other = world({ journal }, { version: 2 });
  await Promise.all([other.system.activate(A), other.sim.pass(10)]);
  assert.deepEqual(state(other.system).added, [1]);
});

Deno.test("an entity whose journal has a hole does not act on it", async () => {
  const { sim, system, journal, next, faults } = world({ defaults: { supervision: { maxRestarts: 1 } } });
  for (const n of [1, 2, 3]) system.tell(A, add(n));
  await sim.pass(10);
  system.abort();
  const load = journal.load.bind(journal);
  journal.load = async (stream) => {
    const { entries } = await load(stream);
    return { entries: entries.filter((entry) => entry.seq !== 2) };
  };
  const again = next();
  const live = again.activate(A);
  await sim.pass(10_000);
  assert.equal(await live, false);
  assert.deepEqual(faults.map((fault) => fault.kind), ["crashed", "crashed", "stopped"]);
  assert.match(faults[0].message, /gap: 3 follows 1/);
});

Deno.test("an entity loads when the journal is back, with what came meanwhile in order", async () => {
  const { sim, system, journal, faults } = world();
  journal.down = true;
  system.tell(A, add(1));
  system.tell(A, add(2));
  await sim.pass(1);
  assert.deepEqual(faults.map((fault) => fault.kind), ["journal"]);
  await sim.pass(3_000);
  assert.equal(faults.length, 1);
  journal.down = false;
  await sim.pass(20_000);
  assert.deepEqual(state(system).added, [1, 2]);
});

Deno.test("what a person sees follows the events, also after a restart, and a faulty view harms nobody", async () => {
  let broken = false;
  const { sim, system, topics, next, faults } = world({}, {
    view(state, events, writer, id) {
      if (broken) throw new Error("view");
      writer.put("sums", id, { count: state.added.length, last: events.length });
    },
  });
  system.tell(A, add(1));
  await sim.pass(1);
  assert.deepEqual(topics.get("sums")?.get(A, "count"), 1, "before the commit");
  assert.deepEqual(topics.get("sums")?.get(A, "last"), 1);
  const before = topics.get("sums")!.seq;
  system.tell(A, { do: "effects", effects: [] });
  await sim.pass(10);
  assert.equal(topics.get("sums")!.seq, before);
  system.abort();
  topics.drop("sums");
  const again = next();
  await Promise.all([again.activate(A), sim.pass(10)]);
  assert.deepEqual(topics.get("sums")?.get(A, "count"), 1);
  broken = true;
  again.tell(A, add(2));
  await sim.pass(10);
  assert.deepEqual(state(again).added, [1, 2]);
  assert.deepEqual(faults.map((fault) => fault.kind), ["view"]);
});

Deno.test("a node acts only for the shards it owns, and stops at once when it loses one", async () => {
  let lose: (lost: (id: string) => boolean) => void = () => {};
  const owned = new Set<string>([A, "counter/b"]);
  const { sim, system } = world({
    placement: {
      owns: (id) => owned.has(id),
      epoch: () => 1,
      onLost: (callback) => {
        lose = callback;
        return () => lose = () => {};
      },
    },
  });
  system.tell(A, add(1));
  system.tell("counter/b", add(1));
  const refused = await system.ask("counter/c", add(1));
  assert.equal((refused as { code: string }).code, "stopped");
  await sim.pass(10);
  const open = system.ask(A, add(2));
  await sim.pass(1);
  owned.delete(A);
  lose((id) => id === A);
  assert.equal((await open as { code: string }).code, "stopped");
  assert.deepEqual(system.ids("counter"), ["counter/b"]);
  assert.equal(system.tell(A, add(3)), false);
});

Deno.test("the memory of done commands is bounded", async () => {
  const { sim, system } = world({ defaults: { commandIds: 2 } });
  for (const id of ["1", "2", "3", "3", "1"]) system.tell(A, add(Number(id)), { id });
  await sim.pass(10);
  assert.deepEqual(state(system).added, [1, 2, 3, 1]);
});

Deno.test("an entity that was stopped is read from the journal only when all it did is there", async () => {
  const { sim, system, journal } = world({ defaults: { supervision: { maxRestarts: 0 } } });
  system.tell(A, add(1));
  await sim.pass(10);
  journal.down = true;
  system.tell(A, add(2));
  system.tell(A, { do: "boom" });
  await sim.pass(10);
  const back = system.activate(A);
  journal.load = ((load) => (stream, version) => {
    assert.equal(journal.entries(A).length, 2, "loaded too early");
    return load(stream, version);
  })(journal.load.bind(journal));
  await sim.pass(100);
  journal.down = false;
  await sim.pass(10_000);
  assert.equal(await back, true);
  assert.deepEqual(state(system).added, [1, 2]);
});

Deno.test("a fence is told of once, wherever it is met, and ends the system without another write", async () => {
  const { sim, system, journal, faults } = world();
  system.tell(A, add(1));
  await sim.pass(10);
  let flushed = 0;
  journal.flush = () => Promise.resolve(void flushed++);
  journal.fenced = true;
  system.tell(A, add(2));
  const loading = system.activate("counter/new");
  await sim.pass(10);
  assert.equal(await loading, false);
  assert.deepEqual(faults.map((fault) => fault.kind), ["fenced"]);
  assert.equal(system.health().fenced, true);
  assert.equal(system.health().pendingEntries, 0);
  await system.stop();
  assert.equal(flushed, 0);
});

Deno.test("a fence met by a snapshot counts as well", async () => {
  const { sim, system, journal, faults } = world({}, { passivateAfterMs: 100 });
  system.tell(A, add(1));
  await sim.pass(50);
  journal.fenced = true;
  await sim.pass(200);
  assert.deepEqual(faults.map((fault) => fault.kind), ["fenced"]);
});

Deno.test("the board of the site says when the journal is behind and when it is down", async () => {
  const { sim, system, journal } = world();
  assert.equal(system.health().journal, "ok");
  system.tell(A, add(1));
  await sim.pass(100);
  const append = journal.append.bind(journal);
  const held: (() => void)[] = [];
  journal.append = (batch) => new Promise((resolve) => held.push(() => append(batch).then(resolve)));
  await sim.pass(10_000);
  system.tell(A, add(2));
  const at = async (ms: number) => {
    await sim.pass(ms);
    return system.health().journal;
  };
  assert.deepEqual([await at(1_000), await at(1), await at(3_999), await at(1)], ["ok", "behind", "behind", "down"]);
  assert.equal(system.health().pendingEntries, 1);
  system.tell(A, add(3));
  held.shift()!();
  assert.equal(await at(10), "ok");
  assert.equal(system.health().pendingEntries, 1);
  journal.append = append;
  held.shift()!();
  assert.equal(await at(10), "ok");
  assert.deepEqual(system.health(), { actors: 1, dropped: 0, pendingEntries: 0, journal: "ok", fenced: false });
});

Deno.test("a snapshot is written every so many events, and only of what is durable", async () => {
  const { sim, system, journal } = world({}, { snapshotEvery: 3 });
  const saved: number[] = [];
  const save = journal.saveSnapshot.bind(journal);
  journal.saveSnapshot = (stream, snapshot) => {
    saved.push(snapshot.seq);
    assert.ok(journal.entries(stream).length >= snapshot.seq, "ahead of its events");
    return save(stream, snapshot);
  };
  for (let n = 1; n <= 8; n++) {
    system.tell(A, add(n));
    if (n === 7) await sim.pass(10);
  }
  await sim.pass(10);
  assert.deepEqual(saved, [3, 6]);
  system.abort();
});

Deno.test("two hundred events make a snapshot unless said otherwise", async () => {
  const { sim, system, journal } = world();
  for (let n = 1; n < 200; n++) system.tell(A, add(n));
  await sim.pass(10);
  assert.equal((await journal.load(A)).snapshot, undefined);
  system.tell(A, add(200));
  await sim.pass(10);
  assert.equal((await journal.load(A)).snapshot?.seq, 200);
});

Deno.test("an unload that cannot be saved is not done, and is tried again", async () => {
  const { sim, system, journal, faults } = world({}, { passivateAfterMs: 1_000 });
  system.tell(A, add(1));
  await sim.pass(500);
  journal.down = true;
  await sim.pass(1_000);
  assert.deepEqual(state(system).added, [1]);
  assert.deepEqual(faults.map((fault) => fault.kind), ["journal"]);
  journal.down = false;
  await sim.pass(1_100);
  assert.equal(system.state(A), undefined);
});

Deno.test("an entity with a volatile timer is not idle; a message puts the unloading off", async () => {
  const { sim, system } = world({}, { passivateAfterMs: 100 });
  const command = { do: "fired", name: "t" } as const;
  system.tell(A, { do: "effects", effects: [{ do: "timer", name: "t", afterMs: 250, command }] });
  await sim.pass(240);
  assert.ok(state(system));
  await sim.pass(60);
  assert.deepEqual(state(system).fired, ["t"]);
  await sim.pass(49);
  system.tell(A, add(1));
  await sim.pass(99);
  assert.ok(state(system));
  await sim.pass(20);
  assert.equal(system.state(A), undefined);
});

Deno.test("a reminder of an unloaded entity wakes it once, the earliest first, and dies with the system", async () => {
  const { sim, system, journal } = world({}, { passivateAfterMs: 50 });
  const remind = (name: string, afterMs: number) =>
    ({ do: "timer", name, afterMs, durable: true, command: { do: "fired", name } }) as const;
  system.tell(A, { do: "effects", effects: [remind("b", 2_000), remind("a", 1_000), remind("c", 3_000)] });
  await sim.pass(990);
  assert.equal(system.state(A), undefined);
  await sim.pass(20);
  assert.deepEqual(state(system).fired, ["a"]);
  await sim.pass(900);
  assert.equal(system.state(A), undefined);
  let loads = 0;
  const load = journal.load.bind(journal);
  journal.load = (stream, version) => (loads++, load(stream, version));
  system.tell(A, add(1));
  await sim.pass(10);
  assert.equal(loads, 1);
  await sim.pass(300);
  assert.equal(loads, 2, "woken for b, and not by a forgotten reminder too");
  system.abort();
  assert.equal(sim.clock.pending, 0);
});

Deno.test("a late performer of a stopped system wakes nobody", async () => {
  let release = () => {};
  const { sim, system, journal, faults } = world({}, {
    perform: (_, ctx) =>
      new Promise((resolve) => release = () => (ctx.self(add(9)), ctx.tell("counter/b", add(9)), resolve())),
  });
  system.tell(A, add(1, [{ do: "note", text: "x" }]));
  await sim.pass(10);
  system.abort();
  release();
  await sim.pass(10);
  assert.deepEqual(journal.streams(), [A]);
  assert.deepEqual(faults, []);
  assert.equal(sim.clock.pending, 0);
});

Deno.test("ending the system while entities load leaves nothing behind", async () => {
  const { sim, system, journal } = world();
  journal.down = true;
  const answer = system.ask(A, add(1));
  const live = system.activate(A);
  await sim.pass(10);
  const loading = system.activate("counter/b");
  system.abort();
  assert.equal((await answer as { code: string }).code, "stopped");
  assert.deepEqual([await live, await loading], [false, false]);
  await sim.pass(1);
  assert.equal(sim.clock.pending, 0);
  await system.drain();
  assert.equal(await system.activate(A), false);
});

Deno.test("stopping does not wait for ever: a journal that hangs is left after the time given", async () => {
  const { sim, system, journal } = world();
  journal.append = () => new Promise(() => {});
  const answer = system.ask(A, add(1), { timeoutMs: 60_000 });
  await sim.pass(10);
  const stopped = system.stop({ timeoutMs: 300 });
  await sim.pass(310);
  await stopped;
  assert.equal((await answer as { code: string }).code, "stopped");
  assert.equal(sim.clock.pending, 0);
  await system.stop();
});

Deno.test("a decision that is none is a crash, not a corrupted state", async () => {
  const { sim, system, journal } = world({}, { reduce: () => ({ state: 1 }) as never });
  const answer = system.ask(A, add(1));
  await sim.pass(10);
  assert.equal((await answer as { code: string }).code, "crashed");
  assert.deepEqual(state(system).added, []);
  assert.deepEqual(journal.entries(A), []);
});

Deno.test("kinds are defined once, and an address needs a key", async () => {
  const { system } = world();
  assert.throws(() => system.define(counter()), /defined/);
  assert.equal((await system.ask("counter/", add(1)) as { code: string }).code, "unknown-actor");
  assert.equal((await system.ask("other/1", add(1)) as { code: string }).code, "unknown-actor");
});

Deno.test("a performer's messages carry its name, and a failing onEffectError is only told of", async () => {
  const { sim, system, journal, faults } = world({}, {
    perform(effect, ctx) {
      if (effect.do === "fail") throw "text";
      ctx.self(add(ctx.now()));
      ctx.tell("counter/b", add(1), { origin: "mine" });
      return 5 as never;
    },
    onEffectError() {
      throw new Error("second");
    },
  });
  system.tell(A, { do: "effects", effects: [{ do: "note", text: "" }, { do: "fail", text: "" }] });
  await sim.pass(10);
  assert.deepEqual(journal.entries(A).map(({ origin, event }) => [origin, event]), [[A, {
    is: "added",
    n: 1_000_000,
  }]]);
  assert.equal(journal.entries("counter/b")[0].origin, "mine");
  assert.deepEqual(faults.map((fault) => fault.message), ["fail of counter/a: text", "fail of counter/a: second"]);
});

Deno.test("an outage's backlog goes out in pieces, in order, and the next outage starts with short pauses again", async () => {
  const { sim, system, journal, faults } = world();
  await Promise.all([system.activate(A), sim.pass(1)]);
  for (const outage of [1, 2]) {
    journal.down = true;
    for (let n = 0; n < 2_500; n++) system.tell(A, add(outage * 10_000 + n));
    await sim.pass(outage === 1 ? 20_000 : 50);
    const sizes: number[] = [];
    const append = journal.append;
    journal.append = function (batch) {
      sizes.push(batch.entries.length);
      return append.call(this, batch);
    };
    journal.down = false;
    await sim.pass(outage === 1 ? 7_000 : 200);
    journal.append = append;
    assert.deepEqual(sizes, [1_000, 1_000, 500]);
    assert.equal(journal.entries(A).length, 2_500 * outage);
  }
  assert.equal(faults.length, 2);
  assert.deepEqual(state(system).added, state(system).added.toSorted((a, b) => a - b));
});

Deno.test("a command without events is answered too: at once at rest, after what came before it otherwise", async () => {
  const { sim, system } = world();
  await Promise.all([system.activate(A), sim.pass(1)]);
  const order: string[] = [];
  const ask = (name: string, command: CounterCommand) => system.ask(A, command).then(() => order.push(name));
  ask("rest", { do: "effects", effects: [] });
  await sim.pass(1);
  assert.deepEqual(order, ["rest"]);
  ask("first", add(1));
  await sim.pass(1);
  ask("second", { do: "effects", effects: [] });
  await sim.pass(3);
  assert.deepEqual(order, ["rest"]);
  await sim.pass(2);
  assert.deepEqual(order, ["rest", "first", "second"]);
});

Deno.test("a refused command that is sent again gets its first refusal", async () => {
  const { sim, system } = world();
  const refuse = () => system.ask(A, { do: "refuse" }, { meta: { id: "r" } });
  const first = refuse();
  system.tell(A, add(1));
  const second = refuse();
  await sim.pass(10);
  assert.deepEqual(await second, await first);
});

Deno.test("what was under way when a shard was lost does nothing any more, however it ends", async () => {
  let lose: (lost: (id: string) => boolean) => void = () => {};
  const { sim, system, journal, faults, notes } = world({
    placement: { owns: () => true, epoch: () => 1, onLost: (callback) => (lose = callback, () => {}) },
  });
  for (const [fail, n] of [[0, 1], [1, 2]] as const) {
    await Promise.all([system.activate(A), sim.pass(1)]);
    system.tell(A, add(n, [{ do: "note", text: "never", when: "committed" }]));
    await sim.pass(1);
    journal.failNext = fail;
    lose(() => true);
    await sim.pass(1_000);
  }
  assert.deepEqual(notes, []);
  assert.deepEqual(faults, []);
  assert.deepEqual(system.health(), { actors: 0, dropped: 0, pendingEntries: 0, journal: "ok", fenced: false });
  await Promise.all([system.activate(A), sim.pass(10)]);
  assert.deepEqual(state(system).added, [1], "what the journal has is true");
  journal.down = true;
  system.tell(A, add(3));
  await sim.pass(10);
  assert.equal(system.health().journal, "down");
});

Deno.test("draining waits for commits and for effects under way", async () => {
  const { sim, system } = world({}, {
    perform: (effect) =>
      new Promise<void>((resolve, reject) =>
        sim.clock.after(50, () => effect.do === "note" ? resolve() : reject(new Error("x")))
      ),
    onEffectError: () => undefined,
  });
  for (const effects of [[], [{ do: "note", text: "" }], [{ do: "fail", text: "" }]] as const) {
    let drained = false;
    system.tell(A, add(1, [...effects]));
    await sim.pass(1);
    const draining = system.drain().then(() => drained = true);
    await sim.pass(effects.length > 0 ? 48 : 3);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(drained, false);
    await sim.pass(10);
    await draining;
  }
});

Deno.test("every outcome of a command is traced with what it gave", async () => {
  const { sim, system, turns } = world();
  system.tell(A, add(1, [{ do: "note", text: "" }]), { id: "c" });
  system.tell(A, add(1), { id: "c" });
  system.tell(A, { do: "refuse" });
  system.tell(A, { do: "boom" });
  await sim.pass(10);
  assert.deepEqual(turns.map(({ outcome, events, effects, actor, at }) => [outcome, events, effects, actor, at]), [
    ["done", 1, 1, A, 1_000_000],
    ["duplicate", 0, 0, A, 1_000_000],
    ["rejected", 0, 0, A, 1_000_000],
    ["crashed", 0, 0, A, 1_000_000],
  ]);
});

Deno.test("a message that comes while the snapshot of an unload is being written keeps the entity", async () => {
  const { sim, system, journal } = world();
  let saves = 0;
  const save = journal.saveSnapshot.bind(journal);
  journal.saveSnapshot = (stream, snapshot) =>
    new Promise((resolve) => (saves++, sim.clock.after(20, () => resolve(save(stream, snapshot)))));
  const leave = { do: "passivate" } as const;
  system.tell(A, add(1, [leave, leave]));
  await sim.pass(10);
  system.tell(A, add(2));
  await sim.pass(50);
  assert.deepEqual(state(system).added, [1, 2]);
  assert.equal(saves, 1);
  // A wish that comes while one is being saved is taken up afterwards.
  system.tell(A, add(3, [leave]));
  await sim.pass(10);
  system.tell(A, add(4, [leave]));
  await sim.pass(100);
  assert.equal(system.state(A), undefined);
  assert.equal((await journal.load(A)).snapshot?.seq, 4);
});

Deno.test("an unload asked for while snapshots fail is done after the next turn", async () => {
  const { sim, system, journal } = world();
  system.tell(A, add(1));
  await sim.pass(10);
  const save = journal.saveSnapshot;
  journal.saveSnapshot = () => Promise.reject(new Error("no"));
  system.end(A);
  await sim.pass(10);
  assert.ok(state(system));
  journal.saveSnapshot = save;
  system.tell(A, { do: "refuse" });
  system.tell(A, { do: "effects", effects: [] });
  await sim.pass(20);
  assert.equal(system.state(A), undefined);
});

Deno.test("an entity is loaded once, also when the answer comes after the system's end", async () => {
  const { sim, system, journal } = world({}, { passivateAfterMs: 1_000 });
  const [first, second] = [system.activate(A), system.activate(A)];
  await sim.pass(1);
  assert.deepEqual([await first, await second, await system.activate(A)], [true, true, true]);
  let release = () => {};
  const load = journal.load.bind(journal);
  journal.load = (id, version) => new Promise((resolve) => release = () => resolve(load(id, version)));
  const late = system.activate("counter/b");
  await sim.pass(1);
  system.abort();
  release();
  await sim.pass(1);
  assert.equal(await late, false);
  assert.deepEqual(system.ids("counter"), []);
  assert.equal(sim.clock.pending, 0);
  await system.drain();
});

Deno.test("the last snapshots are of entities that have their state, and of no others", async () => {
  const { sim, system, journal } = world({ defaults: { supervision: { maxRestarts: 0 } } });
  system.tell(A, add(1));
  system.tell("counter/stopped", { do: "boom" });
  await sim.pass(10);
  const saved: string[] = [];
  journal.saveSnapshot = (stream) => Promise.resolve(void saved.push(stream));
  journal.load = () => new Promise(() => {});
  const never = system.activate("counter/loading");
  const stopped = system.stop({ timeoutMs: 50 });
  await sim.pass(10);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await sim.pass(100);
  await stopped;
  assert.equal(await never, false);
  assert.deepEqual(saved.filter((id) => id !== A), []);
});

Deno.test("unloading what is only being loaded writes nothing over its journal, and happens after what is in line", async () => {
  const { sim, system, journal, next } = world();
  system.tell(A, add(1));
  await sim.pass(10);
  system.abort();
  const again = next();
  again.tell(A, add(2));
  again.end(A);
  assert.equal((await journal.load(A)).snapshot, undefined);
  await sim.pass(50);
  assert.equal(again.state(A), undefined, "unloaded after its turn");
  assert.equal((await journal.load(A)).snapshot?.seq, 2);
  assert.equal(sim.clock.pending, 0);
  again.tell(A, add(3));
  again.tell(A, add(4));
  await sim.pass(1);
  again.tell(A, add(5));
  again.end(A);
  await sim.pass(50);
  assert.equal(again.state(A), undefined);
  await Promise.all([again.activate(A), sim.pass(50)]);
  assert.deepEqual(state(again).added, [1, 2, 3, 4, 5]);
});

Deno.test("a snapshot of another version is never taken for a state", () => {
  const snapshot = { seq: 0, version: 2, state: { state: {}, timers: [], answers: [] } };
  assert.throws(() => restore(counter(), A, { snapshot, entries: [], remembered: 1 }), /version 2/);
});

Deno.test("a timer that came due during a crash's pause does not fire when it was lost or cancelled meanwhile", async () => {
  const { sim, system } = world({ defaults: { supervision: { minMs: 50, jitter: 0 } } });
  const timer = (name: string, durable: boolean) =>
    ({ do: "timer", name, afterMs: 20, durable, command: { do: "fired", name } }) as const;
  system.tell(A, add(1, [timer("volatile", false), timer("cancelled", true), timer("kept", true)]));
  await sim.pass(1);
  system.tell(A, { do: "boom" });
  await sim.pass(1);
  system.tell(A, { do: "effects", effects: [{ do: "cancel-timer", name: "cancelled" }] });
  await sim.pass(30);
  assert.deepEqual(state(system).fired, []);
  await sim.pass(100);
  assert.deepEqual(state(system).fired, ["kept"]);
});

Deno.test("an append whose answer was lost is repeated and stands in the journal once", async () => {
  const { sim, system, journal, faults } = world();
  await Promise.all([system.activate(A), sim.pass(1)]);
  journal.loseAnswers = 1;
  const answer = system.ask(A, add(1));
  await sim.pass(6);
  assert.deepEqual([journal.entries(A).length, faults.length, system.health().journal], [1, 1, "down"]);
  await sim.pass(1_000);
  assert.deepEqual(await answer, { ok: true, events: 1 });
  assert.deepEqual([journal.entries(A).length, journal.appends, system.health().journal], [1, 2, "ok"]);
});
