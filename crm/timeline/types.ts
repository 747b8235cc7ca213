/** The timeline of a record as pages and the API speak of it. Holds no code. */
import type { CallDirection, CallOutcome } from "@/store/tables/calls.ts";
import type { ConsentChannel } from "@/store/tables/records.ts";
import type { Value } from "@/crm/record/types.ts";

export interface FieldChange {
  field: string;
  /** null: the field was empty, or nothing is known of before. */
  before: Value;
  after: Value;
}

interface Entry {
  id: string;
  /** ms since the epoch. */
  at: number;
  /** User id, `system`, or a token; and the name of a user. */
  actor: string;
  actorName: string | null;
}

/** A change of the record, by the second word of its event: `created`, `updated`, `merged`, … */
export interface ChangeEntry extends Entry {
  source: "change";
  what: string;
  origin: string;
  changes: FieldChange[];
  /** Line of the audit that can be reverted; null: there is nothing to put back. */
  revert: string | null;
  /** Of a merge: what was merged into the record, and whether that can be undone. */
  merge: { id: string; names: string[]; undone: boolean } | null;
  /** It happened to a record that was merged into this one later. */
  elsewhere: boolean;
}

export interface NoteEntry extends Entry {
  source: "note";
  body: string;
  editedAt: number | null;
  mine: boolean;
}

export interface CallEntry extends Entry {
  source: "call";
  direction: CallDirection;
  outcome: CallOutcome | null;
  talkMs: number;
  queueName: string | null;
  /** Code of the disposition. */
  disposition: string | null;
  notes: string;
}

export interface ConsentEntry extends Entry {
  source: "consent";
  channel: ConsentChannel;
  granted: boolean;
  saidAt: number;
  manner: string;
  proof: string;
}

export type TimelineEntry = ChangeEntry | NoteEntry | CallEntry | ConsentEntry;

export interface TimelinePage {
  rows: TimelineEntry[];
  next: string | null;
  /** Names of users, teams, records and sources that stand in the changes, by id. */
  names: Record<string, string>;
}
