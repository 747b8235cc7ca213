import assert from "node:assert/strict";
import { agent, CALL, CALLER, SALES, TERMS, World } from "./testing/world.ts";
import type { ChannelId } from "./types.ts";

const leg = (n: number) => `${CALL}.a${n}` as ChannelId;

/** Agent 1 talks, and the page has asked for its call back. */
function reattaching(): World {
  const world = new World();
  world.call();
  world.send({ do: "queueAccepted", queue: SALES, music: "default", terms: TERMS });
  world.send({
    do: "offer",
    decision: "d1",
    agents: [{ agent: agent(1), endpoint: "PJSIP/1" }],
    ringTimeoutMs: 15_000,
  });
  world.settle();
  world.answer(leg(1));
  world.settle();
  world.send({ do: "reattach", agent: agent(1), endpoint: "PJSIP/1" });
  world.settle();
  return world;
}

function bridged(world: World): ChannelId[] {
  return [...world.channels].filter(([, { bridge }]) => bridge).map(([id]) => id);
}

Deno.test("after a reload the agent hears the same caller through the new leg, and the old one goes", () => {
  const world = reattaching();
  world.answer(leg(2));
  world.settle();
  assert.deepEqual(bridged(world), [CALLER, leg(2)]);
  assert.equal(world.state.phase.is, "talking");
  world.gone(leg(2), 16);
  world.settle();
  assert.equal(world.state.phase.is, "ended");
  assert.equal(world.told(`agent/${agent(1)}`, "callEnded").length, 1);
});

Deno.test("the old leg dying during the reload does not drop the caller", () => {
  const world = reattaching();
  world.gone(leg(1), 16);
  world.settle();
  assert.equal(world.state.phase.is, "talking");
  world.answer(leg(2));
  world.settle();
  assert.deepEqual(bridged(world), [CALLER, leg(2)]);
});

Deno.test("a page that never comes back: the call goes on with the old leg, or ends when there is none", () => {
  const still = reattaching();
  still.fire(`ring:${leg(2)}`);
  still.settle();
  assert.deepEqual([still.state.phase.is, bridged(still)], ["talking", [CALLER, leg(1)]]);
  const alone = reattaching();
  alone.gone(leg(1), 16);
  alone.settle();
  alone.gone(leg(2), 20);
  alone.settle();
  assert.equal(alone.state.phase.is, "ended");
  assert.equal(alone.channels.size, 0);
});

Deno.test("the caller hanging up meanwhile takes the new leg down too, so that no phone rings for nobody", () => {
  const world = reattaching();
  world.gone(CALLER, 16);
  world.settle();
  assert.equal(world.channels.size, 0);
  assert.equal(world.state.phase.is, "ended");
});

Deno.test("a crash between asking and answering leaves a call that can be asked for again", () => {
  const world = reattaching();
  world.crash(0);
  world.settle();
  assert.deepEqual(world.legs(), [leg(1)]);
  world.send({ do: "reattach", agent: agent(1), endpoint: "PJSIP/1" });
  world.settle();
  world.answer(leg(3));
  world.settle();
  assert.deepEqual(bridged(world), [CALLER, leg(3)]);
});

Deno.test("nobody takes over another agent's call by reloading a page", () => {
  const world = reattaching();
  const before = world.events.length;
  world.send({ do: "reattach", agent: agent(2), endpoint: "PJSIP/2" });
  assert.equal(world.events.length, before);
});
