/** What is written: triggers that an event alone decides. Pure. */
import { z } from "zod";
import { KINDS, type RecordKind } from "@/crm/record/kinds.ts";
import type { RuleEvent, SubjectKind } from "@/crm/automation/types.ts";
import type { TriggerDef } from "@/crm/automation/triggers/types.ts";

const none = z.object({});
const id = z.uuid();
const fieldKey = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/);
const kind = z.enum(["lead", "contact", "company", "deal", "task"]);
const CHANGES = new Set(["updated", "reverted", "merged", "unmerged"]);

const created = (event: RuleEvent, of: RecordKind) => event.type === `${of}.created`;
const changed = (event: RuleEvent, of: RecordKind) =>
  event.entity.kind === of && event.type.startsWith(`${of}.`) && CHANGES.has(event.type.slice(of.length + 1));
const itself = (yes: boolean, event: RuleEvent) =>
  yes ? { kind: event.entity.kind as SubjectKind, id: event.entity.id } : null;

function onRecord(of: RecordKind, name: string, matches: (event: RuleEvent) => boolean): TriggerDef {
  return {
    id: `${of}.${name}`,
    group: of,
    subject: () => of,
    inputs: [],
    params: none,
    matches: (event) => itself(matches(event), event),
  };
}

const became = (of: RecordKind, field: string, value: string) => (event: RuleEvent) =>
  (created(event, of) || changed(event, of)) && event.data[field] === value;

const stageParams = z.object({ stage: id.nullable().default(null) });
const stageInput = { key: "stage", type: "stage", optional: true } as const;
const kindParams = z.object({ kind });

function tagsOf(values: Record<string, unknown> | null): readonly unknown[] {
  return Array.isArray(values?.tags) ? values.tags : [];
}

function callTrigger(name: string, ended: (data: Record<string, unknown>) => boolean): TriggerDef {
  return {
    id: `call.${name}`,
    group: "call",
    subject: () => "call",
    inputs: [
      { key: "queue", type: "queue", optional: true },
      ...(name === "ended"
        ? [{ key: "direction", type: "select" as const, optional: true as const, choices: ["inbound", "outbound"] }]
        : []),
    ],
    params: z.object({
      queue: id.nullable().default(null),
      direction: z.enum(["inbound", "outbound"]).nullable().default(null),
    }),
    matches(event, { when }) {
      const { data } = event;
      return itself(
        event.type === "call.ended" && ended(data) && (!when.queue || when.queue === data.queue) &&
          (!when.direction || when.direction === data.direction),
        event,
      );
    },
  };
}

/** Bounds that events tell of (ml/scores/refresh/write.ts). */
const TENTHS = ["10", "20", "30", "40", "50", "60", "70", "80", "90"] as const;

/** The score passed a bound, upwards or downwards; a first score counts as risen from nothing. */
function scoreTrigger(of: "lead" | "deal"): TriggerDef {
  return {
    ...onRecord(of, "score-changed", () => false),
    inputs: [
      { key: "passes", type: "select", choices: ["above", "below"], initial: "above" },
      { key: "bound", type: "select", choices: TENTHS, initial: "70" },
    ],
    params: z.object({ passes: z.enum(["above", "below"]), bound: z.enum(TENTHS) }),
    matches(event, { when }) {
      const bound = Number(when.bound), now = event.data.score, was = event.before?.score;
      if (event.type !== `${of}.score-changed` || typeof now !== "number") return null;
      const passed = when.passes === "above"
        ? now >= bound && !(typeof was === "number" && was >= bound)
        : now < bound && typeof was === "number" && was >= bound;
      return itself(passed, event);
    },
  };
}

const unanswered = (data: Record<string, unknown>) => data.direction === "inbound" && data.outcome !== "answered";

/** Whether the event says that somebody wrote to us by a source: a new lead, or one more request of a known person. */
function requestOf(event: RuleEvent): string | null {
  const made = created(event, "lead") && event.cause !== null && !["import", "automation"].includes(event.origin);
  const linked = event.type.endsWith(".request-linked");
  const { source } = event.data;
  return (made || linked) && typeof source === "string" ? source : null;
}

/** Event of a request to a rule's own address (hooks.ts): `{payload, record}`. */
export const HOOK_EVENT = "automation-rule.requested";

export const WRITTEN: readonly TriggerDef[] = [
  onRecord("lead", "created", (event) => created(event, "lead")),
  onRecord(
    "lead",
    "assigned",
    (event) => (created(event, "lead") || changed(event, "lead")) && typeof event.data.owner === "string",
  ),
  {
    id: "request.came",
    group: "lead",
    subject: () => "lead",
    inputs: [{ key: "source", type: "source", optional: true }],
    params: z.object({ source: id.nullable().default(null) }),
    matches(event, { when }) {
      const source = requestOf(event);
      return itself(source !== null && (!when.source || when.source === source), event);
    },
  },
  onRecord("deal", "created", (event) => created(event, "deal")),
  {
    ...onRecord("deal", "stage-entered", () => false),
    inputs: [stageInput],
    params: stageParams,
    matches(event, { when }) {
      const { stage } = event.data;
      const entered = (created(event, "deal") || changed(event, "deal")) && typeof stage === "string";
      return itself(entered && (!when.stage || when.stage === stage), event);
    },
  },
  {
    ...onRecord("deal", "stage-left", () => false),
    inputs: [stageInput],
    params: stageParams,
    matches(event, { when }) {
      const left = changed(event, "deal") && typeof event.data.stage === "string" && event.before?.stage;
      return itself(Boolean(left) && (!when.stage || when.stage === left), event);
    },
  },
  onRecord("deal", "won", became("deal", "status", "won")),
  onRecord("deal", "lost", became("deal", "status", "lost")),
  scoreTrigger("lead"),
  scoreTrigger("deal"),
  onRecord("task", "created", (event) => created(event, "task")),
  onRecord("task", "done", became("task", "status", "done")),
  callTrigger("ended", () => true),
  callTrigger("missed", unanswered),
  callTrigger("abandoned", (data) => unanswered(data) && data.outcome === "abandoned"),
  {
    id: "call.disposition",
    group: "call",
    subject: () => "call",
    inputs: [{ key: "disposition", type: "disposition" }],
    params: z.object({ disposition: z.string().min(1).max(60) }),
    matches: (event, { when }) =>
      itself(
        (event.type === "call.ended" || event.type === "call.disposition-set") &&
          event.data.disposition === when.disposition,
        event,
      ),
  },
  {
    id: "record.created",
    group: "record",
    subject: (when) => when.kind as RecordKind,
    inputs: [{ key: "kind", type: "kind", choices: KINDS, initial: "contact" }],
    params: kindParams,
    matches: (event, { when }) => itself(created(event, when.kind as RecordKind), event),
  },
  {
    id: "field.changed",
    group: "record",
    subject: (when) => when.kind as RecordKind,
    inputs: [
      { key: "kind", type: "kind", choices: KINDS, initial: "lead" },
      { key: "field", type: "field" },
      { key: "becomes", type: "value", optional: true },
    ],
    params: kindParams.extend({
      field: fieldKey,
      becomes: z.union([z.string().max(500), z.boolean()]).nullable().default(null),
    }),
    matches(event, { when }) {
      const field = when.field as string;
      const touched = changed(event, when.kind as RecordKind) && Object.hasOwn(event.data, field);
      return itself(
        touched && (when.becomes === null || when.becomes === "" || isNow(event.data[field], when.becomes)),
        event,
      );
    },
  },
  {
    id: "tag.added",
    group: "record",
    subject: (when) => when.kind as RecordKind,
    inputs: [{ key: "kind", type: "kind", choices: KINDS, initial: "lead" }, { key: "tag", type: "tag" }],
    params: kindParams.extend({ tag: z.string().trim().min(1).max(60) }),
    matches(event, { when }) {
      const of = when.kind as RecordKind;
      const added = (created(event, of) || changed(event, of)) && tagsOf(event.data).includes(when.tag) &&
        !tagsOf(event.before).includes(when.tag);
      return itself(added, event);
    },
  },
  {
    id: "webhook.received",
    group: "outside",
    subject: (when) => (when.kind as SubjectKind | null) ?? "none",
    inputs: [
      { key: "kind", type: "kind", choices: ["lead", "contact", "company", "deal"], optional: true },
      {
        key: "path",
        type: "path",
        initial: "phone",
        when: { key: "kind", is: ["lead", "contact", "company", "deal"] },
      },
    ],
    params: z.object({
      kind: z.enum(["lead", "contact", "company", "deal"]).nullable().default(null),
      path: z.string().trim().max(120).default(""),
    }),
    matches(event, { when, rule }) {
      if (event.type !== HOOK_EVENT || event.entity.id !== rule) return null;
      const found = event.data.record;
      // Nobody found: a rule about a record has nothing to do.
      if (!when.kind) return { kind: "none", id: event.entity.id };
      return typeof found === "string" ? { kind: when.kind as SubjectKind, id: found } : null;
    },
  },
];

function isNow(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => String(one) === String(wanted));
  if (typeof value === "object" && value !== null) return false;
  return String(value ?? "") === String(wanted);
}
