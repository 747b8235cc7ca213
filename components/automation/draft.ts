/** A rule in the making: what a new part begins with, what is missing, and the draft that a browser keeps. Pure. */
import type { EditorAction, EditorSetup } from "@/components/automation/types.ts";
import type { Input, RuleBody, RuleCondition, Step, When } from "@/crm/automation/types.ts";

export interface Draft extends RuleBody {
  enabled: boolean;
}

export const EMPTY: Draft = {
  name: "",
  when: { type: "lead.created" },
  if: { match: "all", groups: [] },
  then: [],
  enabled: true,
};

/** Whether a kept draft still is one. */
export function isDraft(value: unknown): value is { draft: Draft; version: number } {
  const draft = (value as { draft?: Draft } | null)?.draft;
  return typeof draft?.name === "string" && typeof draft.when?.type === "string" && Array.isArray(draft.then) &&
    Array.isArray(draft.if?.groups);
}

/** A part of a type with its inputs as they begin. */
export function begin(type: string, inputs: readonly Input[]): Step {
  return { type, ...Object.fromEntries(inputs.map((input) => [input.key, input.initial ?? blank(input)])) };
}

function blank(input: Input): unknown {
  switch (input.type) {
    case "check":
      return false;
    case "tags":
      return [];
    case "text":
    case "long-text":
    case "path":
    case "tag":
      return "";
    default:
      return null;
  }
}

/** Whether an input is shown for what is chosen. */
export function shows(input: Input, part: Record<string, unknown>): boolean {
  return !input.when || input.when.is.includes(String(part[input.when.key]));
}

/** Paths of what is missing: `name`, `when.stage`, `then.0.name`, `if.0.1.value`. */
export function missing(draft: Draft, setup: EditorSetup): Set<string> {
  const found = new Set<string>();
  if (draft.name.trim() === "") found.add("name");
  const look = (part: When | Step, inputs: readonly Input[], path: string) => {
    for (const input of inputs) {
      if (!shows(input, part) || input.optional || input.type === "check") continue;
      if (isNothing(part[input.key])) found.add(`${path}.${input.key}`);
    }
  };
  const trigger = setup.triggers.find(({ id }) => id === draft.when.type);
  look(draft.when, trigger?.inputs ?? [], "when");
  draft.then.forEach((step, n) => {
    const action = setup.actions.find(({ id }) => id === step.type);
    if (!action) return found.add(`then.${n}`);
    look(step, action.inputs, `then.${n}`);
    if (step.type === "tags.change" && isNothing(step.add) && isNothing(step.remove)) found.add(`then.${n}.add`);
  });
  if (draft.then.length === 0) found.add("then");
  draft.if.groups.forEach((group, g) =>
    group.items.forEach((item, n) => {
      if (!isWhole(item)) found.add(`if.${g}.${n}`);
    })
  );
  return found;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0) || (typeof value === "number" && Number.isNaN(value));
}

function isWhole(item: RuleCondition): boolean {
  switch (item.on) {
    case "field": {
      if (["empty", "filled", "past"].includes(item.op)) return true;
      if (item.op === "between") {
        return Array.isArray(item.value) && item.value.length === 2 && item.value.every((one) => one !== "");
      }
      return !isNothing(item.value);
    }
    case "time":
      return item.days.length > 0 && item.from !== "" && item.to !== "";
    case "working":
      return true;
    case "origin":
      return item.any.length > 0;
    case "payload":
      return item.path.trim() !== "" && (["empty", "filled"].includes(item.op) || !isNothing(item.value));
  }
}

/** Where the server's complaint stands in the editor; null: nowhere in particular. */
export function placeOf(field: unknown): string | null {
  const path = String(field ?? "").replace(/^rule\./, "").replace(/^if\.groups\.(\d+)\.items\.(\d+).*$/, "if.$1.$2");
  return path === "" || path === "–" ? null : path;
}

/** Moves an entry by one place; the same list when it cannot. */
export function moved<T>(list: readonly T[], at: number, by: number): T[] {
  const next = [...list];
  const to = at + by;
  if (to < 0 || to >= list.length) return next;
  [next[at], next[to]] = [next[to], next[at]];
  return next;
}

/** Actions that make sense for whom the rule is about. */
export function actionsFor(setup: EditorSetup, subject: string): EditorAction[] {
  return setup.actions.filter(({ subjects }) => !subjects || (subjects as readonly string[]).includes(subject));
}

/** All texts with placeholders, by their place. */
export function textsOf(draft: Draft, setup: EditorSetup): { path: string; text: string }[] {
  return draft.then.flatMap((step, n) =>
    (setup.actions.find(({ id }) => id === step.type)?.inputs ?? [])
      .filter(({ type, key }) => (type === "text" || type === "long-text") && String(step[key] ?? "").includes("{{"))
      .map(({ key }) => ({ path: `then.${n}.${key}`, text: String(step[key]) }))
  );
}
