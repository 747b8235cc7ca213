/**
 * Two weeks of calls of the demo company, from a seed: arrivals follow the shape of a day and of a week, callers have
 * patience, agents on shift serve them in the order of arrival, so that waits and abandonment come out of the load and
 * are not drawn. Pure; talk times are lognormal (Brown et al., JASA 2005).
 */
import type { Millis, Random } from "@/actors/runtime/types.ts";
import { exponential, lognormal, pick, seeded } from "@/telephony/simulator/random.ts";
import type { CallRecord, CallSegment } from "@/crm/calls/types.ts";
import { DAY, HOUR, LOAD, loadOf, MOSCOW, OPENS } from "@/crm/demo/load.ts";
import { DEMO_DIDS, DEMO_QUEUES, type DemoQueue, fictionalNumber } from "@/crm/demo/plan.ts";

export interface HistoryPlan {
  seed: number;
  /** Nothing ends after it. */
  now: Millis;
  days: number;
  queues: Record<DemoQueue, string>;
  /** In the order of the plan; `serves` in the order of preference. */
  agents: { id: string; serves: DemoQueue[] }[];
  contacts: { number: string; name: string }[];
  callNotes: readonly string[];
}

/** Agents at work in one half of the day; the others are off. */
const ON_SHIFT = 5;

interface Arrival {
  at: Millis;
  queue: DemoQueue;
}

/** The calls, oldest first; ids depend only on the seed, so that writing them twice adds nothing. */
export function demoHistory(plan: HistoryPlan): CallRecord[] {
  const random = seeded(plan.seed);
  const today = Math.floor((plan.now + MOSCOW) / DAY) * DAY - MOSCOW;
  const records: CallRecord[] = [];
  for (let day = plan.days; day >= 0; day--) {
    const midnight = today - day * DAY;
    const freeAt = new Map(plan.agents.map((agent) => [agent.id, midnight]));
    for (const arrival of arrivals(random, midnight)) {
      const call = serve({ plan, random, arrival, midnight, freeAt, n: records.length });
      const over = call.segments.at(-1)?.to ?? call.startedAt;
      if (over <= plan.now) records.push(call);
    }
  }
  return records;
}

function arrivals(random: Random, midnight: Millis): Arrival[] {
  const day = new Date(midnight + MOSCOW).toISOString().slice(0, 10);
  const found: Arrival[] = [];
  for (const queue of DEMO_QUEUES) {
    loadOf(day, queue).forEach((perHour, hour) => {
      const mean = HOUR / perHour;
      for (let at = exponential(random, mean); at < HOUR; at += exponential(random, mean)) {
        found.push({ at: Math.round(midnight + (OPENS + hour) * HOUR + at), queue });
      }
    });
  }
  return found.sort((a, b) => a.at - b.at);
}

interface Serving {
  plan: HistoryPlan;
  random: Random;
  arrival: Arrival;
  midnight: Millis;
  freeAt: Map<string, Millis>;
  n: number;
}

function serve({ plan, random, arrival, midnight, freeAt, n }: Serving): CallRecord {
  const { at, queue } = arrival;
  const { talkS, wrapS, codes } = LOAD[queue];
  const queueId = plan.queues[queue];
  const segments: CallSegment[] = [];
  const add = (kind: CallSegment["kind"], span: { from: Millis; to: Millis; agent?: string; outcome: string }) =>
    segments.push({
      n: segments.length + 1,
      kind,
      queue: kind === "ivr" ? null : queueId,
      agent: span.agent ?? null,
      from: span.from,
      to: span.to,
      outcome: span.outcome,
    });
  const known = random() < 0.6 && plan.contacts.length > 0
    ? plan.contacts[Math.floor(random() * plan.contacts.length)]
    : null;
  const record: CallRecord = {
    id: `demo-${plan.seed}-${n}`,
    revision: 1,
    direction: "inbound",
    number: known?.number ?? fictionalNumber(random),
    callerName: "",
    did: DEMO_DIDS[queue],
    queue: queueId,
    agent: null,
    startedAt: at,
    queuedAt: null,
    answeredAt: null,
    endedAt: null,
    outcome: null,
    endReason: null,
    recordingName: null,
    recordingSeconds: null,
    disposition: null,
    notes: "",
    segments,
    demo: true,
  };

  const queued = at + 3_000 + Math.round(random() * 2_000);
  add("ivr", { from: at, to: queued, outcome: "queued" });
  record.queuedAt = queued;
  const gaveUp = Math.round(queued + 8_000 + exponential(random, 110_000));
  const abandon = (from: Millis, to: Millis): CallRecord => {
    add("queue", { from, to, outcome: "abandoned" });
    return Object.assign(record, { endedAt: to, outcome: "abandoned", endReason: "abandoned" });
  };

  let waitingFrom = queued;
  for (let attempt = 0; attempt < 3; attempt++) {
    const agent = nextAgent({ plan, queue, midnight, freeAt, at: waitingFrom });
    const offered = Math.max(waitingFrom, freeAt.get(agent) ?? waitingFrom) + 40;
    if (offered >= gaveUp) return abandon(waitingFrom, gaveUp);
    add("queue", { from: waitingFrom, to: offered, outcome: "offered" });
    if (random() < 0.05) {
      const missed = offered + 20_000;
      freeAt.set(agent, missed + 60_000);
      if (gaveUp < missed) {
        add("ring", { from: offered, to: gaveUp, agent, outcome: "withdrawn" });
        return Object.assign(record, { endedAt: gaveUp, outcome: "abandoned", endReason: "abandoned" });
      }
      add("ring", { from: offered, to: missed, agent, outcome: "no-answer" });
      waitingFrom = missed;
      continue;
    }
    const answered = Math.round(offered + 1_500 + exponential(random, 2_500));
    add("ring", { from: offered, to: answered, agent, outcome: "answered" });
    const ended = talk({ random, answered, agent, talkS, add });
    const wrapped = Math.round(ended + 2_000 + exponential(random, wrapS * 1_000));
    add("wrap-up", { from: ended, to: wrapped, agent, outcome: "finished" });
    freeAt.set(agent, wrapped);
    return Object.assign(record, {
      agent,
      answeredAt: answered,
      endedAt: ended,
      outcome: "answered",
      endReason: random() < 0.7 ? "caller-hung-up" : "agent-hung-up",
      disposition: random() < 0.92 ? pick(random, codes) : null,
      notes: plan.callNotes[Math.floor(random() * plan.callNotes.length)] ?? "",
    });
  }
  return abandon(waitingFrom, Math.max(gaveUp, waitingFrom + 1_000));
}

/** Connected time, sometimes with a hold in it. Returns its end. */
function talk(options: {
  random: Random;
  answered: Millis;
  agent: string;
  talkS: number;
  add: (kind: "agent" | "hold", span: { from: Millis; to: Millis; agent: string; outcome: string }) => void;
}): Millis {
  const { random, answered, agent, talkS, add } = options;
  const length = Math.round(5_000 + lognormal(random, { mean: talkS, cv: 1 }) * 1_000);
  if (random() > 0.15) {
    add("agent", { from: answered, to: answered + length, agent, outcome: "caller-hung-up" });
    return answered + length;
  }
  const held = answered + Math.round(length * (0.3 + random() * 0.4));
  const back = Math.round(held + 5_000 + exponential(random, 25_000));
  const ended = back + (answered + length - held);
  add("agent", { from: answered, to: held, agent, outcome: "held" });
  add("hold", { from: held, to: back, agent, outcome: "unheld" });
  add("agent", { from: back, to: ended, agent, outcome: "caller-hung-up" });
  return ended;
}

/** Of those on shift and serving the queue, who is or becomes free first; nobody on shift: anybody who serves it. */
function nextAgent(options: {
  plan: HistoryPlan;
  queue: DemoQueue;
  midnight: Millis;
  freeAt: Map<string, Millis>;
  at: Millis;
}): string {
  const { plan, queue, midnight, freeAt, at } = options;
  const half = Math.floor(midnight / DAY) * 2 + (at - midnight < 15 * HOUR ? 0 : 1);
  const serving = plan.agents.filter((agent) => agent.serves.includes(queue));
  const onShift = serving.filter((agent) => (plan.agents.indexOf(agent) * 5 + half) % plan.agents.length < ON_SHIFT);
  const candidates = onShift.length > 0 ? onShift : serving.slice(0, 1);
  return candidates.reduce((best, agent) => {
    const [a, b] = [freeAt.get(agent.id) ?? 0, freeAt.get(best.id) ?? 0];
    return a < b ? agent : best;
  }).id;
}
