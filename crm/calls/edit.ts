/** What people add to a call afterwards. From the first edit of a field on, the journal no longer overwrites it. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { visibleCalls } from "@/crm/calls/rights.ts";
import type { setDispositionSchema, setNotesSchema } from "@/crm/calls/schemas.ts";

/** Whoever may see a call may write its notes. @throws {ForbiddenError} */
export function setNotes(store: Store, access: Access, input: z.output<typeof setNotesSchema>): Promise<Result<null>> {
  return verb(store, access, {
    work: async (trx) => {
      const before = await lockVisible(trx, access, input.id);
      if (before.notes === input.notes) return { value: null, change: null };
      await trx.updateTable("calls").set({ notes: input.notes, notes_edited_at: sql`now()` }).where("id", "=", input.id)
        .execute();
      const entity = { kind: "call", id: input.id };
      const change = { type: "call.notes-set", entity, before: { notes: before.notes }, after: { notes: input.notes } };
      return { value: null, change };
    },
  });
}

/** The disposition must be one in use, common or of the call's queue. @throws {ForbiddenError} */
export function setDisposition(
  store: Store,
  access: Access,
  input: z.output<typeof setDispositionSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    work: async (trx) => {
      const { id, disposition } = input;
      const before = await lockVisible(trx, access, id);
      if (before.disposition === disposition) return { value: null, change: null };
      if (disposition !== null) {
        const known = await trx.selectFrom("dispositions").select("queue_id").where("code", "=", disposition)
          .where("archived_at", "is", null).executeTakeFirst();
        if (!known || (known.queue_id && known.queue_id !== before.queue_id)) {
          throw new Refusal("calls.error.no-disposition");
        }
      }
      await trx.updateTable("calls").set({ disposition, disposition_edited_at: sql`now()` }).where("id", "=", id)
        .execute();
      const entity = { kind: "call", id };
      const change = {
        type: "call.disposition-set",
        entity,
        before: { disposition: before.disposition },
        after: { disposition },
      };
      return { value: null, change };
    },
  });
}

async function lockVisible(trx: Transaction<Database>, access: Access, id: string) {
  const { rows: [row] } = await sql<{ notes: string; disposition: string | null; queue_id: string | null }>`
    select c.notes, c.disposition, c.queue_id from calls c where c.id = ${id} and ${visibleCalls(access)}
    for update of c`.execute(trx);
  if (!row) throw new Refusal("calls.error.no-call");
  return row;
}
