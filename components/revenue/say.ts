/** Money and periods of a forecast as people read them. Pure. */
import { numbersIn, type Say } from "@/components/reports/numbers.ts";
import type { Translate } from "@/components/i18n.ts";

export interface RevenueSay extends Say {
  /** `2026-11`, `2026-Q4` or `2026-11…2027-01`. */
  period(name: string): string;
  /** `2026-11-28` */
  day(day: string): string;
  range(low: number, high: number): string;
  /** With its sign. */
  change(minor: number): string;
  currency: string;
}

export function sayIn(t: Translate, options: { locale: string; currency: string }): RevenueSay {
  const { locale, currency } = options;
  const numbers = numbersIn(locale, currency);
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const period = (name: string): string => {
    if (name.includes("…")) return name.split("…").map(numbers.month).join(" – ");
    if (name.includes("Q")) return t("revenue.quarter", { quarter: Number(name.slice(6)), year: name.slice(0, 4) });
    return numbers.month(name);
  };
  return {
    ...numbers,
    currency,
    period,
    day: (text) => day.format(Date.parse(`${text}T00:00:00Z`)),
    range: (low, high) => t("revenue.range", { low: numbers.short(low), high: numbers.short(high) }),
    change: (minor) => `${minor > 0 ? "+" : minor < 0 ? "−" : ""}${numbers.money(Math.abs(minor))}`,
  };
}
