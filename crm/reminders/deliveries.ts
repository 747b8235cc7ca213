/** Deliveries of a task's reminders and notices as people see them, and sending one again. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { DeliveryState } from "@/store/tables/notices.ts";
import { type NoticeChannel, REMINDERS_CHANNEL } from "@/crm/notices/mod.ts";
import { reaches, visibleIds } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";

const SHOWN = 100;

export interface TaskDelivery {
  id: string;
  /** `reminder`, or the kind of another notice about the task. */
  kind: string;
  channel: NoticeChannel;
  /** Before the task is due; null: not a reminder, or one that was put off. */
  minutes: number | null;
  person: { id: string; name: string };
  at: string;
  state: DeliveryState;
  attempts: number;
  /** Of the next try; null: none follows. */
  nextAt: string | null;
  deliveredAt: string | null;
  /** A word for `notices.reason.<word>`. */
  reason: string | null;
}

type Row = Omit<TaskDelivery, "person" | "at" | "nextAt" | "deliveredAt"> & {
  user: string;
  name: string;
  at: Date;
  nextAt: Date;
  deliveredAt: Date | null;
};

/** The latest first; null: no such task in reach. @throws {ForbiddenError} */
export async function taskDeliveries(store: Store, access: Access, task: string): Promise<TaskDelivery[] | null> {
  const seen = await visibleIds(store, access, { kind: "task", ids: [task] });
  if (!seen.has(task)) return null;
  const { rows } = await sql<Row>`
    select d.id, coalesce(n.kind, 'reminder') as kind, d.channel, d.minutes, d.user_id as "user", u.name, d.at, d.state,
      d.attempts, d.next_at as "nextAt", d.delivered_at as "deliveredAt", d.reason
    from notice_deliveries d join users u on u.id = d.user_id left join notices n on n.id = d.notice_id
    where d.task_id = ${task}::uuid order by d.at desc, d.channel, d.id limit ${SHOWN}`.execute(store.db);
  return rows.map(({ user, name, at, nextAt, deliveredAt, ...row }) => ({
    ...row,
    person: { id: user, name },
    at: at.toISOString(),
    nextAt: row.state === "scheduled" ? nextAt.toISOString() : null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
  }));
}

/** At once and with all its tries anew; only to the person whose task it still is. @throws {ForbiddenError} */
export function resendDelivery(
  store: Store,
  access: Access,
  options: { task: string; delivery: string },
): Promise<Result<null>> {
  const { task: id, delivery } = options;
  return verb(store, access, {
    work: async (trx) => {
      const task = await trx.selectFrom("tasks").select(["owner_id", "creator_id", "team_id", "status", "archived_at"])
        .where("id", "=", id).forShare().executeTakeFirst();
      const right = { action: "edit" as const, owner: task?.owner_id ?? null, team: task?.team_id ?? null };
      if (!task || !reaches(access, "task", right)) throw new Refusal("notices.error.no-delivery");
      if (task.status !== "open" || task.archived_at) throw new Refusal("notices.error.task-closed");
      const row = await trx.selectFrom("notice_deliveries").select(["user_id", "channel", "state"])
        .where("id", "=", delivery).where("task_id", "=", id).forUpdate().executeTakeFirst();
      if (!row) throw new Refusal("notices.error.no-delivery");
      if (row.user_id !== (task.owner_id ?? task.creator_id)) throw new Refusal("notices.error.not-theirs");
      if (row.state === "scheduled") throw new Refusal("notices.error.scheduled");
      await trx.updateTable("notice_deliveries").set({
        state: "scheduled",
        attempts: 0,
        next_at: sql`now()`,
        claimed_until: null,
        delivered_at: null,
        reason: null,
      }).where("id", "=", delivery).execute();
      await sql`select pg_notify(${REMINDERS_CHANNEL}, '0')`.execute(trx);
      const after = { task: id, channel: row.channel };
      return { value: null, change: { type: "reminder.resent", entity: { kind: "reminder", id: delivery }, after } };
    },
  });
}
