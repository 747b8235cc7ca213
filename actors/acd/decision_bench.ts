/**
 * Cost of a turn of the distributor: `deno run -A actors/acd/decision_bench.ts [--json]`.
 * 300 agents in all of 20 queues (the worst case: real agents serve a few), 500 calls waiting, three skills a queue.
 */
import { initialAcd, reduce } from "./mod.ts";
import { acdAgent, agentId, callId, queueConfig, queueId } from "./testing.ts";
import type { AcdCommand, AcdState } from "./types.ts";
import type { Strategy } from "@/telephony/acd/types.ts";

const AGENTS = 300;
const QUEUES = 20;
const ROUNDS = 20_000;
const skills = ["a", "b", "c"].map((skill) => ({ skill, minLevel: 50, relax: [{ afterMs: 10_000, minLevel: 10 }] }));
const names = Array.from({ length: QUEUES }, (_, i) => `queue-${i}`);

let state: AcdState = initialAcd();
let decisions = 0;
let last: { call: string; agent: string } | null = null;
function send(command: AcdCommand, now: number): void {
  const result = reduce(state, command, now);
  if ("rejected" in result) throw new Error(result.rejected);
  state = result.state;
  for (const event of result.events) {
    if (event.type !== "decided") continue;
    decisions++;
    last = { call: event.decision.call, agent: event.decision.chosen[0] };
  }
}

function start(strategy: Strategy, given: { ready: boolean; waiting: number }): void {
  state = initialAcd();
  send({ do: "configure", queues: names.map((id, i) => queueConfig(id, { strategy, skills, weight: i % 3 })) }, 0);
  for (let i = 0; i < AGENTS; i++) send({ do: "agent", agent: agent(i, { ready: given.ready, since: i }) }, 0);
  for (let i = 0; i < given.waiting; i++) enqueue(i, i);
}

function agent(i: number, over: { ready: boolean; since: number }) {
  const level = 10 + (i % 80);
  return acdAgent(`0190f3a2-7000-7000-8000-${i.toString().padStart(12, "0")}`, names, {
    ...over,
    skills: { a: level, b: level, c: level },
  });
}

function enqueue(i: number, now: number): void {
  const call = callId(`1700000000.${i}`);
  send({ do: "enqueue", call, queue: queueId(names[i % QUEUES]), since: now, priority: 0 }, now);
}

function measure(name: string, round: (i: number) => void, turns: number): [string, number] {
  for (let i = 0; i < 2_000; i++) round(i);
  decisions = 0;
  const from = performance.now();
  for (let i = 2_000; i < 2_000 + ROUNDS; i++) round(i);
  const us = (performance.now() - from) * 1_000 / ROUNDS;
  if (decisions !== ROUNDS) throw new Error(`${name}: ${decisions} decisions in ${ROUNDS} rounds`);
  console.log(`${name.padEnd(62)} ${us.toFixed(1).padStart(7)} µs a call, ${(us / turns).toFixed(1)} µs a turn`);
  return [name, us];
}

const results: Record<string, number> = {};
for (const strategy of ["longest-idle", "random", "round-robin"] as const) {
  // Everybody busy, 500 waiting: an agent becomes free, is offered a call, answers; a new call joins.
  start(strategy, { ready: false, waiting: 500 });
  const busy = measure(`${strategy}: 300 busy, 500 waiting, one becomes free`, (i) => {
    const now = 20_000 + i * 100;
    send({ do: "agent", agent: agent(i % AGENTS, { ready: true, since: now }) }, now);
    send({ do: "answered", call: callId(last!.call), agent: agentId(last!.agent) }, now);
    enqueue(1_000 + i, now);
  }, 3);
  // Nobody waits, 300 free: a call joins and is answered; its agent comes back.
  start(strategy, { ready: true, waiting: 0 });
  const idle = measure(`${strategy}: 300 free, a call joins`, (i) => {
    const now = 20_000 + i * 100;
    enqueue(1_000 + i, now);
    send({ do: "answered", call: callId(last!.call), agent: agentId(last!.agent) }, now);
    const who = Number(last!.agent.slice(-12));
    send({ do: "agent", agent: agent(who, { ready: true, since: now }) }, now);
  }, 3);
  for (const [name, us] of [busy, idle]) results[name] = us;
}
if (Deno.args.includes("--json")) console.log(JSON.stringify(results));
