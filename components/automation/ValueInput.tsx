/** A value of a field: chosen where there are choices, typed where there are none. */
import type { EditorField, EditorSetup } from "@/components/automation/types.ts";
import { Choose } from "@/components/automation/InputControl.tsx";
import { TagsInput } from "@/components/automation/TagsInput.tsx";
import { choicesOf } from "@/components/automation/words.ts";
import { useT } from "@/components/i18n.ts";

export interface ValueInputProps {
  id: string;
  setup: EditorSetup;
  kind: string;
  field: EditorField;
  value: unknown;
  label?: string;
  /** Nothing means any. */
  any?: boolean;
  /** Several values. */
  many?: boolean;
  onChange(value: unknown): void;
}

export function ValueInput(props: ValueInputProps) {
  const t = useT();
  const { id, setup, kind, field, value, many, label } = props;
  const choices = choicesOf(setup, kind, field);
  const empty = props.any ? t("automation.any.value") : t("automation.choose");
  if (field.type === "checkbox") {
    const options = [{ value: "true", label: t("shell.yes") }, { value: "false", label: t("shell.no") }];
    return (
      <Choose
        id={id}
        label={label}
        options={options}
        value={typeof value === "boolean" ? String(value) : ""}
        empty={empty}
        onChange={(next) => props.onChange(next === "" ? null : next === "true")}
      />
    );
  }
  if (choices.length > 0 && many) {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    return (
      <span class="auto-many" role="group" aria-label={label} id={id}>
        {choices.map((one) => (
          <label class="check" key={one.value}>
            <input
              type="checkbox"
              checked={chosen.includes(one.value)}
              onChange={(event) =>
                props.onChange(
                  event.currentTarget.checked ? [...chosen, one.value] : chosen.filter((each) => each !== one.value),
                )}
            />
            <span>{one.label}</span>
          </label>
        ))}
      </span>
    );
  }
  if (choices.length > 0) {
    return (
      <Choose
        id={id}
        label={label}
        options={choices}
        value={typeof value === "string" ? value : ""}
        empty={empty}
        onChange={(next) => props.onChange(next || null)}
      />
    );
  }
  if (many) {
    const list = Array.isArray(value) ? value.map(String) : [];
    return <TagsInput id={id} label={label} tags={list} onChange={props.onChange} />;
  }
  const type = field.type === "date" ? "date" : "text";
  return (
    <input
      id={id}
      class="input"
      aria-label={label}
      type={type}
      inputMode={field.type === "number" || field.type === "money" ? "decimal" : undefined}
      maxLength={field.type === "long-text" ? 4_000 : 500}
      placeholder={props.any ? empty : undefined}
      value={value === null || value === undefined ? "" : String(value)}
      onInput={(event) => props.onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
    />
  );
}
