/** Numbers of a report as people read them. Pure. */
import { minorDigits } from "@/crm/record/money.ts";

export interface Say {
  money(minor: number | null): string;
  /** 1,2 млн ₽ */
  short(minor: number | null): string;
  count(number: number): string;
  percent(share: number | null): string;
  days(days: number | null): string;
  month(month: string): string;
  /** For the foot of a chart: the year only where it begins. */
  monthShort(month: string, first: boolean): string;
}

const NOTHING = "–";

export function numbersIn(locale: string, currency: string): Say {
  const digits = minorDigits(currency);
  const whole = new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const days = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const month = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
  const at = (text: string) => Date.parse(`${text}-01T00:00:00Z`);
  return {
    money: (minor) => minor === null ? NOTHING : whole.format(minor / 10 ** digits),
    short: (minor) => minor === null ? NOTHING : compact.format(minor / 10 ** digits),
    count: (number) => plain.format(number),
    percent: (share) => share === null ? NOTHING : percent.format(share),
    days: (number) => number === null ? NOTHING : days.format(number),
    month: (text) => month.format(at(text)),
    monthShort: (text, first) =>
      first || text.endsWith("-01") ? `${short.format(at(text))} ${text.slice(0, 4)}` : short.format(at(text)),
  };
}
