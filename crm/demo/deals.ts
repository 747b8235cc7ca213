/**
 * Nine months of deals of the demo company, from a seed: who bought before buys again, leads that were converted have
 * their deal, each walks through the stages at its own pace and is won, lost or still on its way. Pure.
 */
import type { Millis, Random } from "@/actors/runtime/types.ts";
import { exponential, lognormal, pick } from "@/telephony/simulator/random.ts";
import { newId } from "@/crm/ids.ts";
import { linesTotal } from "@/crm/deals/amount.ts";
import type { DemoLead } from "@/crm/demo/leads.ts";
import sales from "@/crm/demo/sales.json" with { type: "json" };
import type { DealLine, StageType } from "@/store/tables/sales.ts";

const DAY = 86_400_000;
const MONTHS = 9;
const MONTHS_BEFORE = 13;
/** Beside those of leads. */
const DEALS = 230;
const DEALS_BEFORE = 380;
/** Share of the deals of a stage that go on to the next one. */
const GOES_ON = [0.72, 0.7, 0.66, 0.7];

export interface DemoStage {
  id: string;
  type: StageType;
  probability: number;
}

export interface DealsPlan {
  random: Random;
  now: Millis;
  texts: typeof sales["ru"];
  currency: string;
  /** In their order: the open ones, then won, then lost. */
  stages: readonly DemoStage[];
  pipeline: string;
  products: readonly { id: string; name: string; price: number }[];
  lossReasons: readonly string[];
  owners: readonly { id: string; team: string; weight: number }[];
  companies: readonly { id: string; name: string }[];
  contacts: readonly { id: string; name: string; company: string }[];
  leads: readonly DemoLead[];
}

export interface DemoDeal {
  id: string;
  at: Millis;
  /** Every stage with the moment at which the deal came into it. */
  way: readonly { stage: DemoStage; at: Millis }[];
  row: {
    name: string;
    pipeline_id: string;
    stage_id: string;
    status: StageType;
    amount: { minor: number; currency: string };
    probability: number;
    probability_manual: boolean;
    lines: DealLine[];
    close_date: string;
    closed_at: string | null;
    loss_reason_id: string | null;
    loss_note: string;
    contacts: string[];
    company: string;
    company_id: string | null;
    lead_id: string | null;
    source_id: string | null;
    tags: string[];
    owner_id: string;
    team_id: string;
    moved_by: string;
    stage_since: string;
  };
}

/** Closed deals of the year before those: a season and a forecast are learnt from more than some months. */
export function demoDealsBefore(plan: DealsPlan): DemoDeal[] {
  const { random, now } = plan;
  const moments = Array.from({ length: DEALS_BEFORE }, () => now - (MONTHS + random() * MONTHS_BEFORE) * 30 * DAY);
  return moments.map((at) => deal(plan, { at, lead: null })).filter(({ row }) => row.status !== "open")
    .sort((a, b) => a.at - b.at);
}

/** The deals, oldest first. */
export function demoDeals(plan: DealsPlan): DemoDeal[] {
  const { random, now, leads } = plan;
  const moments = Array.from({ length: DEALS }, () => now - random() * MONTHS * 30 * DAY);
  const again = moments.map((at) => deal(plan, { at, lead: null }));
  const converted = leads.filter(({ row }) => row.status === "converted" && row.owner_id !== null)
    .map((lead) => deal(plan, { at: (lead.answered ?? lead.at) + 3_600_000, lead }));
  return [...again, ...converted].sort((a, b) => a.at - b.at);
}

function deal(plan: DealsPlan, options: { at: Millis; lead: DemoLead | null }): DemoDeal {
  const { random, now, texts, currency } = plan;
  const { lead } = options;
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const at = Math.round(Math.min(options.at, now - 60_000));
  const firm = one(plan.companies);
  const company = lead ? { id: lead.row.company_id, name: lead.row.company } : firm;
  const known = plan.contacts.filter((contact) => contact.company === company.name && company.name !== "");
  const contacts = lead?.row.contact_id
    ? [lead.row.contact_id]
    : known.slice(0, random() < 0.3 ? 2 : 1).map((c) => c.id);
  const owner = lead
    ? { id: lead.row.owner_id!, team: lead.row.team_id ?? plan.owners[0].team }
    : pick(random, plan.owners.map((item) => ({ item, weight: item.weight })));
  const lines = linesOf(plan);
  const way = walk(plan, { at, edge: edgeOf(plan, { owner: owner.id, contacts, lines, lead }) });
  const last = way[way.length - 1];
  const open = last.stage.type === "open";
  const manual = open && random() < 0.12;
  const due = open ? now + (random() * 45 - 8) * DAY : last.at;
  return {
    id: newId(),
    at,
    way,
    row: {
      // People have no word to stand before them in Russian: only the titles that begin or end with the name.
      name: one(company.name ? texts.deals : texts.deals.filter((title) => !/(для|for) \{/.test(title)))
        .replace("{company}", company.name || lead?.row.name || firm.name),
      pipeline_id: plan.pipeline,
      stage_id: last.stage.id,
      status: last.stage.type,
      amount: linesTotal(lines) ?? { minor: 0, currency },
      probability: manual ? 10 * (1 + Math.floor(random() * 9)) : last.stage.probability,
      probability_manual: manual,
      lines,
      close_date: new Date(due).toISOString().slice(0, 10),
      closed_at: open ? null : new Date(last.at).toISOString(),
      loss_reason_id: last.stage.type === "lost" ? one(plan.lossReasons) : null,
      loss_note: last.stage.type === "lost" ? one(texts.lossNotes) : "",
      contacts,
      company: company.name,
      company_id: company.id,
      lead_id: lead?.id ?? null,
      source_id: lead?.row.source_id ?? null,
      tags: texts.tags.filter(() => random() < 0.1),
      owner_id: owner.id,
      team_id: owner.team,
      moved_by: owner.id,
      stage_since: new Date(last.at).toISOString(),
    },
  };
}

function linesOf({ random, products, currency }: DealsPlan): DealLine[] {
  const first = Math.floor(random() * products.length);
  const count = 1 + Math.floor(random() * 2.4);
  return Array.from({ length: count }, (_, n) => {
    const product = products[(first + n * 2) % products.length];
    // Dear things are bought by the piece, cheap ones by the hundred.
    const most = product.price > 1_000_000 ? 6 : product.price > 100_000 ? 60 : 900;
    return {
      product: product.id,
      name: product.name,
      quantity: Math.max(1, Math.round(most * random() ** 2)),
      price: { minor: product.price, currency },
      discount: random() < 0.25 ? 5 * (1 + Math.floor(random() * 3)) : 0,
    };
  });
}

/**
 * How much likelier than usual a deal goes on: whoever came by a lead or is spoken to by two people is nearer, one product
 * alone is easily left, and people sell differently well.
 */
function edgeOf(
  { owners }: DealsPlan,
  deal: { owner: string; contacts: readonly string[]; lines: readonly DealLine[]; lead: DemoLead | null },
): number {
  const place = owners.findIndex(({ id }) => id === deal.owner);
  const seller = place % 3 === 0 ? 0.06 : place % 3 === 1 ? 0 : -0.06;
  const people = deal.contacts.length === 0 ? -0.06 : deal.contacts.length > 1 ? 0.15 : 0.08;
  return seller + people + (deal.lines.length === 1 ? -0.06 : 0.04) + (deal.lead ? 0.05 : 0);
}

/** From the first stage on, some days in each; what would happen after `now` has not happened yet. */
function walk(
  { random, now, stages }: DealsPlan,
  { at, edge }: { at: Millis; edge: number },
): { stage: DemoStage; at: Millis }[] {
  const open = stages.filter(({ type }) => type === "open");
  const won = stages.find(({ type }) => type === "won")!;
  const lost = stages.find(({ type }) => type === "lost")!;
  const way = [{ stage: open[0], at }];
  let time = at;
  for (let n = 0; n < open.length; n++) {
    const goesOn = random() < (GOES_ON[n] ?? 0.7) + edge;
    const days = goesOn ? lognormal(random, { mean: 5, cv: 0.9 }) : 2 + exponential(random, 9);
    time = Math.round(time + days * DAY);
    if (time > now - 60_000) break;
    way.push({ stage: goesOn ? open[n + 1] ?? won : lost, at: time });
    if (!goesOn) break;
  }
  return way;
}
