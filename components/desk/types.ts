/** What the desk's page gives its island: things that do not change during a shift. Live facts come by topic. */
import type { Zone } from "@/components/time/format.ts";

export interface DeskSetup {
  agent: string;
  phone: "browser" | "desk";
  /** A desk phone is set up for this person. */
  hasDeskPhone: boolean;
  queues: { id: string; name: string }[];
  pauseReasons: { key: string; title: string }[];
  /** `queue` null: common to all. */
  dispositions: { code: string; title: string; queue: string | null }[];
  zone: Zone;
  mayEditContacts: boolean;
}

export interface DeskContact {
  id: string;
  name: string;
  company: string;
  note: string;
  phones: string[];
  version: number;
}

/** What was already written about the call in hand, for a page that was reloaded. */
export interface PresentCall {
  notes: string;
  disposition: string | null;
}

export interface PastCall {
  id: string;
  at: number;
  direction: "inbound" | "outbound" | "internal";
  number: string;
  name: string;
  outcome: string | null;
  talkMs: number;
  agentName: string | null;
  disposition: string | null;
}

export const AGENT_FIELDS = [
  "state",
  "since",
  "reason",
  "until",
  "after",
  "queues",
  "phone",
  "phoneOnline",
  "connection",
] as const;

export const CALL_FIELDS = [
  "id",
  "phase",
  "channel",
  "number",
  "name",
  "queue",
  "queueName",
  "waitingSince",
  "since",
  "held",
] as const;
