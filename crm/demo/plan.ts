/** The demo company as data: who serves what, and which numbers lead where. Names are in company.json. */
import type { CreateQueue } from "@/crm/queues/mod.ts";

export type DemoQueue = "sales" | "support" | "delivery";
export const DEMO_QUEUES: readonly DemoQueue[] = ["sales", "support", "delivery"];

/** Subscriber numbers in Moscow never begin with 0, so these can belong to nobody. */
export const DEMO_DIDS: Record<DemoQueue, string> = {
  sales: "+74950100001",
  support: "+74950100002",
  delivery: "+74950100003",
};

/** A number that nobody has: area codes of four cities, subscriber part beginning with 0. */
export function fictionalNumber(random: () => number): string {
  const area = ["495", "499", "812", "343"][Math.floor(random() * 4)];
  return `+7${area}0${String(Math.floor(random() * 1_000_000)).padStart(6, "0")}`;
}

/** What differs from the defaults of a new queue. */
export const QUEUE_SETTINGS: Record<DemoQueue, Omit<CreateQueue, "name">> = {
  sales: { strategy: "longest-idle", weight: 10, wrapUpMs: 20_000, dispositionRequired: true, serviceLevelMs: 20_000 },
  support: {
    strategy: "least-talk-time",
    weight: 5,
    wrapUpMs: 15_000,
    serviceLevelMs: 30_000,
    skills: [{
      skill: "technical",
      minLevel: 50,
      relax: [{ afterMs: 30_000, minLevel: 20 }, { afterMs: 60_000, minLevel: 0 }],
    }],
    maxWaitMs: 600_000,
  },
  delivery: { strategy: "round-robin", weight: 1, wrapUpMs: 10_000, serviceLevelMs: 40_000, maxWaiting: 20 },
};

/** The agents in the order of company.json: team, queues with penalty, level of the technical skill. */
export const AGENTS: readonly { team: 0 | 1; queues: Partial<Record<DemoQueue, number>>; technical: number }[] = [
  { team: 0, queues: { sales: 0 }, technical: 10 },
  { team: 0, queues: { sales: 0 }, technical: 10 },
  { team: 0, queues: { sales: 0, delivery: 1 }, technical: 20 },
  { team: 0, queues: { sales: 0, delivery: 1 }, technical: 20 },
  { team: 0, queues: { sales: 0 }, technical: 30 },
  { team: 0, queues: { sales: 0, support: 2 }, technical: 40 },
  { team: 1, queues: { support: 0, delivery: 0 }, technical: 60 },
  { team: 1, queues: { support: 0 }, technical: 90 },
  { team: 1, queues: { support: 0, delivery: 1 }, technical: 80 },
  { team: 1, queues: { support: 0, sales: 2 }, technical: 70 },
  { team: 1, queues: { delivery: 0 }, technical: 30 },
  { team: 1, queues: { delivery: 0, support: 1 }, technical: 50 },
];

/** Whoever tries the product sits here: their phones are browsers. The others are played by the virtual crew. */
export const BROWSER_AGENTS: readonly number[] = [0, 6];

/** Desk phone of the n-th agent. */
export function deskOf(n: number): string {
  return `PJSIP/${201 + n}`;
}
