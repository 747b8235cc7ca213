/** Whether a rule does anything, and why: pure, so that the log, the trial and the engine say the same. */
import { holds } from "@/crm/automation/holds.ts";
import type { Conditions, Decision, FactRecord, Facts, Of, RuleCondition, Seen } from "@/crm/automation/types.ts";
import type { Value } from "@/crm/record/types.ts";
import { wallOf, weekdayOf } from "@/crm/calendar/zone.ts";

/** No groups: always. A group without conditions holds. */
export function decide(conditions: Conditions, facts: Facts): Decision {
  const groups = conditions.groups.map(({ match, items }) => {
    const seen = items.map((item) => look(item, facts));
    const held = match === "all" ? seen.every((one) => one.held) : seen.length === 0 || seen.some((one) => one.held);
    return { match, held, seen };
  });
  const fits = groups.length === 0 ||
    (conditions.match === "all" ? groups.every((one) => one.held) : groups.some((one) => one.held));
  return { fits, groups };
}

/** The record that `of` names; null: there is none. */
export function recordOf(facts: Facts, of: Of): FactRecord | null {
  return (of === "record" ? facts.subject : facts.records[of]) ?? null;
}

function look(condition: RuleCondition, facts: Facts): Seen {
  switch (condition.on) {
    case "field": {
      const record = recordOf(facts, condition.of);
      const kind = record?.kind;
      const field = kind && kind !== "none" ? facts.fields[kind]?.get(condition.field) : undefined;
      if (!record || !field) return { condition, value: null, held: false };
      const value: Value = record.values[condition.field] ?? null;
      return { condition, value, held: holds(condition, value, { ...facts, field }) };
    }
    case "time": {
      return { condition, value: facts.now, held: inHours(condition, facts) };
    }
    case "working":
      return { condition, value: facts.working, held: facts.working === condition.is };
    case "origin":
      return { condition, value: facts.event.origin, held: condition.any.includes(facts.event.origin) };
    case "payload": {
      const value = textAt(facts.event.data.payload, condition.path);
      return { condition, value, held: payloadHolds(condition, value) };
    }
  }
}

/** Hours that end before they begin run over midnight and belong to the day on which they began. */
function inHours({ days, from, to }: RuleCondition & { on: "time" }, facts: Facts): boolean {
  const { day, minute } = wallOf(Date.parse(facts.now), facts.timeZone);
  const today = weekdayOf(day);
  const [begin, end] = [from, to].map((text) => {
    const [hours, minutes] = text.split(":").map(Number);
    return hours * 60 + minutes;
  });
  if (begin === end) return days.includes(today);
  if (begin < end) return days.includes(today) && minute >= begin && minute < end;
  return (days.includes(today) && minute >= begin) || (days.includes(today === 1 ? 7 : today - 1) && minute < end);
}

function payloadHolds({ op, value: wanted = "" }: RuleCondition & { on: "payload" }, value: string | null): boolean {
  switch (op) {
    case "empty":
      return value === null || value === "";
    case "filled":
      return value !== null && value !== "";
    case "is":
      return value === wanted;
    case "is-not":
      return value !== wanted;
    case "contains":
      return value !== null && wanted !== "" && value.toLowerCase().includes(wanted.toLowerCase());
  }
}

/** A scalar at a path of plain data, as text. */
export function textAt(data: unknown, path: string): string | null {
  let at: unknown = data;
  for (const part of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return null;
    at = (at as Record<string, unknown>)[part];
  }
  return typeof at === "string" || typeof at === "number" || typeof at === "boolean" ? String(at) : null;
}
