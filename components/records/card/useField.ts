/** One field of the card in edit: the machine of edit.ts with the server, and the browser's memory for drafts. */
import type { RefObject } from "preact";
import { useEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { keep, kept } from "@/components/kept.ts";
import { linkStatus } from "@/components/topic.ts";
import type { Value } from "@/crm/record/types.ts";
import {
  begin,
  type Draft,
  type Edit,
  type Event,
  isConflict,
  isDirty,
  reduce,
} from "@/components/records/card/edit.ts";
import type { CardField } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { draftOf, sentOf } from "@/components/records/card/values.ts";
import type { Zone } from "@/components/time/format.ts";

export interface FieldEdit {
  edit: Edit;
  dirty: boolean;
  conflict: boolean;
  busy: boolean;
  type(draft: Draft): void;
  /** Types and saves: of controls where a choice is the whole edit. */
  choose(draft: Draft): void;
  save(): void;
  cancel(): void;
  takeTheirs(): void;
  keepMine(): void;
  /** For the control's box. */
  onFocus(): void;
  onLeave(): void;
}

type KeptDraft = { draft: Draft; base: Value };
const isDraft = (value: unknown): value is KeptDraft => typeof value === "object" && value !== null && "draft" in value;

export function useField(
  card: Card,
  field: CardField,
  options: { zone: Zone; box: RefObject<HTMLElement> },
): FieldEdit {
  const { zone, box } = options;
  const toDraft = useMemo(() => draftOf(field, zone.timeZone), [field, zone.timeZone]);
  const known = card.record.values[field.key] ?? null;
  const [edit, dispatch] = useReducer(
    (state: Edit, event: Event) => reduce(state, event, toDraft),
    known,
    (value) => begin(value, toDraft),
  );
  const latest = useRef(edit);
  latest.current = edit;
  const place = `card.${card.record.id}.${field.key}`;
  const dirty = isDirty(edit, toDraft);
  const conflict = isConflict(edit, toDraft);

  /** Changes the machine now, so that what follows in the same turn sees it. */
  const apply = (event: Event) => {
    latest.current = reduce(latest.current, event, toDraft);
    dispatch(event);
    const now = latest.current;
    keep(place, isDirty(now, toDraft) ? { draft: now.draft, base: now.base } : null);
  };
  const send = async () => {
    const now = latest.current;
    if (now.sent !== null || !isDirty(now, toDraft) || isConflict(now, toDraft)) return;
    const { draft, base } = now;
    apply({ do: "send" });
    const answer = await card.save({ values: { [field.key]: sentOf(field, draft, zone) }, was: { [field.key]: base } });
    if (!answer.ok) return apply({ do: "refused", refused: answer });
    const { record } = answer.value as { record: { values: Record<string, Value> } };
    apply({ do: "saved", known: record.values[field.key] ?? null });
    // What was typed meanwhile goes out by itself unless somebody is still typing.
    if (!latest.current.focused) void send();
  };

  useEffect(() => {
    // Somebody was faster than this script: what stands in the control was typed.
    const control = box.current?.querySelector<HTMLInputElement>(":scope .card-control > :is(input, textarea, select)");
    const early = control && typeof latest.current.draft === "string" && control.value !== latest.current.draft;
    if (box.current?.contains(document.activeElement)) apply({ do: "focus" });
    if (early) return apply({ do: "type", draft: control.value });
    const left = kept<KeptDraft | null>(place, null, (value): value is KeptDraft | null => isDraft(value));
    if (left && field.edit) apply({ do: "restore", draft: left.draft, base: left.base });
  }, []);
  const written = JSON.stringify(known);
  useEffect(() => {
    if (written !== JSON.stringify(latest.current.known)) apply({ do: "live", known });
  }, [written]);
  const link = linkStatus().value;
  useEffect(() => {
    if (link === "live" && latest.current.refused?.code === "shell.error.network") void send();
  }, [link]);

  return {
    edit,
    dirty,
    conflict,
    busy: edit.sent !== null,
    type: (draft) => apply({ do: "type", draft }),
    choose(draft) {
      apply({ do: "type", draft });
      void send();
    },
    save: () => void send(),
    cancel: () => apply({ do: "cancel" }),
    takeTheirs: () => apply({ do: "take-theirs" }),
    keepMine() {
      apply({ do: "keep-mine" });
      void send();
    },
    onFocus: () => apply({ do: "focus" }),
    onLeave() {
      const refused = latest.current.refused !== null;
      apply({ do: "blur" });
      // A refused text is not sent again by itself: the reason stands beside it.
      if (!refused) void send();
    },
  };
}
