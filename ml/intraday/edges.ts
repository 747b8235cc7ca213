/** Where intervals of a day begin and end, by the company's clock, also on days on which clocks change. Pure. */
import { momentOf } from "@/crm/calendar/zone.ts";

/** Moments in ms, one more than there are intervals. */
export function edgesOf(
  { day, opens, step, slots }: { day: string; opens: number; step: number; slots: number },
  timeZone: string,
): number[] {
  return Array.from({ length: slots + 1 }, (_, n) => momentOf({ day, minute: opens + n * step }, timeZone));
}

/** First interval that is not over; their number when all are. */
export function firstOpen(edges: readonly number[], now: number): number {
  const running = edges.findIndex((at, n) => n > 0 && at > now);
  return running < 0 ? Math.max(0, edges.length - 1) : running - 1;
}
