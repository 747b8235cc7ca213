/** A million leads: names, companies, phones and e-mails from a seed; 70 % Russian names. Part of `bench:records`. */
import { sql } from "kysely";
import { seeded } from "@/telephony/simulator/random.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import names from "./names.json" with { type: "json" };

export interface Person {
  name: string;
  company: string;
  phone: string;
  email: string | null;
}

const VOWEL = /[аеёиоуыэюяь]$/i;

/** The n-th person of a seed; the same each time. */
export function person(random: () => number): Person {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const { russian, english, companies, domains } = names;
  let name: string;
  if (random() < 0.7) {
    const woman = random() < 0.5;
    const stem = one(russian.stems);
    let ending = one(russian.endings);
    if (VOWEL.test(stem) && ending === "ов") ending = "ев";
    let surname = stem.replace(/ь$/, ending.startsWith("е") ? "ь" : "") + ending;
    if (woman && /(ов|ев|ин)$/.test(surname)) surname += "а";
    else if (woman && surname.endsWith("ий")) surname = surname.replace(/ий$/, "ая");
    name = `${surname} ${one(woman ? russian.women : russian.men)}`;
  } else name = `${one(english.first)} ${one(english.last)}`;
  const company = random() < 0.6 ? `${one(companies)} ${1 + Math.floor(random() * 4_000)}` : "";
  const phone = random() < 0.8
    ? `+79${String(Math.floor(random() * 1e9)).padStart(9, "0")}`
    : `+7${one(["495", "812", "343", "383", "846"])}${String(Math.floor(random() * 1e7)).padStart(7, "0")}`;
  const email = random() < 0.6 ? `user${Math.floor(random() * 1e9)}@${one(domains)}` : null;
  return { name, company, phone, email };
}

export interface World {
  teams: string[];
  /** Users by team. */
  users: string[][];
}

const DAY_MS = 86_400_000;
const STATUSES = ["new", "working", "working", "qualified", "disqualified"];
const BATCH = 10_000;

/**
 * Fills `leads`. The indexes are made after the rows, as any big load does it. Creation times go two years back.
 * @returns seconds
 */
export async function fill(
  store: Store,
  world: World,
  options: { leads: number; seed: number; now: number },
): Promise<number> {
  const began = performance.now();
  const random = seeded(options.seed);
  const indexes = await dropIndexes(store);
  for (let from = 0; from < options.leads; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, options.leads - from) }, (_, i) => {
      const n = from + i;
      const team = Math.floor(random() * world.teams.length);
      const users = world.users[team];
      const { name, company, phone, email } = person(random);
      return {
        id: newId(),
        name,
        company,
        phones: [{ value: phone }],
        emails: email ? [{ value: email }] : [],
        status: STATUSES[Math.floor(random() * STATUSES.length)],
        team_id: world.teams[team],
        owner_id: random() < 0.9 ? users[Math.floor(random() * users.length)] : null,
        created_at: new Date(options.now - (1 - n / options.leads) * 730 * DAY_MS).toISOString(),
        custom: random() < 0.3 ? { c_plan: ["basic", "pro", "max"][Math.floor(random() * 3)] } : {},
      };
    });
    await sql`insert into leads (id, name, company, phones, emails, status, team_id, owner_id, created_at, updated_at,
      custom) select id, name, company, phones, emails, status, team_id, owner_id, created_at, created_at, custom
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id uuid, name text, company text, phones jsonb,
        emails jsonb, status text, team_id uuid, owner_id uuid, created_at timestamptz, custom jsonb)`
      .execute(store.reports);
  }
  const patient = store.dedicated({ max: 1, statementMs: 1_200_000, name: "bench" });
  await patient.query("set maintenance_work_mem = '512MB'");
  for (const definition of indexes) await patient.query(definition);
  for (const table of ["leads", "record_points", "search_words"]) await patient.query(`vacuum analyze ${table}`);
  await patient.end();
  return (performance.now() - began) / 1_000;
}

async function dropIndexes(store: Store): Promise<string[]> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid in ('leads'::regclass, 'record_points'::regclass, 'search_words'::regclass)
      and not i.indisunique`.execute(store.db);
  for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(store.db);
  return rows.map(({ definition }) => definition);
}
