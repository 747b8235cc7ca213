/** The conditions of a list as chips; each is made and changed in a panel beneath it. All of them hold together. */
import { ListFilter, X } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Condition, FilterOp } from "@/crm/record/types.ts";
import { ConditionForm, type FormProps } from "@/components/records/list/ConditionForm.tsx";
import { Popover } from "@/components/records/list/Popover.tsx";
import type { ListField, ListWords } from "@/components/records/list/types.ts";
import { conditionText } from "@/components/records/list/words.ts";
import { useT } from "@/components/i18n.ts";

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
