/**
 * VTIMEZONE (RFC 5545 §3.6.5) from what the runtime knows of a zone: every change of the clock in the years that matter,
 * each as an observance of its own. Pure.
 */
import { offsetAt } from "@/crm/record/days.ts";
import { type Component, utc } from "@/crm/calendar/ics/text.ts";

const DAY_MS = 86_400_000;
/** Rules go on for ever and files do not; programs that know the zone's name use their own data anyway. */
const YEARS_AHEAD = 5;

export function zoneOf(timeZone: string, from: number): Component {
  const first = Date.UTC(new Date(from).getUTCFullYear(), 0, 1);
  const last = Date.UTC(new Date(from).getUTCFullYear() + YEARS_AHEAD, 0, 1);
  const standard = Math.min(...[0, 91, 182, 273].map((days) => offsetAt(first + days * DAY_MS, timeZone)));
  const changes = [{ at: first, before: offsetAt(first, timeZone), after: offsetAt(first, timeZone) }];
  for (let day = first; day < last; day += DAY_MS) {
    const [before, after] = [offsetAt(day, timeZone), offsetAt(day + DAY_MS, timeZone)];
    if (before !== after) changes.push({ at: edge(timeZone, { from: day, to: day + DAY_MS }), before, after });
  }
  return {
    name: "VTIMEZONE",
    properties: [{ name: "TZID", value: timeZone }],
    components: changes.map(({ at, before, after }) => ({
      name: after > standard ? "DAYLIGHT" : "STANDARD",
      properties: [
        // By the clock before the change.
        { name: "DTSTART", value: utc(at + before).slice(0, -1) },
        { name: "TZOFFSETFROM", value: offset(before) },
        { name: "TZOFFSETTO", value: offset(after) },
      ],
    })),
  };
}

function edge(timeZone: string, { from, to }: { from: number; to: number }): number {
  const before = offsetAt(from, timeZone);
  while (to - from > 1_000) {
    const middle = Math.floor((from + to) / 2_000) * 1_000;
    if (offsetAt(middle, timeZone) === before) from = middle;
    else to = middle;
  }
  return to;
}

/** `+0300`; seconds only where a zone has them. */
function offset(ms: number): string {
  const total = Math.round(Math.abs(ms) / 1_000);
  const two = (n: number) => `${n}`.padStart(2, "0");
  const seconds = total % 60;
  return (ms < 0 ? "-" : "+") + two(Math.floor(total / 3_600)) + two(Math.floor(total / 60) % 60) +
    (seconds ? two(seconds) : "");
}
