/** Fields of a call that rules may ask about; words: `automation.call.<key>`. */
import type { Field } from "@/crm/record/types.ts";

const field = (key: string, type: Field["type"], more: Partial<Field> = {}): [string, Field] => [key, {
  key,
  type,
  column: key,
  title: null,
  options: [],
  choices: [],
  required: false,
  readOnly: true,
  kept: false,
  max: 200,
  target: null,
  ...more,
}];

/** `queue` is an id and `disposition` a code: both are chosen from lists. Seconds for spans. */
export const CALL_FIELDS: ReadonlyMap<string, Field> = new Map([
  field("direction", "select", { choices: ["inbound", "outbound", "internal"] }),
  field("outcome", "select", { choices: ["answered", "abandoned", "timeout", "refused", "unrouted", "lost"] }),
  field("queue", "text"),
  field("disposition", "text"),
  field("agent", "user"),
  field("team", "team"),
  field("number", "text"),
  field("did", "text"),
  field("callerName", "text"),
  field("wait", "number"),
  field("talk", "number"),
  field("contact", "record", { target: "contact" }),
  field("started", "datetime"),
]);
