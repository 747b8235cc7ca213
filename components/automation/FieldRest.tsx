/** What is asked of a field: how it is compared, and with what. */
import { Choose } from "@/components/automation/InputControl.tsx";
import { ValueInput } from "@/components/automation/ValueInput.tsx";
import { fieldOf, kindOf } from "@/components/automation/words.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import type { FieldCondition, RuleCondition, SubjectKind } from "@/crm/automation/types.ts";
import type { FilterOp } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

/** Ask for no value. */
export const BARE: readonly FilterOp[] = ["empty", "filled", "past"];

export function Ops(props: { id: string; ops: readonly FilterOp[]; op: FilterOp; onChange(op: FilterOp): void }) {
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

export function FieldRest(
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
