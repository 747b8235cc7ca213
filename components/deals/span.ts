/** How long something lasted, in the largest unit that says enough. Pure. */
import type { Translate } from "@/components/i18n.ts";

const DAY = 86_400;

export function spanText(seconds: number, t: Translate): string {
  if (seconds >= DAY) return t("deals.span.days", { count: Math.floor(seconds / DAY) });
  if (seconds >= 3_600) return t("deals.span.hours", { count: Math.floor(seconds / 3_600) });
  return t("deals.span.minutes", { count: Math.max(1, Math.round(seconds / 60)) });
}
