/** Tasks as one iCalendar file (RFC 5545). Pure. */
import { type EventOptions, eventsOf, type IcsTask } from "@/crm/calendar/ics/event.ts";
import { serialise, text } from "@/crm/calendar/ics/text.ts";
import { zoneOf } from "@/crm/calendar/ics/zone.ts";

export type { IcsTask };

export interface IcsOptions {
  /** Shown by calendars as the name. */
  name: string;
  timeZone: string;
  domain: string;
  doneMark: string;
  /** What one event is told about besides its task. */
  event(task: IcsTask): Pick<EventOptions, "url" | "about" | "category">;
}

/** How often subscribers should ask (RFC 7986 §5.7). */
const REFRESH = "PT15M";

export function icsOf(tasks: readonly IcsTask[], options: IcsOptions): string {
  const { timeZone, domain, doneMark } = options;
  const repeated = tasks.filter(({ repeat, status, allDay }) => repeat !== "" && status === "open" && !allDay);
  const earliest = Math.min(...repeated.map(({ due, rhythm }) => Math.min(due, rhythm ?? due)));
  return serialise({
    name: "VCALENDAR",
    properties: [
      { name: "VERSION", value: "2.0" },
      { name: "PRODID", value: "-//Kommutator//Calendar//EN" },
      { name: "CALSCALE", value: "GREGORIAN" },
      { name: "NAME", value: text(options.name) },
      { name: "X-WR-CALNAME", value: text(options.name) },
      { name: "X-WR-TIMEZONE", value: text(timeZone) },
      { name: "REFRESH-INTERVAL", params: [["VALUE", "DURATION"]], value: REFRESH },
      { name: "X-PUBLISHED-TTL", value: REFRESH },
    ],
    components: [
      ...(repeated.length > 0 ? [zoneOf(timeZone, earliest)] : []),
      ...tasks.flatMap((task) => eventsOf(task, { timeZone, domain, doneMark, ...options.event(task) })),
    ],
  });
}
