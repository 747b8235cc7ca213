/** Options of select fields: a new list against the old one. Pure. */
import { valueFor } from "@/crm/fields/key.ts";
import type { OptionInput } from "@/crm/fields/schemas.ts";
import type { FieldOption } from "@/store/tables/records.ts";

/**
 * The list as it will be kept. Options keep their value through any new title, so stored values stay what they are.
 * Those that were left out go when no record holds them (`used`), else they stay at the end, retired.
 * null: two options would be called the same, and nobody could tell them apart.
 */
export function nextOptions(
  given: readonly OptionInput[],
  before: readonly FieldOption[],
  options: { used: ReadonlySet<string> },
): FieldOption[] | null {
  const taken = new Set([...before.map(({ value }) => value), ...given.flatMap(({ value }) => value ?? [])]);
  const next = given.map(({ value, titleRu, titleEn, retired }): FieldOption => {
    const own = value ?? valueFor([titleEn, titleRu], taken);
    taken.add(own);
    return { value: own, titleRu, titleEn, ...(retired ? { retired } : {}) };
  });
  const offered = next.filter((option) => !option.retired);
  for (const title of ["titleRu", "titleEn"] as const) {
    if (new Set(offered.map((option) => option[title].toLowerCase())).size < offered.length) return null;
  }
  if (new Set(next.map(({ value }) => value)).size < next.length) return null;
  const left = before.filter((old) => options.used.has(old.value) && !next.some(({ value }) => value === old.value));
  return [...next, ...left.map((old) => ({ ...old, retired: true }))];
}
