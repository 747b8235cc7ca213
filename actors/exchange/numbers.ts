/** Callers' and dialled numbers as the network writes them, brought to one form: E.164 when they can be parsed. */
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

/** Longest number kept; E.164 has 15 digits, SIP user parts may be anything. */
const LONGEST = 64;

/** `+79161234567` for `8 (916) 123-45-67` in Russia; what cannot be a number of a phone stays as received. */
export function normaliseNumber(raw: string, country: CountryCode = "RU"): string {
  const text = raw.trim().slice(0, LONGEST);
  // Operators often leave out the plus of an international number.
  const international = /^\d{11,15}$/.test(text) && !text.startsWith("8") && !text.startsWith("0") ? `+${text}` : text;
  for (const candidate of new Set([international, text])) {
    const parsed = parsePhoneNumberFromString(candidate, country);
    if (parsed?.isValid()) return parsed.number;
  }
  return text;
}

/** Forms under which a dialled number may stand in the set-up, the likeliest first. */
export function formsOf(did: string, country: CountryCode = "RU"): string[] {
  const text = did.trim().slice(0, LONGEST);
  const bare = text.replace(/[^\d+]/g, "");
  const e164 = normaliseNumber(text, country);
  return [...new Set([text, bare, bare.replace(/^\+/, ""), e164, e164.replace(/^\+/, "")])].filter((form) => form);
}
