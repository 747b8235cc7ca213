/**
 * Leases on the shares of the actors: which node may act for which actor, and since which epoch.
 *
 * Renewed each second, expired after three. The lease only decides who takes over; what keeps a node that lost it from
 * doing harm is the epoch in every durable write. A node that cannot reach the database and knew of other nodes gives
 * its shards up when the lease ends; a node that was alone keeps them, since nobody else can have taken them.
 */
import type pg from "pg";
import { shardOf, SHARDS } from "@/actors/runtime/placement.ts";
import type { ActorId, Placement } from "@/actors/runtime/types.ts";
import type { Fence } from "../journal/types.ts";
import { bounded, isConnectionTrouble } from "../pool.ts";
import type { Store } from "../store.ts";
import { surelyDead, thisProcess } from "./identity.ts";
import { claim, formerSelves, type Held, makeShards, registerNode, release, renew } from "./statements.ts";

export interface ShardOptions {
  /** Name of this node, the same after a restart. */
  node: string;
  /** Fixed for the life of the database. */
  shards?: number;
  leaseMs?: number;
  renewMs?: number;
  /** Trouble that is not a connection's. */
  onError?(error: unknown): void;
}

type LostCallback = (lost: (id: ActorId) => boolean) => void;
type GainedCallback = (shards: number[]) => void;

export class Shards implements Fence, Placement {
  readonly owner: string;
  readonly count: number;
  #held = new Map<number, number>();
  #lost = new Set<LostCallback>();
  #gained = new Set<GainedCallback>();
  #others = 0;
  #renewedAt = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #leaseMs: number;
  readonly #renewMs: number;

  /** Of its own and impatient: a busy main pool must not cost us the leases. */
  readonly #pool: pg.Pool;

  private constructor(store: Store, private readonly options: ShardOptions) {
    this.#pool = store.dedicated({ max: 1, name: "shards", statementMs: 1_500, connectMs: 1_000 });
    this.owner = `${options.node}#${crypto.randomUUID().slice(0, 8)}`;
    this.count = options.shards ?? SHARDS;
    this.#leaseMs = options.leaseMs ?? 3_000;
    this.#renewMs = options.renewMs ?? 1_000;
  }

  /** Registers this process and claims what can be claimed; the rest follows as leases of others end. */
  static async open(store: Store, options: ShardOptions): Promise<Shards> {
    const shards = new Shards(store, options);
    await makeShards(shards.#pool, shards.count);
    await registerNode(shards.#pool, { owner: shards.owner, node: options.node, identity: await thisProcess() });
    await shards.#claim();
    shards.#schedule();
    return shards;
  }

  shardOf(stream: ActorId): number {
    return shardOf(stream, this.count);
  }

  epochOf(shard: number): number | undefined {
    return this.#held.get(shard);
  }

  owns(id: ActorId): boolean {
    return this.#held.has(this.shardOf(id));
  }

  /** @throws when the actor's shard is not ours. */
  epoch(id: ActorId): number {
    const epoch = this.#held.get(this.shardOf(id));
    if (epoch === undefined) throw new Error(`the shard of ${id} is not ours`);
    return epoch;
  }

  held(): number[] {
    return [...this.#held.keys()].sort((a, b) => a - b);
  }

  /** Called when shards went to another node, or the lease ended while other nodes live: stop their actors. */
  onLost(callback: LostCallback): () => void {
    this.#lost.add(callback);
    return () => this.#lost.delete(callback);
  }

  /** Called when shards were taken over: recover their actors. */
  onGained(callback: GainedCallback): () => void {
    this.#gained.add(callback);
    return () => this.#gained.delete(callback);
  }

  /** Waits until this node owns every shard (a former owner's lease may still run); false when that takes too long. */
  async whenAll(limitMs = 10_000): Promise<boolean> {
    for (const end = Date.now() + limitMs; this.#held.size < this.count; await this.refresh()) {
      if (Date.now() > end) return false;
      await new Promise((done) => setTimeout(done, 100));
    }
    return true;
  }

  /** Renews and claims now instead of at the next second. */
  refresh(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#renew());
    return this.#turn;
  }

  /** Gives everything back at once, so that the next node need not wait. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turn;
    this.#held.clear();
    await release(this.#pool, this.owner).catch(() => {});
    await this.#end();
  }

  /** Stops renewing and gives nothing back, as a crash would. For tests. */
  async abandon(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turn;
    await this.#end();
  }

  async #end(): Promise<void> {
    if (!this.#pool.ended) await bounded(this.#pool.end(), 1_000);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.refresh().finally(() => this.#closed || this.#schedule()), this.#renewMs);
  }

  async #renew(): Promise<void> {
    if (this.#closed) return;
    const asked = performance.now();
    try {
      const { held, others } = await renew(this.#pool, { owner: this.owner, leaseMs: this.#leaseMs });
      this.#others = others;
      this.#renewedAt = asked;
      const epochs = new Map(held.map((it) => [it.shard, it.epoch]));
      this.#drop([...this.#held].filter(([shard, epoch]) => epochs.get(shard) !== epoch).map(([shard]) => shard));
      // Ours, but unknown to us: the answer to a claim was lost.
      this.#take(held.filter((it) => !this.#held.has(it.shard)));
      await this.#claim();
    } catch (error) {
      if (!isConnectionTrouble(error)) this.options.onError?.(error);
      const expired = performance.now() - this.#renewedAt > this.#leaseMs;
      if (expired && this.#others > 0) this.#drop(this.held());
    }
  }

  async #claim(): Promise<void> {
    if (this.#held.size === this.count) return;
    const former = await formerSelves(this.#pool, { owner: this.owner, node: this.options.node });
    const judged = await Promise.all(former.map(async (it) => await surelyDead(it) ? [it.owner] : []));
    const dead = judged.flat();
    const gained = await claim(this.#pool, { owner: this.owner, dead, leaseMs: this.#leaseMs });
    this.#take(gained);
  }

  #take(gained: Held[]): void {
    for (const { shard, epoch } of gained) this.#held.set(shard, epoch);
    if (gained.length > 0) this.#call(this.#gained, gained.map((it) => it.shard));
  }

  #drop(shards: number[]): void {
    for (const shard of shards) this.#held.delete(shard);
    if (shards.length === 0) return;
    const gone = new Set(shards);
    this.#call(this.#lost, (id: ActorId) => gone.has(this.shardOf(id)));
  }

  #call<T>(callbacks: Set<(told: T) => void>, told: T): void {
    for (const callback of callbacks) {
      try {
        callback(told);
      } catch (error) {
        this.options.onError?.(error);
      }
    }
  }
}
