/** The conditions of a list as chips; each is made and changed in a panel beneath it. All of them hold together. */
import { ListFilter, X } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Condition, FilterOp } from "@/crm/record/types.ts";
import { Popover } from "@/components/records/list/Popover.tsx";
import type { ListField, ListWords } from "@/components/records/list/types.ts";
import { BARE, conditionText, MANY, offered } from "@/components/records/list/words.ts";
import { Choices, ValueControl } from "@/components/records/list/ValueControl.tsx";
import { useT } from "@/components/i18n.ts";

type Value = Condition["value"];

export function Filters(
  props: {
    filter: readonly Condition[];
    words: ListWords;
    onChange(filter: Condition[]): void;
    onName(id: string, name: string): void;
  },
) {
  const t = useT();
  const { filter, words } = props;
  const put = (at: number, condition: Condition) => {
    const next = [...filter];
    next[at] = condition;
    props.onChange(next);
  };
  return (
    <div class="rl-filters" role="group" aria-label={t("records.list.filter")}>
      {filter.map((condition, at) => {
        const field = words.fields.get(condition.field);
        if (!field) return null;
        const text = conditionText(condition, field, { ...words, t });
        return (
          <span class="rl-chip" key={`${condition.field}-${at}`}>
            <Popover class="rl-chip-text" panel="rl-panel" label={<span class="clip">{text}</span>} name={text}>
              {(close) => (
                <ConditionForm
                  field={field}
                  condition={condition}
                  words={words}
                  onName={props.onName}
                  onApply={(next) => {
                    put(at, next);
                    close();
                  }}
                />
              )}
            </Popover>
            <button
              type="button"
              class="rl-chip-x"
              aria-label={t("records.list.filter-remove", { text })}
              onClick={() => props.onChange(filter.filter((_, n) => n !== at))}
            >
              <X size={13} aria-hidden="true" />
            </button>
          </span>
        );
      })}
      <Popover
        class="btn small"
        panel="rl-panel"
        label={
          <>
            <ListFilter size={15} aria-hidden="true" />
            {t("records.list.filter")}
          </>
        }
        name={t("records.list.filter-add")}
        disabled={filter.length >= 20}
      >
        {(close) => (
          <NewCondition
            words={words}
            onName={props.onName}
            onApply={(condition) => {
              put(filter.length, condition);
              close();
            }}
          />
        )}
      </Popover>
    </div>
  );
}

interface FormProps {
  words: ListWords;
  onApply(condition: Condition): void;
  onName(id: string, name: string): void;
}

function NewCondition(props: FormProps) {
  const t = useT();
  const [field, setField] = useState<ListField | null>(null);
  const [text, setText] = useState("");
  if (field) {
    return (
      <ConditionForm
        field={field}
        condition={{ field: field.key, op: firstOp(field) }}
        words={props.words}
        onName={props.onName}
        onApply={props.onApply}
      />
    );
  }
  const found = [...props.words.fields.values()].filter(({ label, ops }) =>
    ops.length > 0 && label.toLowerCase().includes(text.trim().toLowerCase())
  );
  return (
    <div class="rl-pick">
      <input
        class="input"
        type="search"
        data-first
        placeholder={t("records.list.field-find")}
        aria-label={t("records.list.field-find")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !found[0]) return;
          event.preventDefault();
          setField(found[0]);
        }}
      />
      <div class="rl-pick-list">
        {found.map((one) => <button type="button" key={one.key} onClick={() => setField(one)}>{one.label}</button>)}
        {found.length === 0 && <p class="quiet">{t("records.list.field-none")}</p>}
      </div>
    </div>
  );
}

function firstOp(field: ListField): FilterOp {
  const wanted: FilterOp[] = ["any-of", "contains", "is", "last-days", "more"];
  const liked = field.type === "date" || field.type === "datetime"
    ? "last-days"
    : wanted.find((op) => field.ops.includes(op));
  return liked && field.ops.includes(liked) ? liked : field.ops[0];
}

function ConditionForm(props: FormProps & { field: ListField; condition: Condition }) {
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
  if (["select", "user", "team", "source", "record"].includes(field.type)) {
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
