/** Words of the calendar's things. */
import { wallOf } from "@/crm/calendar/zone.ts";
import type { CompanyDay } from "@/crm/calendar/range.ts";
import { clockText, longDay } from "@/components/calendar/dates.ts";
import type { Item, Place } from "@/components/calendar/types.ts";
import type { Zone } from "@/components/time/format.ts";
import type { Translate } from "@/components/i18n.ts";

type When = Pick<Item, "from" | "to" | "allDay">;

/** The hours: `10:00–10:30`, `by 10:00`, `all day`. */
export function hoursText(item: When, options: { t: Translate; zone: Zone }): string {
  const { t, zone: { timeZone } } = options;
  if (item.allDay) return t("calendar.when.day");
  const from = clockText(wallOf(item.from, timeZone).minute);
  if (item.to === item.from) return t("calendar.when.at", { from });
  return t("calendar.when.span", { from, to: clockText(wallOf(item.to, timeZone).minute) });
}

/** With the day before the hours. */
export function whenText(item: When, options: { t: Translate; zone: Zone }): string {
  const { locale, timeZone } = options.zone;
  return `${longDay(wallOf(item.from, timeZone).day, locale)}, ${hoursText(item, options)}`;
}

/** When something stands at a place. */
export function placeText(place: Place, options: { t: Translate; zone: Zone }): string {
  const to = place.due + (place.minutes ?? 0) * 60_000;
  return whenText({ from: place.due, to, allDay: place.allDay }, options);
}

export const nameOf = (item: Pick<Item, "name">, t: Translate): string => item.name || t("calendar.item.nameless");

/** The whole of it in one sentence, for those who hear it. */
export function spokenOf(item: Item, options: { t: Translate; zone: Zone; owner?: string }): string {
  const { t } = options;
  const text = t("calendar.item", {
    type: t(`records.type.${item.type}`),
    name: nameOf(item, t),
    when: whenText(item, options),
  });
  return [text, ...marksOf(item, t), options.owner ?? ""].filter(Boolean).join(", ");
}

/** What is special about it. */
export function marksOf(item: Item, t: Translate): string[] {
  return [
    item.status === "done" ? t("calendar.done") : "",
    item.status === "cancelled" ? t("calendar.cancelled") : "",
    item.overdue ? t("calendar.overdue") : "",
    item.recurring ? t("calendar.recurring") : "",
    item.repeat ? t("calendar.repeat-mark") : "",
  ].filter(Boolean);
}

/** Name of a special day. */
export function dayName(day: CompanyDay, t: Translate): string {
  if (day.name) return day.name;
  return day.holiday ? t(`calendar.holiday.${day.holiday}`) : t(`calendar.day.${day.type}`);
}

/** `1 h 30 min`. */
export function lengthText(minutes: number, t: Translate): string {
  return t("calendar.length", { hours: Math.floor(minutes / 60), minutes: minutes % 60 }).trim();
}

/** With a capital letter, as sentences begin. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
