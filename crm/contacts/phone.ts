/** Phone numbers: E.164 by libphonenumber, Russian when no country is given; the raw form is kept beside it. */
import { parsePhoneNumberFromString } from "libphonenumber-js";

/**
 * E.164, or null when the text is no possible number: an internal extension, `anonymous`, nonsense. Possible is enough
 * (length fits); lists of valid prefixes are always older than the numbers in use.
 */
export function parsePhone(raw: string): string | null {
  const text = raw.trim();
  if (text.length > 40 || /[a-zа-я@]/i.test(text)) return null;
  // Trunks send international numbers without the plus, and Russian ones as 7 or 8 with ten digits.
  const digits = text.replace(/\D/g, "");
  const bare = !text.startsWith("+") && (digits.length > 11 || (digits.length === 11 && digits.startsWith("7")));
  const number = parsePhoneNumberFromString(bare ? `+${digits}` : text, "RU");
  return number?.isPossible() ? number.number : null;
}

/**
 * Digits to look for inside stored E.164 numbers: people type the national 8 for +7. null: fewer than three digits, or
 * the text has words. For filters and search.
 */
export function searchDigits(text: string): string[] | null {
  if (!/^[\d\s()+.-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, "");
  if (digits.length < 3 || digits.length > 15) return null;
  return !text.trim().startsWith("+") && digits.startsWith("8") && digits.length > 3
    ? [digits, `7${digits.slice(1)}`]
    : [digits];
}
