/** When a scheduled training is due: at night in the company's zone, spread so that queues do not all begin at once. Pure. */
import { addDays, momentOf, wallOf, weekdayOf } from "@/crm/calendar/zone.ts";
import type { TrainingSchedule } from "@/store/tables/forecasting.ts";

/** 03:00: yesterday's last calls are written, the first shift is far. */
const NIGHT_MINUTE = 180;
/** Trainings are spread over this many minutes. */
const SPREAD_MINUTES = 90;

/** Daily, in the night to Monday, or in the night to the first of the month; strictly after `now`. Moments in ms. */
export function nextTraining(
  schedule: TrainingSchedule,
  options: { model: string; now: number; timeZone: string },
): number | null {
  if (schedule === "never") return null;
  const { model, now, timeZone } = options;
  const minute = NIGHT_MINUTE + spreadOf(model);
  for (let day = wallOf(now, timeZone).day;; day = addDays(day, 1)) {
    if (schedule === "weekly" && weekdayOf(day) !== 1) continue;
    if (schedule === "monthly" && !day.endsWith("-01")) continue;
    const at = momentOf({ day, minute }, timeZone);
    if (at > now) return at;
  }
}

/** The same minute for a model each night. */
function spreadOf(model: string): number {
  let hash = 0;
  for (let at = 0; at < model.length; at++) hash = (Math.imul(hash, 31) + model.charCodeAt(at)) >>> 0;
  return hash % SPREAD_MINUTES;
}
