/** One condition in the making. */
import { X } from "lucide-preact";
import { Choose } from "@/components/automation/InputControl.tsx";
import { ValueInput } from "@/components/automation/ValueInput.tsx";
import { fieldOf, kindOf, sayKind } from "@/components/automation/words.ts";
import type { EditorOption, EditorSetup } from "@/components/automation/types.ts";
import type { FieldCondition, Of, RuleCondition, SubjectKind } from "@/crm/automation/types.ts";
import type { FilterOp } from "@/crm/record/types.ts";
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
const BARE: readonly FilterOp[] = ["empty", "filled", "past"];
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

function Ops(props: { id: string; ops: readonly FilterOp[]; op: FilterOp; onChange(op: FilterOp): void }) {
  const t = useT();
  return (
    <Choose
      id={`${props.id}-op`}
      label={t("records.list.op")}
      options={props.ops.map((op) => ({ value: op, label: t(`records.list.op.${op}`) }))}
      value={props.op}
      empty={null}
      onChange={(op) => props.onChange(op as FilterOp)}
    />
  );
}

function FieldRest(
  props: {
    id: string;
    setup: EditorSetup;
    subject: SubjectKind;
    condition: FieldCondition;
    onChange(condition: RuleCondition): void;
  },
) {
  const t = useT();
  const { id, setup, subject, condition, onChange } = props;
  const kind = kindOf(condition.of, subject);
  const field = fieldOf(setup, kind, condition.field);
  if (!field) return <span class="error">{t("automation.if.gone")}</span>;
  const { op, value } = condition;
  const put = (next: unknown) => onChange({ ...condition, value: (next ?? undefined) as FieldCondition["value"] });
  const many = op === "any-of" || op === "none-of";
  const label = t("records.list.value");
  const time = field.type === "date" || field.type === "datetime";
  const plain = (one: unknown, name: string, set: (text: string) => void, type: string) => (
    <input
      class="input"
      type={type}
      aria-label={name}
      value={one === undefined || one === null ? "" : String(one)}
      onInput={(event) => set(event.currentTarget.value)}
    />
  );
  const pair = Array.isArray(value) ? value.map(String) : ["", ""];
  return (
    <>
      <Ops
        id={id}
        ops={field.ops}
        op={op}
        onChange={(next) => onChange({ on: "field", of: condition.of, field: condition.field, op: next })}
      />
      {BARE.includes(op) ? null : op === "between"
        ? (
          <span class="row">
            {plain(pair[0], t("records.list.from"), (text) => put([text, pair[1]]), time ? "date" : "text")}
            {plain(pair[1], t("records.list.to"), (text) => put([pair[0], text]), time ? "date" : "text")}
          </span>
        )
        : op === "last-days"
        ? plain(value, label, (text) => put(text === "" ? undefined : Number(text)), "number")
        : time
        ? plain(value, label, put, "date")
        : (
          <ValueInput
            id={`${id}-value`}
            label={label}
            setup={setup}
            kind={kind}
            field={field}
            value={value}
            many={many}
            onChange={put}
          />
        )}
    </>
  );
}
