/**
 * Where a number in E.164 belongs: country, federal subject of Russia, time zones. Pure, without a look-up anywhere:
 * Russian area codes are ours (russia.json), countries are libphonenumber's, their zones tzdata's (countries.json,
 * made by generate.ts). Google's own zone data is not used: it has Kaliningrad on Bucharest's time, Saratov and every
 * Russian mobile on Moscow's.
 */
import { parsePhoneNumberFromString } from "libphonenumber-js";
import countries from "./countries.json" with { type: "json" };
import russia from "./russia.json" with { type: "json" };

export interface Place {
  /** ISO 3166 alpha-2; `001` for numbers of no country (+800, satellites); empty for what is no number. */
  country: string;
  /** Two-digit code of a federal subject of Russia, named by the message `phones.region.<code>`; null: unknown. */
  region: string | null;
  /** IANA zones, one for each clock that may hang there; several when the number does not decide, none when unknown. */
  timeZones: string[];
  /** Whether the number is tied to a place: a landline of a known Russian area. Mobiles travel, toll-free has no place. */
  local: boolean;
}

const ZONES: Record<string, string[] | undefined> = countries.zones;
const REGION_ZONES: Record<string, string[]> = russia.regions;
const AREAS: Record<string, string | undefined> = russia.areas;
const AREA_ZONES: Record<string, string[] | undefined> = russia.areaZones;
/** Mobile codes that are used in one part of the country only. */
const MOBILES: Record<string, string[] | undefined> = russia.mobiles;

/** The place of a number in E.164. Never throws: text that is no number has an empty country and no zones. */
export function placeOf(e164: string): Place {
  if (!/^\+[1-9]\d{4,14}$/.test(e164)) return nowhere("");
  // Kazakhstan has 6 and 7 of the common plan, Russia the rest (agreement of 2006).
  if (e164.startsWith("+7")) {
    if (e164.length !== 12) return nowhere("");
    return /^\+7[67]/.test(e164) ? { ...nowhere("KZ"), timeZones: zonesOf(["KZ"]) } : russian(e164.slice(2));
  }
  const number = parsePhoneNumberFromString(e164);
  if (!number?.isPossible()) return nowhere("");
  // Several countries share a code and this number is in nobody's plan: the first one's is the main plan.
  const possible = number.country ? [number.country] : number.getPossibleCountries();
  return { ...nowhere(possible[0] ?? "001"), timeZones: zonesOf(possible) };
}

/** `national`: the ten digits after +7. */
function russian(national: string): Place {
  const country = "RU";
  if (national.startsWith("9")) {
    return { country, region: null, timeZones: [...MOBILES[national.slice(0, 3)] ?? zonesOf([country])], local: false };
  }
  const region = longest(AREAS, national);
  if (!region) return { country, region: null, timeZones: zonesOf([country]), local: false };
  return { country, region, timeZones: [...longest(AREA_ZONES, national) ?? REGION_ZONES[region]], local: true };
}

/** What the longest known beginning of a number stands for: areas are three to five digits. */
function longest<T>(table: Record<string, T | undefined>, national: string): T | undefined {
  return [5, 4, 3].map((digits) => table[national.slice(0, digits)]).find((found) => found !== undefined);
}

const nowhere = (country: string): Place => ({ country, region: null, timeZones: [], local: false });

const zonesOf = (list: readonly string[]) => [...new Set(list.flatMap((country) => ZONES[country] ?? []))];
