/** Notes of people on a record. Whoever may change the record may write one; only its author changes or deletes it. */
import { sql, type Transaction } from "kysely";
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { lockOne, type RecordKind, RECORDS_CHANNEL, schemaOf } from "@/crm/record/mod.ts";

const body = z.string().trim().min(1).max(10_000);
export const addNoteSchema = z.object({ id: z.uuid(), body });
export const changeNoteSchema = z.object({
  id: z.uuid(),
  body: body.optional(),
  /** true deletes, false brings back. */
  archived: z.boolean().optional().meta({ description: "api.field.note-archived" }),
});

/** Answers the note's id. @throws {ForbiddenError} */
export function addNote(
  store: Store,
  access: Access,
  input: z.output<typeof addNoteSchema> & { kind: RecordKind },
): Promise<Result<{ id: string }>> {
  const { kind, id, body } = input;
  return verb(store, access, {
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      await lockOne(trx, access, { kind, id, schema: await schemaOf(store, kind) });
      const note = { id: newId(), kind, record_id: id, body, author: access.user };
      await trx.insertInto("notes").values(note).execute();
      return {
        value: { id: note.id },
        change: { type: "note.added", entity: { kind, id }, after: { note: note.id, body } },
      };
    },
  });
}

/** Changes, deletes or brings back a note of one's own. @throws {ForbiddenError} */
export function changeNote(
  store: Store,
  access: Access,
  input: z.output<typeof changeNoteSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const note = await ownNote(store, trx, { access, id: input.id });
      const archived = input.archived ?? note.archived_at !== null;
      const next = input.body ?? note.body;
      const deleted = archived !== (note.archived_at !== null);
      if (!deleted && next === note.body) return { value: null, change: null };
      await trx.updateTable("notes").set({
        body: next,
        ...(next === note.body ? {} : { edited_at: sql`now()` }),
        ...(deleted ? { archived_at: archived ? sql`now()` : null } : {}),
      }).where("id", "=", note.id).execute();
      const type = deleted ? (archived ? "note.deleted" : "note.restored") : "note.edited";
      return {
        value: null,
        change: {
          type,
          entity: { kind: note.kind, id: note.record_id },
          before: { note: note.id, body: note.body },
          after: { note: note.id, body: next },
        },
      };
    },
  });
}

async function ownNote(store: Store, trx: Transaction<Database>, options: { access: Access; id: string }) {
  const { access, id } = options;
  const note = await trx.selectFrom("notes").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!note) throw new Refusal("timeline.error.no-note");
  const { kind, record_id } = note;
  await lockOne(trx, access, { kind, id: record_id, schema: await schemaOf(store, kind) });
  if (note.author !== access.user) throw new Refusal("timeline.error.not-your-note");
  return note;
}
