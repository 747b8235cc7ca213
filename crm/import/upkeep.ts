/** Nightly: files of imports that are over are deleted after a while; their errors and ways back with them. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import type { KeptFiles } from "@/crm/import/kept_files.ts";

/** Days after the end (or the upload, of one that was never run). */
export const FILE_DAYS = 30;

/** @returns how many files went */
export async function purgeImportFiles(store: Store, files: KeptFiles, before: Date): Promise<number> {
  const rows = await store.db.selectFrom("imports").select(["id", "path"]).where("path", "is not", null)
    .where("state", "in", ["uploaded", "checked", "done", "failed", "cancelled", "undone"])
    .where(sql<Date>`coalesce(finished_at, created_at)`, "<", before).limit(1_000).execute();
  for (const { id, path } of rows) {
    await files.remove(path!);
    await store.db.updateTable("imports").set({ path: null }).where("id", "=", id).execute();
  }
  return rows.length + await purgeOrphans(store, files, before);
}

/** Files of uploads that a crash cut off: no import knows them. */
async function purgeOrphans(store: Store, files: KeptFiles, before: Date): Promise<number> {
  const names = await files.olderThan(before);
  if (names.length === 0) return 0;
  const known = await store.db.selectFrom("imports").select("path").where("path", "in", names).execute();
  const orphans = names.filter((name) => !known.some(({ path }) => path === name));
  for (const name of orphans) await files.remove(name);
  return orphans.length;
}
