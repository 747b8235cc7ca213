/**
 * The port by which assignment asks for the score of a lead that is not written yet. What knows the models (ml/scores)
 * stands above the records, and puts itself here when the product is assembled.
 */
import type { Values } from "@/crm/record/types.ts";

/** Percent; null: there is no model. Asked inside of a transaction: it must not wait for anything. */
export type LeadScorer = (values: Values, at: Date) => number | null;

let scorer: LeadScorer | null = null;

export function setLeadScorer(given: LeadScorer | null): void {
  scorer = given;
}

/** Of the values as they will be written. */
export function scoreOfComing(values: Values, at: Date): number | null {
  return scorer?.(values, at) ?? null;
}
