/**
 * The wire of live topics, shared by server and browser. A topic is a table of rows and fields; each field remembers
 * the sequence of its last change, so a delta from any position can be made and reconnect, slow client and resync are
 * one mechanism. Times are timestamps, never ticking durations: the browser counts seconds.
 *
 * Topics:
 * - `agent/<id>`   one row `me` of AgentRow fields, one row `call` (removed when there is none) of CallRow fields,
 *                  one row `day` of DayRow fields
 * - `wallboard`    rows `q:<queueId>` of QueueRow fields, `a:<agentId>` of WallAgentRow fields,
 *                  `day` with sparkline points, `site` with telephony health
 */
import type { LiveValue } from "@/actors/runtime/types.ts";

export type ServerFrame =
  /** Snapshot: epoch, sequence, rows → fields → value. */
  | { t: "s"; topic: string; e: string; s: number; v: Record<string, Record<string, LiveValue>> }
  /** Delta from position b to s: changed fields; deleted rows. */
  | { t: "d"; topic: string; e: string; b: number; s: number; d: [string, string, LiveValue][]; x: string[] }
  /** Heartbeat with the position. */
  | { t: "h"; topic: string; e: string; s: number }
  /** Subscription refused or ended. */
  | { t: "no"; topic: string; code: RefusalCode }
  /** Answer to a ping: the browser's own time as it was sent, and the server's time. */
  | { t: "p"; at: number; now: number };

export type RefusalCode = "forbidden" | "unknown-topic" | "bad-frame" | "too-many";

export type ClientFrame =
  | { t: "sub"; topic: string; e?: string; s?: number }
  | { t: "unsub"; topic: string }
  /** Sent on every heartbeat (and not by a timer, which hidden tabs slow down): "I live"; `at` is the browser's time. */
  | { t: "p"; at: number };

/** `agent/<id>` row `me`. */
export interface AgentRow {
  state: "offline" | "ready" | "paused" | "ringing" | "talking" | "wrap-up";
  since: number;
  reason: string | null;
  /** End of the wrap-up; null: until a disposition is chosen. */
  until: number | null;
  after: string | null;
  queues: string[];
  phone: "browser" | "desk" | null;
  phoneOnline: boolean;
  connection: "none" | "online" | "lost";
}

/** `agent/<id>` row `call`. */
export interface CallRow {
  id: string;
  phase: "ringing" | "talking" | "wrap-up";
  channel: string | null;
  number: string;
  name: string;
  queue: string;
  queueName: string;
  waitingSince: number;
  since: number;
  held: boolean;
}

/** `agent/<id>` row `day`. */
export interface DayRow {
  answered: number;
  missed: number;
  talkMs: number;
  wrapUpMs: number;
  readyMs: number;
  pausedMs: number;
  loggedInSince: number | null;
}

/** `wallboard` row `q:<id>`. */
export interface QueueRow {
  name: string;
  waiting: number;
  /** Timestamp of the longest waiting caller's join; null when nobody waits. */
  longestSince: number | null;
  offered: number;
  answered: number;
  abandoned: number;
  answeredInTime: number;
  abandonedInTime: number;
  serviceLevelMs: number;
  /** Mean speed of answer, ms. */
  asaMs: number;
  ready: number;
  paused: number;
  talking: number;
  ringing: number;
  wrapUp: number;
  loggedIn: number;
  /** Expected wait of a new caller, ms; null when nothing is known. */
  expectedWaitMs: number | null;
  /** Calls per quarter of an hour today: offered, answered, abandoned, from midnight in the site's zone. */
  quarters: [number, number, number][];
}

/** `wallboard` row `a:<id>`. */
export interface WallAgentRow {
  name: string;
  team: string;
  state: AgentRow["state"];
  since: number;
  reason: string | null;
  number: string | null;
  queueName: string | null;
  queues: string[];
  held: boolean;
  answered: number;
  missed: number;
  talkMs: number;
  connection: "none" | "online" | "lost";
}

/** `wallboard` row `site`. */
export interface SiteRow {
  telephony: "connected" | "connecting" | "lost";
  since: number;
  simulator: boolean;
  journal: "ok" | "behind" | "down";
}
