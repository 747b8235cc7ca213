/** One part of a trigger or an action: a control by its type, with its hint, its example and what is wrong with it. */
import { Field, tied } from "@/components/form/Field.tsx";
import { Placeholders } from "@/components/automation/Placeholders.tsx";
import { TagsInput } from "@/components/automation/TagsInput.tsx";
import { ValueInput } from "@/components/automation/ValueInput.tsx";
import { fieldOf, kindOf, sayKind } from "@/components/automation/words.ts";
import type { EditorOption, EditorSetup, ListName } from "@/components/automation/types.ts";
import type { Input, Of, Span, SubjectKind } from "@/crm/automation/types.ts";
import { useT } from "@/components/i18n.ts";

export interface InputControlProps {
  id: string;
  input: Input;
  part: Record<string, unknown>;
  setup: EditorSetup;
  subject: SubjectKind;
  error: string | null;
  /** How a text would read. */
  example?: string;
  onChange(value: unknown): void;
}

export function InputControl(props: InputControlProps) {
  const t = useT();
  const { id, input, part, setup, subject, error, onChange } = props;
  const value = part[input.key];
  const label = t(`automation.input.${input.key}`);
  const field = { id, label, error };
  const text = typeof value === "string" ? value : "";
  switch (input.type) {
    case "check":
      return (
        <label class="check">
          <input
            type="checkbox"
            id={id}
            checked={value === true}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      );
    case "duration":
      return (
        <Field {...field}>
          <Duration {...props} span={value as Span | null} label={label} />
        </Field>
      );
    case "number":
      return (
        <Field {...field} hint={input.key === "days" ? t("automation.input.days.hint") : undefined}>
          <input
            class="input"
            type="number"
            min={input.min}
            max={input.max}
            value={typeof value === "number" ? value : ""}
            onInput={(event) => onChange(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))}
            {...tied(field)}
          />
        </Field>
      );
    case "time":
      return (
        <Field {...field}>
          <input
            class="input"
            type="time"
            value={text}
            onInput={(event) => onChange(event.currentTarget.value || null)}
            {...tied(field)}
          />
        </Field>
      );
    case "tags":
      return (
        <Field {...field}>
          <TagsInput id={id} tags={Array.isArray(value) ? value as string[] : []} onChange={onChange} />
        </Field>
      );
    case "text":
    case "long-text": {
      const shared = { class: input.type === "text" ? "input" : "textarea", value: text, ...tied(field) };
      return (
        <div class="auto-text">
          <Field {...field}>
            {input.type === "text"
              ? <input {...shared} maxLength={300} onInput={(event) => onChange(event.currentTarget.value)} />
              : (
                <textarea
                  {...shared}
                  rows={3}
                  maxLength={4000}
                  onInput={(event) => onChange(event.currentTarget.value)}
                />
              )}
          </Field>
          <Placeholders id={id} setup={setup} subject={subject} value={text} onChange={onChange} />
          {props.example !== undefined && <p class="auto-example">{t("automation.example", { text: props.example })}
          </p>}
        </div>
      );
    }
    case "path":
    case "tag":
      return (
        <Field {...field} hint={input.type === "path" ? t("automation.input.path.hint") : undefined}>
          <input
            class="input"
            maxLength={120}
            value={text}
            onInput={(event) => onChange(event.currentTarget.value)}
            {...tied(field)}
          />
        </Field>
      );
    case "value": {
      const kind = kindOf((part.of as Of | undefined) ?? "record", subject);
      const about = fieldOf(setup, (part.kind as string | undefined) ?? kind, part.field);
      if (!about) return null;
      return (
        <Field {...field}>
          <ValueInput
            id={id}
            setup={setup}
            kind={kind}
            field={about}
            value={value}
            any={input.optional}
            onChange={onChange}
          />
        </Field>
      );
    }
    default: {
      const options = optionsOf(props, t);
      return (
        <Field {...field}>
          <Choose
            id={id}
            options={options}
            value={text}
            empty={input.optional ? t(`automation.any.${input.type}`) : value ? null : t("automation.choose")}
            attributes={tied(field)}
            onChange={(next) => onChange(next || null)}
          />
        </Field>
      );
    }
  }
}

function optionsOf({ input, part, setup, subject }: InputControlProps, t: ReturnType<typeof useT>): EditorOption[] {
  switch (input.type) {
    case "kind":
      return (input.choices ?? []).map((kind) => ({ value: kind, label: sayKind(t, kind) }));
    case "of":
      return (input.choices ?? []).filter((kind) => kind === "record" ? subject in setup.fields : kind !== subject)
        .map((kind) => ({
          value: kind,
          label: kind === "record" ? t("automation.of.itself", { kind: sayKind(t, subject) }) : sayKind(t, kind),
        }));
    case "select":
      return (input.choices ?? []).map((value) => ({ value, label: t(`automation.choice.${input.key}.${value}`) }));
    case "field":
    case "date-field": {
      const kind = (part.kind as string | undefined) ?? kindOf((part.of as Of | undefined) ?? "record", subject);
      const dates = ["date", "datetime"];
      return (setup.fields[kind] ?? [])
        .filter((field) =>
          input.type === "date-field" ? dates.includes(field.type) : part.type !== "field.set" || settable(field)
        )
        .map(({ key, label }) => ({ value: key, label }));
    }
    default:
      return [...setup.lists[input.type as ListName] ?? []];
  }
}

const LONG = ["phones", "emails", "params", "lines", "reminders", "records", "record"];
const settable = (field: { type: string; readOnly: boolean; key: string }) =>
  !field.readOnly && !LONG.includes(field.type) && field.key !== "tags";

/** A select whose options may stand in groups. */
export function Choose(props: {
  id: string;
  options: readonly EditorOption[];
  value: string;
  /** What nothing is called; null: something is chosen always. */
  empty: string | null;
  label?: string;
  attributes?: Record<string, unknown>;
  onChange(value: string): void;
}) {
  const { options, value } = props;
  const groups = Map.groupBy(options, ({ group }) => group ?? "");
  const rows = (list: readonly EditorOption[]) =>
    list.map((one) => <option key={one.value} value={one.value} selected={one.value === value}>{one.label}</option>);
  return (
    <select
      {...props.attributes}
      id={props.id}
      class="select"
      aria-label={props.label}
      value={value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      {props.empty !== null && <option value="" selected={value === ""}>{props.empty}</option>}
      {value !== "" && !options.some((one) => one.value === value) && <option value={value} selected>–</option>}
      {[...groups].map(([group, list]) =>
        group === "" ? rows(list) : <optgroup key={group} label={group}>{rows(list)}</optgroup>
      )}
    </select>
  );
}

function Duration({ id, input, span, label, onChange }: InputControlProps & { span: Span | null; label: string }) {
  const t = useT();
  const unit = span?.unit ?? "days";
  return (
    <span class="row auto-span">
      <input
        id={id}
        class="input"
        type="number"
        min={input.min ?? 1}
        max={10_000}
        value={span?.n ?? ""}
        onInput={(event) => {
          const { value } = event.currentTarget;
          onChange(value === "" ? null : { n: Number(value), unit });
        }}
      />
      <select
        class="select"
        aria-label={`${label}: ${t("automation.unit")}`}
        value={unit}
        onChange={(event) => onChange({ n: span?.n ?? 1, unit: event.currentTarget.value })}
      >
        {(["minutes", "hours", "days"] as const).map((one) => (
          <option key={one} value={one} selected={one === unit}>{t(`automation.unit.${one}`)}</option>
        ))}
      </select>
    </span>
  );
}
