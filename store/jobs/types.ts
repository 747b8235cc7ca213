/**
 * Ports of the jobs: work to be done once, later, or again after a failure. The row in PostgreSQL is the truth; a
 * wake-up only says "look now", so a lost or doubled one does no harm.
 */
import type { Transaction } from "kysely";
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { Database } from "../database.ts";

export interface EnqueueOptions {
  runAt?: Date;
  /** At most one unfinished job of the name has this key; a second enqueue returns the first one's id. */
  key?: string;
  /** Tries before the job is dead; default 5. */
  maxAttempts?: number;
  /** Pause after the first failure, doubled after each, with jitter, an hour at most; default 1,000. */
  backoffMs?: number;
  /** Enqueue with a record in one transaction: both happen or neither. */
  tx?: Transaction<Database>;
}

export interface JobContext {
  id: string;
  /** From 1. A handler must expect that an earlier attempt got through half of it. */
  attempt: number;
  /** Aborted at the time limit, when the lease was lost to another process, and at closing. */
  signal: AbortSignal;
}

export type JobHandler = (payload: LiveValue, context: JobContext) => Promise<void>;

export interface WorkOptions {
  /** Jobs of this name at once in this process; default 4. */
  concurrency?: number;
  /** A killed process's job comes back after this; renewed while the handler runs. Default 15,000. */
  leaseMs?: number;
  /** A handler that takes longer has failed; default 5 minutes. */
  timeoutMs?: number;
  /** The slow look that finds what no wake-up told of; default 5,000. */
  pollMs?: number;
}

export interface Worker {
  /** Takes no more jobs, aborts those that run past `graceMs`, and resolves when none runs. */
  stop(graceMs?: number): Promise<void>;
}

export interface DeadJob {
  id: string;
  name: string;
  payload: LiveValue;
  attempts: number;
  error: string | null;
  at: Date;
}

export interface Jobs {
  /** Returns the id of the job, new or already waiting under the same key. */
  enqueue(name: string, payload: LiveValue, options?: EnqueueOptions): Promise<string>;
  work(name: string, handler: JobHandler, options?: WorkOptions): Worker;
  /** Jobs that failed for good, newest first. */
  dead(options?: { name?: string; limit?: number }): Promise<DeadJob[]>;
  /** Gives a dead job a new life; false when there is no such dead job. */
  revive(id: string): Promise<boolean>;
  counts(): Promise<{ name: string; state: string; count: number }[]>;
  /** Deletes finished jobs older than `before`, and dead ones too with `dead`. Run nightly. */
  prune(before: Date, options?: { dead?: boolean }): Promise<number>;
  close(graceMs?: number): Promise<void>;
}

/** How processes hint each other that there is work. */
export interface Wakeups {
  start(woken: (name: string) => void): Promise<void>;
  /** "A job of this name is due then." Allowed to get lost. */
  wake(name: string, at: Date): Promise<void>;
  close(): Promise<void>;
}
