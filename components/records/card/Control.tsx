/** The control of a field by its type. */
import { ExternalLink, X } from "lucide-preact";
import type { CardField } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import type { FieldEdit } from "@/components/records/card/useField.ts";
import { type PointDraft, Points } from "@/components/records/card/Points.tsx";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { Tags } from "@/components/records/card/Tags.tsx";
import { Reminders } from "@/components/records/card/Reminders.tsx";
import { LinkedRecords } from "@/components/records/LinkedRecords.tsx";
import { Options } from "@/components/form/Options.tsx";
import type { Reminder } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ControlProps {
  id: string;
  field: CardField;
  card: Card;
  state: FieldEdit;
  describedBy?: string;
}

export function Control(props: ControlProps) {
  const t = useT();
  const { id, field, state } = props;
  const { draft } = state.edit;
  const invalid = state.edit.refused !== null;
  const common = {
    id,
    "aria-describedby": props.describedBy,
    "aria-invalid": invalid ? "true" as const : undefined,
    autocomplete: "off",
  };
  const typed = {
    ...common,
    class: "input",
    value: typeof draft === "string" ? draft : "",
    placeholder: t("card.empty"),
    onInput: (event: { currentTarget: { value: string } }) => state.type(event.currentTarget.value),
  };
  switch (field.type) {
    case "long-text":
      return <textarea {...typed} class="textarea" rows={2} maxLength={field.max} />;
    case "checkbox":
      return (
        <input
          {...common}
          class="switch"
          type="checkbox"
          role="switch"
          checked={draft === true}
          onChange={(event) => state.choose(event.currentTarget.checked)}
        />
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
      return (
        <div class="dispositions" role="group" aria-label={field.label}>
          {field.options.map((option) => {
            const chosen = Array.isArray(draft) && draft.includes(option.value);
            const rest = (draft as string[]).filter((one) => one !== option.value);
            return (
              <label key={option.value}>
                <input
                  type="checkbox"
                  checked={chosen}
                  onChange={() => state.choose(chosen ? rest : [...rest, option.value])}
                />
                {option.title}
              </label>
            );
          })}
        </div>
      );
    case "tags":
      return <Tags id={id} label={field.label} tags={draft as string[]} onChoose={state.choose} />;
    case "phones":
    case "emails":
      return (
        <Points
          id={id}
          label={field.label}
          phone={field.type === "phones"}
          rows={draft as PointDraft[]}
          invalid={invalid}
          onType={state.type}
          onChoose={state.choose}
        />
      );
    case "record":
      return <Linked {...props} />;
    case "records":
      return (
        <LinkedRecords
          id={id}
          kind={field.target!}
          label={field.label}
          ids={draft as string[]}
          names={props.card.names}
          onName={props.card.name}
          onChoose={state.choose}
        />
      );
    case "reminders":
      return <Reminders id={id} label={field.label} reminders={draft as Reminder[]} onChoose={state.choose} />;
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
      return (
        <span class="row">
          <input {...typed} type="url" inputMode="url" maxLength={field.max} />
          {typeof state.edit.base === "string" && /^https?:/.test(state.edit.base) && (
            <a
              class="btn icon small plain"
              href={state.edit.base}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={t("card.open-site")}
            >
              <ExternalLink size={14} aria-hidden="true" />
            </a>
          )}
        </span>
      );
    default:
      return <input {...typed} maxLength={field.max} />;
  }
}

/** Every deal stands in one. */
const ALWAYS: readonly CardField["type"][] = ["pipeline", "stage"];

function Choice(props: ControlProps & { common: { id: string } }) {
  const t = useT();
  const { field, state, card } = props;
  const value = typeof state.edit.draft === "string" ? state.edit.draft : "";
  // An option that was taken out of use still is this record's.
  const offered = field.options.filter((option) => !option.retired || option.value === value);
  const known = value === "" || offered.some((option) => option.value === value);
  return (
    <select
      {...props.common}
      class="select"
      value={value}
      onChange={(event) => state.choose(event.currentTarget.value)}
    >
      {!field.required && !ALWAYS.includes(field.type) && (
        <option value="" selected={value === ""}>{t("card.none")}</option>
      )}
      {!known && <option value={value} selected>{card.names[value] ?? t("card.unseen")}</option>}
      <Options options={offered} value={value} />
    </select>
  );
}

function Linked(props: ControlProps) {
  const t = useT();
  const { id, field, state, card } = props;
  const value = typeof state.edit.draft === "string" ? state.edit.draft : "";
  if (!field.target) return null;
  if (value === "") {
    return (
      <RecordPicker
        kind={field.target}
        id={id}
        label={field.label}
        except={[card.record.id]}
        onPick={(picked) => {
          card.name(picked.id, picked.name);
          state.choose(picked.id);
        }}
      />
    );
  }
  return (
    <span class="row">
      {card.names[value] === undefined
        ? <span class="quiet grow">{t("card.unseen")}</span>
        : (
          <a class="grow clip" id={id} href={`/${PLURAL[field.target]}/${value}`}>
            {card.names[value] || t("card.unnamed")}
          </a>
        )}
      <button
        type="button"
        class="btn icon small plain"
        aria-label={t("card.unlink", { name: card.names[value] ?? "" })}
        onClick={() => state.choose("")}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </span>
  );
}
