/** Whom an action means: an owner, a named person, the next one of a team. */
import { sql } from "kysely";
import { isId } from "@/crm/ids.ts";
import { choose } from "@/crm/assignment/choose.ts";
import { recordOf } from "@/crm/automation/decide.ts";
import type { ActionContext } from "@/crm/automation/actions/types.ts";

/** Owner of the subject; of a call whoever talked, else the owner of the person who called. */
export function ownerOf(context: ActionContext): string | null {
  const { facts } = context;
  const candidates = [
    facts.subject?.values.owner,
    facts.subject?.values.agent,
    facts.records.contact?.values.owner,
    facts.records.lead?.values.owner,
  ];
  return candidates.find((one): one is string => typeof one === "string") ?? null;
}

/** Who made the subject, else who caused the event, else its owner. */
export function creatorOf(context: ActionContext): string | null {
  const { facts } = context;
  const creator = facts.subject?.values.creator;
  if (typeof creator === "string") return creator;
  return isId(facts.event.actor) ? facts.event.actor : ownerOf(context);
}

/** The next of a team by turns, who is remembered unless it is a trial. null: nobody is there. */
export async function nextOf(context: ActionContext, team: string): Promise<string | null> {
  const { trx, rule, step, dry } = context;
  const key = String(step);
  const { rows: [row] } = dry
    ? await sql<{ turns: Record<string, string> }>`select turns from automation_rules where id = ${rule.id}`
      .execute(trx)
    : await sql<{ turns: Record<string, string> }>`select turns from automation_rules where id = ${rule.id} for update`
      .execute(trx);
  const people = await trx.selectFrom("users").select("id").where("team_id", "=", team)
    .where("disabled_at", "is", null).where("service", "=", false).execute();
  const candidates = people.map(({ id }) => ({ id, online: true, load: 0, weight: 1 }));
  const turn = { strategy: "round-robin", onlineOnly: false, fallback: "next" } as const;
  const choice = choose({ ...turn, last: row?.turns[key] ?? null }, candidates);
  if (choice.to !== "user") return null;
  if (!dry) {
    await sql`update automation_rules set turns = turns || ${JSON.stringify({ [key]: choice.user })}::jsonb
      where id = ${rule.id}`.execute(trx);
  }
  return choice.user;
}

/** Supervisors of the subject's team; nobody oversees it: whoever owns the rule. */
export async function supervisorsOf(context: ActionContext): Promise<string[]> {
  const { trx, facts, rule } = context;
  const subject = recordOf(facts, "record");
  const owner = ownerOf(context);
  const own = subject?.values.team;
  const team = typeof own === "string"
    ? own
    : owner
    ? (await trx.selectFrom("users").select("team_id").where("id", "=", owner).executeTakeFirst())?.team_id ?? null
    : null;
  const { rows } = await sql<{ id: string }>`select distinct u.id from users u
    join user_roles ur on ur.user_id = u.id join roles o on o.key = ur.role
    left join user_oversight s on s.user_id = u.id
    where u.disabled_at is null and not u.service and 'agents.control' = any(o.permissions)
      and not ('users.manage' = any(o.permissions))
      and (${team}::uuid is null or u.team_id = ${team}::uuid or s.team_id = ${team}::uuid)`.execute(trx);
  if (rows.length > 0) return rows.map(({ id }) => id);
  return rule.owner ? [rule.owner] : [];
}
