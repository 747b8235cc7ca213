/** Companies and people of the demo, from a seed, with a few that somebody entered twice. Pure. */
import type { Millis, Random } from "@/actors/runtime/types.ts";
import { newId } from "@/crm/ids.ts";
import { option } from "@/crm/demo/leads.ts";
import { fictionalNumber } from "@/crm/demo/plan.ts";
import { type DemoPerson, domainOf, type RecordTexts, zoneOf } from "@/crm/demo/texts.ts";

const DAY = 86_400_000;
/** How many companies stand there twice, worth merging. */
const DOUBLES = 4;

export interface CompaniesPlan {
  random: Random;
  now: Millis;
  texts: RecordTexts;
  owners: readonly { id: string; team: string }[];
}

export type CompanyRow = Record<string, unknown> & { id: string; name: string };

/** The doubles come last. */
export function demoCompanies({ random, now, texts, owners }: CompaniesPlan): CompanyRow[] {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const rows = texts.companies.map(([name, industry]): CompanyRow => {
    const owner = random() < 0.85 ? one(owners) : null;
    const phone = fictionalNumber(random);
    const at = new Date(now - (60 + random() * 500) * DAY);
    return {
      id: newId(),
      name,
      industry,
      phones: [{ value: phone }],
      emails: random() < 0.8 ? [{ value: `info@${domainOf(name)}` }] : [],
      website: random() < 0.75 ? `https://${domainOf(name)}` : "",
      tax_id: taxId(random),
      city: texts.cities[phone.slice(2, 5)] ?? "",
      address: `${one(texts.streets)}, ${1 + Math.floor(random() * 90)}`,
      time_zone: zoneOf(phone.slice(2, 5)),
      tags: texts.companyTags.filter(() => random() < 0.15),
      note: "",
      custom: { c_segment: option(random, texts.segments.length), c_employees: 3 + Math.floor(Math.exp(random() * 6)) },
      owner_id: owner?.id ?? null,
      team_id: owner?.team ?? null,
      demo: true,
      created_at: at,
      updated_at: at,
    };
  });
  return [...rows, ...rows.slice(0, DOUBLES).map((row) => doubled(row, now))];
}

/** The same company as a hurried colleague typed it: bare name, the same number, nothing else. */
function doubled(row: CompanyRow, now: Millis): CompanyRow {
  const bare = row.name.replace(/^\S+\s+«(.+)»$/, "$1").replace(/ (Ltd|plc)$/, "");
  const at = new Date(now - 9 * DAY);
  return {
    ...row,
    id: newId(),
    name: bare,
    emails: [],
    website: "",
    tax_id: "",
    address: "",
    tags: [],
    custom: {},
    created_at: at,
    updated_at: at,
  };
}

/** Ten digits of a Russian INN whose control digit is wrong, so that it belongs to nobody. */
export function taxId(random: Random): string {
  const digits = Array.from({ length: 9 }, (_, n) => n === 0 ? 7 : Math.floor(random() * 10));
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const control = digits.reduce((sum, digit, n) => sum + digit * weights[n], 0) % 11 % 10;
  return [...digits, (control + 1) % 10].join("");
}

/** People of the demo, men and women. */
export function demoPeople(
  random: Random,
  names: { first: string[]; last: string[]; firstFemale: string[]; lastFemale: string[] },
): () => DemoPerson {
  const one = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  return () =>
    random() < 0.5
      ? { first: one(names.first), last: one(names.last) }
      : { first: one(names.firstFemale), last: one(names.lastFemale) };
}

/** Contacts entered a second time, last name first, with the same address and no number. */
export function demoDoubles(
  options: { contacts: readonly { name: string; company: string; email: string }[]; now: Millis },
): Record<string, unknown>[] {
  return options.contacts.map(({ name, company, email }, n) => {
    const at = new Date(options.now - (3 + n) * DAY);
    return {
      id: newId(),
      name: name.split(" ").reverse().join(" "),
      company,
      emails: [{ value: email }],
      demo: true,
      created_at: at,
      updated_at: at,
    };
  });
}
