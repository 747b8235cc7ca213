/** What of a lead goes over into what it becomes. Pure. */
import type { Field, Value, Values } from "@/crm/record/types.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { isEmpty } from "@/crm/record/values.ts";

/** Field of the new record → field of the lead. */
type Map = Readonly<Record<string, string>>;

const same = (...keys: string[]): Map => Object.fromEntries(keys.map((key) => [key, key]));

export const TO_DEAL: Map = { ...same("name", "company", "source", "owner", "team", "tags", "note"), amount: "budget" };
export const TO_CONTACT: Map = same(
  "name",
  "phones",
  "emails",
  "company",
  "position",
  "source",
  "city",
  "language",
  "timeZone",
  "doNotCall",
  "owner",
  "team",
);
export const TO_COMPANY: Map = { ...same("website", "city", "owner", "team"), name: "company" };

/**
 * Built-in fields by the map; own fields of the same type with the same key or title, choices by their titles. Empty
 * ones stay behind.
 */
export function carryOver(values: Values, map: Map, options: { from: Schema; to: Schema }): Values {
  const { from, to } = options;
  const carried: Values = {};
  for (const [key, source] of Object.entries(map)) {
    if (to.has(key) && !isEmpty(values[source])) carried[key] = values[source];
  }
  const own = [...from.values()].filter(isOwn);
  for (const field of [...to.values()].filter(isOwn)) {
    const twin = own.find(({ key, type }) => key === field.key && type === field.type) ??
      own.find((one) => one.type === field.type && titlesMeet(one, field));
    if (!twin || isEmpty(values[twin.key])) continue;
    const value = inOptions(values[twin.key], twin, field);
    if (!isEmpty(value)) carried[field.key] = value;
  }
  return carried;
}

const isOwn = (field: Field) => field.title !== null;

function titlesMeet(a: Field, b: Field): boolean {
  const plain = (text: string) => text.trim().toLowerCase();
  return plain(a.title!.ru) === plain(b.title!.ru) || plain(a.title!.en) === plain(b.title!.en);
}

/** Choices are the other field's own when they are called the same; those that it does not have stay behind. */
function inOptions(value: Value, from: Field, to: Field): Value {
  if (from.type !== "select" && from.type !== "multi-select") return value;
  const over = (one: string) => {
    const option = from.options.find((option) => option.value === one);
    return to.options.find((other) =>
      !other.retired &&
      (option ? other.titleRu === option.titleRu || other.titleEn === option.titleEn : other.value === one)
    )?.value;
  };
  return from.type === "select"
    ? over(value as string) ?? null
    : (value as readonly string[]).flatMap((one) => over(one) ?? []);
}
