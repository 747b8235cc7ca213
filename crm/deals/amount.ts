/** What a deal's products come to. Pure; used by verbs and by the form of lines alike. */
import type { DealLine, Money } from "@/crm/record/types.ts";

/** One line in minor units: quantity × price less its discount, rounded to the nearest unit. */
export function lineTotal({ quantity, price, discount }: DealLine): number {
  return Math.round(quantity * price.minor * (100 - discount) / 100);
}

/** null: no lines. They are of one currency (`readLines`). */
export function linesTotal(lines: readonly DealLine[]): Money | null {
  if (lines.length === 0) return null;
  return { minor: lines.reduce((sum, line) => sum + lineTotal(line), 0), currency: lines[0].price.currency };
}
