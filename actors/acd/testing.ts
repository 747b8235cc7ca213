/** Small configurations for tests of the distributor, the queues and the simulation. */
import type { AgentId, CallId, QueueId } from "@/actors/call/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import type { AcdAgent } from "./types.ts";

export const queueId = (id: string) => id as QueueId;
export const agentId = (id: string) => id as AgentId;
export const callId = (id: string) => id as CallId;

export function queueConfig(id: string, over: Partial<QueueConfig> = {}): QueueConfig {
  return {
    id: queueId(id),
    name: id,
    strategy: "longest-idle",
    weight: 0,
    ringTimeoutMs: 15_000,
    wrapUpMs: 10_000,
    dispositionRequired: false,
    maxWaitMs: 0,
    maxWaiting: 0,
    joinEmpty: "always",
    leaveEmpty: "always",
    overflow: null,
    serviceLevelMs: 20_000,
    announce: {
      positionEveryMs: 0,
      expectedWait: false,
      periodic: [],
      periodicEveryMs: 0,
      minGapMs: 15_000,
      language: "ru",
    },
    music: "default",
    skills: [],
    missed: { autoPause: false, delayMs: 5_000 },
    record: false,
    ...over,
  };
}

export function acdAgent(id: string, queues: string[], over: Partial<AcdAgent> = {}): AcdAgent {
  return {
    agent: agentId(id),
    ready: true,
    since: 0,
    notBefore: 0,
    endpoint: `PJSIP/${id}`,
    queues: queues.map((queue) => ({ queue: queueId(queue), order: 0, penalty: 0 })),
    skills: {},
    callsToday: 0,
    talkMsToday: 0,
    ...over,
  };
}
