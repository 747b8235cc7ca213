import assert from "node:assert/strict";
import type { Rejected } from "@/actors/runtime/types.ts";
import type { CallCommand } from "@/actors/call/types.ts";
import { initialAcd, reduce } from "./mod.ts";
import { acdAgent, agentId, callId, queueConfig, queueId } from "./testing.ts";
import type { AcdAgent, AcdCommand, AcdDecision, AcdState } from "./types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";

/** Drives the reducer; keeps decisions and what calls were told. */
function desk(queues: QueueConfig[], agents: AcdAgent[]) {
  let state: AcdState = initialAcd();
  const decisions: AcdDecision[] = [];
  const told: { to: string; command: CallCommand }[] = [];
  const timers = new Map<string, number>();
  const send = (command: AcdCommand, now = 0): Rejected | undefined => {
    const result = reduce(state, command, now);
    if ("rejected" in result) return result;
    state = result.state;
    for (const event of result.events) if (event.type === "decided") decisions.push(event.decision);
    for (const effect of result.effects) {
      if (effect.do === "tell") told.push({ to: effect.to, command: effect.command as CallCommand });
      if (effect.do === "timer") timers.set(effect.name, now + effect.afterMs);
    }
  };
  send({ do: "configure", queues });
  for (const agent of agents) send({ do: "agent", agent });
  const enqueue = (call: string, queue: string, over: { since?: number; priority?: number; now?: number } = {}) => {
    const since = over.since ?? over.now ?? 0;
    send({ do: "enqueue", call: callId(call), queue: queueId(queue), since, priority: over.priority ?? 0 }, over.now);
  };
  const chosen = () => decisions.map((d) => `${d.call}>${d.chosen.join("+")}`);
  return { send, enqueue, chosen, decisions, told, timers, state: () => state };
}

Deno.test("each strategy rings the agent that the administrator expects", () => {
  const agents = [
    acdAgent("ann", ["q"], { since: 30, callsToday: 5, talkMsToday: 100 }),
    acdAgent("bob", ["q"], { since: 10, callsToday: 9, talkMsToday: 900 }),
    acdAgent("cyd", ["q"], { since: 20, callsToday: 1, talkMsToday: 500 }),
  ];
  agents[0].queues[0].order = 3;
  agents[1].queues[0].order = 2;
  agents[2].queues[0].order = 1;
  const rows: [QueueConfig["strategy"], string, string][] = [
    ["longest-idle", "bob", "acd.idle"],
    ["fewest-calls", "cyd", "acd.calls"],
    ["least-talk-time", "ann", "acd.talk"],
    ["linear", "cyd", "acd.linear"],
    ["round-robin", "cyd", "acd.turn"],
    ["ring-all", "cyd+bob+ann", "acd.ring-all"],
  ];
  for (const [strategy, expected, key] of rows) {
    const acd = desk([queueConfig("q", { strategy })], agents);
    acd.enqueue("c1", "q", { now: 100 });
    assert.deepEqual(acd.chosen(), [`c1>${expected}`], strategy);
    assert.equal(acd.decisions[0].candidates[0].reasons[0].key, key);
    assert.equal(acd.decisions[0].candidates.length, 3);
    assert.deepEqual(acd.told[0], {
      to: "call/c1",
      command: {
        do: "offer",
        decision: "c1#1",
        agents: expected.split("+").map((id) => ({ agent: agentId(id), endpoint: `PJSIP/${id}` })),
        ringTimeoutMs: 15_000,
      },
    });
  }
});

Deno.test("round robin remembers whom it asked last, also when that agent has left", () => {
  const agents = ["a", "b", "c"].map((id) => acdAgent(id, ["q"]));
  const acd = desk([queueConfig("q", { strategy: "round-robin" })], agents);
  for (const call of ["1", "2"]) {
    acd.enqueue(call, "q");
    acd.send({ do: "dequeue", call: callId(call) });
  }
  acd.send({ do: "agentGone", agent: agentId("b") });
  for (const call of ["3", "4"]) {
    acd.enqueue(call, "q");
    acd.send({ do: "dequeue", call: callId(call) });
  }
  assert.deepEqual(acd.chosen(), ["1>a", "2>b", "3>c", "4>a"]);
});

Deno.test("random choice spreads calls, and the same call gets the same agent in a replay", () => {
  const agents = Array.from({ length: 10 }, (_, i) => acdAgent(`a${i}`, ["q"]));
  const run = () => {
    const acd = desk([queueConfig("q", { strategy: "random" })], agents);
    for (let i = 0; i < 1000; i++) {
      acd.enqueue(`call-${i}`, "q");
      acd.send({ do: "dequeue", call: callId(`call-${i}`) });
    }
    return acd.chosen();
  };
  const first = run();
  assert.deepEqual(run(), first);
  const counts = new Map<string, number>();
  for (const line of first) counts.set(line.split(">")[1], (counts.get(line.split(">")[1]) ?? 0) + 1);
  assert.equal(counts.size, 10);
  for (const n of counts.values()) assert.ok(n > 60 && n < 150, `${n} of about 100`);
});

Deno.test("a free agent gets the heaviest queue first, then priority, then who waits longest", () => {
  const acd = desk([queueConfig("vip", { weight: 5 }), queueConfig("sales"), queueConfig("help")], [
    acdAgent("ann", ["vip", "sales", "help"], { ready: false }),
  ]);
  acd.enqueue("old", "sales", { since: 1 });
  acd.enqueue("urgent", "help", { since: 3, priority: 9 });
  acd.enqueue("vip", "vip", { since: 4 });
  acd.enqueue("older", "help", { since: 0 });
  const expected = ["vip", "urgent", "older", "old"];
  for (const [i, call] of expected.entries()) {
    acd.send({ do: "agent", agent: acdAgent("ann", ["vip", "sales", "help"], { since: i }) }, 10);
    assert.equal(acd.decisions.at(-1)?.call, call);
    acd.send({ do: "answered", call: callId(call), agent: agentId("ann") }, 10);
  }
  assert.deepEqual(acd.decisions.map((d) => d.order[0].key), ["acd.weight", "acd.priority", "acd.waited", "acd.only"]);
});

Deno.test("a caller who nobody skilled can serve gets a weaker agent at the moment the queue allows", () => {
  const skills = [{ skill: "en", minLevel: 50, relax: [{ afterMs: 30_000, minLevel: 10 }] }];
  const acd = desk([queueConfig("q", { skills })], [acdAgent("weak", ["q"], { skills: { en: 20 } })]);
  acd.enqueue("c", "q", { now: 1_000 });
  assert.deepEqual(acd.chosen(), []);
  assert.equal(acd.timers.get("tick"), 31_000);
  acd.send({ do: "tick" }, 30_999);
  assert.equal(acd.timers.get("tick"), 31_000);
  acd.send({ do: "tick" }, 31_000);
  assert.deepEqual(acd.chosen(), ["c>weak"]);
  assert.deepEqual(acd.decisions[0].candidates[0].reasons[1], { key: "acd.skill", skill: "en", has: 20, needs: 10 });
});

Deno.test("who does not answer rests, and the caller rings the next agent at once", () => {
  const acd = desk([queueConfig("q")], [acdAgent("ann", ["q"], { since: 1 }), acdAgent("bob", ["q"], { since: 2 })]);
  acd.enqueue("c", "q", { now: 10 });
  acd.send({ do: "missed", call: callId("c"), agent: agentId("ann"), reason: "no-answer" }, 100);
  assert.deepEqual(acd.chosen(), ["c>ann", "c>bob"]);
  assert.deepEqual(acd.decisions[1].candidates[1], {
    agent: agentId("ann"),
    rank: null,
    reasons: [{ key: "acd.resting", ms: 5_000 }],
  });
  acd.send({ do: "missed", call: callId("c"), agent: agentId("bob"), reason: "no-answer" }, 200);
  assert.equal(acd.timers.get("tick"), 5_100);
  acd.send({ do: "tick" }, 5_100);
  assert.deepEqual(acd.chosen(), ["c>ann", "c>bob", "c>ann"]);
});

Deno.test("a caller who hangs up while ringing does not ring a last agent on the way out", () => {
  const acd = desk([queueConfig("q")], [acdAgent("ann", ["q"]), acdAgent("bob", ["q"])]);
  acd.enqueue("c", "q");
  acd.send({ do: "missed", call: callId("c"), agent: agentId("ann"), reason: "withdrawn" }, 10);
  acd.send({ do: "dequeue", call: callId("c") }, 10);
  assert.equal(acd.decisions.length, 1);
  acd.enqueue("d", "q", { now: 20 });
  assert.equal(acd.decisions[1].chosen[0], "ann", "and costs the agent no rest");
});

Deno.test("ringing all: one who misses leaves the others ringing, and only the last miss decides anew", () => {
  const acd = desk([queueConfig("q", { strategy: "ring-all" })], ["a", "b"].map((id) => acdAgent(id, ["q"])));
  acd.enqueue("c", "q");
  acd.send({ do: "missed", call: callId("c"), agent: agentId("a"), reason: "busy" }, 10);
  acd.send({ do: "agent", agent: acdAgent("late", ["q"]) }, 11);
  assert.deepEqual(acd.chosen(), ["c>a+b"]);
  acd.send({ do: "missed", call: callId("c"), agent: agentId("b"), reason: "no-answer" }, 12);
  assert.deepEqual(acd.chosen(), ["c>a+b", "c>late"]);
});

Deno.test("an offer that its call never ends is taken back, or the agent would be locked for the day", () => {
  const acd = desk([queueConfig("q")], [acdAgent("ann", ["q"])]);
  acd.enqueue("c", "q", { now: 0 });
  assert.equal(acd.timers.get("sweep"), 30_000);
  acd.send({ do: "tick" }, 30_000);
  assert.deepEqual(acd.told.at(-1)?.command, { do: "withdrawOffer", agent: "ann", reason: "unreachable" });
  acd.send({ do: "dequeue", call: callId("c") }, 30_001);
  acd.enqueue("d", "q", { now: 31_000 });
  assert.equal(acd.decisions.at(-1)?.call, "d");
});

Deno.test("after a restart the line is the true one, places and offers kept", () => {
  const acd = desk([queueConfig("q")], [acdAgent("ann", ["q"])]);
  acd.enqueue("c1", "q", { since: 1 });
  acd.enqueue("c2", "q", { since: 2 });
  acd.enqueue("gone", "q", { since: 0 });
  const waiting = (call: string, since: number) => ({ call: callId(call), queue: queueId("q"), since, priority: 0 });
  acd.send({
    do: "reconcile",
    waiting: [waiting("c2", 2), waiting("c0", 0), waiting("c1", 1)],
    agents: [acdAgent("ann", ["q"]), acdAgent("bob", ["q"])],
  }, 50);
  assert.deepEqual(acd.chosen(), ["c1>ann", "c0>bob"], "ann still rings for c1");
});

Deno.test("news of unknown calls and agents is refused with its reason and changes nothing", () => {
  const acd = desk([queueConfig("q")], [acdAgent("ann", ["q"])]);
  const before = acd.state();
  const rows: [AcdCommand, string][] = [
    [{ do: "dequeue", call: callId("x") }, "acd.rejected.not-waiting"],
    [{ do: "answered", call: callId("x"), agent: agentId("ann") }, "acd.rejected.not-waiting"],
    [{ do: "missed", call: callId("x"), agent: agentId("ann"), reason: "busy" }, "acd.rejected.not-offered"],
    [{ do: "agentGone", agent: agentId("x") }, "acd.rejected.unknown-agent"],
  ];
  for (const [command, code] of rows) assert.equal(acd.send(command)?.rejected, code);
  assert.equal(acd.state(), before);
});

Deno.test("a decision of a big centre stays small: some candidates written out, everybody counted", () => {
  const skills = [{ skill: "en", minLevel: 50, relax: [] }];
  const agents = Array.from(
    { length: 200 },
    (_, i) => acdAgent(`a${i}`, ["q"], { ready: i < 100, since: i, skills: { en: i % 2 ? 60 : 40 } }),
  );
  const acd = desk([queueConfig("q", { skills })], agents);
  acd.enqueue("c", "q");
  const [{ candidates, others, chosen }] = acd.decisions;
  assert.deepEqual(chosen, ["a1"]);
  assert.equal(candidates.length, 24);
  assert.deepEqual(others, [
    { key: "acd.ranked-lower", n: 26 },
    { key: "acd.passed-over", n: 50 },
    { key: "acd.not-free", n: 100 },
  ]);
});

Deno.test("who answered is not offered the next call while their own word of it is on its way", () => {
  const acd = desk([queueConfig("q")], [acdAgent("ann", ["q"])]);
  acd.enqueue("c", "q");
  acd.enqueue("d", "q", { now: 1 });
  acd.send({ do: "answered", call: callId("c"), agent: agentId("ann") }, 2);
  assert.deepEqual(acd.chosen(), ["c>ann"]);
});
