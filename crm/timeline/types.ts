/** The timeline of a record as pages and the API speak of it. Holds no code. */
import type { CallDirection, CallOutcome } from "@/store/tables/calls.ts";
import type { ConsentChannel } from "@/store/tables/records.ts";
import type { RecordKind, Value } from "@/crm/record/types.ts";

export interface FieldChange {
  field: string;
  /** null: the field was empty, or nothing is known of before. */
  before: Value;
  after: Value;
}

/** What a timeline may be cut down to. */
export type TimelineShow = "all" | "notes" | "calls" | "tasks" | "stages" | "files" | "changes" | "consents";

interface Entry {
  id: string;
  /** ms since the epoch. */
  at: number;
  /** User id, `system`, or a token; and the name of a user. */
  actor: string;
  actorName: string | null;
  /** It happened to the lead that the deal came from. */
  of: { kind: RecordKind; id: string } | null;
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
  /** null: there is no recording, or none that the person may hear. */
  recordingSeconds: number | null;
}

/** A task was set, done or cancelled. */
export interface TaskEntry extends Entry {
  source: "task";
  what: "set" | "done" | "cancelled";
  task: string;
  name: string;
  type: string;
  /** As it is now. */
  status: string;
  /** ms since the epoch. */
  due: number | null;
  result: string;
  /** Name of whoever has to do it. */
  owner: string | null;
}

export interface StageOfEntry {
  name: string;
  colour: string;
  type: string;
  pipeline: string;
}

/** A deal came into a stage. */
export interface StageEntry extends Entry {
  source: "stage";
  /** null: it began here. */
  from: StageOfEntry | null;
  to: StageOfEntry | null;
  /** In `from`. */
  seconds: number | null;
  /** Of a deal that was merged into this one later. */
  elsewhere: boolean;
}

export interface FileEntry extends Entry {
  source: "file";
  name: string;
  /** Media type. */
  type: string;
  bytes: number;
}

export interface ConsentEntry extends Entry {
  source: "consent";
  channel: ConsentChannel;
  granted: boolean;
  saidAt: number;
  manner: string;
  proof: string;
}

export type TimelineEntry =
  | ChangeEntry
  | NoteEntry
  | CallEntry
  | ConsentEntry
  | TaskEntry
  | StageEntry
  | FileEntry;

export interface TimelinePage {
  rows: TimelineEntry[];
  next: string | null;
  /** Names of users, teams, records and sources that stand in the changes, by id. */
  names: Record<string, string>;
}
