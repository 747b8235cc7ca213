/**
 * Gives a lead to somebody, inside the transaction that writes it. The rule's row is locked while its turn is taken, so
 * that two leads at once do not go to the same person by the same turn.
 */
import { type RawBuilder, sql, type Transaction } from "kysely";
import { type Access, SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { BadInputError } from "@/crm/result.ts";
import { toColumns } from "@/crm/record/columns.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { Values } from "@/crm/record/types.ts";
import { scoreOfComing } from "@/crm/scores/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { isWorking, type WorkingTime } from "@/crm/calendar/working.ts";
import { workingTimeOf } from "@/crm/calendar/times.ts";
import { type Candidate, choose, isWithin } from "@/crm/assignment/choose.ts";
import { type Rule, toRule } from "@/crm/assignment/rules.ts";

/** Who is heard of on the line for longer than this is not there. */
export const PRESENCE_MS = 60_000;

export interface Assigned {
  rule: { id: string; name: string } | null;
  owner: string | null;
  team: string | null;
}

export interface AssignOptions {
  /** Of the lead as it will be written. */
  values: Values;
  schema: Schema;
  /** Only this rule. */
  rule?: string | null;
  at: Date;
  /** Nothing is remembered: a trial. */
  dry?: boolean;
}

/** The first rule that fits and has somebody. Nobody: `owner` and `team` are null. */
export async function assign(trx: Transaction<Database>, options: AssignOptions): Promise<Assigned> {
  const rows = await trx.selectFrom("assignment_rules").selectAll().where("enabled", "=", true)
    .orderBy("position").orderBy("id").execute();
  const rules = rows.map(toRule).filter((rule) => !options.rule || rule.id === options.rule);
  const site = await siteSettings(trx);
  // Most installations have no rule that asks.
  const company = rules.some(({ hours }) => hours === "site") ? await workingTimeOf(trx, null) : null;
  for (const rule of rules) {
    if (!isOn(rule, { at: options.at, timeZone: site.timeZone, company })) continue;
    if (!await fits(trx, rule, { ...options, timeZone: site.timeZone })) continue;
    const given = await take(trx, rule, options);
    if (given) return given;
  }
  return { rule: null, owner: null, team: null };
}

/** Whether a rule is asked at this hour. */
function isOn({ hours }: Rule, now: { at: Date; timeZone: string; company: WorkingTime | null }): boolean {
  if (hours === "any") return true;
  if (hours === "site") return now.company === null || isWorking(now.company, now.at.getTime());
  return isWithin(hours, now.at, now.timeZone);
}

/** Whether the lead that these values make would be found by the rule's conditions. */
async function fits(
  trx: Transaction<Database>,
  rule: Rule,
  options: AssignOptions & { timeZone: string },
): Promise<boolean> {
  if (rule.conditions.length === 0) return true;
  let where: RawBuilder<boolean>[];
  try {
    where = conditionsOf(rule.conditions, SYSTEM, { kind: "lead", schema: options.schema, timeZone: options.timeZone });
  } catch (error) {
    // A field that was taken away since: the rule fits nobody, as the list with that filter shows nobody.
    if (error instanceof BadInputError) return false;
    throw error;
  }
  const { columns, custom } = toColumns({ status: "new", ...options.values }, options.schema);
  // Kept by the program and not written: of a lead that is coming it is told on the way.
  const score = options.values.score ?? scoreOfComing(options.values, options.at);
  const row = {
    name: "",
    company: "",
    city: "",
    region: "",
    language: "",
    reason: "",
    position: "",
    website: "",
    note: "",
    time_zone: "",
    do_not_call: false,
    created_at: options.at.toISOString(),
    updated_at: options.at.toISOString(),
    phones: [],
    emails: [],
    tags: [],
    utm: {},
    ...Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, plain(name, value)])),
    score,
    custom,
  };
  const { rows } = await sql`select 1 from jsonb_populate_record(null::leads, ${JSON.stringify(row)}::jsonb) r
    where ${sql.join(where, sql` and `)}`.execute(trx);
  return rows.length > 0;
}

const JSON_COLUMNS = new Set(["phones", "emails", "tags", "utm", "budget"]);
const plain = (name: string, value: unknown) =>
  JSON_COLUMNS.has(name) && typeof value === "string" ? JSON.parse(value) as unknown : value;

async function take(trx: Transaction<Database>, rule: Rule, options: AssignOptions): Promise<Assigned | null> {
  // The turn is read under the lock: another lead may just have taken it.
  const locked = await trx.selectFrom("assignment_rules").select("last_user").where("id", "=", rule.id)
    .$if(!options.dry, (query) => query.forUpdate()).executeTakeFirst();
  if (!locked) return null;
  const candidates = await candidatesOf(trx, rule);
  const choice = choose({ ...rule, last: locked.last_user }, candidates);
  if (choice.to === "next") return null;
  const named = { id: rule.id, name: rule.name };
  if (!options.dry) {
    await trx.updateTable("assignment_rules").set({
      given: sql`given + 1`,
      ...(choice.to === "user" ? { last_user: choice.user } : {}),
    }).where("id", "=", rule.id).execute();
  }
  if (choice.to !== "user") return { rule: named, owner: null, team: choice.to === "team" ? rule.team : null };
  const team = rule.team ??
    (await trx.selectFrom("users").select("team_id").where("id", "=", choice.user).executeTakeFirst())?.team_id ?? null;
  return { rule: named, owner: choice.user, team };
}

/** People of the pool who are not disabled and may have leads at all, with what is open on them. */
async function candidatesOf(trx: Transaction<Database>, rule: Rule): Promise<Candidate[]> {
  if (rule.strategy === "team") return [];
  const { rows } = await sql<Omit<Candidate, "weight">>`
    select u.id, exists (select 1 from line_presence p where p.user_id = u.id
        and p.seen_at > now() - ${PRESENCE_MS}::int * interval '1 ms') as online,
      ${
    rule.strategy === "load"
      ? sql`(select count(*)::int from leads l where l.owner_id = u.id and l.archived_at is null
        and l.status in ('new', 'working'))`
      : sql`0`
  } as load
    from users u where u.disabled_at is null
      and (u.id = any(${rule.pool.users}::uuid[]) or u.team_id = any(${rule.pool.teams}::uuid[]))
      and exists (select 1 from user_roles ur join roles o on o.key = ur.role where ur.user_id = u.id
        and o.permissions && array['leads.view.own', 'leads.view.team', 'leads.view.all'])`.execute(trx);
  return rows.map((row) => ({ ...row, weight: rule.pool.weights[row.id] ?? 1 }));
}

/** What the rules would do with each of these leads now; nothing is written. */
export async function tryRules(
  store: Store,
  _access: Access,
  leads: readonly { id: string; values: Values }[],
): Promise<Map<string, Assigned>> {
  const schema = await schemaOf(store, "lead");
  const found = new Map<string, Assigned>();
  await store.db.transaction().setAccessMode("read only").execute(async (trx) => {
    for (const { id, values } of leads) {
      const at = typeof values.created === "string" ? new Date(values.created) : new Date();
      found.set(id, await assign(trx, { values, schema, at, dry: true }));
    }
  });
  return found;
}
