/**
 * Texts with placeholders: `{{record.name}}`, `{{company.phones}}`, `{{call.number}}`, `{{payload.order.id}}`,
 * `{{event.at}}`, `{{today}}`. Pure and inert: a name is looked up and nothing is run; what is unknown becomes nothing,
 * and what stands in a value is not looked through again.
 */
import { recordOf, textAt } from "@/crm/automation/decide.ts";
import { dayIn } from "@/crm/automation/holds.ts";
import type { Facts, Of } from "@/crm/automation/types.ts";
import type { Field, Money, Point, Value } from "@/crm/record/types.ts";
import { minorDigits } from "@/crm/record/money.ts";

const PLACEHOLDER = /\{\{\s*([a-zA-Z]+(?:\.[a-zA-Z0-9_-]+){0,8})\s*\}\}/g;
const OFS: ReadonlySet<string> = new Set(["record", "lead", "contact", "company", "deal", "task", "call"]);
/** No text of a rule grows beyond this. */
const LONGEST = 4_000;

/** The text with its placeholders filled. */
export function fill(template: string, facts: Facts): string {
  return template.replace(PLACEHOLDER, (_, path: string) => valueOf(path, facts)).slice(0, LONGEST);
}

/** Placeholders that mean nothing, for the editor. `known`: field keys by kind; `record` is `kind`. */
export function strangers(template: string, known: (of: string, key: string) => boolean): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, path]) => path).filter((path) => {
    const [head, ...rest] = path.split(".");
    if (OFS.has(head)) return rest.length !== 1 || !(known(head, rest[0]) || rest[0] === "link");
    return !(path === "today" || path === "event.at" || path === "event.actor" ||
      (head === "payload" && rest.length > 0));
  });
}

function valueOf(path: string, facts: Facts): string {
  const [head, ...rest] = path.split(".");
  if (OFS.has(head) && rest.length === 1) {
    const record = recordOf(facts, head as Of);
    if (!record || record.kind === "none") return "";
    if (rest[0] === "id") return record.id;
    const field = facts.fields[record.kind]?.get(rest[0]);
    return field ? shown(record.values[rest[0]] ?? null, { field, facts }) : "";
  }
  if (head === "payload") return textAt(facts.event.data.payload, rest.join(".")) ?? "";
  if (path === "today") return dayText(dayIn(facts.now, facts.timeZone));
  if (path === "event.at") return momentText(facts.event.at, facts.timeZone);
  if (path === "event.actor") return facts.names[facts.event.actor] ?? "";
  return "";
}

/** A value as a person reads it in a text. */
export function shown(value: Value, options: { field: Field; facts: Pick<Facts, "names" | "timeZone"> }): string {
  const { field, facts: { names, timeZone } } = options;
  if (value === null) return "";
  switch (field.type) {
    case "phones":
    case "emails":
      return (value as readonly Point[])[0]?.value ?? "";
    case "money": {
      const { minor, currency } = value as Money;
      const digits = minorDigits(currency);
      return `${(minor / 10 ** digits).toFixed(minor % 10 ** digits === 0 ? 0 : digits)} ${currency}`;
    }
    case "date":
      return dayText(value as string);
    case "datetime":
      return momentText(value as string, timeZone);
    case "tags":
    case "multi-select":
      return (value as readonly string[]).join(", ");
    case "records":
      return (value as readonly string[]).map((id) => names[id] ?? "").filter(Boolean).join(", ");
    case "user":
    case "team":
    case "record":
    case "source":
    case "pipeline":
    case "stage":
    case "loss-reason":
      return names[value as string] ?? "";
    case "select":
      return names[`${field.key}:${value}`] ?? names[value as string] ?? String(value);
    case "params":
    case "lines":
    case "reminders":
      return "";
    default:
      return String(value);
  }
}

const dayText = (day: string) => day.split("-").reverse().join(".");

function momentText(iso: string, timeZone: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${dayText(dayIn(iso, timeZone))} ${time.format(at)}`;
}
