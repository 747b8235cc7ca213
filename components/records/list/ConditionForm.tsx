/** One condition in the making: how to compare, and with what; the control follows the field's type. */
import { useState } from "preact/hooks";
import type { Condition, FilterOp } from "@/crm/record/types.ts";
import type { ListField, ListWords } from "@/components/records/list/types.ts";
import { BARE, MANY, offered } from "@/components/records/list/words.ts";
import { Choices, ValueControl } from "@/components/records/list/ValueControl.tsx";
import { useT } from "@/components/i18n.ts";

type Value = Condition["value"];

export interface FormProps {
  words: ListWords;
  onApply(condition: Condition): void;
  onName(id: string, name: string): void;
}

export function ConditionForm(props: FormProps & { field: ListField; condition: Condition }) {
  const t = useT();
  const { field, words } = props;
  const [op, setOp] = useState<FilterOp>(props.condition.op);
  const [value, setValue] = useState<Value>(props.condition.value);
  const changeOp = (next: FilterOp) => {
    // One value and several are told otherwise; what was chosen goes on.
    if (MANY.includes(next) && value !== undefined && !Array.isArray(value)) setValue([value as string]);
    else if (!MANY.includes(next) && next !== "between" && Array.isArray(value)) setValue(value[0]);
    setOp(next);
  };
  const ready = BARE.includes(op) || isWhole(op, value);
  return (
    <form
      class="rl-condition"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        props.onApply(BARE.includes(op) ? { field: field.key, op } : { field: field.key, op, value });
      }}
    >
      <h3>{field.label}</h3>
      {field.ops.length > 1 && (
        <select
          class="select"
          aria-label={t("records.list.op")}
          value={op}
          onChange={(event) => changeOp(event.currentTarget.value as FilterOp)}
        >
          {field.ops.map((one) => (
            <option key={one} value={one} selected={one === op}>{t(`records.list.op.${one}`)}</option>
          ))}
        </select>
      )}
      <Operand field={field} op={op} value={value} words={words} onValue={setValue} onName={props.onName} />
      <button type="submit" class="btn primary" disabled={!ready}>{t("shell.apply")}</button>
    </form>
  );
}

function isWhole(op: FilterOp, value: Value): boolean {
  if (value === undefined || value === "") return false;
  if (op === "between") return Array.isArray(value) && value.length === 2 && value.every((one) => one !== "");
  return !Array.isArray(value) || value.length > 0;
}

function Operand(
  props: {
    field: ListField;
    op: FilterOp;
    value: Value;
    words: ListWords;
    onValue(value: Value): void;
    onName(id: string, name: string): void;
  },
) {
  const t = useT();
  const { field, op, value, onValue } = props;
  if (BARE.includes(op)) return null;
  const [from = "", to = ""] = Array.isArray(value) ? value as (string | number)[] : [];
  const days = field.type === "date" || field.type === "datetime";
  const plain = (one: string | number | undefined, label: string, put: (text: string) => void) => (
    <input
      class="input"
      data-first
      aria-label={label}
      type={days ? "date" : "text"}
      inputMode={field.type === "number" || field.type === "money" ? "decimal" : undefined}
      maxLength={200}
      value={one === undefined ? "" : `${one}`}
      onInput={(event) => put(event.currentTarget.value)}
    />
  );
  if (op === "last-days") {
    return (
      <span class="with-unit">
        <input
          class="input"
          type="number"
          data-first
          min={0}
          max={36_500}
          aria-label={t("records.list.op.last-days")}
          value={value === undefined ? "" : `${value}`}
          onInput={(event) => onValue(event.currentTarget.value === "" ? undefined : Number(event.currentTarget.value))}
        />
        <span>{t("records.list.days")}</span>
      </span>
    );
  }
  if (op === "between") {
    return (
      <div class="row">
        {plain(from, t("records.list.from"), (text) => onValue([text, to]))}
        <span aria-hidden="true">–</span>
        {plain(to, t("records.list.to"), (text) => onValue([from, text]))}
      </div>
    );
  }
  if (MANY.includes(op)) {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    if (offered(field).length > 0) {
      return (
        <Choices
          field={field}
          chosen={chosen}
          onDraft={(next) => onValue(next as string[])}
        />
      );
    }
    return (
      <ValueControl
        id="rl-operand"
        field={{ ...field, type: "tags" }}
        draft={chosen}
        names={props.words.names}
        onName={props.onName}
        onDraft={(next) => onValue(next as string[])}
      />
    );
  }
  if (field.type === "checkbox") {
    return (
      <div class="segmented" role="group" aria-label={field.label}>
        {[true, false].map((one) => (
          <button
            type="button"
            key={`${one}`}
            aria-pressed={value === one}
            onClick={() => onValue(one)}
          >
            {t(one ? "shell.yes" : "shell.no")}
          </button>
        ))}
      </div>
    );
  }
  if (["select", "user", "team", "source", "record", "pipeline", "stage", "loss-reason"].includes(field.type)) {
    return (
      <ValueControl
        id="rl-operand"
        field={field}
        draft={typeof value === "string" ? value : ""}
        names={props.words.names}
        onName={props.onName}
        onDraft={(next) => onValue(next as string)}
      />
    );
  }
  if (field.type === "records") {
    return (
      <ValueControl
        id="rl-operand"
        field={{ ...field, type: "record" }}
        draft={typeof value === "string" ? value : ""}
        names={props.words.names}
        onName={props.onName}
        onDraft={(next) => onValue(next as string)}
      />
    );
  }
  if (field.type === "multi-select") {
    return (
      <ValueControl
        id="rl-operand"
        field={{ ...field, type: "select" }}
        draft={typeof value === "string" ? value : ""}
        names={props.words.names}
        onName={props.onName}
        onDraft={(next) => onValue(next as string)}
      />
    );
  }
  return plain(value as string | number | undefined, t("records.list.value"), onValue);
}
