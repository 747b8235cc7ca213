/** A notice in words: a line that says what, and one that says more. For the console, pushes and letters alike. Pure. */
import type { Translate } from "@/locales/mod.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";

export interface Told {
  kind: string;
  data: Record<string, unknown>;
}

export interface NoticeWords {
  title: string;
  text: string;
}

/** The reader's language and the site's zone. */
export function noticeWords(t: Translate, notice: Told, zone: Zone): NoticeWords {
  const { kind, data } = notice;
  const values: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === "string" || typeof value === "number") values[key] = value;
  }
  if (typeof data.by === "string") values.named = data.by === "" ? "no" : "yes";
  if (typeof data.due === "string") values.due = dueText(data.due, data.allDay === true, zone);
  if (kind === "reminder") return reminder(t, values, data);
  return { title: t(`notices.kind.${kind}.title`, values), text: t(`notices.kind.${kind}.text`, values) };
}

function reminder(t: Translate, values: Record<string, string | number>, data: Record<string, unknown>): NoticeWords {
  const late = Number(data.lateMinutes ?? 0);
  const text = t("notices.kind.reminder.text", values);
  return {
    title: t("notices.kind.reminder.title", values),
    text: late > 0 ? `${text} ${t("notices.late", { minutes: late })}` : text,
  };
}

function dueText(iso: string, allDay: boolean, zone: Zone): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return "";
  if (!allDay) return dateTimeOf(at, zone);
  const { locale, timeZone } = zone;
  return new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone }).format(at);
}
