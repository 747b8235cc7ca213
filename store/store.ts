/**
 * The store's door: connects to PostgreSQL (a server by its URL, else the embedded one), brings the tables up to date
 * and gives out typed access. Nobody above this file may know which of the two it is.
 */
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import type { Database } from "./database.ts";
import { type Embedded, startEmbedded } from "./embedded/mod.ts";
import type { Progress } from "./embedded/progress.ts";
import { Listener, type ListenHandlers, type Unlisten } from "./listener.ts";
import { migrate } from "./migrate.ts";
import { bounded, isConflict, isConnectionTrouble, makePool, type PoolLimits } from "./pool.ts";

export type { Database } from "./database.ts";
export type { Progress, ProgressStep } from "./embedded/progress.ts";
export type { ListenHandlers, Unlisten } from "./listener.ts";

export interface Health {
  ok: boolean;
  /** Round trip of a trivial query in milliseconds. */
  latencyMs: number;
  listening: boolean;
  pool: { total: number; idle: number; waiting: number };
  error?: string;
}

export interface Store {
  /** Typed queries; each settles within five seconds, whatever the server does. */
  readonly db: Kysely<Database>;
  /** For reports and exports that may take a minute; two connections, so that they never starve the desk. */
  readonly reports: Kysely<Database>;
  readonly pool: pg.Pool;
  /** Runs `fn` in a transaction; a serialization failure or deadlock runs it again as a whole (5 times at most). */
  tx<T>(fn: (tx: Transaction<Database>) => Promise<T>, options?: TxOptions): Promise<T>;
  listen(channel: string, handlers: ListenHandlers): Promise<Unlisten>;
  notify(channel: string, payload: string): Promise<void>;
  /** Brings the tables up to date; returns the names of the migrations that were run. */
  migrate(): Promise<string[]>;
  /** A pool of its own for one purpose (the journal's writer); closed with the store. */
  dedicated(limits: PoolLimits): pg.Pool;
  health(): Promise<Health>;
  close(): Promise<void>;
}

export interface TxOptions {
  isolation?: "read committed" | "repeatable read" | "serializable";
  retries?: number;
}

export interface StoreOptions {
  /** `postgres://…`; without it an embedded server is started in `dir`. */
  url?: string;
  dir?: string;
  progress?: Progress;
  /** Size of the main pool. */
  connections?: number;
  /** Do not migrate at opening. */
  skipMigrations?: boolean;
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const progress = options.progress ?? (() => {});
  let embedded: Embedded | undefined;
  if (!options.url) embedded = await startEmbedded({ dir: options.dir ?? "data/postgres", progress });
  try {
    const store = await connectStore({
      config: options.url ? { connectionString: options.url } : embedded!.config,
      connections: options.connections,
      progress,
      migrate: !options.skipMigrations,
      closed: () => embedded?.stop(),
    });
    progress("ready");
    return store;
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

export interface ConnectOptions {
  config: pg.ClientConfig;
  connections?: number;
  progress: Progress;
  migrate: boolean;
  closed?(): Promise<void> | undefined;
}

/** The part of opening that does not care where the server came from; used by {@link openStore} and the tests. */
export async function connectStore(options: ConnectOptions): Promise<Store> {
  const { config } = options;
  const pool = makePool(config, { max: options.connections ?? 12, name: "main" });
  const reportPool = makePool(config, { max: 2, statementMs: 60_000, name: "reports" });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const reports = new Kysely<Database>({ dialect: new PostgresDialect({ pool: reportPool }) });
  const listener = new Listener(config);
  const others: pg.Pool[] = [];

  const store: Store = {
    db,
    reports,
    pool,
    tx: (fn, txOptions) => runTx(db, fn, txOptions),
    listen: (channel, handlers) => listener.listen(channel, handlers),
    async notify(channel, payload) {
      await pool.query("select pg_notify($1, $2)", [channel, payload]);
    },
    async migrate() {
      options.progress("migrate");
      const patient = makePool(config, { max: 1, statementMs: 600_000, name: "migrate" });
      const connection = new Kysely<Database>({ dialect: new PostgresDialect({ pool: patient }) });
      try {
        return await migrate(connection);
      } finally {
        await connection.destroy();
      }
    },
    dedicated(limits) {
      const made = makePool(config, limits);
      others.push(made);
      return made;
    },
    health: () => health(pool, listener),
    async close() {
      await listener.close();
      // The pools are ended directly: Kysely ends one only when it was the first to use it.
      const ends = [pool, reportPool, ...others].filter((it) => !it.ended).map((it) => it.end());
      await bounded(Promise.all(ends), 5_000);
      await options.closed?.();
    },
  };
  try {
    options.progress("connect");
    await waitForServer(pool);
    if (options.migrate) await store.migrate();
    await assertTrigrams(db);
    return store;
  } catch (error) {
    await Promise.all([pool.end(), reportPool.end()]);
    throw error;
  }
}

async function runTx<T>(
  db: Kysely<Database>,
  fn: (tx: Transaction<Database>) => Promise<T>,
  options: TxOptions = {},
): Promise<T> {
  for (let attempt = 0;; attempt++) {
    try {
      const builder = db.transaction();
      return await (options.isolation ? builder.setIsolationLevel(options.isolation) : builder).execute(fn);
    } catch (error) {
      if (!isConflict(error) || attempt >= (options.retries ?? 5)) throw error;
      // Both sides of a deadlock must not meet again at once.
      await new Promise((done) => setTimeout(done, 2 + Math.random() * 10 * 2 ** attempt));
    }
  }
}

/** A server that is just coming up refuses connections for a moment. */
async function waitForServer(pool: pg.Pool): Promise<void> {
  for (const end = Date.now() + 15_000;;) {
    try {
      await pool.query("select 1");
      return;
    } catch (error) {
      if (!isConnectionTrouble(error) || Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** Under a "C" character type pg_trgm drops Cyrillic without a word, and search finds nothing in Russian. */
async function assertTrigrams(db: Kysely<Database>): Promise<void> {
  const installed = await sql<{ n: number }>`select 1 as n from pg_extension where extname = 'pg_trgm'`.execute(db);
  if (installed.rows.length === 0) return; // not migrated yet
  const { rows } = await sql<{ trigrams: string[] }>`select show_trgm('Иванов') as trigrams`.execute(db);
  if ((rows[0]?.trigrams.length ?? 0) > 0) return;
  throw new Error("this database's character type drops Cyrillic from pg_trgm: create it with LC_CTYPE 'C.UTF-8'");
}

async function health(pool: pg.Pool, listener: Listener): Promise<Health> {
  const started = performance.now();
  let error: string | undefined;
  try {
    await pool.query("select 1");
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  return {
    ok: error === undefined,
    latencyMs: performance.now() - started,
    listening: listener.connected,
    pool: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
    error,
  };
}
