/** Which fields a revert puts back: pure. */
import { sameValue as same } from "@/crm/record/same.ts";
import type { Values } from "@/crm/record/types.ts";

export interface RevertPlan {
  /** What to write. */
  values: Values;
  /** Fields that somebody changed since, left as they are. */
  left: string[];
}

/**
 * A field goes back when it still has what the change left, or when forced. One that has its old value already is
 * neither put back nor named.
 */
export function planRevert(
  change: { before: Values; after: Values },
  now: Values,
  options: { force: boolean; may: (key: string) => boolean },
): RevertPlan {
  const plan: RevertPlan = { values: {}, left: [] };
  for (const key of Object.keys(change.before)) {
    if (!(key in now) || !(key in change.after) || same(change.before[key], now[key])) continue;
    const still = same(change.after[key], now[key]);
    if (options.may(key) && (still || options.force)) plan.values[key] = change.before[key];
    else plan.left.push(key);
  }
  return plan;
}
