/** Values as people read them, and as they stand in a control while being edited. */
import type { DealLine, Money, Point, Reminder, Value } from "@/crm/record/types.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import type { CardField, Words } from "@/components/records/card/types.ts";
import { dateTimeOf, prettyNumber, type Zone } from "@/components/time/format.ts";
import { isBlankLine, type LineDraft, lineDraft, sentLine } from "@/components/deals/lines.ts";
import type { Translate } from "@/components/i18n.ts";

/** One line of text; empty for no value. */
export function textOf(value: Value | undefined, field: CardField, words: Words & { t: Translate }): string {
  if (value === null || value === undefined || value === "") return "";
  const { t, zone, names } = words;
  const title = (one: string) => field.options.find((option) => option.value === one)?.title ?? names[one];
  switch (field.type) {
    case "checkbox":
      return t(value ? "shell.yes" : "shell.no");
    case "money":
      return moneyText(value as Money, zone.locale);
    case "number":
      return new Intl.NumberFormat(zone.locale, { maximumFractionDigits: 10 }).format(value as number);
    case "date":
      return dayText(value as string, zone.locale);
    case "datetime":
      return dateTimeOf(Date.parse(value as string), zone);
    case "phone":
      return prettyNumber(value as string);
    case "phones":
      return (value as Point[]).map((point) => withLabel(prettyNumber(point.value), point)).join(", ");
    case "emails":
      return (value as Point[]).map((point) => withLabel(point.value, point)).join(", ");
    case "tags":
      return (value as string[]).join(", ");
    case "multi-select":
      return (value as string[]).map((one) => title(one) ?? one).join(", ");
    case "params":
      return Object.entries(value as Record<string, string>).map(([key, text]) => `${key}: ${text}`).join(", ");
    case "select":
      return title(value as string) ?? `${value}`;
    case "user":
    case "team":
    case "record":
    case "source":
    case "pipeline":
    case "stage":
    case "loss-reason":
      return title(value as string) ?? t("card.unseen");
    case "records":
      return (value as string[]).map((one) => title(one) ?? t("card.unseen")).join(", ");
    case "lines":
      return linesText(value as DealLine[], zone.locale);
    case "reminders":
      return (value as Reminder[]).map((one) => reminderText(one, t)).join("; ");
    default:
      return `${value}`;
  }
}

/** `Setup × 2, Licence`: how many of what. */
export function linesText(lines: readonly DealLine[], locale: string): string {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  return lines.map(({ name, quantity }) => quantity === 1 ? name : `${name} × ${number.format(quantity)}`).join(", ");
}

export function reminderText({ minutes, channels }: Reminder, t: Translate): string {
  const ways = channels.map((one) => t(`card.reminder.${one}`)).join(", ");
  return `${beforeText(minutes, t)} (${ways})`;
}

/** How long before the time. */
export function beforeText(minutes: number, t: Translate): string {
  if (minutes === 0) return t("card.reminder.at-once");
  if (minutes % 1_440 === 0) return t("card.reminder.days", { count: minutes / 1_440 });
  if (minutes % 60 === 0) return t("card.reminder.hours", { count: minutes / 60 });
  return t("card.reminder.minutes", { count: minutes });
}

const withLabel = (text: string, point: Point) => point.label ? `${text} (${point.label})` : text;

export function moneyText(money: Money, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const whole = money.minor % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    ...(whole ? { maximumFractionDigits: 0 } : {}),
  }).format(money.minor / 10 ** digits);
}

/** A day of the calendar has no zone. */
function dayText(day: string, locale: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    at,
  );
}

/** What a control of the field holds for a value. */
export function draftOf(field: CardField, timeZone: string): (value: Value) => Draft {
  switch (field.type) {
    case "checkbox":
      return (value) => value === true;
    case "tags":
    case "multi-select":
    case "records":
    case "reminders":
      return (value) => (value ?? []) as string[];
    case "lines":
      return (value) => ((value ?? []) as DealLine[]).map(lineDraft);
    case "phones":
    case "emails":
      return (value) =>
        ((value ?? []) as Point[]).map((point) => ({ value: point.raw ?? point.value, label: point.label ?? "" }));
    case "money":
      return (value) => value === null ? "" : moneyDraft(value as Money);
    case "datetime":
      return (value) => typeof value === "string" ? localMoment(Date.parse(value), timeZone) : "";
    default:
      return (value) => value === null || value === undefined ? "" : `${value}`;
  }
}

/** What is sent of a control's content; the server reads numbers, money and phones as people write them. */
export function sentOf(field: CardField, draft: Draft, zone: Zone): unknown {
  if (field.type === "datetime" && typeof draft === "string" && draft !== "") {
    return new Date(momentIn(draft, zone.timeZone)).toISOString();
  }
  if (field.type === "lines") return (draft as LineDraft[]).filter((line) => !isBlankLine(line)).map(sentLine);
  if (field.type === "phones" || field.type === "emails") {
    return (draft as { value: string; label: string }[]).filter(({ value }) => value.trim() !== "")
      .map(({ value, label }) => ({ value, raw: value, label }));
  }
  return draft;
}

export function moneyDraft(money: Money): string {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: money.currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;
  const amount = (money.minor / 10 ** digits).toFixed(money.minor % 10 ** digits === 0 ? 0 : digits);
  return `${amount} ${money.currency}`;
}

/** `2026-03-02T14:05` on the wall clock of a zone. */
export function localMoment(at: number, timeZone: string): string {
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
  return text.replace(" ", "T");
}

/** The moment of a wall clock's time in a zone, ms. Two steps settle the offset on days when the clock changes. */
export function momentIn(local: string, timeZone: string): number {
  const wanted = Date.parse(`${local}Z`);
  let at = wanted;
  for (let i = 0; i < 2; i++) at = wanted - (Date.parse(`${localMoment(at, timeZone)}Z`) - Math.floor(at / 6e4) * 6e4);
  return at;
}
