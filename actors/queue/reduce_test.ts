/** All commands of the queue against one harness that lets time pass; longer than a screen because each case needs it. */
import assert from "node:assert/strict";
import type { Rejected } from "@/actors/runtime/types.ts";
import { agentId, callId, queueConfig, queueId } from "@/actors/acd/testing.ts";
import { daysIn } from "@/telephony/acd/mod.ts";
import { initialQueue, queueReducer } from "./mod.ts";
import type { LeftHow, MemberState, QueueCommand, QueueConfig, QueueData, QueueEvent } from "./types.ts";

const T = Date.UTC(2026, 2, 2, 9); // noon in Moscow
const reduce = queueReducer({
  dayOf: daysIn("Europe/Moscow"),
  spokenPosition: (
    position,
    waitMs,
    language,
  ) => [`${language}:${position}:${waitMs === null ? "-" : waitMs / 60_000}`],
});
const caller = { number: "+79160000000", name: "" };

function desk(over: Partial<QueueConfig> = {}, members: MemberState[] = ["ready"]) {
  let state: QueueData = initialQueue("q");
  const events: QueueEvent[] = [];
  const timers = new Map<string, { at: number; command: QueueCommand; durable?: boolean }>();
  const told: { to: string; command: { do: string } }[] = [];
  const send = (command: QueueCommand, seconds = 0): Rejected | undefined => {
    const now = T + seconds * 1000;
    const result = reduce(state, command, now);
    if ("rejected" in result) return result;
    state = result.state;
    events.push(...result.events);
    for (const effect of result.effects) {
      if (effect.do === "tell") told.push({ to: effect.to, command: effect.command as { do: string } });
      if (effect.do === "timer") timers.set(effect.name, { ...effect, at: now + effect.afterMs });
      if (effect.do === "cancel-timer") timers.delete(effect.name);
    }
  };
  send({ do: "configure", config: queueConfig("q", over) });
  members.forEach((state, i) => send({ do: "member", agent: agentId(`a${i}`), state }));
  const join = (call: string, seconds = 0, priority = 0) =>
    send({ do: "join", call: callId(call), caller, since: T + seconds * 1000, priority }, seconds);
  const left = (call: string, seconds: number, how: LeftHow) =>
    send({ do: "left", call: callId(call), how, at: T + seconds * 1000 }, seconds);
  /** Fires timers in order up to a second. */
  const pass = (seconds: number) => {
    for (;;) {
      const next = [...timers].filter(([, t]) => t.at <= T + seconds * 1000).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) return;
      timers.delete(next[0]);
      send(next[1].command, (next[1].at - T) / 1000);
    }
  };
  return {
    ...{ send, join, left, pass, timers, events },
    get state() {
      return state;
    },
    get day() {
      return state.day;
    },
    told: () => told.splice(0),
  };
}

Deno.test("a caller who may join gets music and a place in the distributor's line", () => {
  const queue = desk({ music: "jazz", wrapUpMs: 7_000 });
  queue.join("c1", 5, 3);
  assert.deepEqual(queue.told(), [
    {
      to: "call/c1",
      command: {
        do: "queueAccepted",
        queue: "q",
        music: "jazz",
        terms: {
          name: "q",
          wrapUpMs: 7_000,
          dispositionRequired: false,
          missed: { autoPause: false, delayMs: 5_000 },
          record: false,
          language: "ru",
        },
      },
    },
    { to: "acd/main", command: { do: "enqueue", call: "c1", queue: "q", since: T + 5_000, priority: 3 } },
  ]);
  queue.join("c1", 6);
  assert.equal(queue.told().length, 2, "asked twice: answered twice");
  assert.equal(queue.day.offered, 1, "counted once");
});

Deno.test("callers join and stay while somebody is there by the queue's rule", () => {
  const rows: [QueueConfig["joinEmpty"], MemberState[], boolean][] = [
    ["always", [], true],
    ["logged-in", [], false],
    ["logged-in", ["offline"], false],
    ["logged-in", ["paused"], true],
    ["ready", ["paused", "offline"], false],
    ["ready", ["wrap-up"], true],
    ["ready", ["talking"], true],
  ];
  for (const [rule, members, may] of rows) {
    const queue = desk({ joinEmpty: rule, overflow: queueId("night") }, members);
    queue.join("c1");
    const command = queue.told()[0].command;
    if (may) assert.equal(command.do, "queueAccepted");
    else assert.deepEqual(command, { do: "queueRefused", queue: "q", reason: "empty", overflow: "night" });
    assert.deepEqual([queue.day.offered, queue.day.refused], may ? [1, 0] : [0, 1], `${rule} ${members}`);
  }
});

Deno.test("a full queue refuses, and lets in again when somebody has left", () => {
  const queue = desk({ maxWaiting: 1 });
  queue.join("c1");
  queue.told();
  queue.join("c2");
  assert.deepEqual(queue.told()[0].command, { do: "queueRefused", queue: "q", reason: "full", overflow: null });
  queue.left("c1", 1, "answered");
  queue.join("c3", 2);
  assert.equal(queue.told()[0].command.do, "queueAccepted");
});

Deno.test("a queue that nobody has configured refuses instead of keeping a caller for ever", () => {
  const reduced = reduce(initialQueue("x"), { do: "join", call: callId("c"), caller, since: T, priority: 0 }, T);
  assert.ok(!("rejected" in reduced));
  assert.deepEqual(reduced.effects.find((effect) => effect.do === "tell"), {
    do: "tell",
    to: "call/c",
    command: { do: "queueRefused", queue: "x", reason: "empty", overflow: null },
  });
});

Deno.test("the maximum wait sends a caller on, counted from when they joined", () => {
  const queue = desk({ maxWaitMs: 60_000, overflow: queueId("night") });
  queue.join("c1");
  assert.equal(queue.timers.get("wait:c1")?.durable, true);
  queue.told();
  queue.pass(59.999);
  assert.equal(queue.state.waiting.size, 1);
  queue.pass(60);
  assert.deepEqual(queue.told()[0].command, { do: "leaveQueue", queue: "q", reason: "timeout", overflow: "night" });
  assert.deepEqual([queue.state.waiting.size, queue.day.left], [0, 1]);
  assert.equal(queue.left("c1", 61, "abandoned")?.rejected, "queue.rejected.not-waiting");

  const crossed = desk({ maxWaitMs: 60_000 });
  crossed.join("c1");
  crossed.pass(60);
  crossed.left("c1", 60, "answered");
  assert.deepEqual([crossed.day.left, crossed.day.answered, crossed.day.answeredWaitMs], [0, 1, 60_000]);
});

Deno.test("when the last agent goes, everybody is sent on in order, once", () => {
  const queue = desk({ leaveEmpty: "ready" }, ["ready", "talking"]);
  queue.join("low", 1);
  queue.join("high", 2, 5);
  queue.told();
  queue.send({ do: "member", agent: agentId("a0"), state: "paused" }, 3);
  assert.deepEqual(queue.told(), []);
  queue.send({ do: "memberGone", agent: agentId("a1") }, 4);
  assert.deepEqual(queue.told().map(({ to, command }) => `${to} ${command.do}`), [
    "call/high leaveQueue",
    "call/low leaveQueue",
  ]);
  queue.send({ do: "member", agent: agentId("a0"), state: "offline" }, 5);
  assert.deepEqual(queue.told(), []);
  assert.equal(queue.day.left, 2);
});

Deno.test("figures of the day: both service levels' counts, speed of answer, quarters", () => {
  const queue = desk({ serviceLevelMs: 20_000 });
  for (const call of ["a", "b", "c", "d", "e"]) queue.join(call);
  queue.left("a", 20, "answered");
  queue.left("b", 21, "answered");
  queue.left("c", 10, "abandoned");
  queue.left("d", 1_000, "abandoned");
  queue.left("e", 1_000, "lost");
  const { offered, answered, abandoned, answeredInTime, abandonedInTime, answeredWaitMs, lost } = queue.day;
  assert.deepEqual([offered, answered, abandoned, answeredInTime, abandonedInTime, answeredWaitMs, lost], [
    5,
    2,
    2,
    1,
    1,
    41_000,
    1,
  ]);
  assert.equal(queue.day.quarters.length, 50, "noon is quarter 48; 1,000 s later it is quarter 49");
  assert.deepEqual(queue.day.quarters.slice(48), [[5, 2, 1], [0, 0, 1]]);
});

Deno.test("the day turns at the site's midnight, and who waits over it is carried", () => {
  const queue = desk();
  const midnight = 12 * 3600;
  queue.join("c1", midnight - 10);
  queue.pass(midnight);
  assert.deepEqual([queue.day.day, queue.day.offered, queue.day.carried], ["2026-03-03", 0, 1]);
  queue.left("c1", midnight + 5, "answered");
  assert.equal(queue.day.answered, 1);
});

Deno.test("positions and messages are spoken in turn and never closer than the least gap", () => {
  const queue = desk({
    announce: {
      positionEveryMs: 60_000,
      expectedWait: false,
      periodic: ["sound:one", "sound:two"],
      periodicEveryMs: 40_000,
      minGapMs: 15_000,
      language: "en",
    },
  });
  queue.join("first", 0);
  queue.join("c", 1);
  queue.told();
  const said: string[] = [];
  for (let s = 0; s <= 140; s++) {
    queue.pass(s);
    for (const { to, command } of queue.told()) {
      if (to === "call/c") said.push(`${s} ${(command as unknown as { sounds: string[] }).sounds}`);
    }
    if (s === 50) queue.left("first", 50, "answered");
  }
  assert.deepEqual(
    said,
    ["16 en:2:-", "41 sound:one", "76 en:1:-", "91 sound:two", "131 sound:one", "146 en:1:-"].slice(0, 5),
  );
});

Deno.test("the expected wait is spoken only when the queue knows it", () => {
  const announce = {
    positionEveryMs: 60_000,
    expectedWait: true,
    periodic: [],
    periodicEveryMs: 0,
    minGapMs: 15_000,
    language: "ru" as const,
  };
  const queue = desk({ announce }, ["talking", "talking"]);
  const said = () =>
    queue.told().filter(({ to, command }) => to === "call/z" && command.do === "announce")
      .map(({ command }) => (command as unknown as { sounds: string[] }).sounds[0]);
  for (let i = 0; i < 9; i++) queue.join(`c${i}`);
  queue.join("z", 0);
  queue.pass(15);
  assert.deepEqual(said(), ["ru:10:-"]);
  for (let i = 0; i < 7; i++) queue.left(`c${i}`, 16 + i * 6, "answered");
  queue.pass(75);
  const [words] = said();
  assert.match(words, /^ru:3:[1-9]/);
});

Deno.test("after a restart callers keep place and wait; who is gone is lost, who was forgotten is in the line", () => {
  const queue = desk({ maxWaitMs: 60_000 });
  queue.join("kept", 0);
  queue.join("gone", 1);
  queue.told();
  queue.timers.clear();
  queue.send({
    do: "reconcile",
    waiting: [
      { call: callId("forgotten"), caller, since: T - 5_000, priority: 0 },
      { call: callId("kept"), caller, since: T, priority: 0 },
    ],
  }, 20);
  assert.deepEqual(queue.told().map(({ to, command }) => `${to} ${command.do}`), [
    "acd/main enqueue",
    "acd/main enqueue",
  ]);
  assert.deepEqual([queue.day.offered, queue.day.lost, queue.state.waiting.size], [3, 1, 2]);
  assert.equal(queue.timers.get("wait:forgotten")?.at, T + 55_000);
  assert.equal(queue.timers.get("wait:kept")?.at, T + 60_000);
});

Deno.test("an answer that crosses midnight does not correct the closed day into the new one", () => {
  const queue = desk({ maxWaitMs: 60_000 });
  const midnight = 12 * 3600;
  queue.join("c1", midnight - 61);
  queue.pass(midnight - 1);
  assert.equal(queue.day.left, 1);
  assert.equal(queue.left("c1", midnight, "answered")?.rejected, "queue.rejected.not-waiting");
  queue.pass(midnight);
  assert.deepEqual([queue.day.left, queue.day.answered], [0, 0]);
});
