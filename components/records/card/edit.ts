/**
 * One field in edit, as a pure machine. What somebody is typing is never overwritten: what others write meanwhile is
 * kept beside it until the person takes it or insists.
 */
import type { Value } from "@/crm/record/types.ts";

/** What stands in the control: text, a list, a mark. */
export type Draft = string | boolean | readonly unknown[];

export interface Refused {
  code: string;
  detail?: Record<string, string | number>;
}

export interface Edit {
  /** What the server has. */
  known: Value;
  /** What it had when the person began. */
  base: Value;
  draft: Draft;
  /** Draft that is on its way. */
  sent: Draft | null;
  focused: boolean;
  saved: boolean;
  refused: Refused | null;
}

export type Event =
  | { do: "focus" }
  | { do: "blur" }
  | { do: "type"; draft: Draft }
  | { do: "live"; known: Value }
  | { do: "send" }
  | { do: "saved"; known: Value }
  | { do: "refused"; refused: Refused }
  | { do: "cancel" }
  | { do: "take-theirs" }
  | { do: "keep-mine" }
  | { do: "restore"; draft: Draft; base: Value };

export type ToDraft = (value: Value) => Draft;

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function begin(known: Value, toDraft: ToDraft): Edit {
  return { known, base: known, draft: toDraft(known), sent: null, focused: false, saved: false, refused: null };
}

/** Something was typed that the server does not have. */
export function isDirty(edit: Edit, toDraft: ToDraft): boolean {
  return !same(edit.draft, toDraft(edit.base));
}

/** Somebody else changed the field while it is in edit, and wrote something else. */
export function isConflict(edit: Edit, toDraft: ToDraft): boolean {
  return edit.sent === null && !same(edit.known, edit.base) && !same(toDraft(edit.known), edit.draft) &&
    (edit.focused || isDirty(edit, toDraft));
}

export function reduce(edit: Edit, event: Event, toDraft: ToDraft): Edit {
  switch (event.do) {
    case "focus":
      return { ...edit, focused: true };
    case "blur":
      return settle({ ...edit, focused: false }, toDraft);
    case "type":
      return { ...edit, draft: event.draft, refused: null, saved: false };
    case "live":
      return settle({ ...edit, known: event.known }, toDraft);
    case "send":
      return { ...edit, sent: edit.draft, refused: null, saved: false };
    case "saved": {
      const typedOn = edit.sent !== null && !same(edit.draft, edit.sent);
      const { known } = event;
      return {
        ...edit,
        known,
        base: known,
        draft: typedOn ? edit.draft : keepForm(edit.draft, known, toDraft),
        sent: null,
        saved: !typedOn,
        refused: null,
      };
    }
    case "refused":
      return settle({ ...edit, sent: null, refused: event.refused }, toDraft);
    case "cancel":
    case "take-theirs":
      return { ...edit, base: edit.known, draft: toDraft(edit.known), refused: null, saved: false };
    case "keep-mine":
      return { ...edit, base: edit.known, refused: null };
    case "restore":
      return settle({ ...edit, draft: event.draft, base: event.base }, toDraft);
  }
}

/** Takes over what the server has when nobody is at the field, or when both wrote the same. */
function settle(edit: Edit, toDraft: ToDraft): Edit {
  if (edit.sent !== null || same(edit.known, edit.base)) return edit;
  if (same(toDraft(edit.known), edit.draft)) return { ...edit, base: edit.known, refused: null };
  if (edit.focused || isDirty(edit, toDraft)) return edit;
  return { ...edit, base: edit.known, draft: toDraft(edit.known), saved: false };
}

/** The server's form of what was typed (a number put right, a space taken away); the same object when nothing differs. */
function keepForm(draft: Draft, known: Value, toDraft: ToDraft): Draft {
  const next = toDraft(known);
  return same(next, draft) ? draft : next;
}
