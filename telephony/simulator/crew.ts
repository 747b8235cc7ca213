/**
 * The demo company's crew: virtual agents who use the product as people do (log in with a desk phone, get ready, take
 * breaks, choose a disposition, finish the wrap-up), through the same commands as the console. Their phones are the
 * simulator's desk phones. Started by `main` in demo mode; the product cannot tell them from people.
 */
import type { Clock, Random } from "@/actors/runtime/types.ts";
import { exponential, pick } from "./random.ts";

/** What a member of the crew can see and do; `main` gives the switchboard's door. */
export interface CrewPort {
  state(agent: string): { is: string; since: number; call?: string } | undefined;
  command(agent: string, command: { do: string; [field: string]: unknown }): void;
  /** Codes of the dispositions that may be chosen for the call. */
  dispositions(): readonly string[];
  setDisposition(agent: string, options: { call: string; code: string }): void;
}

export interface CrewMember {
  agent: string;
  /** Resource of the desk phone in the simulator. */
  desk: string;
  queues: string[];
}

export interface CrewOptions {
  clock: Clock;
  random: Random;
  port: CrewPort;
  members: CrewMember[];
  pauseReasons: readonly string[];
  speed?: number;
  /** Mean time between breaks and mean length of a break, seconds. */
  breakEveryS?: number;
  breakS?: number;
  /** Mean wrap-up, seconds. */
  wrapUpS?: number;
}

/** How often a member looks at the own state. */
const LOOK_MS = 1000;

/** Starts the crew; the returned function sends everybody home. */
export function startCrew(options: CrewOptions): () => void {
  const stops = options.members.map((member) => work(member, options));
  return () => stops.forEach((stop) => stop());
}

function work(member: CrewMember, options: CrewOptions): () => void {
  const { clock, random, port } = options;
  const speed = options.speed ?? 1;
  const ms = (meanS: number) => exponential(random, meanS) * 1000 / speed;
  let nextBreak = clock.now() + ms(options.breakEveryS ?? 900);
  let planned: { what: string; at: number } | null = null;
  let timer: unknown;
  let running = true;

  /** Does a thing once, some time after its occasion began. */
  const after = (what: string, meanS: number, act: () => void) => {
    if (planned?.what !== what) planned = { what, at: clock.now() + 500 / speed + ms(meanS) };
    if (clock.now() < planned.at) return;
    planned = null;
    act();
  };

  const look = () => {
    if (!running) return;
    const state = port.state(member.agent);
    switch (state?.is) {
      case undefined:
      case "offline":
        after("arrive", 3, () => {
          port.command(member.agent, { do: "connected" });
          port.command(member.agent, {
            do: "logIn",
            phone: { is: "desk", endpoint: `PJSIP/${member.desk}` },
            queues: member.queues,
          });
          port.command(member.agent, { do: "ready" });
        });
        break;
      case "ready":
        planned = null;
        if (clock.now() >= nextBreak) {
          nextBreak = clock.now() + ms(options.breakEveryS ?? 900);
          const reasons = options.pauseReasons.map((item) => ({ item, weight: 1 }));
          if (reasons.length > 0) port.command(member.agent, { do: "pause", reason: pick(random, reasons) });
        }
        break;
      case "paused":
        after(`back ${state.since}`, options.breakS ?? 90, () => port.command(member.agent, { do: "ready" }));
        break;
      case "wrap-up":
        after(`wrap-up ${state.since}`, options.wrapUpS ?? 8, () => {
          const codes = port.dispositions().map((item) => ({ item, weight: 1 }));
          if (state.call && codes.length > 0) {
            port.setDisposition(member.agent, { call: state.call, code: pick(random, codes) });
          }
          port.command(member.agent, { do: "finishWrapUp" });
        });
        break;
      default:
        planned = null;
    }
    timer = clock.after(LOOK_MS / speed, look);
  };
  timer = clock.after(random() * LOOK_MS, () => {
    // On the line since before a restart of the product: the console comes back by itself, as a browser does.
    const state = port.state(member.agent);
    if (state && state.is !== "offline") port.command(member.agent, { do: "connected" });
    look();
  });
  return () => {
    running = false;
    clock.clear(timer);
  };
}
