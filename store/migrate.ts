/**
 * Migrations: `store/migrations/NNNN_name.sql`, run in the order of their names, each once, all in one transaction.
 * To add one, add a file. A file that was released is never edited; what it got wrong is mended by the next.
 */
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
/** Any number nobody else uses: two starts at once wait for each other on it. */
const LOCK = 7_226_001;

async function readMigrations(): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for await (const entry of Deno.readDir(FOLDER)) {
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(entry.name)) continue;
    const text = await Deno.readTextFile(new URL(entry.name, FOLDER));
    migrations[entry.name.replace(/\.sql$/, "")] = { up: async (db) => void await sql.raw(text).execute(db) };
  }
  return migrations;
}

/**
 * Brings the database up to date and returns the names of what was run. `db` must have no short statement limit.
 * @throws with the migration's name when one fails; nothing of this run is kept then.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  return await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(connection);
    try {
      const migrator = new Migrator({ db: connection, provider: { getMigrations: readMigrations } });
      const { error, results } = await migrator.migrateToLatest();
      const failed = results?.find((it) => it.status === "Error");
      if (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`migration ${failed?.migrationName ?? ""} failed: ${reason}`, { cause: error });
      }
      return (results ?? []).map((it) => it.migrationName);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection);
    }
  });
}
