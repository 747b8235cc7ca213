import assert from "node:assert/strict";
import { LiveTopics } from "@/actors/runtime/mod.ts";
import { acdAgent, agentId, callId, queueConfig, queueId } from "@/actors/acd/testing.ts";
import { agentDefinition } from "@/actors/agent/mod.ts";
import type { AgentCommand } from "@/actors/agent/types.ts";
import { daysIn } from "@/telephony/acd/mod.ts";
import { initialQueue, queueDefinition } from "./mod.ts";
import type { QueueCommand } from "./types.ts";

const T = Date.UTC(2026, 2, 1, 21); // midnight in Moscow
const dayOf = daysIn("Europe/Moscow");

function rows(topics: LiveTopics, topic: string) {
  // As browsers get it.
  return JSON.parse(JSON.stringify(topics.open(topic).snapshot().v));
}

Deno.test("the wallboard shows the queue as it is: every field of the row, times as timestamps", () => {
  const topics = new LiveTopics({ epoch: "e" });
  const definition = queueDefinition({ dayOf, spokenPosition: () => [] });
  let state = initialQueue("q");
  const send = (command: QueueCommand, at: number) => {
    const result = definition.reduce(state, command, at);
    if ("rejected" in result) throw new Error(result.rejected);
    state = result.state;
    definition.view!(state, result.events, topics, "queue/q");
  };
  const caller = { number: "+7", name: "" };
  send({ do: "configure", config: queueConfig("q", { name: "Sales" }) }, T);
  send({ do: "member", agent: agentId("a"), state: "talking" }, T);
  send({ do: "member", agent: agentId("b"), state: "paused" }, T);
  send({ do: "join", call: callId("c1"), caller, since: T + 1, priority: 0 }, T + 1);
  send({ do: "join", call: callId("c2"), caller, since: T + 5, priority: 9 }, T + 5);
  send({ do: "left", call: callId("c2"), how: "answered", at: T + 4_005 }, T + 4_005);
  assert.deepEqual(rows(topics, "wallboard")["q:q"], {
    name: "Sales",
    waiting: 1,
    longestSince: T + 1,
    offered: 2,
    answered: 1,
    abandoned: 0,
    answeredInTime: 1,
    abandonedInTime: 0,
    serviceLevelMs: 20_000,
    asaMs: 4_000,
    ready: 0,
    paused: 1,
    talking: 1,
    ringing: 0,
    wrapUp: 0,
    loggedIn: 2,
    expectedWaitMs: null,
    quarters: [[2, 1, 0]],
  });
});

Deno.test("an agent's desk and the wallboard show the same agent", () => {
  const topics = new LiveTopics({ epoch: "e" });
  const definition = agentDefinition({ dayOf, names: { queue: (id) => `name of ${id}` } });
  let data = definition.initial("ann");
  const send = (command: AgentCommand, at: number) => {
    const result = definition.reduce(data, command, at);
    if ("rejected" in result) throw new Error(result.rejected);
    data = result.state;
    definition.view!(data, result.events, topics, "agent/ann");
  };
  const { queues } = acdAgent("ann", ["q"]);
  const id = agentId("ann");
  send({ do: "configure", config: { id, name: "Ann", teamName: "North", queues, skills: {}, graceMs: 1 } }, T);
  send({ do: "logIn", phone: { is: "desk", endpoint: "PJSIP/1" }, queues: [] }, T);
  send({ do: "phoneSeen", online: true }, T);
  send({ do: "ready" }, T + 1_000);
  const call = callId("c");
  send({ do: "ring", call, queue: queueId("q"), caller: { number: "+79", name: "" }, decision: "d" }, T + 2_000);
  send({ do: "answered", call }, T + 3_000);
  send({ do: "pause", reason: "lunch" }, T + 4_000);
  assert.deepEqual(rows(topics, "agent/ann"), {
    me: {
      state: "talking",
      since: T + 3_000,
      reason: null,
      until: null,
      after: "paused",
      queues: ["q"],
      phone: "desk",
      phoneOnline: true,
      connection: "none",
    },
    day: { answered: 1, missed: 0, talkMs: 0, wrapUpMs: 0, readyMs: 1_000, pausedMs: 1_000, loggedInSince: T },
  });
  assert.deepEqual(rows(topics, "wallboard")["a:ann"], {
    name: "Ann",
    team: "North",
    state: "talking",
    since: T + 3_000,
    reason: null,
    number: "+79",
    queueName: "name of q",
    queues: ["q"],
    held: false,
    answered: 1,
    missed: 0,
    talkMs: 0,
    connection: "none",
  });
});
