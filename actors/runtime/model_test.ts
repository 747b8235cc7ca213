import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type ActorId, type Answer, restore } from "./mod.ts";
import { counter, type CounterCommand, type CounterState } from "./testing/counter.ts";
import { world } from "./testing/world.ts";

const IDS: ActorId[] = ["counter/a", "counter/b", "counter/c"];
const who = fc.nat(IDS.length - 1);

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("send" as const), to: who, ask: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resend" as const), which: fc.nat(50) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("boom" as const), to: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), to: who, committed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), to: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), count: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("loseAnswers" as const), count: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("down" as const), down: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("die" as const) }) },
);
const deathless = step.filter((it) => it.do !== "die");

interface Sent {
  n: number;
  to: ActorId;
  answers: Promise<Answer>[];
  accepted: boolean;
}

async function play(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[], seed: number) {
  const performed: number[] = [];
  const premature: number[] = [];
  const durable = (id: ActorId) => numbers(w.journal.entries(id).map((entry) => entry.event));
  const definition = counter([], {
    snapshotEvery: 3,
    passivateAfterMs: 40,
    perform(effect, ctx) {
      const n = Number("text" in effect ? effect.text : NaN);
      performed.push(n);
      if (!durable(ctx.id).includes(n)) premature.push(n);
    },
  });
  const w = world((system) => system.define(definition), {
    seed,
    defaults: { askTimeoutMs: 400, supervision: { minMs: 5, maxRestarts: 1_000 } },
  });
  let system = w.system;
  const sent: Sent[] = [];
  const resent = new Set<number>();
  const post = (it: Sent, ask: boolean) => {
    const command: CounterCommand = {
      do: "add",
      n: it.n,
      effects: [{ do: "note", text: String(it.n), when: "committed" }],
    };
    const meta = { id: `c${it.n}` };
    if (ask) it.answers.push(system.ask(it.to, command, { meta }));
    else if (system.tell(it.to, command, meta)) it.accepted = true;
  };
  for (const it of steps) {
    switch (it.do) {
      case "send": {
        const message: Sent = { n: sent.length, to: IDS[it.to], answers: [], accepted: false };
        sent.push(message);
        post(message, it.ask);
        break;
      }
      case "resend":
        if (sent.length === 0) break;
        resent.add(it.which % sent.length);
        post(sent[it.which % sent.length], true);
        break;
      case "pass":
        await w.sim.pass(it.ms);
        break;
      case "boom":
        system.tell(IDS[it.to], { do: "boom" });
        break;
      case "leave":
        system.tell(IDS[it.to], {
          do: "effects",
          effects: [{ do: "passivate", when: it.committed ? "committed" : "now" }],
        });
        break;
      case "end":
        system.end(IDS[it.to]);
        break;
      case "fail":
        w.journal.failNext = it.count;
        break;
      case "loseAnswers":
        w.journal.loseAnswers = it.count;
        break;
      case "down":
        w.journal.down = it.down;
        break;
      case "die":
        system.abort();
        w.journal.loseTail();
        system = w.next();
    }
  }
  w.journal.down = false;
  w.journal.failNext = w.journal.loseAnswers = 0;
  await w.sim.pass(60_000);
  const health = system.health();
  const settled: Answer[][] = [];
  for (const it of sent) settled.push(await Promise.all(it.answers));
  await Promise.all([...IDS.map((id) => system.activate(id)), w.sim.pass(10)]);
  const states = new Map(IDS.map((id) => [id, system.state(id) as CounterState]));
  const replayed = new Map<ActorId, CounterState>();
  for (const id of IDS) {
    replayed.set(id, restore(definition, id, { entries: w.journal.entries(id), remembered: 9 }).state);
  }
  return { ...w, sent, settled, states, replayed, performed, premature, resent, health };
}

const numbers = (events: unknown[]) =>
  events.filter((event) => (event as { is?: string }).is === "added").map((event) => (event as { n: number }).n);

const increasing = (list: number[]) => list.every((n, at) => at === 0 || list[at - 1] < n);

Deno.test("nothing answered is lost, nothing is done twice, order is kept: over crashes, deaths, unloading and journal faults", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(), async (steps, seed) => {
      const it = await play(steps, seed);
      for (const id of IDS) {
        const { added } = it.states.get(id)!;
        assert.equal(new Set(added).size, added.length, "done twice");
        assert.ok(increasing(added.filter((n) => !it.resent.has(n))), "out of order");
        assert.deepEqual(it.replayed.get(id), it.states.get(id), "the journal says otherwise");
      }
      it.sent.forEach((message, at) => {
        assert.equal(it.settled[at].length, message.answers.length);
        const confirmed = it.settled[at].some((answer) => answer.ok && answer.events === 1);
        if (confirmed) assert.ok(it.states.get(message.to)!.added.includes(message.n), "confirmed and lost");
      });
      assert.equal(new Set(it.performed).size, it.performed.length, "an effect happened twice");
      assert.deepEqual(it.premature, [], "an effect happened before its events were durable");
      assert.equal(it.health.pendingEntries, 0);
      assert.equal(it.health.journal, "ok");
    }),
    { numRuns: 300 },
  );
});

Deno.test("while the process lives every accepted message is handled, whatever the journal does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deathless, { maxLength: 60 }), fc.nat(), async (steps, seed) => {
      const it = await play(steps, seed);
      for (const message of it.sent) {
        if (message.accepted) assert.ok(it.states.get(message.to)!.added.includes(message.n), `lost ${message.n}`);
      }
      for (const [at, answers] of it.settled.entries()) {
        for (const answer of answers) assert.ok(answer.ok || answer.code === "timeout", JSON.stringify([at, answer]));
      }
      assert.deepEqual(it.performed.toSorted((a, b) => a - b), it.sent.map(({ n }) => n), "an effect is missing");
    }),
    { numRuns: 300 },
  );
});

const NAMES = ["x", "y"];
const timerStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("arm" as const),
      name: fc.constantFrom(...NAMES),
      slots: fc.nat(5),
      durable: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), name: fc.constantFrom(...NAMES) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("boom" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("die" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unload" as const) }) },
);

Deno.test("timers fire exactly when they should: set again, cancelled, over crashes, unloading and the process's death", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(timerStep, { maxLength: 30 }), async (steps) => {
      const w = world((system) => system.define(counter()), {
        defaults: { supervision: { minMs: 5, maxMs: 5, maxRestarts: 1_000 } },
      });
      const id = IDS[0];
      let system = w.system;
      let serial = 0;
      // The model: each step takes 20 ms, timers are due 15 ms into a step.
      const armed = new Map<string, { due: number; durable: boolean; fires: string }>();
      const expected: string[] = [];
      const lose = () => {
        for (const [name, timer] of armed) if (!timer.durable) armed.delete(name);
      };
      for (const it of steps) {
        const now = w.sim.clock.now();
        if (it.do === "arm") {
          const fires = `${it.name}${serial++}`;
          const afterMs = it.slots * 20 + 15;
          const command: CounterCommand = { do: "fired", name: fires };
          const { name, durable } = it;
          system.tell(id, { do: "effects", effects: [{ do: "timer", name, afterMs, durable, command }] });
          armed.set(name, { due: now + afterMs, durable, fires });
        } else if (it.do === "cancel") {
          system.tell(id, { do: "effects", effects: [{ do: "cancel-timer", name: it.name }] });
          armed.delete(it.name);
        } else if (it.do === "boom") {
          system.tell(id, { do: "boom" });
          lose();
        } else if (it.do === "unload") {
          system.tell(id, { do: "effects", effects: [{ do: "passivate" }] });
          lose();
        } else if (it.do === "die") {
          system.abort();
          w.journal.loseTail();
          system = w.next();
          system.activate(id);
          lose();
        }
        await w.sim.pass(20);
        const due = [...armed].filter(([, timer]) => timer.due <= w.sim.clock.now());
        for (const [name, timer] of due.sort(([, a], [, b]) => a.due - b.due)) {
          expected.push(timer.fires);
          armed.delete(name);
        }
      }
      await w.sim.pass(20);
      await Promise.all([system.activate(id), w.sim.pass(1)]);
      const fired = (system.state(id) as CounterState).fired;
      const left = [...armed.values()].map((timer) => timer.fires);
      assert.deepEqual(fired.filter((name) => !left.includes(name)).sort(), expected.sort());
    }),
    { numRuns: 500 },
  );
});

Deno.test("plain actors: turns never overlap, a sender's order is kept, every ask is answered once", async () => {
  const message = fc.record({
    from: fc.nat(2),
    to: fc.nat(2),
    does: fc.constantFrom("sync" as const, "wait" as const, "boom" as const, "reject" as const),
    ask: fc.boolean(),
    pause: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 60 }), fc.nat(), async (messages, seed) => {
      const w = world(() => {}, { seed, defaults: { supervision: { minMs: 3, maxRestarts: 1_000 }, mailbox: 8 } });
      const open = [0, 0, 0];
      const handled: number[][] = [[], [], []];
      for (const to of [0, 1, 2]) {
        w.system.spawn<{ at: number; does: string }>(`p/${to}`, {
          receive({ at, does }) {
            assert.equal(++open[to], 1, "overlap");
            handled[to].push(at);
            if (does === "wait" || does === "reject") {
              return new Promise<number>((resolve, reject) =>
                w.sim.clock.after(2, () => {
                  open[to]--;
                  if (does === "wait") resolve(at);
                  else reject(new Error("rejected"));
                })
              );
            }
            open[to]--;
            if (does === "boom") throw new Error("boom");
            return at;
          },
        });
      }
      const accepted: number[] = [];
      const answers: Promise<Answer>[] = [];
      const asked: number[] = [];
      for (const [at, { to, does, ask, pause }] of messages.entries()) {
        if (ask) {
          asked.push(at);
          answers.push(w.system.ask(`p/${to}`, { at, does }));
        } else if (w.system.tell(`p/${to}`, { at, does })) accepted.push(at);
        await w.sim.pass(pause);
      }
      await w.sim.pass(10_000);
      const settled = await Promise.all(answers);
      settled.forEach((answer, i) => {
        const { to, does } = messages[asked[i]];
        if (answer.ok) assert.equal(answer.value, asked[i]);
        else if (answer.code === "overflow") return;
        else assert.equal(answer.code, "crashed");
        assert.equal(answer.ok, does === "sync" || does === "wait");
        accepted.push(asked[i]);
        assert.ok(handled[to].includes(asked[i]));
      });
      assert.deepEqual(handled.flat().sort((a, b) => a - b), accepted.sort((a, b) => a - b), "lost or doubled");
      for (const list of handled) assert.ok(increasing(list), "out of order");
      assert.equal(w.system.health().dropped, messages.length - accepted.length);
    }),
    { numRuns: 200 },
  );
});

Deno.test("the same seed plays the same day, another seed another one", async () => {
  const day = async (seed: number) => {
    const w = world((system) => system.define(counter()), { seed });
    for (let i = 0; i < 200; i++) {
      const to: ActorId = `counter/${i % 20}`;
      const tell = { do: "tell", to: `counter/${(i * 7) % 20}`, command: { do: "add", n: i } } as const;
      w.system.tell(to, { do: i % 17 === 0 ? "boom" : "add", n: i, effects: [tell] });
      if (i % 40 === 0) await w.sim.pass(3);
    }
    await w.sim.pass(5_000);
    return { turns: w.turns.map(({ actor, at, command }) => JSON.stringify([actor, at, command])), sim: w.sim };
  };
  const [first, again, other] = [await day(5), await day(5), await day(6)];
  assert.deepEqual(again.turns, first.turns);
  assert.equal(again.sim.turns, first.sim.turns);
  assert.notDeepEqual(other.turns, first.turns);
  assert.deepEqual(other.turns.toSorted().length, first.turns.length);
});
