/** Nightly: files that were deleted for good and bytes that belong to nothing go. */
import { sql } from "kysely";
import { UNDO_DAYS } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import type { FileDisk } from "@/crm/files/disk.ts";

const DAY_MS = 86_400_000;
const BATCH = 500;

/** @returns how many lay on the disk for nobody */
export async function purgeFiles(store: Store, disk: FileDisk, now: number): Promise<number> {
  await store.db.deleteFrom("files").where("archived_at", "<", new Date(now - UNDO_DAYS * DAY_MS)).execute();
  let count = 0;
  let names: string[] = [];
  const flush = async () => {
    if (names.length === 0) return;
    const { rows } = await sql<{ sha256: string }>`select distinct sha256 from files where sha256 = any(${names})`
      .execute(store.db);
    const known = new Set(rows.map((row) => row.sha256));
    for (const name of names.filter((one) => !known.has(one))) {
      await disk.remove(name);
      count++;
    }
    names = [];
  };
  // Today's uploads may be on their way to a row.
  for await (const name of disk.olderThan(new Date(now - DAY_MS))) {
    names.push(name);
    if (names.length >= BATCH) await flush();
  }
  await flush();
  return count;
}
