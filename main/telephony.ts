/**
 * Which telephony the product talks to: Asterisk when it is configured, else the simulator, which is started here. What
 * comes back is an address and credentials either way; nothing past this file knows the difference (but for the
 * `simulator` mark that people see).
 */
import type { Clock } from "@/actors/runtime/types.ts";
import { type Simulator, startSimulator } from "@/telephony/simulator/mod.ts";
import type { Config } from "./config.ts";

export interface Telephony {
  url: string;
  user: string;
  password: string;
  app: string;
  /** SIP over WebSocket for browser phones. */
  sipUrl: string;
  simulator: Simulator | null;
}

/** What the demo company gives the simulator: its numbers with their share of callers, desks, and who calls. */
export interface DemoTraffic {
  numbers: { did: string; share: number; talkS: number }[];
  desks: string[];
  /** Who the n-th caller is. */
  identity: (n: number) => { number: string; name: string };
}

/** Callers' patience in the demo, seconds: short enough that a newcomer sees somebody give up. */
const PATIENCE_S = 150;

export function openTelephony(config: Config, options: { clock: Clock; demo: DemoTraffic | null }): Telephony {
  if (config.ARI_URL) {
    const sip = new URL(config.ARI_URL);
    sip.protocol = sip.protocol === "https:" ? "wss:" : "ws:";
    sip.pathname = sip.pathname.replace(/\/ari\/?$/, "/ws");
    return {
      url: config.ARI_URL,
      user: config.ARI_USER,
      password: config.ARI_PASSWORD ?? "",
      app: config.ARI_APP,
      sipUrl: config.SIP_WS_URL ?? sip.href,
      simulator: null,
    };
  }
  const demo = options.demo ?? { numbers: [], desks: [], identity: () => ({ number: "", name: "" }) };
  const total = demo.numbers.reduce((sum, { share }) => sum + share, 0) || 1;
  const simulator = startSimulator({
    clock: options.clock,
    seed: config.SIM_SEED,
    speed: config.SIM_SPEED,
    app: config.ARI_APP,
    lines: demo.numbers.map(({ did, share, talkS }) => ({
      did,
      perMinute: config.SIM_CALLS_PER_MINUTE * config.SIM_SPEED * share / total,
      habits: { patienceS: PATIENCE_S, talkS, talkCv: 0.9, callerEnds: 0.7 },
    })),
    desks: demo.desks.map((resource) => ({
      resource,
      habits: { ringMs: 400, answerMs: 2500, takes: 0.93, ignores: 0.05, rejects: 0.02 },
    })),
    identity: demo.identity,
  });
  return { ...simulator, app: config.ARI_APP, simulator };
}
