/** Verbs and queries of imports: upload, set-up, start and stop. The work itself is a job (run/work.ts). */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, ForbiddenError, require } from "@/store/access.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { PLURAL, reachOf, type RecordKind } from "@/crm/record/mod.ts";
import { openTable } from "@/crm/import/files/mod.ts";
import type { KeptFiles } from "@/crm/import/kept_files.ts";
import { describe } from "@/crm/import/open_file.ts";
import { lockImport } from "@/crm/import/run/batch.ts";
import { NO_COUNTERS } from "@/crm/import/run/counters.ts";
import { tellImport } from "@/crm/import/run/tell.ts";
import type { ImportRow, Work } from "@/crm/import/run/work.ts";
import { defaultOptions, type patchImportSchema } from "@/crm/import/schemas.ts";
import { type Changes, setUp } from "@/crm/import/set_up.ts";
import { type ImportStep, stepFrom } from "@/crm/import/states.ts";
import { detailOf, type ImportDetail, type ImportLine, lineOf, maySee, selectImports } from "@/crm/import/view.ts";

export const IMPORT_JOB = "import";

/** Bytes of files of one person that are kept at once: a disk that is full stops the whole company. */
const MOST_KEPT = 2 * 1_073_741_824;

export class Imports {
  constructor(readonly store: Store, readonly jobs: Jobs, readonly files: KeptFiles) {}

  /** Keeps a file and says what it is. Refusals: `import.error.*` of the file. @throws {ForbiddenError} */
  async receive(
    access: Access,
    input: { kind: RecordKind; name: string; body: ReadableStream<Uint8Array> },
  ): Promise<Result<ImportDetail>> {
    const { store, files } = this;
    const { kind } = input;
    requireImport(access, kind);
    const { kept } = await store.db.selectFrom("imports").select((eb) =>
      eb.fn.coalesce(eb.fn.sum<string>("size"), sql<string>`0`).as("kept")
    )
      .where("user_id", "=", access.user).where("path", "is not", null).executeTakeFirstOrThrow();
    if (Number(kept) > MOST_KEPT) return { ok: false, code: "import.error.too-many-files" };
    const id = newId();
    const name = input.name.replaceAll(/[\p{Cc}/\\]/gu, " ").trim().toWellFormed().slice(-200) || "file";
    try {
      const { size, sha256 } = await files.save(id, input.body);
      const opened = await openTable((await files.open({ path: id, name }))!);
      if (!opened.ok) {
        await files.remove(id);
        return opened;
      }
      const { format, header, mapping, system, dateOrder } = await describe(store, access, {
        kind,
        table: opened.value,
      });
      const options = defaultOptions(kind, await siteSettings(store.db));
      await store.db.insertInto("imports").values({
        id,
        kind,
        file_name: name,
        size,
        sha256,
        path: id,
        format: JSON.stringify(format),
        header,
        mapping: JSON.stringify(mapping),
        options: JSON.stringify({ ...options, dateOrder, system: system ?? options.system }),
        user_id: access.user,
      }).execute();
    } catch (error) {
      await files.remove(id).catch(() => {});
      if (error instanceof Refusal) return error.toResult();
      throw error;
    }
    return await this.get(access, { id });
  }

  /** Newest first. @throws {ForbiddenError} */
  async list(
    access: Access,
    options: { kind?: RecordKind; after?: string; limit: number; all?: boolean },
  ): Promise<{ rows: ImportLine[]; next: string | null }> {
    require(access, "records.import");
    const all = options.all && access.permissions.has("settings.manage");
    let query = selectImports(this.store.db).orderBy("imports.id", "desc").limit(options.limit + 1);
    if (!all) query = query.where("imports.user_id", "=", access.user);
    if (options.kind) query = query.where("imports.kind", "=", options.kind);
    if (options.after) query = query.where("imports.id", "<", options.after);
    const rows = await query.execute();
    const page = rows.slice(0, options.limit).map(lineOf);
    return { rows: page, next: rows.length > options.limit ? page.at(-1)!.id : null };
  }

  /** @throws {ForbiddenError} */
  async get(access: Access, { id }: { id: string }): Promise<Result<ImportDetail>> {
    require(access, "records.import");
    const row = await selectImports(this.store.db).where("imports.id", "=", id).executeTakeFirst();
    if (!row || !maySee(access, row)) return { ok: false, code: "import.error.no-import" };
    return { ok: true, value: await detailOf(this.store, access, row) };
  }

  /** Sets the import up; another reading of the file brings a new suggestion. @throws {ForbiddenError} */
  async patch(
    access: Access,
    input: { id: string } & z.output<typeof patchImportSchema>,
  ): Promise<Result<ImportDetail>> {
    const { store, files } = this;
    const { id } = input;
    const done = await this.#step(
      access,
      { id, step: "edit" },
      (trx, row) => setUp(store, access, { ...input, trx, row, files }),
    );
    return done.ok ? await this.get(access, { id }) : done;
  }

  /** Begins the work that the step means, as a job. @throws {ForbiddenError} */
  start(
    access: Access,
    { id, step }: { id: string; step: "check" | "run" | "resume" | "undo" },
  ): Promise<Result<ImportLine>> {
    return this.#step(access, { id, step }, async (trx, row) => {
      const run = crypto.randomUUID();
      const begins = step === "check" || step === "run";
      if (begins && !row.mapping.columns.some(({ target }) => target.to !== "skip")) {
        throw new Refusal("import.error.no-mapping");
      }
      if (step === "undo" && (await written(trx, id)) === 0) throw new Refusal("import.error.nothing-to-undo");
      // In the same transaction: a run without its job would stand still until the next start.
      if (begins) await trx.deleteFrom("import_errors").where("import_id", "=", id).execute();
      const payload: Work = { id, run, user: access.user };
      await this.jobs.enqueue(IMPORT_JOB, { ...payload }, { key: run, maxAttempts: 100, tx: trx });
      return {
        run,
        error: null,
        granted: [...access.permissions],
        work_at: sql<Date>`now()`,
        work_from: begins ? 0 : { ...NO_COUNTERS, ...row.counters }.total,
        finished_at: null,
        ...(begins ? { position: 0, counters: JSON.stringify(NO_COUNTERS), progress: 0 } : {}),
        ...(step === "run" ? { started_at: sql<Date>`now()` } : {}),
        ...(step === "undo" ? { progress: 0, undo: JSON.stringify({ deleted: 0, restored: 0, kept: 0 }) } : {}),
      };
    });
  }

  /** @throws {ForbiddenError} */
  pause(access: Access, { id }: { id: string }): Promise<Result<ImportLine>> {
    return this.#step(access, { id, step: "pause" }, () => ({ run: null }));
  }

  /** What was written stays; a file that nothing was written of is deleted. @throws {ForbiddenError} */
  async cancel(access: Access, { id }: { id: string }): Promise<Result<ImportLine>> {
    let unused = false;
    const done = await this.#step(access, { id, step: "cancel" }, (_, row) => {
      unused = row.state === "uploaded" || row.state === "checked";
      const over = row.state === "checking" ? { counters: "{}", progress: 0 } : { finished_at: sql<Date>`now()` };
      return { run: null, ...over, ...(unused ? { path: null } : {}) };
    });
    if (done.ok && unused) await this.files.remove(id);
    return done;
  }

  async #step(
    access: Access,
    { id, step }: { id: string; step: ImportStep },
    work: (
      trx: Transaction<Database>,
      row: ImportRow,
    ) => Changes | Promise<Changes>,
  ): Promise<Result<ImportLine>> {
    require(access, "records.import");
    try {
      await this.store.tx(async (trx) => {
        const row = await lockImport(trx, id);
        if (!row || !maySee(access, row)) throw new Refusal("import.error.no-import");
        // Rows are written with the owner's rights: others only stop and undo.
        const owners = step === "edit" || step === "check" || step === "run" || step === "resume";
        if (owners && row.user_id !== access.user) throw new Refusal("import.error.not-yours");
        if (owners) requireImport(access, row.kind);
        const state = stepFrom(row.state, step);
        if (state === null) throw new Refusal("import.error.state", { state: row.state });
        const set = await work(trx, row);
        await trx.updateTable("imports").set({ ...set, state, version: row.version + 1 }).where("id", "=", id)
          .execute();
        await tellImport(trx, { id, user: row.user_id });
      });
    } catch (error) {
      if (error instanceof Refusal) return error.toResult();
      throw error;
    }
    const row = await selectImports(this.store.db).where("imports.id", "=", id).executeTakeFirstOrThrow();
    return { ok: true, value: lineOf(row) };
  }
}

/** @throws {ForbiddenError} */
function requireImport(access: Access, kind: RecordKind): void {
  require(access, "records.import");
  if (reachOf(access, kind, "edit") === "none") {
    throw new ForbiddenError(`${PLURAL[kind]}.edit.own`);
  }
}

async function written(trx: Transaction<Database>, id: string): Promise<number> {
  const row = await trx.selectFrom("import_changes").select("record_id").where("import_id", "=", id).limit(1)
    .executeTakeFirst();
  return row ? 1 : 0;
}
