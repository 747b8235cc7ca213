/** Fields that a stage may ask for. Pure. */
import type { Field } from "@/crm/record/types.ts";

/** Where a deal stands is no answer to how it may come there. */
const PLACE = new Set(["pipeline", "stage", "status"]);

/** What people can fill in. */
export function mayBeRequired(field: Pick<Field, "key" | "readOnly" | "type">): boolean {
  return !field.readOnly && field.type !== "checkbox" && field.type !== "params" && !PLACE.has(field.key);
}
