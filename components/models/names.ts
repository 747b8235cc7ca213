/** What models, families and other values of settings are called. Pure. */
import { FAMILIES, SCORE_FAMILIES } from "@/components/models/draft.ts";
import type { Say } from "@/components/models/say.ts";
import type { Translate } from "@/components/i18n.ts";
import type { Verdict } from "@/ml/registry/types.ts";

const KNOWN: ReadonlySet<string> = new Set([...FAMILIES, ...SCORE_FAMILIES]);

/** A family, `product`, `champion` or `chance` by its name; any other value is its own name. */
export function nameOf(name: string, t: Translate): string {
  if (KNOWN.has(name)) return t(`workshop.family.${name}`);
  return ["product", "champion", "chance"].includes(name) ? t(`models.name.${name}`) : name;
}

/** The figure that versions are judged by, as it is read. */
export function figureOf(name: Verdict["figure"]["name"], value: number | null, say: Say): string {
  return name === "wape" ? say.percent(value) : say.scale(value);
}
