/** All commands of the agent against one harness that lets time pass; longer than a screen because each case needs it. */
import assert from "node:assert/strict";
import type { Rejected } from "@/actors/runtime/types.ts";
import type { AcdAgent, AcdCommand } from "@/actors/acd/types.ts";
import { agentId, callId, queueId } from "@/actors/acd/testing.ts";
import { daysIn } from "@/telephony/acd/mod.ts";
import { agentReducer, initialAgent } from "./mod.ts";
import type { AgentCommand, AgentConfig, AgentData, AgentEvent } from "./types.ts";

const T = Date.UTC(2026, 2, 2, 9); // noon in Moscow
const reduce = agentReducer(daysIn("Europe/Moscow"));
const config: AgentConfig = {
  id: agentId("ann"),
  name: "Ann",
  queues: [{ queue: queueId("sales"), order: 1, penalty: 0 }, { queue: queueId("help"), order: 2, penalty: 1 }],
  skills: { en: 50 },
  graceMs: 30_000,
};
const caller = { number: "+79160000000", name: "" };
const BROWSER = { is: "browser" as const, endpoint: "PJSIP/ann" };

/** An agent at work: sends commands at T + seconds, keeps what others were told. */
function person(start: { loggedIn?: boolean } = { loggedIn: true }) {
  let data: AgentData = initialAgent("ann");
  const events: AgentEvent[] = [];
  const timers = new Map<string, { at: number; command: AgentCommand; durable?: boolean }>();
  let told: { to: string; command: { do: string } }[] = [];
  const send = (command: AgentCommand, seconds = 0): Rejected | undefined => {
    const now = T + seconds * 1000;
    const result = reduce(data, command, now);
    if ("rejected" in result) return result;
    data = result.state;
    events.push(...result.events);
    for (const effect of result.effects) {
      if (effect.do === "tell") told.push({ to: effect.to, command: effect.command as { do: string } });
      if (effect.do === "timer") {
        timers.set(effect.name, { at: now + effect.afterMs, command: effect.command, durable: effect.durable });
      }
      if (effect.do === "cancel-timer") timers.delete(effect.name);
    }
  };
  send({ do: "configure", config });
  if (start.loggedIn) {
    send({ do: "connected" });
    send({ do: "logIn", phone: BROWSER, queues: [] });
    send({ do: "ready" });
  }
  told = [];
  const fire = (name: string) => {
    const timer = timers.get(name)!;
    timers.delete(name);
    return send(timer.command, (timer.at - T) / 1000);
  };
  const ring = (call = "c1", seconds = 0) =>
    send({ do: "ring", call: callId(call), queue: queueId("sales"), caller, decision: `${call}#1` }, seconds);
  const talk = (call = "c1", seconds = 0) => {
    ring(call, seconds);
    send({ do: "answered", call: callId(call) }, seconds);
  };
  const end = (seconds: number, over: { wrapUpMs?: number; dispositionRequired?: boolean; call?: string } = {}) =>
    send({
      do: "callEnded",
      call: callId(over.call ?? "c1"),
      wrapUpMs: over.wrapUpMs ?? 10_000,
      dispositionRequired: over.dispositionRequired ?? false,
    }, seconds);
  return {
    ...{ send, fire, ring, talk, end, timers, events },
    get data() {
      return data;
    },
    get is() {
      return data.state.is;
    },
    took: () => told.splice(0).map(({ to, command }) => `${to} ${command.do}`),
    told: () => told.splice(0),
  };
}

Deno.test("an agent logs in paused, and no call rings before they are ready", () => {
  const ann = person({ loggedIn: false });
  assert.equal(ann.send({ do: "ready" })?.rejected, "agent.rejected.offline");
  assert.equal(ann.send({ do: "logIn", phone: BROWSER, queues: [queueId("x")] })?.rejected, "agent.rejected.no-queues");
  ann.send({ do: "connected" });
  ann.send({ do: "logIn", phone: BROWSER, queues: [queueId("help")] });
  assert.deepEqual(ann.data.state, { is: "paused", since: T, reason: "logged-in" });
  assert.deepEqual(ann.took(), ["acd/main agent", "queue/help member"]);
  ann.send({ do: "ready" }, 60);
  const [acd, queue] = ann.told();
  const expected: AcdAgent = {
    agent: agentId("ann"),
    ready: true,
    since: T,
    notBefore: 0,
    endpoint: "PJSIP/ann",
    queues: [config.queues[1]],
    skills: { en: 50 },
    callsToday: 0,
    talkMsToday: 0,
  };
  assert.deepEqual(acd.command, { do: "agent", agent: expected } satisfies AcdCommand);
  assert.deepEqual(queue, { to: "queue/help", command: { do: "member", agent: "ann", state: "ready" } });
  assert.equal(person({ loggedIn: false }).send({ do: "logOut" })?.rejected, "agent.rejected.offline");
});

Deno.test("a call from ring to the end of its wrap-up, and the figures of the day", () => {
  const ann = person();
  ann.ring("c1", 100);
  assert.deepEqual(ann.took(), ["acd/main agent", "queue/sales member", "queue/help member"]);
  ann.send({ do: "answered", call: callId("c1") }, 105);
  assert.deepEqual(ann.took(), ["queue/sales member", "queue/help member"], "the distributor is not told twice");
  ann.send({ do: "held", call: callId("c1"), held: true }, 120);
  assert.equal(ann.data.state.is === "talking" && ann.data.state.held, true);
  ann.end(165);
  assert.deepEqual(ann.data.state, { is: "wrap-up", since: T + 165_000, until: T + 175_000, call: "c1" });
  assert.equal(ann.timers.get("wrap-up")?.durable, true);
  ann.took();
  ann.fire("wrap-up");
  assert.deepEqual(ann.took(), ["call/c1 wrapUpEnded", "acd/main agent", "queue/sales member", "queue/help member"]);
  assert.deepEqual(ann.data.state, { is: "ready", since: T + 175_000 });
  assert.equal(ann.data.idleSince, T + 175_000);
  ann.send({ do: "pause", reason: "lunch" }, 200);
  ann.send({ do: "ready" }, 260);
  const { answered, missed, talkMs, wrapUpMs, readyMs, pausedMs } = ann.data.day;
  assert.deepEqual([answered, missed, talkMs, wrapUpMs, readyMs, pausedMs], [1, 0, 60_000, 10_000, 125_000, 60_000]);
  assert.equal(ann.data.idleSince, T + 175_000, "a pause does not send the agent to the end of the idle");
});

Deno.test("what is asked for during a call happens after it and its wrap-up", () => {
  for (const during of ["talking", "wrap-up"] as const) {
    for (const wish of [{ do: "pause", reason: "lunch" }, { do: "logOut" }] as AgentCommand[]) {
      const ann = person();
      ann.talk();
      if (during === "wrap-up") ann.end(5);
      ann.send(wish, 6);
      assert.equal(ann.is, during);
      if (during === "talking") ann.end(7);
      assert.equal(ann.is, "wrap-up");
      ann.fire("wrap-up");
      assert.equal(ann.is, wish.do === "pause" ? "paused" : "offline");
      assert.equal(ann.data.after, null);
    }
  }
  const ann = person();
  ann.talk();
  ann.send({ do: "pause", reason: "lunch" }, 1);
  ann.send({ do: "ready" }, 2);
  ann.end(3, { wrapUpMs: 0 });
  assert.equal(ann.is, "ready", "changed their mind");
});

Deno.test("a wrap-up lasts until the disposition that the queue requires", () => {
  const ann = person();
  ann.talk();
  ann.end(10, { dispositionRequired: true });
  assert.equal(ann.data.state.is === "wrap-up" && ann.data.state.until, null);
  assert.equal(ann.send({ do: "finishWrapUp" }, 11)?.rejected, "agent.rejected.disposition-required");
  assert.equal(ann.send({ do: "dispositionSet", call: callId("other") })?.rejected, "agent.rejected.other-call");
  ann.send({ do: "dispositionSet", call: callId("c1") }, 12);
  assert.equal(ann.timers.get("wrap-up")?.at, T + 20_000, "what is left of the time stays");
  ann.send({ do: "finishWrapUp" }, 13);
  assert.equal(ann.is, "ready");

  ann.talk("c2", 20);
  ann.end(30, { call: "c2", dispositionRequired: true });
  ann.send({ do: "dispositionSet", call: callId("c2") }, 60);
  assert.equal(ann.is, "ready", "the time was over: it ends with the choice");

  ann.talk("c3", 70);
  ann.send({ do: "dispositionSet", call: callId("c3") }, 75);
  ann.end(80, { call: "c3", dispositionRequired: true, wrapUpMs: 0 });
  assert.equal(ann.is, "ready", "chosen during the call");
  assert.ok(ann.took().includes("call/c3 wrapUpEnded"));
});

Deno.test("a wrap-up can be extended within limits, and its old timer does not end it", () => {
  const ann = person();
  ann.talk();
  assert.equal(ann.send({ do: "extendWrapUp", byMs: 1 })?.rejected, "agent.rejected.no-wrap-up");
  ann.end(0);
  const old = ann.timers.get("wrap-up")!;
  ann.send({ do: "extendWrapUp", byMs: 60_000 }, 5);
  ann.send(old.command, 10);
  assert.equal(ann.is, "wrap-up");
  for (const byMs of [0, -1, NaN, 16 * 60_000]) {
    assert.equal(ann.send({ do: "extendWrapUp", byMs }, 11)?.rejected, "agent.rejected.bad-extension");
  }
  ann.fire("wrap-up");
  assert.deepEqual(ann.data.state, { is: "ready", since: T + 70_000 });
});

Deno.test("who misses is paused or rests by the queue's choice; who was rung without need is not blamed", () => {
  const rows: [Extract<AgentCommand, { do: "missed" }>["reason"], boolean, string, number, number][] = [
    ["no-answer", true, "paused", 1, 5_000],
    ["no-answer", false, "ready", 1, 5_000],
    ["unreachable", true, "paused", 1, 5_000],
    ["rejected", true, "ready", 1, 5_000],
    ["taken", true, "ready", 0, 0],
    ["withdrawn", true, "ready", 0, 0],
  ];
  for (const [reason, autoPause, is, missed, rest] of rows) {
    const ann = person();
    ann.ring("c1", 10);
    ann.send({ do: "missed", call: callId("c1"), reason, autoPause, delayMs: 5_000 }, 25);
    assert.equal(ann.is, is, `${reason} ${autoPause}`);
    assert.equal(ann.data.day.missed, missed);
    assert.equal(ann.data.notBefore, rest && T + 25_000 + rest);
    assert.equal(ann.data.idleSince, missed ? T + 25_000 : T);
  }
  const ann = person();
  ann.ring();
  ann.send({ do: "missed", call: callId("c1"), reason: "no-answer", autoPause: false, delayMs: 60_000 }, 15);
  ann.send({ do: "ready" }, 16);
  assert.equal(ann.data.notBefore, 0, "ready again by their own word");
});

Deno.test("a ring that the agent cannot take goes back to its call at once", () => {
  const withdrawn = (ann: ReturnType<typeof person>) => {
    ann.took();
    ann.ring("c9", 50);
    assert.deepEqual(ann.told(), [{
      to: "call/c9",
      command: { do: "withdrawOffer", agent: "ann", reason: "agent-unready" },
    }]);
  };
  withdrawn(person({ loggedIn: false }));
  const cases: AgentCommand[] = [{ do: "pause", reason: "x" }, { do: "disconnected" }, {
    do: "phoneSeen",
    online: false,
  }];
  for (const command of cases) {
    const ann = person();
    ann.send(command);
    withdrawn(ann);
  }
  const busy = person();
  busy.talk();
  withdrawn(busy);
  assert.equal(busy.data.call?.call, "c1");
});

Deno.test("a desk phone rings without a console", () => {
  const ann = person({ loggedIn: false });
  ann.send({ do: "logIn", phone: { is: "desk", endpoint: "PJSIP/201" }, queues: [] });
  ann.send({ do: "ready" });
  ann.ring();
  assert.equal(ann.is, "ringing");
});

Deno.test("a lost console logs out after the grace time, never during a call, and not when it comes back", () => {
  const gone = person();
  gone.send({ do: "disconnected" }, 10);
  assert.equal(gone.timers.get("grace")?.durable, true);
  gone.fire("grace");
  assert.equal(gone.is, "offline");
  assert.equal(gone.data.connection.is, "none");

  const back = person();
  back.send({ do: "disconnected" }, 10);
  back.send({ do: "connected" }, 20);
  assert.equal(back.timers.has("grace"), false);
  assert.equal(back.send({ do: "graceElapsed" }, 40)?.rejected, "agent.rejected.connected");
  assert.equal(back.is, "ready");

  const talking = person();
  talking.talk();
  talking.send({ do: "disconnected" }, 10);
  talking.fire("grace");
  assert.equal(talking.is, "talking");
  talking.end(100);
  assert.equal(talking.is, "offline", "nobody is there to wrap up");

  const returned = person();
  returned.talk();
  returned.send({ do: "disconnected" }, 10);
  returned.fire("grace");
  returned.send({ do: "connected" }, 60);
  returned.end(100);
  assert.equal(returned.is, "wrap-up");

  const wrapping = person();
  wrapping.talk();
  wrapping.end(5, { dispositionRequired: true });
  wrapping.send({ do: "disconnected" }, 10);
  wrapping.fire("grace");
  assert.equal(wrapping.is, "offline", "an open wrap-up does not keep an absent agent for ever");
});

Deno.test("word of another call, or the same word twice, is refused or ignored and changes nothing", () => {
  const ann = person();
  ann.talk();
  const before = ann.data;
  const other = { call: callId("c2") };
  assert.equal(ann.send({ do: "answered", ...other })?.rejected, "agent.rejected.other-call");
  assert.equal(ann.send({ do: "answered", call: callId("c1") }), undefined);
  assert.equal(ann.end(1, { call: "c2" })?.rejected, "agent.rejected.other-call");
  assert.equal(ann.send({ do: "held", ...other, held: true })?.rejected, "agent.rejected.other-call");
  assert.equal(
    ann.send({ do: "missed", ...other, reason: "busy", autoPause: true, delayMs: 1 })?.rejected,
    "agent.rejected.not-ringing",
  );
  assert.equal(ann.data, before);
  ann.end(1, { wrapUpMs: 0 });
  assert.equal(ann.end(2)?.rejected, "agent.rejected.not-talking");
  assert.equal(ann.send({ do: "answered", call: callId("c1") })?.rejected, "agent.rejected.not-ringing");
});

Deno.test("after a restart the agent has the call that Asterisk has", () => {
  const lost = person();
  lost.talk();
  lost.send({ do: "pause", reason: "lunch" }, 1);
  lost.send({ do: "reconcile", call: null, up: false }, 5);
  assert.equal(lost.is, "paused", "and the wish of the lost call is done");

  const found = person();
  found.took();
  found.send({ do: "reconcile", call: callId("c7"), up: true, queue: queueId("sales"), caller }, 5);
  assert.deepEqual(found.data.state, { is: "talking", since: T + 5_000, call: "c7", held: false });
  assert.equal(found.data.call?.caller.number, caller.number);
  assert.deepEqual(found.took(), ["acd/main agent", "queue/sales member", "queue/help member"]);

  const same = person();
  same.talk();
  const before = same.data;
  same.took();
  same.send({ do: "reconcile", call: callId("c1"), up: true }, 5);
  assert.equal(same.data, before);
  assert.equal(same.took().length, 3, "the others are told anew");

  const answered = person();
  answered.ring();
  answered.send({ do: "reconcile", call: callId("c1"), up: true }, 5);
  assert.equal(answered.is, "talking");

  const wrapping = person();
  wrapping.talk();
  wrapping.end(1);
  wrapping.send({ do: "reconcile", call: null, up: false }, 2);
  assert.equal(wrapping.is, "wrap-up");

  const offline = person({ loggedIn: false });
  offline.send({ do: "reconcile", call: callId("c7"), up: true }, 5);
  assert.equal(offline.is, "talking");
  offline.end(9, { call: "c7", wrapUpMs: 0 });
  assert.equal(offline.is, "offline");
});

Deno.test("the figures begin anew at the site's midnight, a pause over it counts from there", () => {
  const ann = person();
  ann.send({ do: "pause", reason: "night" }, 0);
  const midnight = (Date.UTC(2026, 2, 2, 21) - T) / 1000;
  assert.equal(ann.timers.get("day")?.at, T + midnight * 1000);
  ann.fire("day");
  assert.equal(ann.data.day.day, "2026-03-03");
  assert.equal(ann.data.day.pausedMs, 0);
  ann.send({ do: "ready" }, midnight + 60);
  assert.equal(ann.data.day.pausedMs, 60_000);
});

Deno.test("queues given up are told, and an administrator's change reaches the distributor", () => {
  const ann = person();
  ann.send({ do: "chooseQueues", queues: [queueId("help")] });
  assert.deepEqual(ann.took(), ["acd/main agent", "queue/sales memberGone"]);
  assert.equal(ann.send({ do: "chooseQueues", queues: [] })?.rejected, "agent.rejected.no-queues");
  ann.send({ do: "configure", config: { ...config, queues: [config.queues[0]] } });
  assert.deepEqual(ann.took(), ["acd/main agent", "queue/help memberGone"]);
});
