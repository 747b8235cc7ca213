/** Queues: every field of the queue actor's configuration, edited by administrators. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { QueueId } from "@/actors/call/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import type { archiveSchema, createQueueSchema, setMembersSchema, updateQueueSchema } from "@/crm/queues/schemas.ts";
import { queueColumns, queueRow } from "@/crm/queues/queue_row.ts";

/** A queue in the set-up: its configuration and who serves it. */
export interface Queue extends QueueConfig {
  version: number;
  members: QueueMember[];
}

export interface QueueMember {
  user: string;
  order: number;
  penalty: number;
}

/** Names for filters and history, archived ones too. */
export interface QueueName {
  id: string;
  name: string;
  archived: boolean;
}

const constraints = { queues_name: "setup.error.queue-taken", queues_overflow_fkey: "setup.error.no-queue" };

export async function listQueueNames(store: Store, _access: Access): Promise<QueueName[]> {
  return await store.db.selectFrom("queues")
    .select(["id", "name", sql<boolean>`archived_at is not null`.as("archived")])
    .orderBy("name").orderBy("id").execute();
}

/** Queues in use, by name. @throws {ForbiddenError} */
export async function listQueues(store: Store, access: Access): Promise<Queue[]> {
  require(access, "queues.manage");
  return await readQueues(store.db);
}

/** All queues in use with their members; for the set-up and the directory. */
export async function readQueues(db: Store["db"], id?: string): Promise<Queue[]> {
  const { rows } = await sql<Queue>`
    select ${queueColumns}, q.version,
      coalesce((select jsonb_agg(jsonb_build_object('user', m.user_id, 'order', m.position, 'penalty', m.penalty)
        order by m.position, m.user_id) from queue_members m where m.queue_id = q.id), '[]') as members
    from queues q where q.archived_at is null and (${id ?? null}::uuid is null or q.id = ${id ?? null}::uuid)
    order by q.name, q.id`.execute(db);
  return rows;
}

export function createQueue(
  store: Store,
  access: Access,
  input: z.output<typeof createQueueSchema>,
): Promise<Result<QueueId>> {
  return verb(store, access, {
    permission: "queues.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const id = newId() as QueueId;
      await requireOverflow(trx, id, input.overflow);
      await requireSkills(trx, input.skills.map((need) => need.skill));
      await trx.insertInto("queues").values({
        id,
        name: input.name,
        ...queueRow(input),
        skills: JSON.stringify(input.skills),
      })
        .execute();
      return { value: id, change: { type: "queue.created", entity: { kind: "queue", id }, after: input } };
    },
  });
}

export function updateQueue(
  store: Store,
  access: Access,
  input: z.output<typeof updateQueueSchema>,
): Promise<Result<Queue>> {
  return verb(store, access, {
    permission: "queues.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const { id, version, ...fields } = input;
      const before = await lockQueue(trx, id);
      if (version !== undefined && version !== before.version) throw new Refusal("setup.error.stale");
      if (fields.overflow) await requireOverflow(trx, id, fields.overflow);
      if (fields.skills) await requireSkills(trx, fields.skills.map((need) => need.skill));
      await trx.updateTable("queues")
        .set({ ...queueRow(fields), version: sql`version + 1`, updated_at: sql`now()` })
        .where("id", "=", id).execute();
      const [after] = await readQueues(trx, id);
      const changed = difference({ ...before, version: 0 }, { ...after, version: 0 });
      return { value: after, change: changed && { type: "queue.updated", entity: { kind: "queue", id }, ...changed } };
    },
  });
}

/** Takes a queue out of use. Numbers and overflows that lead to it must be moved first. */
export function archiveQueue(
  store: Store,
  access: Access,
  options: z.output<typeof archiveSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "queues.manage",
    notify: "setup",
    work: async (trx) => {
      const { id } = options;
      const before = await lockQueue(trx, id);
      const number = await trx.selectFrom("numbers").select("did").where("queue_id", "=", id)
        .where("archived_at", "is", null).limit(1).executeTakeFirst();
      if (number) throw new Refusal("setup.error.queue-has-number", { did: number.did });
      const other = await trx.selectFrom("queues").select("name").where("overflow", "=", id)
        .where("archived_at", "is", null).limit(1).executeTakeFirst();
      if (other) throw new Refusal("setup.error.queue-is-overflow", { queue: other.name });
      await trx.updateTable("queues").set({ archived_at: sql`now()`, version: sql`version + 1` })
        .where("id", "=", id).execute();
      await trx.deleteFrom("queue_members").where("queue_id", "=", id).execute();
      return {
        value: null,
        change: {
          type: "queue.archived",
          entity: { kind: "queue", id },
          before: { name: before.name, members: before.members },
        },
      };
    },
  });
}

/** Puts the whole list of a queue's members. */
export function setMembers(
  store: Store,
  access: Access,
  input: z.output<typeof setMembersSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "queues.manage",
    constraints: { queue_members_user_id_fkey: "people.error.no-user" },
    notify: "setup",
    work: async (trx) => {
      const before = await lockQueue(trx, input.queue);
      await trx.deleteFrom("queue_members").where("queue_id", "=", input.queue).execute();
      const rows = input.members.map((member) => ({
        queue_id: input.queue,
        user_id: member.user,
        position: member.order,
        penalty: member.penalty,
      }));
      if (rows.length) await trx.insertInto("queue_members").values(rows).execute();
      const [after] = await readQueues(trx, input.queue);
      const changed = difference({ members: before.members }, { members: after.members });
      const entity = { kind: "queue", id: input.queue };
      return { value: null, change: changed && { type: "queue.members-set", entity, ...changed } };
    },
  });
}

async function lockQueue(trx: Transaction<Database>, id: string): Promise<Queue> {
  await trx.selectFrom("queues").select("id").where("id", "=", id).forUpdate().execute();
  const [queue] = await readQueues(trx, id);
  if (!queue) throw new Refusal("setup.error.no-queue");
  return queue;
}

/** A caller who overflows in a circle would never leave: the chain from `to` must not lead back. */
async function requireOverflow(trx: Transaction<Database>, id: string, to: string | null): Promise<void> {
  if (to === null) return;
  // One after the other: two edits at once could close a circle that neither of them sees.
  await sql`select pg_advisory_xact_lock(hashtextextended('queues.overflow', 0))`.execute(trx);
  const { rows } = await sql<{ id: string; archived: boolean }>`
    with recursive chain as (
      select id, overflow, archived_at from queues where id = ${to}::uuid
      union
      select q.id, q.overflow, q.archived_at from queues q join chain c on q.id = c.overflow
    ) select id, archived_at is not null as archived from chain`.execute(trx);
  if (rows.length === 0 || rows.some((row) => row.id === to && row.archived)) throw new Refusal("setup.error.no-queue");
  if (to === id || rows.some((row) => row.id === id)) throw new Refusal("setup.error.overflow-circle");
}

async function requireSkills(trx: Transaction<Database>, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const found = await trx.selectFrom("skills").select("key").where("key", "in", keys).where("archived_at", "is", null)
    .execute();
  const missing = keys.find((key) => !found.some((row) => row.key === key));
  if (missing) throw new Refusal("setup.error.no-skill", { skill: missing });
}
