/** What can be asked of a field, by its type; for filters, their form and the API. */
import type { FieldType, FilterOp } from "@/crm/record/types.ts";

export const FILTER_OPS = [
  "is",
  "is-not",
  "any-of",
  "none-of",
  "contains",
  "empty",
  "filled",
  "more",
  "less",
  "between",
  "on",
  "before",
  "after",
  "last-days",
  "past",
  "me",
  "my-teams",
] as const satisfies readonly FilterOp[];

const OF_TEXT: readonly FilterOp[] = ["is", "is-not", "contains", "empty", "filled"];
const OF_CHOICE: readonly FilterOp[] = ["is", "is-not", "any-of", "none-of", "empty", "filled"];
const OF_NUMBER: readonly FilterOp[] = ["is", "more", "less", "between", "empty", "filled"];
const OF_TIME: readonly FilterOp[] = ["on", "before", "after", "between", "last-days", "past", "empty", "filled"];
const OF_LIST: readonly FilterOp[] = ["contains", "any-of", "none-of", "empty", "filled"];

/** What can be asked of a field, by its type; also for the filter's form. */
export const OPS_OF: Record<FieldType, readonly FilterOp[]> = {
  text: OF_TEXT,
  "long-text": ["contains", "empty", "filled"],
  url: OF_TEXT,
  email: OF_TEXT,
  phone: OF_TEXT,
  number: OF_NUMBER,
  money: OF_NUMBER,
  date: OF_TIME,
  datetime: OF_TIME,
  checkbox: ["is"],
  select: OF_CHOICE,
  "multi-select": OF_LIST,
  tags: OF_LIST,
  user: [...OF_CHOICE, "me"],
  team: [...OF_CHOICE, "my-teams"],
  record: ["is", "is-not", "empty", "filled"],
  records: ["is", "empty", "filled"],
  source: OF_CHOICE,
  pipeline: OF_CHOICE,
  stage: OF_CHOICE,
  "loss-reason": OF_CHOICE,
  lines: ["empty", "filled"],
  reminders: ["empty", "filled"],
  phones: ["contains", "empty", "filled"],
  emails: ["contains", "empty", "filled"],
  params: ["contains", "empty", "filled"],
};
