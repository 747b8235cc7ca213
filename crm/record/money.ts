/** Numbers and money as people and files write them, in both languages. */
import written from "@/crm/record/written.json" with { type: "json" };
import { bad, good, type Read } from "@/crm/record/reading.ts";
import type { Money } from "@/crm/record/types.ts";

/** Numbers as people write them: spaces between thousands, a comma or a point before the fraction. */
export function readNumber(given: unknown): number | null {
  if (typeof given === "number") return Number.isFinite(given) ? given : null;
  if (typeof given !== "string") return null;
  const bare = given.replace(/[\s\u00a0\u202f']/g, "");
  // "1,234.50" and "1.234,50": the last sign is the decimal one, the other stands between thousands.
  const text = bare.lastIndexOf(",") > bare.lastIndexOf(".")
    ? bare.replaceAll(".", "").replace(/,(?=[^,]*$)/, ".").replaceAll(",", "")
    : bare.replaceAll(",", "");
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

const SIGNS: Record<string, string> = written.currencies;
const SIGN = Object.keys(SIGNS).map((sign) => sign.replace("$", "\\$")).join("|");
const MARKED = new RegExp(`^\\s*(${SIGN}|[A-Z]{3}\\b)|(${SIGN}|[A-Z]{3})\\.?\\s*$`, "u");

/** An amount in minor units; `currency` is that of an amount without one. */
export function readMoney(given: unknown, currency: string): Read {
  if (typeof given === "object" && given !== null && "minor" in given) {
    const { minor, currency: own } = given as Partial<Money>;
    if (typeof minor !== "number" || !Number.isSafeInteger(minor)) return bad("bad-number");
    if (typeof own !== "string" || !/^[A-Z]{3}$/.test(own)) return bad("bad-currency");
    return good({ minor, currency: own });
  }
  let text = typeof given === "number" ? `${given}` : typeof given === "string" ? given : "";
  let of = currency;
  const sign = MARKED.exec(text);
  if (sign) {
    const word = sign[1] ?? sign[2];
    of = SIGNS[word] ?? word;
    text = text.replace(sign[0], "");
  }
  const number = readNumber(text);
  if (number === null) return bad("bad-number");
  const minor = Math.round(number * 10 ** minorDigits(of));
  return Number.isSafeInteger(minor) ? good({ minor, currency: of }) : bad("bad-number");
}

/** Digits after the point of a currency, as ISO 4217 has them. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) digitsOf.set(currency, digits = askDigits(currency));
  return digits;
}

// A formatter takes 50 µs and native memory that comes back late: made for each cell of a file, they took gigabytes.
// There are as many codes as three letters make.
const digitsOf = new Map<string, number>();

function askDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
