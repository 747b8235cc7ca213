/** Durations and times as digits. Words (minutes, yesterday) come from the catalogues or from Intl. */

/** `0:07`, `12:03`, `1:02:03`. Negative counts as zero: clocks differ by a little. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** ISO 8601 duration for `<time datetime>`. */
export function isoDuration(ms: number): string {
  return `PT${Math.max(0, Math.floor(ms / 1000))}S`;
}

export interface Zone {
  locale: string;
  timeZone: string;
}

/** Time of day. */
export function timeOf(at: number, zone: Zone): string {
  return new Intl.DateTimeFormat(zone.locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone.timeZone,
  })
    .format(at);
}

const made = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it a hundred times. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = made.get(key);
  if (!format) made.set(key, format = new Intl.DateTimeFormat(locale, options));
  return format;
}

/** Day and time; the year only when it is not this one. */
export function dateTimeOf(at: number, zone: Zone, now = Date.now()): string {
  const { locale, timeZone } = zone;
  const year = (moment: number) => formatOf("en", { year: "numeric", timeZone }).format(moment);
  return formatOf(locale, {
    day: "numeric",
    month: "short",
    ...(year(at) === year(now) ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(at);
}

/** With seconds, for logs and time lines. */
export function preciseTimeOf(at: number, zone: Zone): string {
  return new Intl.DateTimeFormat(zone.locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: zone.timeZone,
  }).format(at);
}

/** Whole per cent, `–` without a base. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)}%` : "–";
}

/** A number as people read it: +7 495 123-45-67; other countries in groups of three from the left of the rest. */
export function prettyNumber(number: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(number);
  if (russian) return `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}`;
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american[1]} ${american[2]}-${american[3]}`;
  return number;
}

/** What a person without the right to see numbers gets: country and the last two digits. */
export function maskedNumber(number: string): string {
  return number.length < 6 ? "•••" : `${number.slice(0, number.startsWith("+") ? 2 : 1)} ••• ${number.slice(-2)}`;
}

/** Two letters for a round picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("") || "#";
}
