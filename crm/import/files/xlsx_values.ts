/** Values of cells as text: numbers, dates by their format, names of columns (ECMA-376 part 1, 18.3, 18.8.30). Pure. */

const DAY = 86_400_000;
/** Days are counted from here; 1900 is a leap year to Excel, as it was to Lotus 1-2-3, hence the day before. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const MAX_SERIAL = 2_958_466;

/** Whether numbers of this format are shown as days or times. `code` is absent for built-in formats. */
export function isDateFormat(id: number, code?: string): boolean {
  if (code === undefined) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58 && id !== 49);
  }
  // Of several sections (positive; negative; zero; text) the first tells.
  const bare = code
    .replace(/\\.|_.|\*./g, "")
    .replace(/"[^"]*"/g, "")
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/gi, "")
    .split(";")[0];
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare);
}

/**
 * A serial number as `2024-01-31`, `2024-01-31 10:00:00`, or `10:00:00` below one day (also of durations, which may pass
 * 24 hours only as days). null: no date has this number.
 */
export function serialToText(serial: number, options: { date1904: boolean }): string | null {
  if (!(serial >= 0 && serial < MAX_SERIAL)) return null;
  const seconds = Math.round(serial * 86_400);
  const day = Math.floor(seconds / 86_400);
  const time = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  if (day === 0 && !options.date1904) return time;
  const base = options.date1904 ? EPOCH_1904 : day < 60 ? EPOCH_1900 + DAY : EPOCH_1900;
  const date = new Date(base + day * DAY).toISOString().slice(0, 10);
  return seconds % 86_400 === 0 ? date : `${date} ${time}`;
}

/** The serial number of `2024-01-31` or `2024-01-31 10:00:00` in the 1900 system; null: no such day, or before 1900. */
export function textToSerial(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const moment = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day || moment.getUTCHours() !== hour) return null;
  if (year < 1900) return null;
  const serial = (moment.getTime() - EPOCH_1900) / DAY;
  // Before the leap day that never was, numbers are one less.
  return serial < 61 ? serial - 1 : serial;
}

/** `7.9161234567E10` as `79161234567`; 0.1 + 0.2 as Excel shows it, with 15 digits; text that is no number as it is. */
export function numberToText(stored: string): string {
  if (/^-?\d{1,15}$/.test(stored)) return stored;
  const number = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(number)) return stored;
  const short = Number(number.toPrecision(15));
  const text = String(short);
  if (!text.includes("e")) return text;
  return Math.abs(short) >= 1 ? BigInt(short).toString() : short.toFixed(20).replace(/0+$/, "");
}

/** `BC12` → 54 (from 0); -1: no reference. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 65 || code > 90 || at > 3) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

/** 54 → `BC`. */
export function columnName(column: number): string {
  let name = "";
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    name = String.fromCharCode(65 + (left - 1) % 26) + name;
  }
  return name;
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). NULs are dropped. */
export function unescapeText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(parseInt(code, 16)).replace("\0", ""));
}
