/** Readers of values that only deals and tasks have: ids of several records, lines of products, reminders. */
import { isId } from "@/crm/ids.ts";
import { readMoney } from "@/crm/record/money.ts";
import { bad, good, listOf, plainText, type Read, textOf } from "@/crm/record/reading.ts";
import type { DealLine, Reminder } from "@/crm/record/types.ts";

const MOST_IDS = 50;
const MOST_LINES = 200;
const MOST_REMINDERS = 10;
/** Eight weeks. */
const EARLIEST_REMINDER = 80_640;
const CHANNELS = ["app", "push", "email"] as const;

/** Ids, each once, in their order: the first is the main one. */
export function readIds(given: unknown): Read {
  const ids = [...new Set(listOf(given))];
  if (ids.length > MOST_IDS) return bad("too-many");
  return ids.every(isId) ? good(ids) : bad("bad-reference");
}

/** Prices are of one piece, before the discount; all of one currency. */
export function readLines(given: unknown): Read {
  const list = entries(given);
  if (list === null) return bad("bad-lines");
  if (list.length > MOST_LINES) return bad("too-many");
  const lines: DealLine[] = [];
  for (const one of list) {
    const name = plainText(textOf(one.name)).trim().slice(0, 200);
    const product = one.product ?? null;
    const quantity = one.quantity ?? 1;
    const discount = one.discount ?? 0;
    const price = readMoney(one.price, "RUB");
    if (!price.ok) return price;
    if (product !== null && !(typeof product === "string" && isId(product))) return bad("bad-reference");
    if (!isBetween(quantity, 0, 1e9) || !isBetween(discount, 0, 100) || name === "") return bad("bad-lines");
    lines.push({ product, name, quantity, price: price.value as DealLine["price"], discount });
  }
  if (new Set(lines.map(({ price }) => price.currency)).size > 1) return bad("line-currencies");
  return good(lines);
}

/** Minutes before the due time, the earliest first, each once. */
export function readReminders(given: unknown): Read {
  const list = entries(given);
  if (list === null) return bad("bad-reminders");
  if (list.length > MOST_REMINDERS) return bad("too-many");
  const found = new Map<number, Reminder["channels"]>();
  for (const { minutes, channels = ["app"] } of list) {
    if (!isBetween(minutes, 0, EARLIEST_REMINDER) || !Number.isInteger(minutes)) return bad("bad-reminders");
    if (!Array.isArray(channels) || channels.length === 0) return bad("bad-reminders");
    if (!channels.every((one) => CHANNELS.includes(one))) return bad("bad-reminders");
    const all = new Set<unknown>([...found.get(minutes) ?? [], ...channels]);
    found.set(minutes, CHANNELS.filter((one) => all.has(one)));
  }
  const reminders = [...found].map(([minutes, channels]) => ({ minutes, channels }));
  return good(reminders.sort((a, b) => b.minutes - a.minutes));
}

function entries(given: unknown): Record<string, unknown>[] | null {
  if (given === null || given === undefined || given === "") return [];
  if (!Array.isArray(given)) return null;
  return given.every((one) => typeof one === "object" && one !== null) ? given : null;
}

const isBetween = (value: unknown, from: number, to: number): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= from && value <= to;
