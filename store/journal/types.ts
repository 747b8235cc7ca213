/** Ports and errors of the journal on PostgreSQL. */
import type { ActorId, JournalBatch } from "@/actors/runtime/types.ts";

/** Who may write for which stream; `store/shards` implements it. */
export interface Fence {
  /** This process, as the `shards` table names it. */
  readonly owner: string;
  shardOf(stream: ActorId): number;
  /** Epoch under which this process holds the shard now, or undefined when it does not. */
  epochOf(shard: number): number | undefined;
}

export interface CommitMetrics {
  entries: number;
  streams: number;
  bytes: number;
  /** From the first attempt to the durable end, in milliseconds. */
  ms: number;
  attempts: number;
}

export interface JournalStats {
  /** Entries that were appended and are not durable yet. */
  pendingEntries: number;
  pendingBytes: number;
  committedEntries: number;
  commits: number;
  /** Attempts that failed because the server was away. */
  retries: number;
  /** How long the current commit has been trying, in milliseconds; 0 when nothing is in flight. */
  stalledMs: number;
}

export interface JournalOptions {
  /** Without it nothing is fenced: only for tools that are surely alone. */
  fence?: Fence;
  /** Entries in one commit at most. */
  maxEntries?: number;
  maxBytes?: number;
  /** Least time between the starts of two commits: a few milliseconds turn many small commits into one. */
  spacingMs?: number;
  /** Bounds of what waits while the server is away; an append over them is refused. */
  maxPendingEntries?: number;
  maxPendingBytes?: number;
  snapshotEveryMs?: number;
  /** First pause after trouble with the server; it doubles up to half a second. */
  retryMs?: number;
  onCommit?(metrics: CommitMetrics): void;
}

/** An append of a sequence number that the stream already has: two actors wrote, or one wrote twice. */
export class DoubledAppendError extends Error {
  override name = "DoubledAppendError";
  constructor(readonly stream: ActorId, readonly seq: number) {
    super(`the journal of ${stream} already has an entry ${seq}`);
  }
}

/** The journal's memory is full because the server has been away for long. */
export class JournalFullError extends Error {
  override name = "JournalFullError";
}

/** One append that waits for its commit. */
export interface Pending {
  batch: JournalBatch;
  /** Events as JSON text, made when the append came: later changes of the objects must not matter. */
  texts: string[];
  bytes: number;
  shard: number;
  /** The epoch at the time of the append: a lost and regained shard must not let an old append through. */
  epoch: number;
  resolve(): void;
  reject(error: unknown): void;
}
