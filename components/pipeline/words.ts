/** Amounts, ages and times as cards and heads of columns say them. Pure. */
import type { ColumnTotals } from "@/crm/board/types.ts";
import { dayOf } from "@/components/deals/late.ts";
import { moneyText } from "@/components/records/card/values.ts";
import { dateTimeOf, timeOf, type Zone } from "@/components/time/format.ts";
import type { Translate } from "@/components/i18n.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest whole unit. */
export function ageText(ms: number, t: Translate): string {
  if (ms < MINUTE) return t("board.age.now");
  if (ms < HOUR) return t("board.age.minutes", { count: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t("board.age.hours", { count: Math.floor(ms / HOUR) });
  return t("board.age.days", { count: Math.floor(ms / DAY) });
}

export type TaskMark = "none" | "overdue" | "today" | "later";

/** How the next task stands: in words, and in short beside its sign. */
export function taskOf(
  due: string | null,
  options: { now: number; zone: Zone; t: Translate },
): { mark: TaskMark; text: string; short: string } {
  const { now, zone, t } = options;
  if (due === null) return { mark: "none", text: t("board.card.task.none"), short: t("board.card.task.none") };
  const at = Date.parse(due);
  const today = dayOf(at, zone.timeZone) === dayOf(now, zone.timeZone);
  const short = today ? timeOf(at, zone) : dateTimeOf(at, zone, now);
  const mark = at < now ? "overdue" : today ? "today" : "later";
  return { mark, text: t(`board.card.task.${mark}`, { when: short }), short };
}

/** Sums of a column, one line a currency, the largest first. */
export function sumsText(sums: ColumnTotals["sums"], locale: string): { sum: string; weighted: string } {
  const line = (key: "minor" | "weighted") =>
    sums.map((one) => moneyText({ minor: one[key], currency: one.currency }, locale)).join(" + ");
  return { sum: line("minor"), weighted: line("weighted") };
}
