/** A value edited over its cell. What is typed lives here, apart from the row: news of the record never touch it. */
import { Check, X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import type { Draft } from "@/components/records/card/edit.ts";
import type { ListField } from "@/components/records/list/types.ts";
import { ValueControl } from "@/components/records/list/ValueControl.tsx";
import { useT } from "@/components/i18n.ts";

/** Types whose choice is the whole edit. */
const AT_ONCE: readonly ListField["type"][] = [
  "select",
  "user",
  "team",
  "source",
  "record",
  "pipeline",
  "stage",
  "loss-reason",
];

export interface CellEditorProps {
  field: ListField;
  draft: Draft;
  names: Record<string, string>;
  onDraft(draft: Draft): void;
  /** `draft` when it is newer than what was drawn. */
  onSave(draft?: Draft, step?: 1 | -1): void;
  onCancel(): void;
  onName(id: string, name: string): void;
}

export function CellEditor(props: CellEditorProps) {
  const t = useT();
  const { field } = props;
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const control = box.current?.querySelector<HTMLElement>("input, select, textarea");
    control?.focus();
    if (control instanceof HTMLInputElement && control.type !== "checkbox") control.select?.();
  }, [field.key]);
  const save = useRef(props.onSave);
  save.current = props.onSave;
  useEffect(() => {
    // A click elsewhere ends the edit as Enter does.
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) save.current();
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, []);
  const quick = AT_ONCE.includes(field.type);
  return (
    <form
      ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing || event.defaultPrevented) return;
        if (event.key === "Escape") {
          event.preventDefault();
          props.onCancel();
        } else if (
          event.key === "Tab" &&
          !["phones", "emails", "multi-select", "tags", "records", "reminders"].includes(field.type)
        ) {
          event.preventDefault();
          props.onSave(undefined, event.shiftKey ? -1 : 1);
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          props.onSave();
        }
      }}
    >
      <ValueControl
        id="rl-edit"
        field={field}
        draft={props.draft}
        names={props.names}
        onName={props.onName}
        onDraft={(draft) => {
          props.onDraft(draft);
          if (quick) props.onSave(draft);
        }}
      />
      <span class="btn-row">
        <button type="submit" class="btn icon small primary" aria-label={t("shell.save")} title={t("shell.save")}>
          <Check size={15} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="btn icon small"
          aria-label={t("shell.cancel")}
          title={t("shell.cancel")}
          onClick={props.onCancel}
        >
          <X size={15} aria-hidden="true" />
        </button>
      </span>
    </form>
  );
}
