/**
 * The distributor against a model without indexes, under arbitrary commands; one file, since all properties share the
 * generators.
 */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { eachEntry, levelNeeded, valuesOf } from "@/telephony/acd/mod.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import { apply, initialAcd, reduce } from "./mod.ts";
import { buildIndex, type Index, indexOf } from "./index.ts";
import { acdAgent, agentId, callId, queueConfig, queueId } from "./testing.ts";
import type { AcdCommand, AcdDecision, AcdEvent, AcdState } from "./types.ts";

const QUEUES = ["q1", "q2", "q3"];
const queueOf = fc.constantFrom(...QUEUES);
const callOf = fc.constantFrom("c1", "c2", "c3", "c4", "c5", "c6").map(callId);
const agentOf = fc.constantFrom("a1", "a2", "a3", "a4").map(agentId);
const strategies: QueueConfig["strategy"][] = [
  "longest-idle",
  "round-robin",
  "fewest-calls",
  "least-talk-time",
  "random",
  "ring-all",
  "linear",
];

const configs = fc.tuple(...QUEUES.map((id) =>
  fc.record({
    strategy: fc.constantFrom(...strategies),
    weight: fc.nat(1),
    ringTimeoutMs: fc.constant(20),
    skills: fc.array(
      fc.record({
        skill: fc.constant("en"),
        minLevel: fc.nat(3),
        relax: fc.array(fc.record({ afterMs: fc.nat(30), minLevel: fc.nat(2) }), { maxLength: 2 }),
      }),
      { maxLength: 1 },
    ),
    missed: fc.record({ autoPause: fc.boolean(), delayMs: fc.nat(2_000) }),
  }).map((over) => queueConfig(id, over))
));

const agentNews = fc.record({
  id: agentOf,
  queues: fc.uniqueArray(
    fc.record({ queue: queueOf.map(queueId), order: fc.nat(2), penalty: fc.nat(1) }),
    { selector: (m) => m.queue },
  ),
  ready: fc.boolean(),
  since: fc.nat(50),
  notBefore: fc.nat(100),
  level: fc.nat(3),
  callsToday: fc.nat(3),
  talkMsToday: fc.nat(3),
}).map(({ id, level, ...over }) => acdAgent(id, [], { ...over, skills: { en: level } }));

const waiting = fc.record({ call: callOf, queue: queueOf.map(queueId), since: fc.nat(60), priority: fc.nat(1) });
const reasons = fc.constantFrom("no-answer", "rejected", "withdrawn", "taken", "agent-unready", "busy") as fc.Arbitrary<
  "no-answer" | "withdrawn"
>;

const command: fc.Arbitrary<AcdCommand> = fc.oneof(
  { weight: 6, arbitrary: waiting.map((w) => ({ do: "enqueue" as const, ...w })) },
  { weight: 6, arbitrary: agentNews.map((agent) => ({ do: "agent" as const, agent })) },
  { weight: 2, arbitrary: callOf.map((call) => ({ do: "dequeue" as const, call })) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("answered" as const), call: callOf, agent: agentOf }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("missed" as const), call: callOf, agent: agentOf, reason: reasons }),
  },
  { weight: 1, arbitrary: agentOf.map((agent) => ({ do: "agentGone" as const, agent })) },
  { weight: 3, arbitrary: fc.constant({ do: "tick" as const }) },
  { weight: 1, arbitrary: configs.map((queues) => ({ do: "configure" as const, queues })) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("reconcile" as const),
      waiting: fc.uniqueArray(waiting, { selector: (w) => w.call, maxLength: 4 }),
      agents: fc.uniqueArray(agentNews, { selector: (a) => a.agent, maxLength: 3 }),
    }),
  },
);

const log = fc.record({
  queues: configs,
  steps: fc.array(fc.record({ command, afterMs: fc.oneof(fc.nat(5), fc.nat(2_000)) }), { maxLength: 60, size: "max" }),
});

type Step = { command: AcdCommand; afterMs: number };

function run(
  queues: QueueConfig[],
  steps: Step[],
  check?: (before: AcdState, after: AcdState, ev: AcdEvent[], now: number) => void,
) {
  let state = initialAcd();
  let now = 0;
  const events: AcdEvent[] = [];
  for (const step of [{ command: { do: "configure" as const, queues }, afterMs: 0 }, ...steps]) {
    now += step.afterMs;
    const before = state;
    const result = reduce(state, step.command, now);
    if ("rejected" in result) continue;
    state = result.state;
    events.push(...result.events);
    check?.(before, state, result.events, now);
  }
  return { state, events };
}

const decisionsOf = (events: AcdEvent[]) =>
  events.flatMap((event) => event.type === "decided" ? [event.decision] : []) as AcdDecision[];

/** Written anew from the contract, without indexes: may this agent be offered this call now? */
function mayServe(state: AcdState, pair: { call: string; agent: string }, now: number): boolean {
  const call = valuesOf(state.calls).find((c) => c.call === pair.call)!;
  const agent = valuesOf(state.agents).find((a) => a.agent === pair.agent)!;
  const config = state.queues[call.queue];
  if (!config || call.offer || call.notBefore > now || !agent.ready || agent.notBefore > now) return false;
  if (valuesOf(state.calls).some((c) => c.offer?.agents.includes(agent.agent))) return false;
  if (!agent.queues.some((m) => m.queue === call.queue)) return false;
  const waitedMs = Math.max(0, now - call.since);
  return config.skills.every((need) => (agent.skills[need.skill] ?? 0) >= levelNeeded(need, waitedMs));
}

Deno.test("nobody eligible stays idle while a caller waits, and nobody is rung for two callers", () => {
  fc.assert(
    fc.property(log, ({ queues, steps }) => {
      run(queues, steps, (_before, after, _events, now) => {
        const rung: string[] = [];
        eachEntry(after.calls, (call) => rung.push(...call.offer?.agents ?? []));
        assert.equal(new Set(rung).size, rung.length);
        for (const call of valuesOf(after.calls)) {
          for (const agent of valuesOf(after.agents)) {
            assert.equal(mayServe(after, { call: call.call, agent: agent.agent }, now), false);
          }
        }
      });
    }),
    { numRuns: 400 },
  );
});

Deno.test("each decision takes the first caller of the one order that somebody can serve", () => {
  fc.assert(
    fc.property(log, ({ queues, steps }) => {
      run(queues, steps, (before, _after, events, now) => {
        let state = before;
        for (const event of events) {
          if (event.type === "decided") {
            const { call, chosen } = event.decision;
            const place = (c: { weight: number; priority: number; since: number; call: string }) =>
              [-c.weight, -c.priority, c.since, c.call] as const;
            const servable = valuesOf(state.calls)
              .filter((c) => valuesOf(state.agents).some((a) => mayServe(state, { call: c.call, agent: a.agent }, now)))
              .map((c) => place({ ...c, weight: state.queues[c.queue].weight }))
              .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || (a[3] < b[3] ? -1 : 1));
            assert.equal(call, servable[0][3]);
            for (const agent of chosen) assert.ok(mayServe(state, { call, agent }, now));
            assert.ok(chosen.length === 1 || event.decision.strategy === "ring-all");
          }
          state = apply(state, event);
        }
      });
    }),
    { numRuns: 300 },
  );
});

Deno.test("the same commands give the same decisions, and a replay of events the same state", () => {
  fc.assert(fc.property(log, ({ queues, steps }) => {
    const one = run(queues, steps);
    const two = run(queues, steps);
    assert.equal(JSON.stringify(one.events), JSON.stringify(two.events));
    const replayed = one.events.reduce(apply, initialAcd());
    assert.deepEqual(replayed, one.state);
    // From a snapshot the decisions go on as from the running state.
    const half = Math.floor(steps.length / 2);
    const first = run(queues, steps.slice(0, half));
    let state: AcdState = JSON.parse(JSON.stringify(first.state));
    let now = steps.slice(0, half).reduce((sum, step) => sum + step.afterMs, 0);
    const events = [...first.events];
    for (const step of steps.slice(half)) {
      now += step.afterMs;
      const result = reduce(state, step.command, now);
      if ("rejected" in result) continue;
      state = result.state;
      events.push(...result.events);
    }
    assert.equal(JSON.stringify(events), JSON.stringify(one.events));
  }));
});

Deno.test("what does not concern a queue does not change its decisions", () => {
  fc.assert(fc.property(log, fc.array(fc.nat(120), { maxLength: 20 }), ({ queues, steps }, places) => {
    // Time alone makes matches too; a tick at each step stands for the timer that would have come before it.
    const plain = steps.filter((step) => step.command.do !== "reconcile" && step.command.do !== "configure")
      .flatMap(({ command, afterMs }): Step[] => [{ command: { do: "tick" }, afterMs }, { command, afterMs: 0 }]);
    const foreign = queueConfig("foreign");
    const mixed: Step[] = [...plain];
    for (const [n, place] of places.entries()) {
      const agent = acdAgent(`x${n % 3}`, ["foreign"], { since: n });
      const call = { do: "enqueue" as const, call: callId(`x${n}`), queue: foreign.id, since: n, priority: 9 };
      mixed.splice(place, 0, { afterMs: 0, command: n % 2 ? { do: "agent", agent } : call });
    }
    const concerning = (events: AcdEvent[]) =>
      JSON.stringify(decisionsOf(events).filter((d) => d.queue !== foreign.id));
    assert.equal(
      concerning(run([...queues, { ...foreign, weight: 9 }], mixed).events),
      concerning(run([...queues, { ...foreign, weight: 9 }], plain).events),
    );
  }));
});

/** The index as plain, ordered data. */
function shape(index: Index) {
  return {
    queues: [...index.queues].sort().map(([id, queue]) => ({
      id,
      line: queue.line,
      members: queue.members,
      free: queue.free.map((m) => ({ ...m, queue: id, slot: queue.free[m.slot] === m })).sort((a, b) =>
        a.agent < b.agent ? -1 : 1
      ),
    })),
    rung: [...index.rung].sort(),
    offered: [...index.offered].sort(),
    agents: [...index.agents].map(([id, { known }]) => ({ id, known })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

Deno.test("the carried index is the one that the state gives, or the wrong agent would be rung after hours", () => {
  fc.assert(fc.property(log, ({ queues, steps }) => {
    run(queues, steps, (_before, after) => {
      assert.deepEqual(shape(indexOf(after)), shape(buildIndex(after)));
    });
  }));
});

Deno.test("with equal weights and priorities nobody of the same queue and skills overtakes", () => {
  const calls = fc.uniqueArray(fc.record({ id: fc.nat(500), since: fc.nat(50) }), {
    selector: (c) => c.id,
    maxLength: 40,
  });
  fc.assert(fc.property(calls, (list) => {
    let state = initialAcd();
    const order: string[] = [];
    const send = (command: AcdCommand, now: number) => {
      const result = reduce(state, command, now);
      if ("rejected" in result) return;
      state = result.state;
      order.push(...decisionsOf(result.events).map((d) => d.call));
    };
    send({ do: "configure", queues: [queueConfig("q1"), queueConfig("q2")] }, 0);
    list.forEach((c, i) => {
      send(
        { do: "enqueue", call: callId(`${c.id}`), queue: queueId(i % 2 ? "q1" : "q2"), since: c.since, priority: 0 },
        60,
      );
    });
    for (let i = 0; i < list.length; i++) {
      send({ do: "agent", agent: acdAgent("a", ["q1", "q2"], { since: i }) }, 100 + i);
      send({ do: "answered", call: callId(order.at(-1) ?? ""), agent: agentId("a") }, 100 + i);
    }
    const sorted = [...list].sort((a, b) => a.since - b.since || (`${a.id}` < `${b.id}` ? -1 : 1));
    assert.deepEqual(order, sorted.map((c) => `${c.id}`));
  }));
});
