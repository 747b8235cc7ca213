/** A control for a value of a field's type, apart from any record: in filters, bulk changes, new records and cells. */
import { X } from "lucide-preact";
import type { Draft } from "@/components/records/card/edit.ts";
import { type PointDraft, Points } from "@/components/records/card/Points.tsx";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { Tags } from "@/components/records/card/Tags.tsx";
import type { ListField } from "@/components/records/list/types.ts";
import { offered } from "@/components/records/list/words.ts";
import { Reminders } from "@/components/records/card/Reminders.tsx";
import { LinkedRecords } from "@/components/records/LinkedRecords.tsx";
import { Options } from "@/components/form/Options.tsx";
import type { Reminder } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ValueControlProps {
  id: string;
  field: ListField;
  draft: Draft;
  onDraft(draft: Draft): void;
  names: Record<string, string>;
  /** A picker has shown a record by this name. */
  onName?(id: string, name: string): void;
  invalid?: boolean;
  describedBy?: string;
  placeholder?: string;
}

/** What the control holds before anything was typed. */
export function blank(field: ListField): Draft {
  switch (field.type) {
    case "checkbox":
      return false;
    case "phones":
    case "emails":
    case "tags":
    case "multi-select":
    case "records":
    case "lines":
    case "reminders":
      return [];
    default:
      return "";
  }
}

export function ValueControl(props: ValueControlProps) {
  const t = useT();
  const { id, field, draft, onDraft } = props;
  const common = {
    id,
    "aria-label": field.label,
    "aria-describedby": props.describedBy,
    "aria-invalid": props.invalid ? ("true" as const) : undefined,
    autocomplete: "off",
  };
  const typed = {
    ...common,
    class: "input",
    placeholder: props.placeholder,
    value: typeof draft === "string" ? draft : "",
    onInput: (event: { currentTarget: { value: string } }) => onDraft(event.currentTarget.value),
  };
  switch (field.type) {
    case "long-text":
      return <textarea {...typed} class="textarea" rows={2} maxLength={field.max} />;
    case "checkbox":
      return (
        <label class="check">
          <input
            {...common}
            type="checkbox"
            checked={draft === true}
            onChange={(event) => onDraft(event.currentTarget.checked)}
          />
          <span>{t("shell.yes")}</span>
        </label>
      );
    case "select":
    case "user":
    case "team":
    case "source":
    case "pipeline":
    case "stage":
    case "loss-reason":
      return <Choice {...props} common={common} />;
    case "multi-select":
      return <Choices {...props} chosen={Array.isArray(draft) ? draft as string[] : []} />;
    case "tags":
      return <Tags id={id} label={field.label} tags={draft as string[]} onChoose={onDraft} />;
    case "phones":
    case "emails":
      return (
        <Points
          id={id}
          label={field.label}
          phone={field.type === "phones"}
          rows={draft as PointDraft[]}
          invalid={props.invalid ?? false}
          onType={onDraft}
          onChoose={onDraft}
        />
      );
    case "record":
      return <Linked {...props} value={typeof draft === "string" ? draft : ""} />;
    case "records":
      return (
        <LinkedRecords
          id={id}
          kind={field.target!}
          label={field.label}
          ids={Array.isArray(draft) ? draft as string[] : []}
          names={props.names}
          onName={props.onName}
          onChoose={onDraft}
        />
      );
    case "reminders":
      return <Reminders id={id} label={field.label} reminders={draft as Reminder[]} onChoose={onDraft} />;
    case "lines":
      return null;
    case "date":
      return <input {...typed} type="date" />;
    case "datetime":
      return <input {...typed} type="datetime-local" />;
    case "number":
    case "money":
      return <input {...typed} inputMode="decimal" maxLength={40} />;
    case "phone":
      return <input {...typed} type="tel" maxLength={40} />;
    case "email":
      return <input {...typed} type="email" maxLength={254} />;
    case "url":
      return <input {...typed} inputMode="url" maxLength={field.max} />;
    default:
      return <input {...typed} maxLength={field.max} />;
  }
}

function Choice(props: ValueControlProps & { common: Record<string, unknown> }) {
  const t = useT();
  const { field, names } = props;
  const value = typeof props.draft === "string" ? props.draft : "";
  const options = offered(field);
  // An option that was taken out of use still is this record's.
  const known = value === "" || options.some((option) => option.value === value);
  const old = field.options.find((option) => option.value === value)?.title ?? names[value];
  return (
    <select
      {...props.common}
      class="select"
      value={value}
      onChange={(event) => props.onDraft(event.currentTarget.value)}
    >
      <option value="" selected={value === ""}>{t("card.none")}</option>
      {!known && <option value={value} selected>{old ?? t("card.unseen")}</option>}
      <Options options={options} value={value} />
    </select>
  );
}

/** Several of few: boxes in a row that scrolls. */
export function Choices(props: Pick<ValueControlProps, "field" | "onDraft"> & { chosen: readonly string[] }) {
  const { field, chosen } = props;
  const several = new Set(field.options.map(({ group }) => group)).size > 1;
  return (
    <div class="rl-choices" role="group" aria-label={field.label}>
      {offered(field).map((option) => (
        <label class="check" key={option.value}>
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              props.onDraft(
                event.currentTarget.checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value),
              )}
          />
          {option.colour && <span class="stage-dot" data-colour={option.colour} aria-hidden="true" />}
          <span>{option.group && several ? `${option.group}: ${option.title}` : option.title}</span>
        </label>
      ))}
    </div>
  );
}

function Linked(props: ValueControlProps & { value: string }) {
  const t = useT();
  const { field, value, names } = props;
  if (!field.target) return null;
  if (value === "") {
    return (
      <RecordPicker
        kind={field.target}
        id={props.id}
        label={field.label}
        onPick={(picked) => {
          props.onName?.(picked.id, picked.name);
          props.onDraft(picked.id);
        }}
      />
    );
  }
  return (
    <span class="row">
      <span class="grow clip">{names[value] ?? t("card.unseen")}</span>
      <button
        type="button"
        id={props.id}
        class="btn icon small plain"
        aria-label={t("card.unlink", { name: names[value] ?? "" })}
        onClick={() => props.onDraft("")}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </span>
  );
}
