/**
 * A journal in memory, for simulations and tests: with the faults that a real one has. What it took is kept as JSON,
 * so that anything in events or states that is not plain data shows at the first replay.
 */
import { type ActorId, type Clock, FencedError, type Journal } from "./types.ts";
import type { JournalBatch, JournalEntry, Snapshot } from "./types.ts";

interface Waiting {
  batch: string;
  stream: ActorId;
  done: () => void;
  failed: (error: unknown) => void;
}

export class MemoryJournal implements Journal {
  /** While true every call is refused. */
  down = false;
  /** While true every call is refused for good: another node owns the streams. */
  fenced = false;
  /** So many appends are refused, then it works again. */
  failNext = 0;
  /** So many appends are stored, and yet reported as failed (the answer was lost). */
  loseAnswers = 0;
  appends = 0;
  #streams = new Map<ActorId, string[]>();
  #snapshots = new Map<ActorId, string>();
  #waiting: Waiting[] = [];
  #timer: unknown;

  /** @param options.commitMs how long a group commit takes; needs the clock. Without it a commit is a microtask. */
  constructor(private readonly options: { clock: Clock; commitMs: number } | undefined = undefined) {}

  append(batch: JournalBatch): Promise<void> {
    this.appends++;
    return new Promise((done, failed) => {
      this.#waiting.push({ batch: JSON.stringify(batch.entries), stream: batch.stream, done, failed });
      if (this.options === undefined) queueMicrotask(() => this.#commit());
      else this.#timer ??= this.options.clock.after(this.options.commitMs, () => this.#commit());
    });
  }

  load(stream: ActorId, version?: number): Promise<{ snapshot?: Snapshot; entries: JournalEntry[] }> {
    if (this.#waiting.some((it) => it.stream === stream)) this.#commit();
    const refused = this.#refusal();
    if (refused !== undefined) return Promise.reject(refused);
    const entries = this.entries(stream);
    const text = this.#snapshots.get(stream);
    const snapshot = text === undefined ? undefined : JSON.parse(text) as Snapshot;
    if (snapshot === undefined || (version !== undefined && snapshot.version !== version)) {
      return Promise.resolve({ entries });
    }
    return Promise.resolve({ snapshot, entries: entries.slice(snapshot.seq) });
  }

  saveSnapshot(stream: ActorId, snapshot: Snapshot): Promise<void> {
    const refused = this.#refusal();
    if (refused !== undefined) return Promise.reject(refused);
    this.#snapshots.set(stream, JSON.stringify(snapshot));
    return Promise.resolve();
  }

  flush(): Promise<void> {
    this.#commit();
    return Promise.resolve();
  }

  /** Everything durable of a stream. */
  entries(stream: ActorId): JournalEntry[] {
    return (this.#streams.get(stream) ?? []).map((text) => JSON.parse(text));
  }

  streams(): ActorId[] {
    return [...this.#streams.keys()];
  }

  /** The process died: what was not committed is gone, and nobody waits for it any more. */
  loseTail(): void {
    this.#waiting = [];
  }

  #refusal(): Error | undefined {
    if (this.fenced) return new FencedError("another node owns the shard");
    return this.down ? new Error("the journal is down") : undefined;
  }

  #commit(): void {
    this.options?.clock.clear(this.#timer);
    this.#timer = undefined;
    for (const { batch, stream, done, failed } of this.#waiting.splice(0)) {
      const refused = this.#refusal() ?? (this.failNext > 0 ? new Error("append failed") : undefined);
      if (this.failNext > 0) this.failNext--;
      const error = refused ?? this.#store(stream, JSON.parse(batch));
      if (error !== undefined) failed(error);
      else if (this.loseAnswers > 0) {
        this.loseAnswers--;
        failed(new Error("the answer was lost"));
      } else done();
    }
  }

  #store(stream: ActorId, entries: JournalEntry[]): Error | undefined {
    let stored = this.#streams.get(stream);
    if (stored === undefined) this.#streams.set(stream, stored = []);
    for (const entry of entries) {
      if (entry.seq <= stored.length) {
        if (stored[entry.seq - 1] === JSON.stringify(entry)) continue;
        return new FencedError(`${stream}: ${entry.seq} was written by another`);
      }
      if (entry.seq !== stored.length + 1) {
        return new Error(`${stream}: ${entry.seq} leaves a gap after ${stored.length}`);
      }
      stored.push(JSON.stringify(entry));
    }
  }
}
