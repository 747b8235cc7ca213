import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { AcdAgent } from "@/actors/acd/types.ts";
import { agentId, callId, queueId } from "@/actors/acd/testing.ts";
import { daysIn } from "@/telephony/acd/mod.ts";
import { acdAgentOf, agentReducer, apply, initialAgent, memberStateOf } from "./mod.ts";
import type { AgentCommand, AgentData, AgentEvent } from "./types.ts";

const reduce = agentReducer(daysIn("Europe/Moscow"));
const QUEUES = ["q1", "q2"].map(queueId);
const call = fc.constantFrom("c1", "c2", "c3").map(callId);
const queues = fc.uniqueArray(fc.constantFrom(...QUEUES));
const phone = fc.constantFrom({ is: "browser" as const, endpoint: "PJSIP/a" }, {
  is: "desk" as const,
  endpoint: "PJSIP/1",
});
const caller = { number: "+7", name: "" };

const command: fc.Arbitrary<AgentCommand> = fc.oneof(
  queues.map((list) => ({
    do: "configure" as const,
    config: {
      id: agentId("a"),
      name: "A",
      queues: list.map((queue) => ({ queue, order: 0, penalty: 0 })),
      skills: {},
      graceMs: 5_000,
    },
  })),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("logIn" as const), phone, queues }) },
  fc.constantFrom<AgentCommand>({ do: "logOut" }, { do: "finishWrapUp" }, { do: "graceElapsed" }),
  { weight: 3, arbitrary: fc.constantFrom<AgentCommand>({ do: "ready" }, { do: "pause", reason: "x" }) },
  { weight: 2, arbitrary: fc.constantFrom<AgentCommand>({ do: "connected" }, { do: "disconnected" }) },
  queues.map((list) => ({ do: "chooseQueues" as const, queues: list })),
  fc.boolean().map((online) => ({ do: "phoneSeen" as const, online })),
  fc.integer({ min: -1, max: 5_000 }).map((byMs) => ({ do: "extendWrapUp" as const, byMs })),
  {
    weight: 6,
    arbitrary: call.map((call) => ({ do: "ring" as const, call, queue: QUEUES[0], caller, decision: "d" })),
  },
  { weight: 5, arbitrary: call.map((call) => ({ do: "answered" as const, call })) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("missed" as const),
      call,
      reason: fc.constantFrom("no-answer" as const, "rejected" as const, "taken" as const),
      autoPause: fc.boolean(),
      delayMs: fc.nat(3_000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("callEnded" as const),
      call,
      wrapUpMs: fc.constantFrom(0, 3_000),
      dispositionRequired: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: call.map((call) => ({ do: "dispositionSet" as const, call })) },
  call.map((call) => ({ do: "wrapUpElapsed" as const, call })),
  fc.record({ do: fc.constant("reconcile" as const), call: fc.option(call), up: fc.boolean() }),
  fc.constant({ do: "newDay" as const, day: "x" }),
);
const steps = fc.array(fc.record({ command, afterMs: fc.nat(4_000) }), { maxLength: 80, size: "max" });

interface World {
  data: AgentData;
  now: number;
  events: AgentEvent[];
  timers: Map<string, { at: number; command: AgentCommand }>;
  acd: AcdAgent | null;
  members: Map<string, string>;
}

function start(): World {
  const world: World = {
    data: initialAgent("a"),
    now: Date.UTC(2026, 2, 2, 20, 59, 30),
    events: [],
    timers: new Map(),
    acd: null,
    members: new Map(),
  };
  take(world, {
    do: "configure",
    config: {
      id: agentId("a"),
      name: "A",
      queues: QUEUES.map((queue) => ({ queue, order: 0, penalty: 0 })),
      skills: {},
      graceMs: 5_000,
    },
  });
  return world;
}

function take(world: World, command: AgentCommand): void {
  const result = reduce(world.data, command, world.now);
  if ("rejected" in result) return;
  world.data = result.state;
  world.events.push(...result.events);
  for (const effect of result.effects) {
    if (effect.do === "timer") {
      world.timers.set(effect.name, { at: world.now + effect.afterMs, command: effect.command });
    }
    if (effect.do === "cancel-timer") world.timers.delete(effect.name);
    if (effect.do !== "tell") continue;
    const told = effect.command as { do: string; agent?: unknown; state?: string };
    if (effect.to === "acd/main") world.acd = told.do === "agent" ? told.agent as AcdAgent : null;
    if (effect.to.startsWith("queue/")) {
      if (told.do === "member") world.members.set(effect.to, told.state!);
      else world.members.delete(effect.to);
    }
  }
}

/** Lets time pass: timers fire on the way, as the runtime does it. */
function pass(world: World, ms: number): void {
  const until = world.now + ms;
  for (;;) {
    const next = [...world.timers].filter(([, t]) => t.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
    if (!next) break;
    world.timers.delete(next[0]);
    world.now = Math.max(world.now, next[1].at);
    take(world, next[1].command);
  }
  world.now = until;
}

function check(world: World): void {
  const { data, acd } = world;
  const { state, phone, connection } = data;
  const wanted = acdAgentOf(data);
  assert.equal(acd === null, wanted === null);
  const reach = phone && data.phoneOnline !== false && (phone.is === "desk" || connection.is === "online");
  assert.equal(acd?.ready ?? false, state.is === "ready" && Boolean(reach), "the distributor knows who is free");
  if (acd?.ready) assert.deepEqual(acd, wanted);
  if (acd) assert.deepEqual(acd.queues, wanted!.queues);
  assert.deepEqual(
    [...world.members].sort(),
    data.queues.map((queue) => [`queue/${queue}`, memberStateOf(data)]).sort(),
  );
  if (state.is === "ringing" || state.is === "talking" || state.is === "wrap-up") {
    assert.equal(data.call?.call, state.call);
  }
  if (state.is === "wrap-up" && state.until !== null) {
    assert.ok(world.timers.has("wrap-up"), "a wrap-up that never ends");
  }
  if (state.is === "ready" || state.is === "offline") assert.equal(data.after, null);
  if (connection.is === "lost") assert.ok(world.timers.has("grace") || data.forced);
  if (state.is === "offline") assert.notEqual(connection.is, "lost");
  if (data.forced) assert.ok(state.is === "ringing" || state.is === "talking");
  for (const figure of Object.values(data.day)) assert.ok(typeof figure === "string" || figure >= 0);
}

Deno.test("whatever arrives in whatever order, an agent is in one state and everybody knows it", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = start();
      for (const step of list) {
        pass(world, step.afterMs);
        take(world, step.command);
        check(world);
      }
      assert.deepEqual(world.events.reduce(apply, initialAgent("a")), world.data, "replay gives the same agent");
    }),
    { numRuns: 600 },
  );
});

Deno.test("every wrap-up ends: by its timer, or by the disposition it waits for", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = start();
      for (const step of list) {
        pass(world, step.afterMs);
        take(world, step.command);
      }
      const { state } = world.data;
      if (state.is === "wrap-up" && state.until === null) take(world, { do: "dispositionSet", call: state.call });
      pass(world, 100_000);
      assert.notEqual(world.data.state.is, "wrap-up");
    }),
    { numRuns: 400 },
  );
});

Deno.test("the stretches of the day add up to the time since log-in", () => {
  fc.assert(fc.property(steps, (list) => {
    const world = start();
    world.now -= 12 * 3_600_000;
    take(world, { do: "newDay", day: "" });
    take(world, { do: "logIn", phone: { is: "desk", endpoint: "PJSIP/1" }, queues: [] });
    const from = world.now;
    let ringing = 0;
    for (const step of list) {
      if (step.command.do === "logOut" || step.command.do === "connected" || step.command.do === "configure") continue;
      const before = world.data.state;
      const at = world.now;
      pass(world, step.afterMs);
      if (before.is === "ringing") ringing += world.now - at;
      take(world, step.command);
    }
    if (world.data.state.is === "offline") return;
    const { talkMs, wrapUpMs, readyMs, pausedMs } = world.data.day;
    const running = world.data.state.is === "ringing" ? 0 : world.now - world.data.state.since;
    assert.equal(talkMs + wrapUpMs + readyMs + pausedMs + running + ringing, world.now - from);
  }));
});
