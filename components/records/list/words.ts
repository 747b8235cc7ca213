/** Conditions, counts and choices as people read them. */
import type { Condition, FilterOp, Value } from "@/crm/record/types.ts";
import { textOf } from "@/components/records/card/values.ts";
import type { Count, ListField, ListWords } from "@/components/records/list/types.ts";
import type { Translate } from "@/components/i18n.ts";

/** Operations that are asked without a value. */
export const BARE: readonly FilterOp[] = ["empty", "filled", "past", "me", "my-teams"];
/** Operations that take several values. */
export const MANY: readonly FilterOp[] = ["any-of", "none-of"];

/** Choices that can be offered; those that are out of use still are told in records. */
export function offered(field: ListField) {
  return field.options.filter(({ value }) => !field.retired.includes(value));
}

/** One line for a chip: "Status: New or Working". */
export function conditionText(condition: Condition, field: ListField, words: ListWords & { t: Translate }): string {
  const { t } = words;
  const { op, value } = condition;
  const values = Array.isArray(value) ? value as (string | number)[] : value === undefined ? [] : [value];
  const texts = values.map((one) => valueText(one as string | number | boolean, { field, op }, words));
  if (field.type === "checkbox") return `${field.label}: ${texts[0] ?? ""}`;
  if (BARE.includes(op)) return `${field.label}: ${t(`records.list.op.${op}`)}`;
  if (op === "last-days") return `${field.label}: ${t("records.list.last-days", { days: Number(value) })}`;
  if (op === "between") return `${field.label}: ${t("records.list.between", { from: texts[0], to: texts[1] })}`;
  const list = texts.length > 3
    ? t("records.list.and-more", { list: texts.slice(0, 2).join(", "), count: texts.length - 2 })
    : texts.join(", ");
  if (op === "is" || op === "any-of" || op === "on") return `${field.label}: ${list}`;
  return `${field.label} ${t(`records.list.op.${op}`)} ${list}`;
}

function valueText(
  value: string | number | boolean,
  of: { field: ListField; op: FilterOp },
  words: ListWords & { t: Translate },
): string {
  const { field } = of;
  switch (field.type) {
    case "tags":
    case "phones":
    case "emails":
    case "params":
      return `${value}`;
    case "multi-select":
      return textOf([`${value}`] as Value, field, words);
    case "records":
      return textOf(value, { ...field, type: "record" }, words);
    case "money":
      return `${value}`;
    case "datetime":
      return textOf(`${value}`, { ...field, type: "date" }, words);
    default:
      return textOf(value, field, words);
  }
}

/** `6,930`; `more than 10,000`. */
export function countText(count: Count, t: Translate): string {
  return t(count.more ? "records.list.count-more" : "records.list.count", { count: count.count });
}
