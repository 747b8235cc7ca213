/** The jobs on PostgreSQL: enqueue, work, look after the dead. Wake-ups come through a port and are only hints. */
import { sql } from "kysely";
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { Store } from "../store.ts";
import type { DeadJob, EnqueueOptions, JobHandler, Jobs, Wakeups, Worker, WorkOptions } from "./types.ts";
import { JobWorker } from "./worker.ts";

const MAX_PAYLOAD = 1_000_000;

export interface JobsOptions {
  wakeups?: Wakeups;
  onError?(error: unknown): void;
  /** Uniform in [0, 1), for the jitter. */
  random?(): number;
}

export async function openJobs(store: Store, options: JobsOptions = {}): Promise<Jobs> {
  const jobs = new PgJobs(store, options);
  await options.wakeups?.start((name) => jobs.woken(name));
  return jobs;
}

class PgJobs implements Jobs {
  readonly #worker = crypto.randomUUID();
  readonly #workers = new Map<string, JobWorker>();
  readonly #hints = new Set<ReturnType<typeof setTimeout>>();

  constructor(private readonly store: Store, private readonly options: JobsOptions) {}

  async enqueue(name: string, payload: LiveValue, options: EnqueueOptions = {}): Promise<string> {
    const text = JSON.stringify(payload);
    if (text.length > MAX_PAYLOAD) {
      throw new RangeError(`the payload of a ${name} job is over ${MAX_PAYLOAD} characters`);
    }
    const db = options.tx ?? this.store.db;
    // The second round: the job that held the key ended between the two statements.
    for (let round = 0; round < 3; round++) {
      const inserted = await db.insertInto("jobs")
        .values({
          name,
          payload: text,
          key: options.key ?? null,
          run_at: options.runAt,
          max_attempts: options.maxAttempts,
          backoff_ms: options.backoffMs,
        })
        .onConflict((oc) =>
          oc.columns(["name", "key"]).where("key", "is not", null).where("state", "in", ["waiting", "running"])
            .doNothing()
        )
        .returning("id").executeTakeFirst();
      if (inserted) {
        this.#hint(name, options);
        return inserted.id;
      }
      const known = await db.selectFrom("jobs").select("id").where("name", "=", name).where(
        "key",
        "=",
        options.key ?? "",
      )
        .where("state", "in", ["waiting", "running"]).executeTakeFirst();
      if (known) return known.id;
    }
    throw new Error(`the key ${options.key} of ${name} jobs changes hands too fast`);
  }

  work(name: string, handler: JobHandler, options: WorkOptions = {}): Worker {
    if (this.#workers.has(name)) throw new Error(`${name} jobs have a handler already`);
    const worker = new JobWorker({
      name,
      handler,
      options,
      pool: this.store.pool,
      worker: this.#worker,
      onError: this.options.onError ?? (() => {}),
      random: this.options.random ?? Math.random,
    });
    this.#workers.set(name, worker);
    worker.wake();
    return {
      stop: (graceMs) => {
        this.#workers.delete(name);
        return worker.stop(graceMs);
      },
    };
  }

  woken(name: string): void {
    this.#workers.get(name)?.wake();
  }

  async dead(options: { name?: string; limit?: number } = {}): Promise<DeadJob[]> {
    let query = this.store.db.selectFrom("jobs").selectAll().where("state", "=", "dead");
    if (options.name) query = query.where("name", "=", options.name);
    const rows = await query.orderBy("finished_at", "desc").limit(options.limit ?? 100).execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      payload: row.payload,
      attempts: row.attempt,
      error: row.last_error,
      at: row.finished_at ?? row.created_at,
    }));
  }

  async revive(id: string): Promise<boolean> {
    const row = await this.store.db.updateTable("jobs")
      .set({ state: "waiting", attempt: 0, run_at: sql`now()`, finished_at: null })
      .where("id", "=", id).where("state", "=", "dead").returning("name").executeTakeFirst();
    if (row) this.#hint(row.name, {});
    return row !== undefined;
  }

  async counts(): Promise<{ name: string; state: string; count: number }[]> {
    const rows = await this.store.db.selectFrom("jobs")
      .select(["name", "state", (eb) => eb.fn.countAll().as("count")]).groupBy(["name", "state"]).execute();
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }

  async prune(before: Date, options: { dead?: boolean } = {}): Promise<number> {
    const states = options.dead ? ["done" as const, "dead" as const] : ["done" as const];
    const result = await this.store.reports.deleteFrom("jobs")
      .where("state", "in", states).where("finished_at", "<", before).executeTakeFirst();
    return Number(result.numDeletedRows);
  }

  async close(graceMs?: number): Promise<void> {
    for (const hint of this.#hints) clearTimeout(hint);
    await Promise.all([...this.#workers.values()].map((it) => it.stop(graceMs)));
    await this.options.wakeups?.close();
  }

  /** Ours are told directly, other processes through the port; in a transaction the row is seen a moment later. */
  #hint(name: string, options: EnqueueOptions): void {
    const at = options.runAt ?? new Date();
    const tell = () => {
      this.woken(name);
      this.options.wakeups?.wake(name, at).catch((error) => this.options.onError?.(error));
    };
    if (!options.tx) return tell();
    // Nothing tells us of the commit; a longer transaction's job is found by the slow look.
    for (const delayMs of [50, 1_000]) {
      const hint = setTimeout(() => (this.#hints.delete(hint), tell()), delayMs);
      this.#hints.add(hint);
    }
  }
}
