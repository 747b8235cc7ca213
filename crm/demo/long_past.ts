/**
 * The calls of the months before the demo's two weeks of history: only what forecasting and reports count, without
 * segments and decisions. Drawn call by call from the same load, each day from its own seed. Pure.
 */
import { exponential, lognormal, pick, seeded } from "@/telephony/simulator/random.ts";
import { DAY, HOUR, LOAD, loadOf, MOSCOW, OPENS } from "@/crm/demo/load.ts";
import { DEMO_DIDS, DEMO_QUEUES, type DemoQueue, fictionalNumber } from "@/crm/demo/plan.ts";

/** A row of `calls`; moments are ISO. */
export interface PastCall {
  id: string;
  number: string;
  did: string;
  queue_id: string;
  agent_id: string | null;
  started_at: string;
  queued_at: string;
  answered_at: string | null;
  ended_at: string;
  wait_ms: number;
  talk_ms: number;
  wrap_ms: number;
  outcome: "answered" | "abandoned";
  end_reason: string;
  disposition: string | null;
}

export interface LongPastPlan {
  seed: number;
  queues: Record<DemoQueue, string>;
  /** Who may have answered, by queue. */
  agents: Record<DemoQueue, readonly string[]>;
}

/** Mean wait and how many hang up sooner, at the load of a usual hour. */
const WAIT_S = 9;
const PATIENCE_S = 110;
/** Whoever gives up waits at least so long. */
const LEAST_PATIENCE_S = 5;
/** Talk gets longer towards the evening. */
const EVENING_TALK = 0.15;

/** Calls of one day, oldest first. @param day `YYYY-MM-DD` in Moscow */
export function callsOfDay(plan: LongPastPlan, day: string): PastCall[] {
  const midnight = Date.parse(`${day}T00:00:00Z`) - MOSCOW;
  const random = seeded(plan.seed * 7_919 + midnight / DAY);
  const calls: PastCall[] = [];
  for (const queue of DEMO_QUEUES) {
    loadOf(day, queue).forEach((perHour, hour) => {
      for (let at = exponential(random, HOUR / perHour); at < HOUR; at += exponential(random, HOUR / perHour)) {
        const moment = Math.round(midnight + (OPENS + hour) * HOUR + at);
        const id = `demo-past-${plan.seed}-${day}-${queue}-${calls.length}`;
        calls.push(oneCall(plan, { random, id, queue, at: moment, hour, busy: perHour / LOAD[queue].perHour }));
      }
    });
  }
  return calls.sort((a, b) => a.started_at < b.started_at ? -1 : 1);
}

function oneCall(
  plan: LongPastPlan,
  call: { random: () => number; id: string; queue: DemoQueue; at: number; hour: number; busy: number },
): PastCall {
  const { random, id, queue, at, hour, busy } = call;
  const { talkS, wrapS, codes } = LOAD[queue];
  const queued = at + 3_000 + Math.round(random() * 2_000);
  // Waits grow faster than the load does.
  const wait = exponential(random, WAIT_S * busy ** 3 + 3);
  const patience = LEAST_PATIENCE_S + exponential(random, PATIENCE_S);
  const waitMs = Math.round(1_000 * Math.min(wait, patience));
  const base = {
    id,
    number: fictionalNumber(random),
    did: DEMO_DIDS[queue],
    queue_id: plan.queues[queue],
    started_at: iso(at),
    queued_at: iso(queued),
    wait_ms: waitMs,
  };
  if (patience < wait) {
    return {
      ...base,
      agent_id: null,
      answered_at: null,
      ended_at: iso(queued + waitMs),
      talk_ms: 0,
      wrap_ms: 0,
      outcome: "abandoned",
      end_reason: "abandoned",
      disposition: null,
    };
  }
  const talk = 5_000 + Math.round(1_000 * lognormal(random, { mean: talkS * (1 + EVENING_TALK * hour / 12), cv: 1 }));
  const serving = plan.agents[queue];
  return {
    ...base,
    agent_id: serving[Math.floor(random() * serving.length)] ?? null,
    answered_at: iso(queued + waitMs),
    ended_at: iso(queued + waitMs + talk),
    talk_ms: talk,
    wrap_ms: Math.round(2_000 + exponential(random, wrapS * 1_000)),
    outcome: "answered",
    end_reason: random() < 0.7 ? "caller-hung-up" : "agent-hung-up",
    disposition: random() < 0.92 ? pick(random, codes) : null,
  };
}

const iso = (at: number) => new Date(at).toISOString();
