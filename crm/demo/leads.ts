/**
 * Sixty days of leads of the demo company, from a seed: people ask by day, agents answer after a wait that is mostly
 * short and sometimes shamefully long, and a lead gets on with its age. Some asked twice. Pure.
 */
import type { Millis, Random } from "@/actors/runtime/types.ts";
import { exponential, lognormal, pick } from "@/telephony/simulator/random.ts";
import { newId } from "@/crm/ids.ts";
import { type DemoPerson, emailOf, type RecordTexts, zoneOf } from "@/crm/demo/texts.ts";
import type { LeadStatus } from "@/store/tables/records.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The demo company works in Moscow. */
const MOSCOW = 3 * HOUR;
const DAYS = 60;
const LEADS = 400;
const DOUBLES = 12;

/** Who was brought along buys sooner than who played with a calculator: there is something for scores to find. */
const WARMTH: Record<DemoSource, number> = { manual: 3, missed: 1.5, form: 1, calculator: 0.45, webhook: 0.2 };

export type DemoSource = "form" | "webhook" | "calculator" | "missed" | "manual";

export interface LeadsPlan {
  random: Random;
  now: Millis;
  texts: RecordTexts;
  person(): DemoPerson;
  number(): string;
  /** Who gets leads, with the share of each. */
  owners: readonly { id: string; team: string; weight: number }[];
  sources: Record<DemoSource, string>;
  companies: readonly { id: string; name: string }[];
  /** Contacts that ask again. */
  contacts: readonly { id: string; name: string; company: string; phone: string }[];
}

export interface DemoLead {
  id: string;
  at: Millis;
  answered: Millis | null;
  row: {
    name: string;
    company: string;
    position: string;
    status: LeadStatus;
    reason: string;
    phones: { value: string }[];
    emails: { value: string }[];
    tags: string[];
    website: string;
    city: string;
    time_zone: string;
    budget: { minor: number; currency: string } | null;
    note: string;
    utm: Record<string, string>;
    source_id: string;
    contact_id: string | null;
    company_id: string | null;
    custom: Record<string, unknown>;
    owner_id: string | null;
    team_id: string | null;
  };
}

/** The leads, oldest first. */
export function demoLeads(plan: LeadsPlan): DemoLead[] {
  const { random } = plan;
  const moments = Array.from({ length: LEADS }, () => moment(plan)).sort((a, b) => a - b);
  const leads = moments.map((at) => lead(plan, at));
  for (let n = 0; n < DOUBLES; n++) {
    const first = leads[Math.floor(random() * leads.length * 0.8)];
    leads.push(again(plan, first));
  }
  return leads.sort((a, b) => a.at - b.at);
}

/** Working days are busier, and the site is open at night. */
function moment({ random, now }: LeadsPlan): Millis {
  for (;;) {
    const at = now - random() * DAYS * DAY;
    const local = new Date(at + MOSCOW);
    const hour = local.getUTCHours();
    const weekend = local.getUTCDay() % 6 === 0;
    const load = (hour >= 9 && hour < 20 ? 1 : hour >= 7 ? 0.25 : 0.05) * (weekend ? 0.35 : 1);
    if (random() < load) return Math.round(at);
  }
}

function lead(plan: LeadsPlan, at: Millis): DemoLead {
  const { random, texts, sources } = plan;
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const known = random() < 0.12 && plan.contacts.length > 0 ? one(plan.contacts) : null;
  const person = plan.person();
  const name = known?.name ?? (random() < 0.06 ? person.first : `${person.first} ${person.last}`);
  const firm = known ? null : random() < 0.3 ? one(plan.companies) : null;
  const phone = known?.phone ?? plan.number();
  const source = pick<DemoSource>(random, [
    { item: "form", weight: 40 },
    { item: "calculator", weight: 22 },
    { item: "webhook", weight: 16 },
    { item: "missed", weight: 12 },
    { item: "manual", weight: 10 },
  ]);
  const { status, answered } = progress(plan, { at, warmth: WARMTH[source] * (known || firm ? 2.5 : 0.7) });
  const owner = status === "new" && random() < 0.4
    ? null
    : pick(random, plan.owners.map((item) => ({ item, weight: item.weight })));
  const area = phone.slice(2, 5);
  const named = source === "missed" && random() < 0.6 ? "" : name;
  return {
    id: newId(),
    at,
    answered,
    row: {
      name: named,
      company: known?.company ?? firm?.name ?? "",
      position: firm && random() < 0.6 ? one(texts.positions) : "",
      status,
      reason: status === "disqualified" ? one(texts.reasons) : "",
      phones: [{ value: phone }],
      emails: source === "missed" || random() < 0.35 ? [] : [{ value: emailOf(person, firm?.name ?? "") }],
      tags: texts.tags.filter(() => random() < 0.12),
      website: "",
      city: texts.cities[area] ?? "",
      time_zone: zoneOf(area),
      budget: random() < 0.55 ? { minor: amount(random), currency: texts.currency } : null,
      note: one(texts.notes),
      utm: source === "form" || source === "calculator" || source === "webhook" ? campaign(random, texts, source) : {},
      source_id: sources[source],
      contact_id: known?.id ?? null,
      company_id: firm?.id ?? null,
      custom: source === "missed" ? {} : { c_interest: option(random, texts.interests.length) },
      owner_id: owner?.id ?? null,
      team_id: owner?.team ?? (random() < 0.6 ? plan.owners[0].team : null),
    },
  };
}

/** The same person by another way, a few days later: the number stays, the name is typed anew. */
function again(plan: LeadsPlan, first: DemoLead): DemoLead {
  const { random, now } = plan;
  const at = Math.round(Math.min(first.at + 2 * HOUR + exponential(random, 3 * DAY), now - HOUR));
  const name = first.row.name.split(" ").reverse().join(" ");
  return {
    id: newId(),
    at,
    answered: null,
    row: { ...first.row, name, status: "new", reason: "", note: "", owner_id: null, source_id: plan.sources.webhook },
  };
}

/** How far a lead has come by its age, and when somebody first answered. */
function progress(
  { random, now }: LeadsPlan,
  { at, warmth }: { at: Millis; warmth: number },
): { status: LeadStatus; answered: Millis | null } {
  const days = (now - at) / DAY;
  const status = pick<LeadStatus>(random, [
    { item: "new", weight: days < 0.2 ? 60 : days < 1 ? 25 : days < 5 ? 6 : 1 },
    { item: "working", weight: days < 14 ? 40 : 12 },
    { item: "qualified", weight: days < 3 ? 8 : 22 },
    { item: "disqualified", weight: (days < 3 ? 5 : 26) / warmth },
    { item: "converted", weight: (days < 7 ? 2 : 24) * warmth },
  ]);
  if (status === "new") return { status, answered: null };
  const wait = lognormal(random, { mean: 35, cv: 2.2 }) * 60_000;
  const local = new Date(at + MOSCOW).getUTCHours();
  // What came at night is answered in the morning.
  const opens = local >= 9 && local < 20 ? 0 : ((33 - local) % 24) * HOUR;
  return { status, answered: Math.round(Math.min(at + opens + wait, now - 60_000)) };
}

function amount(random: Random): number {
  const whole = Math.exp(Math.log(20_000) + random() * Math.log(75));
  return Math.round(whole / 500) * 500 * 100;
}

function campaign(random: Random, texts: RecordTexts, source: DemoSource): Record<string, string> {
  if (random() < 0.25) return {};
  const social = source === "webhook";
  return {
    utm_source: social ? "vk" : random() < 0.7 ? "yandex" : "google",
    utm_medium: social ? "social" : "cpc",
    utm_campaign: texts.campaigns[Math.floor(random() * texts.campaigns.length)],
  };
}

/** Value of the n-th option, as {@link optionsOf} names them. */
export function option(random: Random, count: number): string {
  return `o${1 + Math.floor(random() * count)}`;
}
