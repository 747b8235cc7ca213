/** Keys of own fields and values of their options, made from titles: Latin letters, digits and underscores. Pure. */
import latin from "@/crm/fields/latin.json" with { type: "json" };

const LATIN: Record<string, string> = latin;
const LONGEST = 36;

/** `Дата рождения, ₽` → `data_rozhdeniya`. Empty when the title has no letter or digit that could be written so. */
export function slug(title: string): string {
  const letters = [...title.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join("");
  return letters.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "")
    .slice(0, LONGEST).replace(/_+$/, "");
}

/** A key for the first title that gives one, `c_…`; a number is added to one that is taken. */
export function keyFor(titles: readonly string[], taken: ReadonlySet<string>): string {
  const base = titles.map(slug).find((one) => one !== "") ?? "field";
  return free(`c_${base}`, taken);
}

/** The same for an option of a select. */
export function valueFor(titles: readonly string[], taken: ReadonlySet<string>): string {
  return free(titles.map(slug).find((one) => one !== "") ?? "option", taken);
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2;; n++) if (!taken.has(`${wanted}_${n}`)) return `${wanted}_${n}`;
}
