/**
 * Wake-ups through pg-boss, for several machines on one PostgreSQL. Loaded from npm only when chosen. It runs on our
 * own pool, so that it needs no connection settings and shares the pool's limits.
 */
import type { Store } from "../store.ts";
import type { Wakeups } from "./types.ts";

const SPECIFIER = "npm:pg-boss@12.38.0";
const QUEUE = "wake";

/** The part of pg-boss that is used here. */
interface Boss {
  start(): Promise<unknown>;
  stop(options: { graceful: boolean; close: boolean; timeout?: number }): Promise<void>;
  on(event: "error", listener: (error: unknown) => void): void;
  createQueue(name: string, options: Record<string, unknown>): Promise<void>;
  send(name: string, data: { name: string }, options: Record<string, unknown>): Promise<string | null>;
  work(
    name: string,
    options: Record<string, unknown>,
    handler: (jobs: { data: { name?: unknown } | null }[]) => Promise<void>,
  ): Promise<string>;
}

export async function pgBossWakeups(store: Store, options: { onError?(error: unknown): void } = {}): Promise<Wakeups> {
  const { PgBoss }: { PgBoss: new (options: Record<string, unknown>) => Boss } = await import(SPECIFIER);
  const db = {
    executeSql: (text: string, values?: unknown[]) => store.pool.query(text, values),
  };
  const boss = new PgBoss({ db, schema: "pgboss" });
  boss.on("error", (error) => options.onError?.(error));
  return {
    async start(woken) {
      await boss.start();
      await boss.createQueue(QUEUE, { retryLimit: 0, deleteAfterSeconds: 60 });
      const work = { batchSize: 100, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
      await boss.work(QUEUE, work, async (jobs) => {
        const names = new Set(jobs.map((it) => it.data?.name));
        for (const name of names) if (typeof name === "string") woken(name);
      });
    },
    async wake(name, at) {
      await boss.send(QUEUE, { name }, at.getTime() > Date.now() ? { startAfter: at } : {});
    },
    async close() {
      await boss.stop({ graceful: false, close: false });
    },
  };
}
