/** A company with imports that run at once, for tests. */
import { company } from "@/crm/testing.ts";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import type { RecordKind } from "@/crm/record/mod.ts";
import { Imports, KeptFiles, work } from "@/crm/import/mod.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { withDatabase } from "@/store/testing.ts";
import type { ConnectOptions } from "@/store/store.ts";

type Company = Awaited<ReturnType<typeof company>>;

export interface ImportWorld extends Company {
  store: Store;
  config: ConnectOptions["config"];
  imports: Imports;
  upload(text: string, options?: { kind?: RecordKind; as?: Access; name?: string }): Promise<string>;
  /** Starts the step and works on it to its end, as a job would. */
  go(id: string, step: "check" | "run" | "resume" | "undo", as?: Access): Promise<Awaited<ReturnType<Imports["get"]>>>;
}

export async function withImports(use: (world: ImportWorld) => Promise<void>): Promise<void> {
  await withDatabase(async (store, config) => {
    const dir = await Deno.makeTempDir({ prefix: "kommutator-imports-" });
    const people = await company(store);
    const jobs = await openJobs(store);
    const imports = new Imports(store, jobs, new KeptFiles(dir));
    try {
      await use({
        ...people,
        store,
        config,
        imports,
        async upload(text, { kind = "lead", as = people.admin, name = "file.csv" } = {}) {
          return unwrap(await imports.receive(as, { kind, name, body: new Blob([text]).stream() })).id;
        },
        async go(id, step, as = people.admin) {
          unwrap(await imports.start(as, { id, step }));
          await workOn(store, imports, { id, user: as.user });
          return await imports.get(as, { id });
        },
      });
    } finally {
      await jobs.close();
      await Deno.remove(dir, { recursive: true });
    }
  });
}

/** Does what the job of the import would do. */
export async function workOn(store: Store, imports: Imports, one: { id: string; user: string }): Promise<void> {
  const row = await store.db.selectFrom("imports").select("run").where("id", "=", one.id).executeTakeFirstOrThrow();
  const signal = new AbortController().signal;
  await work(store, { ...one, run: row.run! }, { files: imports.files, signal, attempt: 1 });
}
