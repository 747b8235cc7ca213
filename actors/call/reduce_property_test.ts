/** Every interleaving of Asterisk's reports, people's actions and other actors' commands keeps the call whole. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { apply } from "./apply.ts";
import { totalsOf } from "./segments.ts";
import { initialCall, type Segment } from "./state.ts";
import { agent, CALL, CALLER, OVERFLOW, ROUTE, SALES, TERMS, World } from "./testing/world.ts";

type Step =
  | { do: "carryOut" | "deliver" | "callerGone" | "supervisor" | "reconnect" | "timer" | "accept" | "refuse" }
  | { do: "offer"; agents: number[] }
  | { do: "answer" | "reject" | "ring" | "hold" | "unhold"; leg: number }
  | { do: "withdraw" | "agentHangsUp" | "reattach"; agent: number }
  | { do: "leave"; overflow: boolean }
  | { do: "double"; report: number }
  | { do: "announce" };

const small = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Step>({ do: "carryOut" }) },
  { weight: 20, arbitrary: fc.constant<Step>({ do: "deliver" }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("offer" as const), agents: fc.array(small, { maxLength: 3 }) }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("answer" as const), leg: small }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom("reject", "ring", "hold", "unhold" as const), leg: small }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("withdraw", "agentHangsUp", "reattach" as const), agent: small }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), overflow: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("double" as const), report: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>(
      { do: "callerGone" },
      { do: "supervisor" },
      { do: "reconnect" },
      { do: "timer" },
      { do: "refuse" },
      { do: "announce" },
    ),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ do: "accept" }) },
) as fc.Arbitrary<Step>;

function take(world: World, step: Step): void {
  const queue = world.state.phase.is === "waiting" || world.state.phase.is === "offered"
    ? world.state.phase.queue
    : SALES;
  const legs = world.legs();
  const leg = "leg" in step && legs.length > 0 ? legs[step.leg % legs.length] : null;
  switch (step.do) {
    case "carryOut":
      return world.carryOut();
    case "deliver":
      return world.deliver();
    case "callerGone":
      return world.gone(CALLER, 16);
    case "supervisor":
      return world.send({ do: "hangUp", by: "supervisor" });
    case "reconnect":
      return world.reconnect();
    case "timer":
      return world.fire(world.timers.keys().next().value);
    case "accept":
      return world.send({ do: "queueAccepted", queue, music: "default", terms: TERMS });
    case "refuse":
      return world.send({ do: "queueRefused", queue, reason: "empty", overflow: OVERFLOW });
    case "offer":
      return world.send({
        do: "offer",
        decision: "d",
        agents: step.agents.map((n) => ({ agent: agent(n), endpoint: `PJSIP/${n}` })),
        ringTimeoutMs: 15_000,
      });
    case "answer":
      return void (leg && world.answer(leg));
    case "reject":
      return void (leg && world.gone(leg, 21));
    case "ring":
      return void (leg && world.report({ do: "legRinging", channel: leg }));
    case "hold":
    case "unhold":
      return void (leg && world.report({ do: step.do === "hold" ? "held" : "unheld", channel: leg }));
    case "withdraw":
      return world.send({ do: "withdrawOffer", agent: agent(step.agent), reason: "agent-unready" });
    case "agentHangsUp":
      return world.send({ do: "hangUp", by: agent(step.agent) });
    case "reattach": {
      const { phase } = world.state;
      const who = phase.is === "talking" && step.agent > 0 ? phase.leg.agent : agent(step.agent);
      return world.send({ do: "reattach", agent: who, endpoint: "PJSIP/x" });
    }
    case "leave":
      return world.send({ do: "leaveQueue", queue, reason: "timeout", overflow: step.overflow ? OVERFLOW : null });
    case "double":
      return void (world.reported[step.report] && world.send(world.reported[step.report]));
    case "announce":
      return world.send({ do: "announce", sounds: ["sound:queue-youarenext"] });
  }
}

function finish(world: World): void {
  world.settle();
  if (world.channels.has(CALLER)) world.gone(CALLER, 16);
  world.settle();
}

/** From arrival to end without a gap; only rings may lie side by side. */
function assertCovered(segments: Segment[], from: number, to: number): void {
  let until = from;
  for (const segment of segments.filter((s) => s.kind !== "wrap-up")) {
    assert.ok(segment.to !== null, `${segment.kind} never ended`);
    assert.ok(segment.from <= until, `gap before ${segment.kind}`);
    if (segment.kind !== "ring") assert.equal(segment.from, until, `${segment.kind} overlaps`);
    until = Math.max(until, segment.to);
  }
  assert.equal(until, to);
  const totals = totalsOf(segments);
  const ivr = segments.filter((s) => s.kind === "ivr").reduce((sum, s) => sum + s.to! - s.from, 0);
  assert.equal(ivr + totals.wait + totals.talk + totals.hold, to - from, "the sums do not add up to the call");
}

Deno.test("no interleaving connects two agents, forgets one, leaks a channel or tears history", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), fc.boolean(), (steps, greeting) => {
      const world = new World();
      world.call(greeting ? { ...ROUTE, greeting: ["sound:hello-world"] } : ROUTE);
      for (const step of steps) take(world, step);
      finish(world);
      assert.ok(world.mostTogether <= 1, "two agents heard the caller");
      assert.equal(world.state.phase.is, "ended");
      assert.deepEqual([...world.channels.keys()], [], "a channel was left");
      assert.deepEqual([...world.bridges], [], "a bridge was left");
      for (const n of [0, 1, 2, 3]) {
        const to = `agent/${agent(n)}`;
        const rings = world.told(to, "ring").length;
        const answers = world.told(to, "answered").length;
        assert.equal(answers + world.told(to, "missed").length, rings, `${to}: each ring ends once`);
        assert.equal(world.told(to, "callEnded").length, answers, `${to}: each conversation ends once`);
        const acd = world.tells.filter((tell) => tell.to === "acd/main" && tell.command.agent === agent(n));
        assert.ok(acd.length >= rings, "the distributor was not told");
        assert.equal(acd.filter(({ command }) => command.do === "answered").length, answers);
      }
      assert.deepEqual(world.events.reduce(apply, initialCall(CALL)), world.state, "replay differs");
      const end = world.state.phase.is === "ended" ? world.state.phase.at : 0;
      assertCovered(world.state.segments, world.state.arrivedAt, end);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("a crash that loses the journal's tail leaves no channel, no bridge and no second agent", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40, size: "max" }),
      fc.nat(6),
      fc.array(step, { maxLength: 20, size: "max" }),
      (before, lost, after) => {
        const world = new World();
        world.call();
        for (const step of before) take(world, step);
        world.crash(lost);
        for (const step of after) take(world, step);
        finish(world);
        assert.ok(world.mostTogether <= 1, "two agents heard the caller");
        assert.deepEqual([...world.channels.keys()], [], "a channel was left");
        assert.deepEqual([...world.bridges], [], "a bridge was left");
      },
    ),
    { numRuns: 1000 },
  );
});
