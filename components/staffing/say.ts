/** Numbers, days and times of forecasts as people read them. Pure. */

export interface Say {
  whole(value: number | null | undefined): string;
  /** One digit after the comma, where calls or people are few. */
  fine(value: number | null | undefined): string;
  percent(share: number | null | undefined): string;
  /** With its sign. */
  signed(value: number): string;
  signedPercent(share: number | null | undefined): string;
  day(day: string): string;
  weekday(day: string): string;
  money(value: number | null | undefined): string;
}

const NOTHING = "–";

export function sayIn(locale: string): Say {
  const make = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const whole = make({ maximumFractionDigits: 0 });
  const fine = make({ maximumFractionDigits: 1 });
  const percent = make({ style: "percent", maximumFractionDigits: 1 });
  const signed = make({ maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const signedPercent = make({ style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const shown = (value: number | null | undefined, format: Intl.NumberFormat) =>
    value === null || value === undefined || !Number.isFinite(value) ? NOTHING : format.format(value);
  const at = (text: string) => Date.parse(`${text}T00:00:00Z`);
  return {
    whole: (value) => shown(value, whole),
    fine: (value) => shown(value, value !== null && value !== undefined && Math.abs(value) >= 20 ? whole : fine),
    percent: (share) => shown(share, percent),
    signed: (value) => shown(value, signed),
    signedPercent: (share) => shown(share, signedPercent),
    day: (text) => day.format(at(text)),
    weekday: (text) => weekday.format(at(text)),
    money: (value) => shown(value, whole),
  };
}

/** `09:30` of a minute of the day; behind midnight it begins again. */
export function clockOf(minute: number): string {
  const hours = Math.floor(minute / 60) % 24;
  return `${`${hours}`.padStart(2, "0")}:${`${Math.round(minute) % 60}`.padStart(2, "0")}`;
}

/** A share of calls told wrong as "one call in so many"; null: nothing to tell. */
export function oneIn(wape: number | null): number | null {
  return wape === null || !(wape > 0) ? null : Math.max(1, Math.round(1 / wape));
}

export function sumOf(list: readonly (number | null | undefined)[]): number {
  return list.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}
