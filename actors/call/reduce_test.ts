import assert from "node:assert/strict";
import { totalsOf } from "./segments.ts";
import { agent, CALL, CALLER, OVERFLOW, ROUTE, SALES, TERMS, World } from "./testing/world.ts";
import type { ChannelId } from "./types.ts";

const leg = (n: number) => `${CALL}.a${n}` as ChannelId;

/** A caller in the line of the queue, with music. */
function waiting(): World {
  const world = new World();
  world.call();
  world.send({ do: "queueAccepted", queue: SALES, music: "default", terms: TERMS });
  world.settle();
  return world;
}

function ringing(...agents: number[]): World {
  const world = waiting();
  offer(world, ...agents);
  world.settle();
  return world;
}

function offer(world: World, ...agents: number[]): void {
  const offered = agents.map((n) => ({ agent: agent(n), endpoint: `PJSIP/${n}` }));
  world.send({ do: "offer", decision: "d1", agents: offered, ringTimeoutMs: 15_000 });
}

function talking(): World {
  const world = ringing(1);
  world.answer(leg(1));
  world.settle();
  return world;
}

const done = (world: World) => world.effects.map((effect) => effect.do).filter((what) => what !== "tell");

Deno.test("a call goes from the caller's ring to two people talking with nine requests, or the site slows down", () => {
  const world = talking();
  world.gone(leg(1), 16);
  world.settle();
  assert.deepEqual(done(world).filter((what) => !what.includes("timer")), [
    "answer",
    "music",
    "originate",
    "bridge",
    "connect", // two requests: the music stops, both go into the bridge
    "record",
    "hangUp",
    "destroyBridge",
  ]);
  assert.equal(world.state.phase.is, "ended");
});

Deno.test("in ring-all the first to answer gets the caller, the others stop ringing and are not blamed", () => {
  const world = ringing(1, 2, 3);
  world.answer(leg(2));
  world.answer(leg(1));
  world.settle();
  assert.equal(world.state.agent, agent(2));
  assert.equal(world.mostTogether, 1);
  for (const n of [1, 3]) {
    const [missed] = world.told(`agent/${agent(n)}`, "missed");
    assert.equal(missed.command.reason, "taken");
    assert.equal(missed.command.autoPause, false);
  }
  assert.deepEqual(world.legs(), [leg(2)]);
});

Deno.test("causes become the reasons that agents and supervisors read", () => {
  for (
    const [cause, reason, autoPause] of [
      [17, "busy", true],
      [19, "no-answer", true],
      [21, "rejected", true],
      [20, "unreachable", true],
      [34, "unreachable", true],
    ] as const
  ) {
    const world = ringing(1);
    world.gone(leg(1), cause);
    world.settle();
    const [missed] = world.told(`agent/${agent(1)}`, "missed");
    assert.deepEqual([missed.command.reason, missed.command.autoPause], [reason, autoPause]);
    assert.equal(world.state.phase.is, "waiting", "the caller keeps the place in the line");
  }
});

Deno.test("an agent who does not answer is hung up by our own timer and the caller waits on", () => {
  const world = ringing(1);
  const since = world.state.phase.is === "offered" ? world.state.phase.since : 0;
  world.fire(`ring:${leg(1)}`);
  world.settle();
  assert.deepEqual(world.legs(), []);
  assert.equal(world.told(`agent/${agent(1)}`, "missed")[0].command.reason, "no-answer");
  assert.deepEqual(world.state.phase, { is: "waiting", queue: SALES, since });
});

Deno.test("a leg that answers while the caller hangs up is hung up, not left in silence", () => {
  const world = ringing(1);
  world.answer(leg(1));
  world.gone(CALLER, 16);
  world.reports.reverse(); // the caller's end is seen first
  world.settle();
  assert.equal(world.state.phase.is === "ended" && world.state.phase.reason, "abandoned");
  assert.deepEqual([...world.channels.keys()], []);
  assert.deepEqual([...world.bridges], []);
});

Deno.test("a leg gone before its originate is answered counts as one miss, not two", () => {
  const world = waiting();
  offer(world, 1);
  world.send({ do: "legGone", channel: leg(1), cause: 20 });
  world.send({ do: "legGone", channel: leg(1), cause: 20 });
  assert.equal(world.told("acd/main", "missed").length, 1);
  assert.equal(world.told(`agent/${agent(1)}`, "missed").length, 1);
});

Deno.test("an offer that comes too late gives the agent back without a ring", () => {
  const world = waiting();
  world.gone(CALLER, 16);
  world.settle();
  offer(world, 1);
  assert.equal(world.told(`agent/${agent(1)}`, "ring").length, 0);
  assert.equal(world.told("acd/main", "missed").length, 1);
});

Deno.test("the agent's hang-up releases the caller and starts the wrap-up; the hold is in the history", () => {
  const world = talking();
  world.send({ do: "held", channel: leg(1) });
  world.send({ do: "held", channel: leg(1) });
  assert.equal(done(world).at(-1), "music", "the caller on hold sits in silence");
  world.send({ do: "unheld", channel: leg(1) });
  assert.equal(done(world).at(-1), "quiet");
  world.gone(leg(1), 16);
  world.settle();
  assert.equal(world.state.phase.is === "ended" && world.state.phase.reason, "agent-hung-up");
  assert.deepEqual(world.told(`agent/${agent(1)}`, "callEnded")[0].command.wrapUpMs, 10_000);
  assert.deepEqual(world.state.segments.map(({ kind }) => kind), [
    "ivr",
    "queue",
    "ring",
    "agent",
    "hold",
    "agent",
    "wrap-up",
  ]);
  world.send({ do: "wrapUpEnded", agent: agent(1), at: world.now });
  assert.ok(totalsOf(world.state.segments).wrapUp > 0);
});

Deno.test("the greeting is heard to its end before the line", () => {
  const world = new World();
  world.call({ ...ROUTE, greeting: ["sound:hello-world"] });
  assert.equal(world.state.phase.is, "greeting");
  assert.equal(world.told(`queue/${SALES}`, "join").length, 0);
  world.send({ do: "playbackFinished", playback: `${CALL}.p1` });
  assert.equal(world.told(`queue/${SALES}`, "join").length, 1);
});

Deno.test("after the longest wait the caller overflows, or hears a farewell and is hung up after it", () => {
  const world = waiting();
  world.send({ do: "leaveQueue", queue: SALES, reason: "timeout", overflow: OVERFLOW });
  assert.equal(world.told(`queue/${OVERFLOW}`, "join").length, 1);
  world.send({ do: "queueAccepted", queue: OVERFLOW, music: "default", terms: TERMS });
  world.send({ do: "leaveQueue", queue: OVERFLOW, reason: "timeout", overflow: null });
  world.settle();
  assert.equal(world.state.phase.is === "ended" && world.state.phase.reason, "timeout");
  assert.ok(world.channels.has(CALLER), "the farewell is still playing");
  world.send({ do: "playbackFinished", playback: world.state.playback!.id });
  world.settle();
  assert.ok(!world.channels.has(CALLER));
});

Deno.test("queues that overflow into each other do not send a caller round for ever", () => {
  const world = waiting();
  for (let n = 0; n < 50 && world.state.phase.is === "waiting"; n++) {
    const { queue } = world.state.phase;
    const overflow = queue === SALES ? OVERFLOW : SALES;
    world.send({ do: "leaveQueue", queue, reason: "empty", overflow });
  }
  assert.equal(world.state.phase.is, "ended");
});

Deno.test("a number that leads nowhere is refused without being answered, so that nobody pays for it", () => {
  const world = new World();
  world.call(null);
  assert.deepEqual(done(world), ["hangUp"]);
  assert.equal(world.state.phase.is === "ended" && world.state.phase.reason, "unknown-number");
});

Deno.test("an announcement under way is cut off when the agent answers", () => {
  const world = waiting();
  world.send({ do: "announce", sounds: ["sound:queue-youarenext"] });
  offer(world, 1);
  world.settle();
  world.answer(leg(1));
  world.settle();
  const stop = done(world).lastIndexOf("stopPlaying");
  assert.ok(stop >= 0 && stop < done(world).indexOf("connect"));
});

Deno.test("only who talked to the caller writes notes and the disposition", () => {
  const world = talking();
  world.send({ do: "setNotes", notes: "чужое", by: agent(2) });
  assert.equal(world.state.notes, "");
  world.send({ do: "setNotes", notes: "перезвонить", by: agent(1) });
  world.send({ do: "setDisposition", disposition: "sale", by: agent(1) });
  assert.deepEqual([world.state.notes, world.state.disposition], ["перезвонить", "sale"]);
  assert.equal(world.told(`agent/${agent(1)}`, "dispositionSet").length, 1);
});

Deno.test("a caller's BYE missed during a gap: the agent is freed and nothing stays in Asterisk", () => {
  const world = talking();
  world.channels.delete(CALLER);
  world.reconnect();
  world.settle();
  assert.equal(world.state.phase.is === "ended" && world.state.phase.reason, "caller-hung-up");
  assert.equal(world.told(`agent/${agent(1)}`, "callEnded").length, 1);
  assert.deepEqual([...world.channels.keys(), ...world.bridges], []);
});

Deno.test("a bridged call whose journal lost its answer is taken up again without a click in the line", () => {
  const world = talking();
  const before = world.effects.length;
  world.crash(2); // the answer and the ring are not in the journal
  assert.equal(world.state.phase.is, "talking");
  assert.equal(world.state.agent, agent(1));
  const after = world.effects.slice(before).filter(({ do: what }) => what !== "tell" && !what.includes("timer"));
  assert.deepEqual(after, [], "nothing was done to the channels");
});

Deno.test("a call that Asterisk no longer has ends as lost", () => {
  const world = waiting();
  world.channels.clear();
  world.reconnect();
  assert.equal(world.state.phase.is === "ended" && world.state.phase.reason, "lost");
  assert.equal(world.told(`queue/${SALES}`, "left")[0].command.how, "lost");
});

Deno.test("a caller whose admission was lost in a crash asks the queue again, or would wait in silence for ever", () => {
  const world = new World();
  world.call();
  world.tells = [];
  world.reconnect();
  assert.equal(world.told(`queue/${SALES}`, "join").length, 1);
});

Deno.test("an answer of a leg that nobody knows is hung up at once, or a phone would be off the hook for nobody", () => {
  const world = waiting();
  const before = world.effects.length;
  world.send({ do: "legUp", channel: leg(7) });
  assert.deepEqual(world.effects.slice(before), [{ do: "hangUp", channel: leg(7), reason: "normal" }]);
});

Deno.test("a second offer uses the bridge of the first, and a doubled admission does not start the music anew", () => {
  const world = ringing(1);
  world.gone(leg(1), 19);
  world.settle();
  world.send({ do: "queueAccepted", queue: SALES, music: "default", terms: TERMS });
  offer(world, 2);
  assert.equal(done(world).filter((what) => what === "bridge").length, 1);
  assert.equal(done(world).filter((what) => what === "music").length, 1);
});

Deno.test("whoever gives up while waiting leaves the distributor and the queue too", () => {
  const world = waiting();
  world.gone(CALLER, 16);
  world.settle();
  assert.equal(world.told("acd/main", "dequeue").length, 1);
  assert.equal(world.told(`queue/${SALES}`, "left")[0].command.how, "abandoned");
});

Deno.test("a leg that went away during a gap is a miss without blame, and the caller waits on", () => {
  const world = ringing(1);
  world.channels.delete(leg(1));
  world.reconnect();
  assert.equal(world.state.phase.is, "waiting");
  const [missed] = world.told(`agent/${agent(1)}`, "missed");
  assert.deepEqual([missed.command.reason, missed.command.autoPause], ["withdrawn", false]);
});

Deno.test("a clock that goes back makes no negative times in the history", () => {
  const world = talking();
  world.now -= 60_000;
  world.gone(CALLER, 16);
  world.settle();
  assert.ok(world.state.segments.every(({ from, to }) => to === null || to >= from));
  assert.ok(world.state.phase.is === "ended" && world.state.phase.at >= world.state.answeredAt!);
});
