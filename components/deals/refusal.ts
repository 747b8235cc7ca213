/** Refusals name fields by their keys; people read labels. Pure. */
import type { Values } from "@/components/api.ts";

/** `fields` of `deals.error.stage-needs` in words. */
export function worded(
  detail: Values | undefined,
  fields: ReadonlyMap<string, { label: string }>,
): Values | undefined {
  if (typeof detail?.fields !== "string") return detail;
  const labels = detail.fields.split(",").map((key) => fields.get(key)?.label ?? key);
  return { ...detail, fields: labels.map((label) => `«${label}»`).join(", ") };
}
