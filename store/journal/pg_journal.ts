/**
 * The journal of the actors on PostgreSQL. Appends of all actors that come while a commit is in flight share the next
 * one (group commit); one commit is in flight at a time, which is what keeps the order of every stream.
 *
 * An append resolves only when it is durable. While the server is away appends wait, within bounds; what was in doubt
 * when the connection broke is looked up by (stream, seq) before anything is sent again, so nothing is lost or doubled.
 * An append that failed may be repeated: what is stored already is skipped. (Over 200 lines: the queue, its bounds and
 * its bookkeeping change together; writing, loading and snapshots are in files of their own.)
 */
import type pg from "pg";
import type { ActorId, Journal, JournalBatch, JournalEntry, Snapshot } from "@/actors/runtime/types.ts";
import { FencedError } from "@/actors/runtime/types.ts";
import { bounded, errorCode } from "../pool.ts";
import type { Store } from "../store.ts";
import { commitGroup, type CommitSteps } from "./commit.ts";
import { loadStream } from "./load.ts";
import { SnapshotWriter } from "./snapshots.ts";
import { countStored, findCommitted, insertEntries } from "./statements.ts";
import { DoubledAppendError, JournalFullError, type JournalOptions, type JournalStats, type Pending } from "./types.ts";

export class PgJournal implements Journal {
  readonly #pool: pg.Pool;
  readonly #store: Store;
  readonly #options: Required<Omit<JournalOptions, "fence" | "onCommit">> & JournalOptions;
  readonly #snapshots: SnapshotWriter;
  readonly #stats = { pendingEntries: 0, pendingBytes: 0, committedEntries: 0, commits: 0, retries: 0 };
  #queue: Pending[] = [];
  #running = false;
  #closing = false;
  #closed = false;
  #startedAt = 0;
  #inFlight = false;
  /** Appends accepted and appends settled: `flush` waits until the second reaches the first. */
  #accepted = 0;
  #settled = 0;
  #waiters: { until: number; resume: () => void }[] = [];
  /** Appends per stream on their way; a load waits for them. */
  #busy = new Map<ActorId, number>();
  /** Streams with a failed append and where it began: what follows would leave a gap, so it is refused until an append
   * begins there again or the stream is loaded anew. */
  #broken = new Map<ActorId, { from: number; error: unknown }>();
  #wakeUp: (() => void) | undefined;

  constructor(store: Store, options: JournalOptions = {}) {
    this.#store = store;
    this.#pool = store.dedicated({ max: 1, name: "journal" });
    this.#options = {
      maxEntries: 2_000,
      maxBytes: 1_000_000,
      spacingMs: 4,
      maxPendingEntries: 200_000,
      maxPendingBytes: 128_000_000,
      snapshotEveryMs: 50,
      retryMs: 20,
      ...options,
    };
    this.#snapshots = new SnapshotWriter(store.pool, {
      fence: options.fence,
      everyMs: this.#options.snapshotEveryMs,
      entriesDurable: () => this.#entriesDurable(),
    });
  }

  append(batch: JournalBatch): Promise<void> {
    const { stream, entries } = batch;
    if (entries.length === 0) return Promise.resolve();
    if (this.#closing) return Promise.reject(new Error("the journal is closed"));
    const { shard, epoch } = this.#claim(stream);
    if (epoch === undefined) return Promise.reject(new FencedError(`shard ${shard} of ${stream} is not ours`));
    let bytes = 0;
    const texts = entries.map((entry) => {
      const text = JSON.stringify(entry.event) ?? "null";
      bytes += text.length;
      return text;
    });
    const full = this.#stats.pendingEntries + entries.length > this.#options.maxPendingEntries ||
      this.#stats.pendingBytes + bytes > this.#options.maxPendingBytes;
    if (full) {
      const error = new JournalFullError(`${this.#stats.pendingEntries} entries wait for the database`);
      this.#break(stream, { from: entries[0].seq, error });
      return Promise.reject(error);
    }
    this.#stats.pendingEntries += entries.length;
    this.#stats.pendingBytes += bytes;
    this.#accepted++;
    this.#busy.set(stream, (this.#busy.get(stream) ?? 0) + 1);
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, texts, bytes, shard, epoch, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async load(stream: ActorId, version?: number): Promise<{ snapshot?: Snapshot; entries: JournalEntry[] }> {
    if (this.#busy.has(stream)) await this.#entriesDurable();
    const loaded = await loadStream(this.#store.pool, stream, version);
    this.#broken.delete(stream);
    return loaded;
  }

  saveSnapshot(stream: ActorId, snapshot: Snapshot): Promise<void> {
    const { shard, epoch } = this.#claim(stream);
    if (epoch === undefined) return Promise.reject(new FencedError(`shard ${shard} of ${stream} is not ours`));
    return this.#snapshots.save({ stream, snapshot, shard, epoch });
  }

  async flush(): Promise<void> {
    await this.#entriesDurable();
    await this.#snapshots.flush();
  }

  stats(): JournalStats {
    return { ...this.#stats, stalledMs: this.#inFlight ? performance.now() - this.#startedAt : 0 };
  }

  /** Takes no more appends, waits up to `limitMs` for those on their way, and fails what is left then. */
  async close(limitMs = 5_000): Promise<void> {
    this.#closing = true;
    await bounded(this.flush(), limitMs);
    this.#closed = true;
    this.#wakeUp?.();
    this.#snapshots.close();
    await this.#entriesDurable();
    if (!this.#pool.ended) await bounded(this.#pool.end(), 1_000);
  }

  #claim(stream: ActorId): { shard: number; epoch: number | undefined } {
    const fence = this.#options.fence;
    if (!fence) return { shard: 0, epoch: 0 };
    const shard = fence.shardOf(stream);
    return { shard, epoch: fence.epochOf(shard) };
  }

  #entriesDurable(): Promise<void> {
    if (this.#settled >= this.#accepted) return Promise.resolve();
    return new Promise((resume) => this.#waiters.push({ until: this.#accepted, resume }));
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0) {
      const early = this.#startedAt + this.#options.spacingMs - performance.now();
      // At rest an append goes at once; under load the pause lets others join.
      if (early > 0.3 && !this.#closing) await new Promise((done) => setTimeout(done, early));
      await this.#commit(this.#take());
    }
    this.#running = false;
  }

  #take(): Pending[] {
    let entries = 0;
    let bytes = 0;
    let count = 0;
    for (const it of this.#queue) {
      entries += it.texts.length;
      bytes += it.bytes;
      if (count > 0 && (entries > this.#options.maxEntries || bytes > this.#options.maxBytes)) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(group: Pending[]): Promise<void> {
    this.#startedAt = performance.now();
    this.#inFlight = true;
    const started = this.#startedAt;
    const attempts = await commitGroup(group, this.#steps);
    this.#inFlight = false;
    this.#stats.commits++;
    const entries = group.reduce((sum, it) => sum + it.texts.length, 0);
    const bytes = group.reduce((sum, it) => sum + it.bytes, 0);
    this.#options.onCommit?.({ entries, streams: group.length, bytes, ms: performance.now() - started, attempts });
    if (this.#waiters.length === 0) return;
    const due = this.#waiters.filter((it) => it.until <= this.#settled);
    this.#waiters = this.#waiters.filter((it) => it.until > this.#settled);
    for (const { resume } of due) resume();
  }

  readonly #steps: CommitSteps<Pending> = {
    write: async (group) => {
      // A group with a gap is split until the member with the gap stands alone and is refused.
      const gap = this.#findGap(group);
      if (gap) throw group.length === 1 ? gap : new Error("a stream of this group has a gap");
      try {
        return await insertEntries(this.#pool, this.#options.fence, group);
      } catch (error) {
        if (group.length > 1 || errorCode(error) !== "23505") throw error;
        return await this.#writeRest(group[0]);
      }
    },
    committed: (group) => findCommitted(this.#pool, group),
    done: (it) => this.#settle(it),
    fenced: (it) => this.#settle(it, new FencedError(`${it.batch.stream}: another node owns shard ${it.shard} now`)),
    failed: (it, error) => this.#settle(it, error),
    pause: (attempt) => {
      this.#stats.retries++;
      return new Promise((done) => {
        const timer = setTimeout(done, Math.min(500, this.#options.retryMs * 2 ** Math.min(attempt - 1, 6)));
        this.#wakeUp = () => (clearTimeout(timer), done());
      });
    },
    closed: () => this.#closed,
  };

  /** Of each stream the first member decides: it begins where the failed append began, or it leaves a gap. */
  #findGap(group: readonly Pending[]): unknown {
    if (this.#broken.size === 0) return undefined;
    const seen = new Set<ActorId>();
    for (const { batch: { stream, entries } } of group) {
      const broken = seen.has(stream) ? undefined : this.#broken.get(stream);
      seen.add(stream);
      if (broken && entries[0].seq > broken.from) return broken.error;
    }
  }

  /** A repeated append: what is stored already, entry by entry the same, is skipped; anything else is a second truth. */
  async #writeRest(it: Pending): Promise<Pending[]> {
    const stored = await countStored(this.#pool, it);
    const { stream, entries } = it.batch;
    const doubled = () => new DoubledAppendError(stream, entries[Math.min(stored, entries.length - 1)].seq);
    if (stored === entries.length) return [];
    const rest = { ...it, batch: { stream, entries: entries.slice(stored) }, texts: it.texts.slice(stored) };
    try {
      const refused = await insertEntries(this.#pool, this.#options.fence, [rest]);
      return refused.length > 0 ? [it] : [];
    } catch (error) {
      throw errorCode(error) === "23505" ? doubled() : error;
    }
  }

  #break(stream: ActorId, at: { from: number; error: unknown }): void {
    const known = this.#broken.get(stream);
    if (!known || at.from < known.from) this.#broken.set(stream, at);
  }

  #settle(it: Pending, error?: unknown): void {
    const { stream } = it.batch;
    this.#settled++;
    this.#stats.pendingEntries -= it.texts.length;
    this.#stats.pendingBytes -= it.bytes;
    const left = (this.#busy.get(stream) ?? 1) - 1;
    if (left === 0) this.#busy.delete(stream);
    else this.#busy.set(stream, left);
    if (error === undefined) {
      this.#stats.committedEntries += it.texts.length;
      this.#broken.delete(stream);
      it.resolve();
    } else {
      this.#break(stream, { from: it.batch.entries[0].seq, error });
      it.reject(error);
    }
  }
}
