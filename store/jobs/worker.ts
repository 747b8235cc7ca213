/**
 * Works on the jobs of one name: claims as many as it has room for, keeps their leases, records how each ended.
 * Looks when woken, when room comes free, when the next job is due, and slowly by itself.
 */
import type pg from "pg";
import { isConnectionTrouble } from "../pool.ts";
import { type ClaimedJob, claimJobs, completeJob, failJob, type Holding, nextDue, renewJob } from "./statements.ts";
import type { JobHandler, Worker, WorkOptions } from "./types.ts";

const MAX_BACKOFF_MS = 3_600_000;

export interface WorkerSetup {
  name: string;
  handler: JobHandler;
  pool: pg.Pool;
  worker: string;
  options: WorkOptions;
  onError(error: unknown): void;
  random(): number;
}

export class JobWorker implements Worker {
  readonly #setup: WorkerSetup;
  readonly #concurrency: number;
  readonly #leaseMs: number;
  readonly #pollMs: number;
  readonly #running = new Map<Promise<void>, AbortController>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #stopped = false;

  constructor(setup: WorkerSetup) {
    this.#setup = setup;
    this.#concurrency = setup.options.concurrency ?? 4;
    this.#leaseMs = setup.options.leaseMs ?? 15_000;
    this.#pollMs = setup.options.pollMs ?? 5_000;
  }

  /** Any number of calls become one look now and one after it. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#looking) this.#lookAgain = true;
    else {
      this.#looking = this.#look().finally(() => {
        this.#looking = undefined;
        if (this.#lookAgain) this.wake();
      });
    }
  }

  async stop(graceMs = 5_000): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
    const abort = setTimeout(() => {
      for (const controller of this.#running.values()) controller.abort(new Error("the worker stops"));
    }, graceMs);
    await Promise.all(this.#running.keys());
    clearTimeout(abort);
  }

  async #look(): Promise<void> {
    this.#lookAgain = false;
    clearTimeout(this.#timer);
    let waitMs = this.#pollMs;
    try {
      const room = this.#concurrency - this.#running.size;
      if (room > 0) {
        const { name, pool, worker } = this.#setup;
        const jobs = await claimJobs(pool, { name, limit: room, worker, leaseMs: this.#leaseMs });
        for (const job of jobs) this.#start(job);
        if (jobs.length < room) waitMs = Math.min(waitMs, Math.max(1, await nextDue(pool, name) ?? waitMs));
      }
    } catch (error) {
      if (!isConnectionTrouble(error)) this.#setup.onError(error);
      waitMs = Math.min(waitMs, 500);
    }
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), waitMs);
  }

  #start(job: ClaimedJob): void {
    const controller = new AbortController();
    const run = this.#run(job, controller).catch((error) => this.#setup.onError(error)).finally(() => {
      this.#running.delete(run);
      this.wake();
    });
    this.#running.set(run, controller);
  }

  async #run(job: ClaimedJob, controller: AbortController): Promise<void> {
    const { pool, worker, handler, options } = this.#setup;
    const holding: Holding = { id: job.id, worker, attempt: job.attempt };
    const lease = setInterval(() => {
      renewJob(pool, holding, this.#leaseMs).then(
        (held) => held || controller.abort(new Error("the lease went to another process")),
        () => {}, // the server is away: nobody else can claim the job either
      );
    }, this.#leaseMs / 3);
    const limit = setTimeout(
      () => controller.abort(new Error("time limit exceeded")),
      options.timeoutMs ?? 300_000,
    );
    let failure: unknown;
    try {
      const aborted = new Promise<never>((_, reject) => {
        controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
      });
      const work = handler(job.payload, { id: job.id, attempt: job.attempt, signal: controller.signal });
      // A handler that ignores its signal must not hold the place for ever.
      await Promise.race([work, aborted]);
    } catch (error) {
      failure = error ?? new Error("failed without a reason");
    } finally {
      clearInterval(lease);
      clearTimeout(limit);
    }
    await this.#record(() =>
      failure === undefined ? completeJob(pool, holding) : failJob(pool, holding, this.#verdict(job, failure))
    );
  }

  #verdict(job: ClaimedJob, failure: unknown): { error: string; againInMs: number | undefined } {
    const error = (failure instanceof Error ? failure.message : String(failure)).replaceAll("\0", "").slice(0, 2_000);
    if (job.attempt >= job.max_attempts) return { error, againInMs: undefined };
    const pause = Math.min(MAX_BACKOFF_MS, job.backoff_ms * 2 ** (job.attempt - 1));
    return { error, againInMs: pause * (0.75 + this.#setup.random() * 0.5) };
  }

  /** The server may be restarting just now: try until the lease would have ended; then the job comes back anyway. */
  async #record(write: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + this.#leaseMs;;) {
      try {
        await write();
        return;
      } catch (error) {
        if (!isConnectionTrouble(error) || Date.now() > end) throw error;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }
}
