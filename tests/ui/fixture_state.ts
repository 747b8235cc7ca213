/** Generated live data for the pages' trials: plausible queues, agents and one call. Never shipped as behaviour. */
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { seeded } from "@/telephony/simulator/random.ts";

export interface FixtureQueue {
  id: string;
  name: string;
}

export interface FixtureAgent {
  id: string;
  name: string;
  team: string;
  queues: string[];
}

const STATES = ["talking", "ready", "wrap-up", "talking", "paused", "ringing", "ready", "offline", "talking"] as const;

/** Fills the wallboard; returns a step that moves it, for trials of live updates. */
export function fillWallboard(
  topics: LiveTopics,
  scene: { queues: FixtureQueue[]; agents: FixtureAgent[]; now: number },
): () => void {
  const random = seeded(7);
  const { queues, agents, now } = scene;
  topics.put("wallboard", "site", { telephony: "connected", since: now, simulator: true, journal: "ok" });
  queues.forEach((queue, i) => {
    const quarters = Array.from({ length: 60 }, (_, q) => {
      const offered = q < 30 ? 0 : Math.round((8 + 9 * Math.sin((q - 26) / 9)) * (1 - i * 0.22) + random() * 4);
      const lost = Math.round(offered * random() * 0.14);
      return [offered, offered - lost, lost];
    });
    const sum = (at: number) => quarters.reduce((all, quarter) => all + quarter[at], 0);
    const waiting = [2, 7, 0, 4][i % 4];
    topics.put("wallboard", `q:${queue.id}`, {
      name: queue.name,
      waiting,
      longestSince: waiting ? now - [14_000, 83_000, 0, 31_000][i % 4] : null,
      offered: sum(0),
      answered: sum(1),
      abandoned: sum(2),
      answeredInTime: Math.round(sum(1) * [0.91, 0.55, 0.84, 0.73][i % 4]),
      abandonedInTime: Math.round(sum(2) * 0.3),
      serviceLevelMs: 20_000,
      asaMs: [9_000, 41_000, 12_000, 22_000][i % 4],
      ready: [2, 0, 3, 1][i % 4],
      paused: 1,
      talking: 3 + i,
      ringing: i % 2,
      wrapUp: 1,
      loggedIn: 8 + i,
      expectedWaitMs: [25_000, 130_000, 0, null][i % 4],
      quarters,
    });
  });
  agents.forEach((agent, i) => {
    const state = STATES[i % STATES.length];
    const busy = state === "talking" || state === "ringing";
    topics.put("wallboard", `a:${agent.id}`, {
      name: agent.name,
      team: agent.team,
      state,
      since: now - Math.round(random() * 400_000),
      reason: state === "paused" ? "lunch" : null,
      number: busy ? `+7495${1000000 + Math.floor(random() * 8_999_999)}` : null,
      queueName: busy ? queues[i % queues.length]?.name ?? null : null,
      queues: agent.queues,
      held: i === 8,
      answered: Math.floor(random() * 40),
      missed: Math.floor(random() * 4),
      talkMs: 3_600_000,
      connection: i === 4 ? "lost" : "online",
    });
  });
  return () => {
    const queue = queues[Math.floor(random() * queues.length)];
    topics.set("wallboard", `q:${queue.id}`, "waiting", Math.floor(random() * 9));
  };
}

/** Puts one agent's desk into a state. */
export function fillDesk(
  topics: LiveTopics,
  agent: string,
  desk: { state: string; queues: FixtureQueue[]; number: string; now: number; callId?: string },
): void {
  const { state, queues, now } = desk;
  const topic = `agent/${agent}`;
  topics.put(topic, "me", {
    state: state === "hold" ? "talking" : state,
    since: now - 94_000,
    reason: state === "paused" ? "lunch" : null,
    until: state === "wrap-up" ? now + 13_000 : null,
    after: null,
    queues: queues.map((queue) => queue.id),
    phone: state === "offline" ? null : "browser",
    phoneOnline: true,
    connection: "online",
  });
  topics.put(topic, "day", {
    answered: 23,
    missed: 1,
    talkMs: 5_512_000,
    wrapUpMs: 512_000,
    readyMs: 3_120_000,
    pausedMs: 1_260_000,
    loggedInSince: now - 10_000_000,
  });
  const phase = state === "hold" ? "talking" : state;
  if (!["ringing", "talking", "wrap-up"].includes(phase)) return topics.remove(topic, "call");
  topics.put(topic, "call", {
    id: desk.callId ?? "fixture-call",
    phase,
    channel: "fixture-call.a1",
    number: desk.number,
    name: "",
    queue: queues[0]?.id ?? "",
    queueName: queues[0]?.name ?? "",
    waitingSince: now - 130_000,
    since: now - 94_000,
    held: state === "hold",
  });
}
