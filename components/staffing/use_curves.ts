/** Requirements of several days, one after another, so that the page stays quick; begun again when settings change. */
import { useEffect, useState } from "preact/hooks";
import { type DayPlan, planDay } from "@/components/staffing/plan_day.ts";
import type { PlannedDay, StaffingSettings, UsualService } from "@/ml/staffing/settings.ts";

/** Typing settles before the sums begin. */
const SETTLE_MS = 80;

/** By day; a day is missing while it is reckoned for the first time, and stays as it was while it is reckoned again. */
export function useCurves(
  days: readonly PlannedDay[],
  options: { settings: StaffingSettings; usual: UsualService },
): ReadonlyMap<string, DayPlan> {
  const [plans, setPlans] = useState<ReadonlyMap<string, DayPlan>>(new Map());
  const { settings, usual } = options;
  useEffect(() => {
    const rest = [...days];
    const found = new Map<string, DayPlan>();
    let timer = setTimeout(next, plans.size === 0 ? 0 : SETTLE_MS);
    function next() {
      const one = rest.shift();
      if (!one) return;
      found.set(one.day, planDay(one, { settings, usual }));
      setPlans((before) => new Map([...before, ...found]));
      timer = setTimeout(next);
    }
    return () => clearTimeout(timer);
  }, [days, JSON.stringify(settings), usual]);
  return plans;
}
