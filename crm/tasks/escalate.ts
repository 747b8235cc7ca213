/**
 * Tasks that are overdue for too long are told to the supervisors of their team, once, and marked. Whoever looks first
 * claims the row, so that several nodes and restarts tell nobody twice.
 */
import { sql, type Transaction } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { notify } from "@/crm/notices/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { writeChanges } from "@/crm/verb.ts";
import { tell } from "@/crm/record/bulk.ts";
import { lockRows } from "@/crm/record/read.ts";
import { schemaOf } from "@/crm/record/schema.ts";
import { changeRecord } from "@/crm/record/write.ts";

const AT_ONCE = 100;
/** What is overdue for longer was overdue before anybody wished to be told. */
const OLDEST_DAYS = 30;

/** @returns how many tasks were told of; as many as {@link AT_ONCE}: there may be more */
export async function escalateOverdue(store: Store, now = new Date()): Promise<number> {
  const schema = await schemaOf(store, "task");
  return await store.tx(async (trx) => {
    const { after } = await trx.selectFrom("site_settings").select("escalate_after as after").executeTakeFirstOrThrow();
    if (after === null) return 0;
    const { timeZone } = await siteSettings(trx);
    const { rows } = await sql<{ id: string; team_id: string | null; owner_id: string | null }>`
      select t.id, t.team_id, t.owner_id from tasks t
      where t.status = 'open' and t.archived_at is null and t.escalated_at is null
        and t.due_at between ${now}::timestamptz - ${OLDEST_DAYS}::int * interval '1 day' - ${after}::int * interval '1 minute'
          and ${now}::timestamptz - ${after}::int * interval '1 minute'
        and (not t.all_day or ((t.due_at at time zone ${timeZone})::date + 1)::timestamp at time zone ${timeZone}
          <= ${now}::timestamptz - ${after}::int * interval '1 minute')
      order by t.due_at limit ${AT_ONCE} for update skip locked`.execute(trx);
    for (const { id, team_id, owner_id } of rows) {
      const [before] = await lockRows(trx, SYSTEM, { kind: "task", ids: [id], action: "edit", schema });
      const values = { escalated: now.toISOString() };
      const { record, change } = await changeRecord(trx, SYSTEM, { before, values, schema, trusted: true });
      if (!change) continue;
      await writeChanges(trx, SYSTEM, { changes: [change] });
      const owner = owner_id
        ? await trx.selectFrom("users").select("name").where("id", "=", owner_id).executeTakeFirst()
        : undefined;
      await notify(trx, {
        users: await supervisorsOf(trx, { team: team_id, owner: owner_id }),
        kind: "task-overdue",
        data: { task: `${record.values.name ?? ""}`, owner: owner?.name ?? "", due: `${record.values.due}` },
        link: `/tasks/${id}`,
        task: id,
        key: `escalated:${id}:${record.values.due}`,
      });
    }
    await tell(trx, "task", rows.map(({ id }) => id));
    return rows.length;
  });
}

/** Those who see the team's tasks and belong to the team or oversee it; of a task without a team nobody in particular. */
async function supervisorsOf(
  trx: Transaction<Database>,
  options: { team: string | null; owner: string | null },
): Promise<string[]> {
  const { team, owner } = options;
  if (team === null) return [];
  const { rows } = await sql<{ id: string }>`select u.id from users u
    where u.disabled_at is null and not u.service and u.id is distinct from ${owner}::uuid
      and (u.team_id = ${team}::uuid
        or exists (select from user_oversight o where o.user_id = u.id and o.team_id = ${team}::uuid))
      and exists (select from user_roles ur join roles r on r.key = ur.role
        where ur.user_id = u.id and r.permissions && array['tasks.view.team', 'tasks.view.all'])`.execute(trx);
  return rows.map(({ id }) => id);
}
