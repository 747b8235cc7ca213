/** Numbers (DIDs) and the queues they lead to. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import type { archiveSchema, createNumberSchema, updateNumberSchema } from "@/crm/queues/schemas.ts";

export interface PhoneNumber {
  id: string;
  did: string;
  label: string;
  queue: string;
  greeting: string[];
  language: "ru" | "en";
  priority: number;
  record: boolean;
  version: number;
}

const constraints = { numbers_did: "setup.error.number-taken", numbers_queue_id_fkey: "setup.error.no-queue" };

/** Numbers in use, by number. @throws {ForbiddenError} */
export async function listNumbers(store: Store, access: Access): Promise<PhoneNumber[]> {
  require(access, "queues.manage");
  return await readNumbers(store.db);
}

export async function readNumbers(db: Store["db"], id?: string): Promise<PhoneNumber[]> {
  let query = db.selectFrom("numbers")
    .select(["id", "did", "label", "queue_id as queue", "greeting", "language", "priority", "record", "version"])
    .where("archived_at", "is", null).orderBy("did");
  if (id) query = query.where("id", "=", id);
  return await query.execute();
}

export function createNumber(
  store: Store,
  access: Access,
  input: z.output<typeof createNumberSchema>,
): Promise<Result<string>> {
  return verb(store, access, {
    permission: "queues.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const id = newId();
      await requireQueue(trx, input.queue);
      const { queue, ...row } = input;
      await trx.insertInto("numbers").values({ id, ...row, queue_id: queue }).execute();
      return { value: id, change: { type: "number.created", entity: { kind: "number", id }, after: input } };
    },
  });
}

export function updateNumber(
  store: Store,
  access: Access,
  input: z.output<typeof updateNumberSchema>,
): Promise<Result<PhoneNumber>> {
  return verb(store, access, {
    permission: "queues.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const { id, version, queue, ...fields } = input;
      await trx.selectFrom("numbers").select("id").where("id", "=", id).forUpdate().execute();
      const [before] = await readNumbers(trx, id);
      if (!before) throw new Refusal("setup.error.no-number");
      if (version !== undefined && version !== before.version) throw new Refusal("setup.error.stale");
      if (queue) await requireQueue(trx, queue);
      await trx.updateTable("numbers")
        .set({ ...fields, ...(queue ? { queue_id: queue } : {}), version: sql`version + 1`, updated_at: sql`now()` })
        .where("id", "=", id).execute();
      const [after] = await readNumbers(trx, id);
      const changed = difference({ ...before, version: 0 }, { ...after, version: 0 });
      return {
        value: after,
        change: changed && { type: "number.updated", entity: { kind: "number", id }, ...changed },
      };
    },
  });
}

export function archiveNumber(
  store: Store,
  access: Access,
  options: z.output<typeof archiveSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "queues.manage",
    notify: "setup",
    work: async (trx) => {
      const before = await trx.updateTable("numbers").set({ archived_at: sql`now()` })
        .where("id", "=", options.id).where("archived_at", "is", null).returning(["did", "label"]).executeTakeFirst();
      if (!before) throw new Refusal("setup.error.no-number");
      return { value: null, change: { type: "number.archived", entity: { kind: "number", id: options.id }, before } };
    },
  });
}

/** A number must not lead to a queue out of use; locked, so that the queue is not archived meanwhile. */
async function requireQueue(trx: Transaction<Database>, id: string): Promise<void> {
  const queue = await trx.selectFrom("queues").select("id").where("id", "=", id).where("archived_at", "is", null)
    .forShare().executeTakeFirst();
  if (!queue) throw new Refusal("setup.error.no-queue");
}
