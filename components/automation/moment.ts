/** Moments as people read them in rules and their log. Pure. */

export interface ZoneOf {
  locale: "ru" | "en";
  timeZone: string;
}

export function formatMoment(iso: string, { locale, timeZone }: ZoneOf): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(locale === "ru" ? "ru-RU" : "en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}

/** With seconds, for the log. */
export function formatExactly(iso: string, { locale, timeZone }: ZoneOf): string {
  return new Intl.DateTimeFormat(locale === "ru" ? "ru-RU" : "en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(new Date(iso));
}
