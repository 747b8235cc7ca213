/** Conditions of a rule over the lead's fields, the same as lists have. */
import { Plus, X } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Condition, FilterOp } from "@/crm/record/types.ts";
import type { ConditionField } from "@/components/intake/assignment/types.ts";
import { useT } from "@/components/i18n.ts";

const WITHOUT_VALUE: readonly string[] = ["empty", "filled"];
const LISTS: readonly string[] = ["any-of", "none-of", "between"];

type Conditions = readonly Condition[];

export function ConditionRows(
  props: { fields: ConditionField[]; conditions: Conditions; change(conditions: Condition[]): void },
) {
  const t = useT();
  const { fields, conditions, change } = props;
  const put = (at: number, part: Partial<Condition>) =>
    change(conditions.map((one, n) => n === at ? { ...one, ...part } : one));
  return (
    <fieldset class="builder">
      <legend class="label">{t("intake.assignment.conditions")}</legend>
      {conditions.map((condition, at) => {
        const field = fields.find(({ key }) => key === condition.field) ?? fields[0];
        return (
          <div class="condition-row" key={at}>
            <select
              class="select"
              aria-label={t("intake.assignment.condition.field")}
              value={condition.field}
              onChange={(event) => {
                const next = fields.find(({ key }) => key === event.currentTarget.value)!;
                put(at, { field: next.key, op: next.ops[0], value: undefined });
              }}
            >
              {fields.map((one) => <option key={one.key} value={one.key}>{one.title}</option>)}
            </select>
            <select
              class="select"
              aria-label={t("intake.assignment.condition.op")}
              value={condition.op}
              onChange={(event) => put(at, { op: event.currentTarget.value as FilterOp, value: undefined })}
            >
              {field.ops.map((op) => <option key={op} value={op}>{t(`intake.assignment.op.${op}`)}</option>)}
            </select>
            <ConditionValue field={field} condition={condition} change={(value) => put(at, { value })} />
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("shell.remove")}
              onClick={() => change(conditions.filter((_, n) => n !== at))}
            >
              <X size={15} aria-hidden="true" />
            </button>
          </div>
        );
      })}
      <button
        type="button"
        class="btn small builder-add"
        onClick={() => change([...conditions, { field: fields[0].key, op: fields[0].ops[0] }])}
      >
        <Plus size={14} aria-hidden="true" />
        {t("intake.assignment.conditions.add")}
      </button>
    </fieldset>
  );
}

function ConditionValue(
  props: { field: ConditionField; condition: Condition; change(value: Condition["value"]): void },
) {
  const t = useT();
  const { field, condition, change } = props;
  const { op, value } = condition;
  const [text, setText] = useState(Array.isArray(value) ? value.join(", ") : String(value ?? ""));
  useEffect(() => {
    if (value === undefined) setText("");
  }, [condition.field, condition.op]);
  if (WITHOUT_VALUE.includes(op)) return <span />;
  const label = t("intake.assignment.condition.value");
  const several = LISTS.includes(op);
  if (field.options.length > 0) {
    const chosen = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
    return (
      <select
        class="select"
        aria-label={label}
        multiple={several}
        required
        onChange={(event) => {
          const list = [...event.currentTarget.selectedOptions].map((one) => one.value);
          change(several ? list : list[0]);
        }}
      >
        {!several && <option value="" />}
        {field.options.map((one) => (
          <option key={one.value} value={one.value} selected={chosen.includes(one.value)}>{one.label}</option>
        ))}
      </select>
    );
  }
  const number = ["number", "money"].includes(field.type) || op === "last-days";
  const day = ["date", "datetime"].includes(field.type) && op !== "last-days" && op !== "between";
  const read = (text: string) => number && text.trim() !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
  return (
    <input
      class="input"
      aria-label={label}
      type={day ? "date" : "text"}
      required
      placeholder={several ? t("intake.assignment.condition.several") : label}
      value={text}
      onInput={(event) => {
        // What is typed stands as it was typed; what it means is told beside it.
        setText(event.currentTarget.value);
        const parts = event.currentTarget.value.split(",").map((one) => read(one.trim())).filter((one) => one !== "");
        change(several ? parts : read(event.currentTarget.value));
      }}
    />
  );
}
