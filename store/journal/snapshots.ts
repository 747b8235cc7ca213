/** Writes snapshots in batches: only the latest of each stream, and never ahead of the entries it stands for. */
import type pg from "pg";
import { type ActorId, FencedError, type Snapshot } from "@/actors/runtime/types.ts";
import { commitGroup } from "./commit.ts";
import { type PendingSnapshot, upsertSnapshots } from "./statements.ts";
import type { Fence } from "./types.ts";

const MAX_BYTES = 4_000_000;

interface Waiting extends PendingSnapshot {
  /** Also those whose snapshot was replaced by a newer one of the same stream while it waited. */
  settle: { resolve(): void; reject(error: unknown): void }[];
}

export class SnapshotWriter {
  #waiting = new Map<ActorId, Waiting>();
  #turn: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: { fence?: Fence; everyMs: number; entriesDurable(): Promise<void> },
  ) {}

  save(it: { stream: ActorId; snapshot: Snapshot; shard: number; epoch: number }): Promise<void> {
    if (this.#closed) return Promise.reject(new Error("the journal is closed"));
    return new Promise((resolve, reject) => {
      const older = this.#waiting.get(it.stream);
      const settle = [...older?.settle ?? [], { resolve, reject }];
      this.#waiting.set(it.stream, {
        ...it,
        text: JSON.stringify(it.snapshot.state) ?? "null",
        settle,
        resolve: () => settle.forEach((one) => one.resolve()),
        reject: (error) => settle.forEach((one) => one.reject(error)),
      });
      this.#timer ??= setTimeout(() => void this.flush(), this.options.everyMs);
    });
  }

  /** Resolves when everything saved so far is written or refused. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turn = (this.#turn ?? Promise.resolve()).then(() => this.#write());
    await this.#turn;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #write(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const taken = [...this.#waiting.values()];
    this.#waiting.clear();
    await this.options.entriesDurable();
    for (const group of bySize(taken)) {
      await commitGroup<PendingSnapshot>(group, {
        write: (members) => upsertSnapshots(this.pool, this.options.fence, members),
        // Writing the same snapshot again does no harm, so nothing has to be looked up.
        committed: () => Promise.resolve(new Set()),
        done: (it) => it.resolve(),
        fenced: (it) => it.reject(new FencedError(`${it.stream}: another node owns shard ${it.shard} now`)),
        failed: (it, error) => it.reject(error),
        pause: (attempt) => new Promise((done) => setTimeout(done, Math.min(500, 50 * attempt))),
        closed: () => this.#closed,
      });
    }
  }
}

function bySize(all: PendingSnapshot[]): PendingSnapshot[][] {
  const groups: PendingSnapshot[][] = [[]];
  let bytes = 0;
  for (const it of all) {
    bytes += it.text.length;
    if (bytes > MAX_BYTES && groups.at(-1)!.length > 0) {
      groups.push([]);
      bytes = it.text.length;
    }
    groups.at(-1)!.push(it);
  }
  return groups;
}
