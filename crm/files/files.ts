/**
 * Files of records: a contract, a bill, a photograph. Whoever sees the record sees and loads its files, whoever may
 * change it adds, renames and deletes them; a deletion is taken back like any other. Bytes: disk.ts.
 */
import { sql } from "kysely";
import { z } from "zod";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Refused, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { getRecord, lockOne, reachOf, type RecordKind, RECORDS_CHANNEL, schemaOf } from "@/crm/record/mod.ts";
import { wordOf } from "@/crm/record/rights.ts";
import type { FileDisk } from "@/crm/files/disk.ts";
import { cleanName } from "@/crm/files/name.ts";
import { sniff } from "@/crm/files/sniff.ts";

export interface RecordFile {
  id: string;
  name: string;
  /** Media type, told by its bytes. */
  type: string;
  bytes: number;
  /** ms since the epoch. */
  at: number;
  by: string | null;
  byName: string | null;
}

export const changeFileSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(255).optional(),
  /** true deletes, false brings back. */
  archived: z.boolean().optional().meta({ description: "api.field.file-archived" }),
});

/** Files of one record. */
const MOST_OF_RECORD = 500;
/** Bytes of all files: a disk that is full stops the whole company. */
export const MOST_BYTES = 50 * 1_073_741_824;

const gone: Refused = { ok: false, code: "files.error.no-file" };

export class RecordFiles {
  /** @param most bytes of all files together */
  constructor(readonly store: Store, readonly disk: FileDisk, readonly most: number = MOST_BYTES) {}

  /** Newest first; null: there is no such record in reach. @throws {ForbiddenError} */
  async list(access: Access, { kind, id }: { kind: RecordKind; id: string }): Promise<RecordFile[] | null> {
    if (!await getRecord(this.store, access, { kind, id })) return null;
    const rows = await this.store.db.selectFrom("files as f").leftJoin("users as u", "u.id", "f.uploaded_by")
      .select(["f.id", "f.name", "f.type", "f.bytes", "f.created_at", "f.uploaded_by", "u.name as by_name"])
      .where("f.record_id", "=", id).where("f.kind", "=", kind).where("f.archived_at", "is", null)
      .orderBy("f.created_at", "desc").orderBy("f.id", "desc").limit(MOST_OF_RECORD).execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      type: row.type,
      bytes: Number(row.bytes),
      at: row.created_at.getTime(),
      by: row.uploaded_by,
      byName: row.by_name,
    }));
  }

  /** Keeps the stream and attaches it. @throws {ForbiddenError} */
  async add(
    access: Access,
    input: { kind: RecordKind; id: string; name: string; body: ReadableStream<Uint8Array> },
  ): Promise<Result<RecordFile>> {
    const { store, disk } = this;
    const { kind, id } = input;
    if (reachOf(access, kind, "edit") === "none") throw new ForbiddenError(wordOf(kind, "edit"));
    const schema = await schemaOf(store, kind);
    try {
      // Before the bytes: nobody fills the disk with what may not be attached.
      await store.tx((trx) => lockOne(trx, access, { kind, id, schema }));
      await this.#requireRoom({ kind, id });
      const saved = await disk.save(input.body);
      const name = cleanName(input.name);
      const file = { id: newId(), name, type: sniff(saved.head, name), bytes: saved.bytes };
      return await verb(store, access, {
        notify: RECORDS_CHANNEL,
        work: async (trx) => {
          await lockOne(trx, access, { kind, id, schema });
          const by = access.user === "system" ? null : access.user;
          const { created_at } = await trx.insertInto("files").values({
            ...file,
            bytes: `${file.bytes}`,
            kind,
            record_id: id,
            sha256: saved.sha256,
            uploaded_by: by,
          }).returning("created_at").executeTakeFirstOrThrow();
          return {
            value: { ...file, at: created_at.getTime(), by, byName: null },
            change: {
              type: "file.added",
              entity: { kind, id },
              after: { file: file.id, name, type: file.type, bytes: file.bytes, sha256: saved.sha256 },
            },
          };
        },
      });
    } catch (error) {
      if (error instanceof Refusal) return error.toResult();
      throw error;
    }
  }

  /** Renames, deletes or brings back. @throws {ForbiddenError} */
  change(access: Access, input: z.output<typeof changeFileSchema>): Promise<Result<null>> {
    return verb(this.store, access, {
      notify: RECORDS_CHANNEL,
      work: async (trx) => {
        const file = await trx.selectFrom("files").selectAll().where("id", "=", input.id).forUpdate()
          .executeTakeFirst();
        if (!file) throw new Refusal("files.error.no-file");
        const { kind, record_id: id } = file;
        await lockOne(trx, access, { kind, id, schema: await schemaOf(this.store, kind) });
        const was = file.archived_at !== null;
        const archived = input.archived ?? was;
        const name = input.name === undefined ? file.name : cleanName(input.name);
        if (archived === was && name === file.name) return { value: null, change: null };
        await trx.updateTable("files").set({
          name,
          ...(archived === was ? {} : { archived_at: archived ? sql<Date>`now()` : null }),
        }).where("id", "=", file.id).execute();
        const type = archived === was ? "file.renamed" : archived ? "file.deleted" : "file.restored";
        return {
          value: null,
          change: {
            type,
            entity: { kind, id },
            before: { file: file.id, name: file.name },
            after: { file: file.id, name },
          },
        };
      },
    });
  }

  /** @throws {ForbiddenError} */
  async open(
    access: Access,
    { id }: { id: string },
  ): Promise<Result<RecordFile & { body: ReadableStream<Uint8Array<ArrayBuffer>> }>> {
    const row = await this.store.db.selectFrom("files").selectAll().where("id", "=", id)
      .where("archived_at", "is", null).executeTakeFirst();
    if (!row || !await getRecord(this.store, access, { kind: row.kind, id: row.record_id })) return gone;
    const body = await this.disk.open(row.sha256);
    if (!body) return gone;
    const { name, type, uploaded_by: by } = row;
    const file = { id, name, type, bytes: Number(row.bytes), at: row.created_at.getTime(), by, byName: null };
    return { ok: true, value: { ...file, body } };
  }

  async #requireRoom({ kind, id }: { kind: RecordKind; id: string }): Promise<void> {
    const { rows: [{ n, bytes }] } = await sql<{ n: number; bytes: string }>`select
      (select count(*)::int from files where record_id = ${id}::uuid and kind = ${kind} and archived_at is null) as n,
      (select coalesce(sum(bytes), 0)::text from (select distinct sha256, bytes from files) f) as bytes`
      .execute(this.store.db);
    if (n >= MOST_OF_RECORD) throw new Refusal("files.error.too-many", { limit: MOST_OF_RECORD });
    if (Number(bytes) >= this.most) throw new Refusal("files.error.no-room");
  }
}
