/** A labelled field with hint and error, tied together for assistive technology. */
import { TriangleAlert } from "lucide-preact";
import type { ComponentChildren, JSX } from "preact";

interface Common {
  id: string;
  label: string;
  hint?: string;
  error?: string | null;
}

export function Field(props: Common & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.children}
      {props.hint && <span class="hint" id={`${props.id}-hint`}>{props.hint}</span>}
      {props.error && (
        <span class="error" id={`${props.id}-error`} role="alert">
          <TriangleAlert size={14} aria-hidden="true" />
          {props.error}
        </span>
      )}
    </div>
  );
}

/** What ties a control to its field's words. */
export function tied(field: Common) {
  const described = [field.hint && `${field.id}-hint`, field.error && `${field.id}-error`].filter(Boolean).join(" ");
  return {
    id: field.id,
    "aria-describedby": described || undefined,
    "aria-invalid": field.error ? ("true" as const) : undefined,
  };
}

export function TextField(props: Common & Omit<JSX.IntrinsicElements["input"], "id" | "label">) {
  const { label, hint, error, id, ...input } = props;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input class="input" {...input} {...tied(props)} />
    </Field>
  );
}

/** A number with its unit behind it. `factor` turns what is shown into what is stored (seconds into ms). */
export function UnitField(
  props: Common & {
    unit: string;
    value: number;
    min?: number;
    max?: number;
    step?: number;
    onChange(value: number): void;
  },
) {
  return (
    <Field id={props.id} label={props.label} hint={props.hint} error={props.error}>
      <span class="with-unit">
        <input
          class="input"
          type="number"
          inputMode="numeric"
          min={props.min ?? 0}
          max={props.max}
          step={props.step ?? 1}
          value={props.value}
          onInput={(event) => props.onChange(Number(event.currentTarget.value))}
          {...tied(props)}
        />
        <span>{props.unit}</span>
      </span>
    </Field>
  );
}

export function SelectField(
  props: Common & {
    value: string;
    options: readonly { value: string; label: string }[];
    onChange(value: string): void;
    disabled?: boolean;
  },
) {
  return (
    <Field id={props.id} label={props.label} hint={props.hint} error={props.error}>
      <select
        class="select"
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        {...tied(props)}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function CheckField(
  props: { label: string; hint?: string; checked: boolean; disabled?: boolean; onChange(checked: boolean): void },
) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        {props.label}
        {props.hint && <small>{props.hint}</small>}
      </span>
    </label>
  );
}
