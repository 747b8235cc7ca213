/** What a column holds, told by its cells. Pure. */
import { parsePhone } from "@/crm/contacts/phone.ts";
import written from "@/crm/record/written.json" with { type: "json" };
import { type DateOrder, readDay } from "@/crm/record/days.ts";
import { readNumber } from "@/crm/record/money.ts";
import type { CustomFieldType } from "@/store/tables/records.ts";

/** Share of the cells that must agree on a phone or an e-mail: in real lists some are mistyped. */
const MOST = 0.8;
const FEW = 3;
const YES_NO = new Set([...written.yes, ...written.no].filter((word) => word.length > 1));
const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]{2,}$/;
const TIME = /\d{1,2}:\d{2}/;

const phoneLike = (cell: string) =>
  /^[+(]?[\d\s()+.-]{10,24}$/.test(cell) && (/^[+(78]/.test(cell) || cell.replace(/\D/g, "").length === 10) &&
  !/^\d{4}-\d\d-\d\d/.test(cell) && parsePhone(cell) !== null;

/** Phones and e-mails are known by their form; null: neither. */
export function pointsIn(cells: readonly string[]): "phones" | "emails" | null {
  if (cells.length === 0) return null;
  const share = (is: (cell: string) => boolean) => cells.filter(is).length / cells.length;
  if (share((cell) => EMAIL.test(cell)) >= MOST) return "emails";
  return share(phoneLike) >= MOST ? "phones" : null;
}

/** What stands first in dates like 25/12/2026: told by numbers that are no months; without any, the day. */
export function orderOf(cells: Iterable<string>): DateOrder {
  let american = false;
  for (const cell of cells) {
    // With two digits of the year, 10-25-33 is as well a telephone.
    const date = /^(\d{1,2})(?:\/(\d{1,2})\/(?:\d{4}|\d\d)|-(\d{1,2})-\d{4})(?![\d/-])/.exec(cell.trim());
    if (!date) continue;
    const [first, second] = [Number(date[1]), Number(date[2] ?? date[3])];
    if (first > 12 && first < 32 && second < 13) return "dmy";
    american ||= first < 13 && second > 12 && second < 32;
  }
  return american ? "mdy" : "dmy";
}

/** Type of a new field for these cells: a narrower one than text only when every cell agrees. */
export function guessType(cells: readonly string[]): Exclude<CustomFieldType, "select" | "multi-select" | "user"> {
  const all = (is: (cell: string) => boolean) => cells.length > 0 && cells.every(is);
  if (all((cell) => YES_NO.has(cell.toLowerCase()))) return "checkbox";
  const order = orderOf(cells);
  if (all((cell) => readDay(cell, order) !== null)) return cells.some((cell) => TIME.test(cell)) ? "datetime" : "date";
  if (all((cell) => EMAIL.test(cell))) return "email";
  if (all((cell) => /^https?:\/\/\S+$/i.test(cell))) return "url";
  if (cells.length >= FEW && all(isNumber)) return "number";
  return cells.some((cell) => cell.length > 200 || cell.includes("\n")) ? "long-text" : "text";
}

/** No codes: what begins with a zero or has more digits than a number keeps stays text. */
function isNumber(cell: string): boolean {
  return readNumber(cell) !== null && !/^[+-]?0\d/.test(cell) && cell.replace(/\D/g, "").length <= 15;
}
