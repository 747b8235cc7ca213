/** Whether a value says nothing. A mark that was taken off says something. */
import type { Value } from "@/crm/record/types.ts";

export function isNothing(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
