/** Values of records as cells of a file that people open in Excel, and that an import can read again. */
import { wallClock } from "@/crm/import/files/write.ts";
import type { Cell } from "@/crm/import/files/write.ts";
import {
  type DealLine,
  type Field,
  minorDigits,
  type Money,
  type Point,
  type Reminder,
  type Value,
} from "@/crm/record/mod.ts";

export interface CellWords {
  locale: "ru" | "en";
  /** IANA zone of moments. */
  timeZone: string;
  yes: string;
  no: string;
  /** Currency whose amounts are plain numbers; others carry their code. */
  currency: string;
  /** Title of a built-in choice. */
  choice(field: Field, value: string): string;
  /** Name of a person, a team, a source, a pipeline, a stage, a reason or another record by its id; undefined: out of reach. */
  name(id: string): string | undefined;
}

export function toCell(field: Field, value: Value | undefined, words: CellWords): Cell {
  if (value === null || value === undefined) return null;
  switch (field.type) {
    case "number":
      return value as number;
    case "money":
      return amount(value as Money, words.currency);
    case "checkbox":
      return value ? words.yes : words.no;
    case "date":
      return { date: value as string };
    case "datetime":
      return wallClock(new Date(value as string), words.timeZone);
    case "select":
      return title(field, value as string, words);
    case "multi-select":
      return (value as string[]).map((one) => title(field, one, words)).join(", ");
    case "tags":
      return (value as string[]).join(", ");
    case "phones":
    case "emails":
      return (value as Point[]).map((point) => point.value).join(", ");
    case "user":
    case "team":
    case "source":
    case "record":
    case "pipeline":
    case "stage":
    case "loss-reason":
      return words.name(value as string) ?? "";
    case "records":
      return (value as string[]).flatMap((one) => words.name(one) ?? []).join(", ");
    case "lines":
      return (value as DealLine[]).map((line) => lineText(line, words.currency)).join("; ");
    case "reminders":
      return (value as Reminder[]).map(({ minutes, channels }) => `${minutes} (${channels.join(", ")})`).join("; ");
    case "params":
      return Object.entries(value as Record<string, string>).map(([key, text]) => `${key}=${text}`).join("; ");
    default:
      return value as string;
  }
}

/** `Setup × 2 × 1500 − 10%`: what, how many, for how much each, less the discount. */
function lineText({ name, quantity, price, discount }: DealLine, currency: string): string {
  const off = discount === 0 ? "" : ` − ${discount}%`;
  return `${name} × ${quantity} × ${amount(price, currency)}${off}`;
}

function amount({ minor, currency }: Money, plain: string): Cell {
  const digits = minorDigits(currency);
  return currency === plain ? minor / 10 ** digits : `${(minor / 10 ** digits).toFixed(digits)} ${currency}`;
}

function title(field: Field, value: string, words: CellWords): string {
  const option = field.options.find((one) => one.value === value);
  if (option) return words.locale === "ru" ? option.titleRu : option.titleEn;
  return field.choices.includes(value) ? words.choice(field, value) : value;
}
