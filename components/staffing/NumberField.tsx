/** A number with its unit that may be absent: a tick turns it on. What cannot be is not taken over. */
import { useT } from "@/components/i18n.ts";

export interface NumberFieldProps {
  id: string;
  label: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  hint?: string;
  disabled?: boolean;
  onChange(value: number): void;
}

export function NumberField(props: NumberFieldProps) {
  const t = useT();
  return (
    <div class="field staff-number">
      <label for={props.id}>{props.label}</label>
      <span class="with-unit">
        <input
          id={props.id}
          class="input"
          type="number"
          inputMode="decimal"
          required
          min={props.min}
          max={props.max}
          step={props.step ?? "any"}
          value={props.value}
          disabled={props.disabled}
          title={t("staffing.range", { min: props.min, max: props.max })}
          aria-describedby={props.hint && `${props.id}-hint`}
          onInput={(event) => {
            const { value } = event.currentTarget;
            if (value !== "" && event.currentTarget.checkValidity()) props.onChange(Number(value));
          }}
          onBlur={(event) => {
            if (!event.currentTarget.checkValidity()) event.currentTarget.value = String(props.value);
          }}
        />
        <span>{props.unit}</span>
      </span>
      {props.hint && <span class="hint" id={`${props.id}-hint`}>{props.hint}</span>}
    </div>
  );
}

export function OptionalNumber(
  props: Omit<NumberFieldProps, "value" | "onChange"> & {
    value: number | null;
    /** What it begins with when it is turned on. */
    usual: number;
    onChange(value: number | null): void;
  },
) {
  const { value, usual, onChange, ...field } = props;
  return (
    <div class="staff-optional">
      <label class="check">
        <input
          type="checkbox"
          checked={value !== null}
          disabled={props.disabled}
          onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
        />
        <span>{props.label}</span>
      </label>
      {value !== null && (
        <span class="with-unit">
          <input
            id={field.id}
            class="input"
            type="number"
            inputMode="decimal"
            required
            min={field.min}
            max={field.max}
            step={field.step ?? "any"}
            value={value}
            disabled={field.disabled}
            aria-label={field.label}
            onInput={(event) => {
              const text = event.currentTarget.value;
              if (text !== "" && event.currentTarget.checkValidity()) onChange(Number(text));
            }}
            onBlur={(event) => {
              if (!event.currentTarget.checkValidity()) event.currentTarget.value = String(value);
            }}
          />
          <span>{field.unit}</span>
        </span>
      )}
      {field.hint && <small class="quiet">{field.hint}</small>}
    </div>
  );
}
