/** Rules, events and facts as the engine, the log and the editor speak of them. Holds no code. */
import type { Condition, Field, RecordKind, Value, Values } from "@/crm/record/types.ts";

/** What a rule is about: a record, a call, or a request from outside that names none. */
export type SubjectKind = RecordKind | "call" | "none";

/** Whose fields a condition, a text or an action speaks of; `record`: the rule's own subject. */
export type Of = "record" | RecordKind | "call";

export interface RuleEvent {
  /** null: time came, nothing was written. */
  id: string | null;
  type: string;
  entity: { kind: string; id: string };
  /** ISO 8601. */
  at: string;
  actor: string;
  origin: string;
  /** Run that wrote it; null: no automation did. */
  cause: string | null;
  /** Length of the chain of causes behind it. */
  depth: number;
  data: Record<string, unknown>;
  before: Record<string, unknown> | null;
}

/** A subject and what linked records there are, as plain values. */
export interface FactRecord {
  kind: SubjectKind;
  id: string;
  values: Values;
}

/** Everything a decision looks at. */
export interface Facts {
  /** ISO 8601. */
  now: string;
  timeZone: string;
  event: RuleEvent;
  subject: FactRecord | null;
  /** By kind; the subject is among them. */
  records: Partial<Record<RecordKind | "call", FactRecord>>;
  fields: Partial<Record<RecordKind | "call", ReadonlyMap<string, Field>>>;
  /** Company's working hours at `now`. */
  working: boolean;
  /** Names of people, teams, stages, records and others by id. */
  names: Readonly<Record<string, string>>;
}

export type FieldCondition = Condition & { on: "field"; of: Of };
/** Days 1 (Monday) to 7 and hours `HH:MM` in the site's zone; hours that end before they begin run over midnight. */
export interface TimeCondition {
  on: "time";
  days: readonly number[];
  from: string;
  to: string;
}
export interface WorkingCondition {
  on: "working";
  is: boolean;
}
/** Where the change came from. */
export interface OriginCondition {
  on: "origin";
  any: readonly string[];
}
/** A value of the request from outside, by its path (`order.total`). */
export interface PayloadCondition {
  on: "payload";
  path: string;
  op: "is" | "is-not" | "contains" | "filled" | "empty";
  value?: string;
}
export type RuleCondition = FieldCondition | TimeCondition | WorkingCondition | OriginCondition | PayloadCondition;

export interface ConditionGroup {
  match: "all" | "any";
  items: readonly RuleCondition[];
}

export interface Conditions {
  match: "all" | "any";
  groups: readonly ConditionGroup[];
}

/** What a condition saw, for the log. */
export interface Seen {
  condition: RuleCondition;
  value: Value | boolean;
  held: boolean;
}

export interface Decision {
  fits: boolean;
  groups: { match: "all" | "any"; held: boolean; seen: Seen[] }[];
}

export type Step = Record<string, unknown> & { type: string };
export type When = Record<string, unknown> & { type: string };

/** A rule as people write it. */
export interface RuleBody {
  name: string;
  when: When;
  if: Conditions;
  then: Step[];
}

export interface Rule extends RuleBody {
  id: string;
  enabled: boolean;
  version: number;
  owner: string | null;
  secret: string | null;
  since: Date;
  lookedAt: Date | null;
  paused: { at: string; reason: string } | null;
  counts: { fired: number; failed: number; lastFiredAt: string | null };
}

/** A run that led to another. */
export interface ChainLink {
  run: string;
  rule: string;
  kind: string;
  record: string;
}

/** What an action did, or would do; words: `automation.did.<type>`. */
export interface StepResult {
  type: string;
  state: "done" | "failed" | "planned" | "skipped";
  /** Values for its sentence; ids are named when it is shown. */
  said: Record<string, string | number | null>;
  /** Refusal code. */
  error?: string;
  detail?: Record<string, string | number>;
  ms?: number;
}

/** How the editor asks for a part of a trigger or an action; words: `automation.input.<key>`. */
export interface Input {
  key: string;
  type: InputType;
  optional?: true;
  /** `select`: words `automation.choice.<key>.<value>`; `kind` and `of`: those that may be chosen. */
  choices?: readonly string[];
  /** Shown only while another input has one of these values. */
  when?: { key: string; is: readonly string[] };
  min?: number;
  max?: number;
  /** What a new one begins with. */
  initial?: unknown;
}
export type InputType =
  | "kind"
  | "of"
  | "field"
  | "date-field"
  | "value"
  | "pipeline"
  | "stage"
  | "queue"
  | "disposition"
  | "source"
  | "user"
  | "team"
  | "webhook"
  | "assignment-rule"
  | "duration"
  | "number"
  | "time"
  | "text"
  | "long-text"
  | "path"
  | "select"
  | "check"
  | "tag"
  | "tags";

/** A span: `n` minutes, hours or days. */
export interface Span {
  n: number;
  unit: "minutes" | "hours" | "days";
}
