/** Which field a name in a payload means: the names that forms, site builders and services use. Pure. */
import type { Leaf } from "@/crm/intake/mapping/paths.ts";
import type { MappingLine } from "@/store/tables/intake.ts";
import names from "@/crm/intake/mapping/names.json" with { type: "json" };

const BY_NAME = new Map(Object.entries(names.fields).flatMap(([field, list]) => list.map((name) => [name, field])));
const UTM =
  /^(utm_(?:source|medium|campaign|content|term)|gclid|yclid|fbclid|referrer|referer|page|formname|form_name)$/;

/** Lines for what is understood; several phones and e-mails are all taken, of other fields the first. */
export function guessMapping(
  leaves: readonly Leaf[],
  own: readonly { key: string; titles: string[] }[],
): MappingLine[] {
  const lines: MappingLine[] = [];
  const taken = new Set<string>();
  for (const { path } of leaves) {
    const name = nameOf(path);
    const to = fieldOf(name, own);
    if (!to) continue;
    const many = to === "phones" || to === "emails";
    if (!many && taken.has(to)) continue;
    taken.add(to);
    lines.push({ from: path, to });
  }
  return lines;
}

function fieldOf(name: string, own: readonly { key: string; titles: string[] }[]): string | null {
  if (UTM.test(name)) return `utm.${name}`;
  const mine = own.find(({ key, titles }) => key === name || titles.some((title) => squeeze(title) === squeeze(name)));
  return mine?.key ?? BY_NAME.get(squeeze(name)) ?? null;
}

/** The last name on the way that is no number: `phones.0.value` is `phones`. */
function nameOf(path: string): string {
  const parts = path.toLowerCase().split(/(?<!\\)\./).filter((part) => !/^(\d+|value|\*)$/.test(part));
  return (parts.at(-1) ?? "").replaceAll("\\.", ".");
}

/** `Your-Name:` and `your_name` are one. */
const squeeze = (name: string) => name.toLowerCase().replaceAll("ё", "е").replace(/[^\p{L}\p{N}]/gu, "");
