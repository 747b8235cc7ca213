/** Rules, conditions and results as sentences. Pure. */
import type { Translate } from "@/components/i18n.ts";
import type { EditorField, EditorSetup, ListName } from "@/components/automation/types.ts";
import type { Of, RuleCondition, Seen, Span, Step, StepResult, SubjectKind, When } from "@/crm/automation/types.ts";
import { formatMoment } from "@/components/automation/moment.ts";

const LISTED: Partial<Record<string, ListName>> = {
  user: "user",
  team: "team",
  stage: "stage",
  pipeline: "pipeline",
  source: "source",
  "loss-reason": "loss-reason",
};
/** Fields of calls that are chosen from a list though their values are texts. */
const CALL_LISTS: Partial<Record<string, ListName>> = { queue: "queue", disposition: "disposition" };

/** What may be chosen for a field; empty: it is typed. */
export function choicesOf(setup: EditorSetup, kind: string, field: EditorField): EditorSetup["lists"][ListName] {
  if (field.options.length > 0) return field.options;
  const list = (kind === "call" ? CALL_LISTS[field.key] : undefined) ?? LISTED[field.type];
  return list ? setup.lists[list] : [];
}

/** Whom a rule is about. */
export function subjectOf(setup: EditorSetup, when: When): SubjectKind {
  const trigger = setup.triggers.find(({ id }) => id === when.type);
  return trigger?.subject ?? (when.kind as SubjectKind | null) ?? "none";
}

export const kindOf = (of: Of, subject: SubjectKind): string => of === "record" ? subject : of;

export function fieldOf(setup: EditorSetup, kind: string, key: unknown): EditorField | undefined {
  return setup.fields[kind]?.find((field) => field.key === key);
}

export const sayKind = (t: Translate, kind: string) => t(`automation.kind.${kind}`);
export const saySpan = (t: Translate, { n, unit }: Span) => t(`automation.span.${unit}`, { n });

const nameIn = (setup: EditorSetup, list: ListName, value: unknown): string =>
  setup.lists[list].find((one) => one.value === value)?.label ?? "–";

/** "Deal enters a stage: Proposal". */
export function sayWhen(t: Translate, setup: EditorSetup, when: When): string {
  const parts = [t(`automation.trigger.${when.type}`)];
  const subject = subjectOf(setup, when);
  const trigger = setup.triggers.find(({ id }) => id === when.type);
  for (const input of trigger?.inputs ?? []) {
    const value = when[input.key];
    if (value === null || value === undefined || value === "" || value === false) continue;
    parts.push(sayInput(t, setup, { type: input.type, key: input.key, value, subject, field: when.field }));
  }
  return parts.filter(Boolean).join(" · ");
}

interface Said {
  type: string;
  key: string;
  value: unknown;
  subject: string;
  /** Of a `value`: the field that it is for. */
  field?: unknown;
}

function sayInput(t: Translate, setup: EditorSetup, { type, key, value, subject, field }: Said): string {
  switch (type) {
    case "kind":
      return sayKind(t, String(value));
    case "field":
    case "date-field":
      return fieldOf(setup, subject, value)?.label ?? String(value);
    case "value": {
      const about = fieldOf(setup, subject, field);
      return `→ ${about ? sayValue(t, setup, { kind: subject, field: about, value }) : String(value)}`;
    }
    case "duration":
      return saySpan(t, value as Span);
    case "select":
      return t(`automation.choice.${key}.${value}`);
    case "number":
      return key === "days" ? t("automation.days-off", { n: Number(value) }) : String(value);
    case "check":
      return value ? t(`automation.input.${key}`) : "";
    case "tags":
      return (value as string[]).join(", ");
    case "text":
    case "long-text":
    case "path":
    case "tag":
    case "time":
      return String(value);
    case "of":
      return value === "record" ? "" : sayKind(t, String(value));
    default:
      return type in setup.lists ? nameIn(setup, type as ListName, value) : String(value);
  }
}

/** "Create a task: Call Anna". */
export function sayStep(t: Translate, setup: EditorSetup, step: Step): string {
  const main = ["name", "text", "stage", "webhook", "for", "field", "add", "remove", "subject"]
    .find((key) => step[key] !== undefined && step[key] !== null && step[key] !== "" && String(step[key]).length > 0);
  const action = setup.actions.find(({ id }) => id === step.type);
  const input = action?.inputs.find(({ key }) => key === main);
  const said = input
    ? sayInput(t, setup, { type: input.type, key: input.key, value: step[input.key], subject: String(step.of ?? "") })
    : "";
  const plain = said.replaceAll(/\{\{[^}]*\}\}/g, "…");
  return [t(`automation.action.${step.type}`), plain].filter(Boolean).join(": ");
}

export function sayValue(
  t: Translate,
  setup: EditorSetup,
  { kind, field, value }: { kind: string; field: EditorField; value: unknown },
): string {
  if (value === null || value === undefined || value === "") return "–";
  const choices = choicesOf(setup, kind, field);
  const one = (given: unknown): string => {
    if (typeof given === "boolean") return t(given ? "shell.yes" : "shell.no");
    if (typeof given === "object" && given !== null) {
      const { value: point, minor, currency, name } = given as Record<string, unknown>;
      if (typeof minor === "number") return `${minor / 100} ${currency}`;
      return String(point ?? name ?? "…");
    }
    if (field.type === "datetime" && typeof given === "string") return formatMoment(given, setup);
    return choices.find((option) => option.value === given)?.label ?? String(given);
  };
  return Array.isArray(value) ? value.length === 0 ? "–" : value.map(one).join(", ") : one(value);
}

/** "City is Kazan". */
export function sayCondition(t: Translate, setup: EditorSetup, condition: RuleCondition, subject: string): string {
  switch (condition.on) {
    case "field": {
      const kind = kindOf(condition.of, subject as SubjectKind);
      const field = fieldOf(setup, kind, condition.field);
      const whose = condition.of === "record" ? "" : `${sayKind(t, condition.of)}: `;
      const value = field && condition.value !== undefined
        ? sayValue(t, setup, { kind, field, value: condition.value })
        : "";
      return `${whose}${field?.label ?? condition.field} ${t(`records.list.op.${condition.op}`)} ${value}`.trim();
    }
    case "time": {
      const days = condition.days.map((day) => t(`intake.assignment.day.${day}`)).join(", ");
      return t("automation.if.time.said", { days, from: condition.from, to: condition.to });
    }
    case "working":
      return t(`automation.if.working.${condition.is}`);
    case "origin":
      return t("automation.if.origin.said", {
        origins: condition.any.map((one) => t(`automation.origin.${one}`)).join(", "),
      });
    case "payload":
      return `${condition.path} ${t(`records.list.op.${condition.op}`)} ${condition.value ?? ""}`.trim();
  }
}

export function saySeen(t: Translate, setup: EditorSetup, seen: Seen, subject: string): string {
  const { condition, value } = seen;
  if (condition.on === "working") return t(value ? "automation.seen.working" : "automation.seen.resting");
  if (condition.on === "time") return formatMoment(String(value), setup);
  if (condition.on === "origin") return t(`automation.origin.${value}`);
  if (condition.on === "field") {
    const kind = kindOf(condition.of, subject as SubjectKind);
    const field = fieldOf(setup, kind, condition.field);
    return field ? sayValue(t, setup, { kind, field, value }) : String(value ?? "–");
  }
  return String(value ?? "–");
}

/** What an action did, in a sentence. */
export function sayResult(t: Translate, setup: EditorSetup, result: StepResult): string {
  const { said } = result;
  const person = (id: unknown) => id ? nameIn(setup, "user", id) : "";
  const field = said.field ? fieldOf(setup, String(said.kind), said.field)?.label ?? String(said.field) : "";
  const values: Record<string, string> = {
    name: String(said.name ?? ""),
    owner: person(said.owner),
    team: said.team ? nameIn(setup, "team", said.team) : "",
    stage: said.stage ? nameIn(setup, "stage", said.stage) : "",
    due: said.due ? formatMoment(String(said.due), setup) : "",
    until: said.until ? formatMoment(String(said.until), setup) : "",
    people: String(said.people ?? "").split(",").filter(Boolean).map(person).join(", "),
    text: String(said.text ?? ""),
    field,
    value: String(said.value ?? "–"),
    add: String(said.add ?? ""),
    remove: String(said.remove ?? ""),
    phone: String(said.phone ?? ""),
    to: String(said.to ?? ""),
    subject: String(said.subject ?? ""),
  };
  return result.state === "failed"
    ? t(`automation.action.${result.type}`)
    : t(`automation.did.${result.type}`, { ...values, has: values.owner || values.team ? "yes" : "no" });
}
