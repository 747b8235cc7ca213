import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { agentId, callId, queueConfig, queueId } from "@/actors/acd/testing.ts";
import { daysIn, getKey, serviceLevelOfOffered, valuesOf } from "@/telephony/acd/mod.ts";
import { apply, initialQueue, queueReducer } from "./mod.ts";
import { positionOf } from "./reduce_announce.ts";
import type { LeftHow, MemberState, QueueCommand, QueueData, QueueEvent } from "./types.ts";

const reduce = queueReducer({ dayOf: daysIn("Europe/Moscow"), spokenPosition: (position) => [`${position}`] });
const caller = { number: "+7", name: "" };
const call = fc.constantFrom("c1", "c2", "c3", "c4", "c5").map(callId);
const agent = fc.constantFrom("a1", "a2").map(agentId);
const rule = fc.constantFrom("always" as const, "logged-in" as const, "ready" as const);
const START = Date.UTC(2026, 2, 2, 20, 50);

const command: fc.Arbitrary<QueueCommand> = fc.oneof(
  fc.record({
    joinEmpty: rule,
    leaveEmpty: rule,
    maxWaiting: fc.nat(4),
    maxWaitMs: fc.constantFrom(0, 90_000),
    overflow: fc.constantFrom(null, queueId("x")),
    announce: fc.record({
      positionEveryMs: fc.constantFrom(0, 30_000),
      expectedWait: fc.boolean(),
      periodic: fc.constantFrom<string[]>([], ["p"]),
      periodicEveryMs: fc.constantFrom(0, 20_000),
      minGapMs: fc.constantFrom(0, 15_000),
      language: fc.constant("ru" as const),
    }),
  }).map((over) => ({ do: "configure" as const, config: queueConfig("q", over) })),
  {
    weight: 8,
    arbitrary: fc.record({ call, priority: fc.nat(1), ago: fc.nat(30_000) }).map(({ call, priority, ago }) => ({
      ...{ do: "join" as const, call, caller, priority },
      since: START - ago,
    })),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("left" as const),
      call,
      how: fc.constantFrom<LeftHow>("answered", "abandoned", "lost"),
      at: fc.nat(100_000).map((ms) => START + ms),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("member" as const),
      agent,
      state: fc.constantFrom<MemberState>("ready", "paused", "talking", "offline"),
    }),
  },
  agent.map((agent) => ({ do: "memberGone" as const, agent })),
  call.map((call) => ({ do: "announceDue" as const, call })),
  call.map((call) => ({ do: "maxWaitReached" as const, call })),
  fc.uniqueArray(call).map((list) => ({
    do: "reconcile" as const,
    waiting: list.map((call, i) => ({ call, caller, since: START + i, priority: 0 })),
  })),
);
const steps = fc.array(fc.record({ command, afterMs: fc.nat(40_000) }), { maxLength: 60, size: "max" });

interface World {
  state: QueueData;
  events: QueueEvent[];
  now: number;
  timers: Map<string, { at: number; command: QueueCommand }>;
  said: Map<string, number[]>;
}

function take(world: World, command: QueueCommand): void {
  const result = reduce(world.state, command, world.now);
  if ("rejected" in result) return;
  world.state = result.state;
  world.events.push(...result.events);
  for (const effect of result.effects) {
    if (effect.do === "timer") {
      world.timers.set(effect.name, { at: world.now + effect.afterMs, command: effect.command });
    }
    if (effect.do === "cancel-timer") world.timers.delete(effect.name);
  }
  for (const event of result.events) {
    if (event.type === "joined") world.said.set(event.call, [world.now]);
    if (event.type === "announced") world.said.get(event.call)!.push(world.now);
  }
}

function run(list: { command: QueueCommand; afterMs: number }[], check: (world: World) => void): World {
  const world: World = { state: initialQueue("q"), events: [], now: START, timers: new Map(), said: new Map() };
  for (const step of list) {
    const until = world.now + step.afterMs;
    for (;;) {
      const next = [...world.timers].filter(([, t]) => t.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      world.timers.delete(next[0]);
      world.now = next[1].at;
      take(world, next[1].command);
      check(world);
    }
    world.now = until;
    take(world, step.command);
    check(world);
  }
  return world;
}

Deno.test("no caller is lost from the figures: carried + offered = answered + abandoned + left + lost + waiting", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = run(list, ({ state }) => {
        const { carried, offered, answered, abandoned, left, lost, answeredInTime, abandonedInTime } = state.day;
        assert.equal(carried + offered, answered + abandoned + left + lost + state.waiting.size);
        assert.ok(answeredInTime <= answered && abandonedInTime <= abandoned);
        const level = serviceLevelOfOffered(state.day);
        assert.ok(level === null || (level >= 0 && level <= 1));
        const sums = [0, 1, 2].map((column) => state.day.quarters.reduce((sum, q) => sum + q[column], 0));
        assert.deepEqual(sums, [offered, answered, abandoned]);
      });
      assert.deepEqual(world.events.reduce(apply, initialQueue("q")), world.state, "replay gives the same queue");
    }),
    { numRuns: 300 },
  );
});

Deno.test("members are counted as they are, and positions are a true line", () => {
  fc.assert(fc.property(steps, (list) => {
    run(list, ({ state }) => {
      const counts = { ready: 0, paused: 0, ringing: 0, talking: 0, "wrap-up": 0, offline: 0 };
      for (const member of valuesOf(state.members)) counts[member]++;
      assert.deepEqual(state.counts, counts);
      const positions = valuesOf(state.waiting).map((waiting) => positionOf(state, waiting)).sort();
      assert.deepEqual(positions, positions.map((_, i) => i + 1));
    });
  }));
});

Deno.test("nobody is talked at without pause", () => {
  fc.assert(fc.property(steps, (list) => {
    run(list, ({ state, said }) => {
      for (const waiting of valuesOf(state.waiting)) {
        const times = said.get(waiting.call)!;
        for (let i = 1; i < times.length; i++) assert.ok(times[i] - times[i - 1] >= 5_000);
      }
    });
  }));
});

Deno.test("every limit of a wait has its timer in time, and who is gone has none", () => {
  fc.assert(fc.property(steps, (list) => {
    run(list, ({ state, timers, now }) => {
      for (const { call, since } of valuesOf(state.waiting)) {
        const { announce, maxWaitMs = 0 } = state.config ?? {};
        if (maxWaitMs) assert.ok(timers.get(`wait:${call}`)!.at <= Math.max(since + maxWaitMs, now));
        if (announce?.positionEveryMs) assert.ok(timers.has(`say:${call}`));
      }
      for (const name of timers.keys()) {
        const [kind, call] = name.split(":");
        if (kind !== "day") assert.ok(getKey(state.waiting, call), "no timer for who is gone");
      }
    });
  }));
});
