/** One condition in the making. */
import { X } from "lucide-preact";
import { Choose } from "@/components/automation/InputControl.tsx";
import { BARE, FieldRest, Ops } from "@/components/automation/FieldRest.tsx";
import { fieldOf, kindOf, sayKind } from "@/components/automation/words.ts";
import type { EditorOption, EditorSetup } from "@/components/automation/types.ts";
import type { Of, RuleCondition, SubjectKind } from "@/crm/automation/types.ts";
import { useT } from "@/components/i18n.ts";

const LINKED: Record<string, readonly string[]> = {
  lead: ["contact", "company"],
  contact: ["company"],
  company: [],
  deal: ["company", "contact", "lead"],
  task: ["deal", "lead", "contact", "company"],
  call: ["contact", "lead"],
  none: [],
};
const ORIGINS = ["web", "api", "import", "sync", "system", "automation"] as const;

interface Props {
  id: string;
  setup: EditorSetup;
  subject: SubjectKind;
  condition: RuleCondition;
  bad: boolean;
  onChange(condition: RuleCondition): void;
  onRemove(): void;
}

export function ConditionRow(props: Props) {
  const t = useT();
  const { id, setup, subject, condition, bad, onChange } = props;
  return (
    <li class="auto-condition" data-bad={bad ? "" : undefined}>
      <Choose
        id={`${id}-what`}
        label={t("automation.if.what")}
        options={whatOf(setup, subject, t)}
        value={condition.on === "field" ? `${condition.of}.${condition.field}` : condition.on}
        empty={null}
        onChange={(next) => onChange(beginning(setup, subject, next))}
      />
      <Rest {...props} />
      <button
        type="button"
        class="btn icon small plain"
        aria-label={t("automation.if.remove")}
        onClick={props.onRemove}
      >
        <X size={15} aria-hidden="true" />
      </button>
      {bad && <span class="error" role="alert">{t("automation.missing.value")}</span>}
    </li>
  );
}

function whatOf(setup: EditorSetup, subject: SubjectKind, t: ReturnType<typeof useT>): EditorOption[] {
  const fields = (of: string, kind: string) =>
    (setup.fields[kind] ?? []).map(({ key, label }) => ({ value: `${of}.${key}`, label, group: sayKind(t, kind) }));
  const other = ["time", "working", "origin", ...(subject === "none" || subject === "call" ? [] : [])];
  return [
    ...(subject === "none" ? [] : fields("record", subject)),
    ...(LINKED[subject] ?? []).flatMap((kind) => fields(kind, kind)),
    ...[...other, "payload"].map((on) => ({
      value: on,
      label: t(`automation.if.${on}`),
      group: t("automation.if.other"),
    })),
  ];
}

/** What a new condition on something begins with. */
export function beginning(setup: EditorSetup, subject: SubjectKind, what: string): RuleCondition {
  switch (what) {
    case "time":
      return { on: "time", days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" };
    case "working":
      return { on: "working", is: true };
    case "origin":
      return { on: "origin", any: ["web"] };
    case "payload":
      return { on: "payload", path: "", op: "is", value: "" };
    default: {
      const [of, key] = what.split(".");
      const field = fieldOf(setup, kindOf(of as Of, subject), key);
      return { on: "field", of: of as Of, field: key, op: field?.ops[0] ?? "filled" };
    }
  }
}

function Rest({ id, setup, subject, condition, onChange }: Props) {
  const t = useT();
  switch (condition.on) {
    case "field":
      return <FieldRest {...{ id, setup, subject, condition, onChange }} />;
    case "time":
      return (
        <span class="auto-time">
          <span class="segmented" role="group" aria-label={t("intake.assignment.hours.days")}>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <button
                type="button"
                key={day}
                aria-pressed={condition.days.includes(day)}
                onClick={() =>
                  onChange({
                    ...condition,
                    days: condition.days.includes(day)
                      ? condition.days.filter((one) => one !== day)
                      : [...condition.days, day].sort(),
                  })}
              >
                {t(`intake.assignment.day.${day}`)}
              </button>
            ))}
          </span>
          {(["from", "to"] as const).map((end) => (
            <input
              key={end}
              class="input"
              type="time"
              aria-label={t(`intake.assignment.hours.${end}`)}
              value={condition[end]}
              onInput={(event) => onChange({ ...condition, [end]: event.currentTarget.value })}
            />
          ))}
        </span>
      );
    case "working":
      return (
        <Choose
          id={`${id}-is`}
          label={t("automation.if.working")}
          options={[true, false].map((is) => ({ value: String(is), label: t(`automation.if.working.${is}`) }))}
          value={String(condition.is)}
          empty={null}
          onChange={(next) => onChange({ ...condition, is: next === "true" })}
        />
      );
    case "origin":
      return (
        <span class="auto-many" role="group" aria-label={t("automation.if.origin")}>
          {ORIGINS.map((one) => (
            <label class="check" key={one}>
              <input
                type="checkbox"
                checked={condition.any.includes(one)}
                onChange={(event) =>
                  onChange({
                    ...condition,
                    any: event.currentTarget.checked
                      ? [...condition.any, one]
                      : condition.any.filter((each) => each !== one),
                  })}
              />
              <span>{t(`automation.origin.${one}`)}</span>
            </label>
          ))}
        </span>
      );
    case "payload":
      return (
        <>
          <input
            class="input"
            aria-label={t("automation.input.path")}
            placeholder={t("automation.input.path.example")}
            maxLength={120}
            value={condition.path}
            onInput={(event) => onChange({ ...condition, path: event.currentTarget.value })}
          />
          <Ops
            id={id}
            ops={["is", "is-not", "contains", "filled", "empty"]}
            op={condition.op}
            onChange={(op) => onChange({ ...condition, op: op as typeof condition.op })}
          />
          {!BARE.includes(condition.op) && (
            <input
              class="input"
              aria-label={t("records.list.value")}
              maxLength={500}
              value={condition.value ?? ""}
              onInput={(event) => onChange({ ...condition, value: event.currentTarget.value })}
            />
          )}
        </>
      );
  }
}
