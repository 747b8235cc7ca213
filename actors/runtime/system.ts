/**
 * The actor system: the one object through which the rest of the house makes actors and speaks to them.
 * Everything it needs of the world comes as a port, so the same actors run live, in simulations and in tests.
 */
import { type Answer, failure } from "./asks.ts";
import { EntityCell } from "./entity.ts";
import { type Fault, Host, type Limits } from "./host.ts";
import { singleNode } from "./placement.ts";
import { type PlainActor, PlainCell } from "./plain.ts";
import { type Scheduler, SliceScheduler } from "./scheduler.ts";
import { DEFAULT_SUPERVISION, type Supervision } from "./supervision.ts";
import type {
  ActorId,
  Clock,
  CommandMeta,
  Definition,
  Journal,
  Placement,
  Random,
  TopicWriter,
  TraceHook,
} from "./types.ts";

export interface SystemOptions {
  clock: Clock;
  random: Random;
  journal: Journal;
  topics: TopicWriter;
  trace?: TraceHook;
  onFault?(fault: Fault): void;
  /** Actors run so long before timers and sockets get the thread. Default 4. */
  sliceMs?: number;
  placement?: Placement;
  /** Replaces the sliced scheduler; a simulation brings its own. */
  scheduler?: Scheduler;
  defaults?: Partial<Omit<Limits, "supervision">> & { supervision?: Partial<Supervision> };
}

const LIMITS: Limits = {
  mailbox: 10_000,
  askTimeoutMs: 5_000,
  supervision: DEFAULT_SUPERVISION,
  commandIds: 256,
  pendingEntries: 200_000,
  snapshotEvery: 200,
};

/** Counters for metrics and the health page. */
export interface Health {
  actors: number;
  /** Messages refused or lost with their actor since the start. */
  dropped: number;
  /** Events that are not durable yet. */
  pendingEntries: number;
  /** `behind`: events have waited for more than a second; `down`: for more than five, or they are refused. */
  journal: "ok" | "behind" | "down";
  fenced: boolean;
}

export class ActorSystem {
  #host: Host;
  #stopping = false;
  #unlisten: () => void;

  constructor(options: SystemOptions) {
    const { clock, random, journal, topics, trace, placement = singleNode, defaults } = options;
    const scheduler = options.scheduler ?? new SliceScheduler(options.sliceMs ?? 4);
    const supervision = { ...DEFAULT_SUPERVISION, ...defaults?.supervision };
    this.#host = new Host(
      { clock, random, journal, topics, scheduler, placement, trace, onFault: options.onFault?.bind(options) },
      { ...LIMITS, ...defaults, supervision },
    );
    this.#unlisten = placement.onLost((lost) => this.#host.abandon(lost));
  }

  /** Registers a kind of journaled entity; `kind/…` is then loaded whenever it is addressed.
   * @throws {Error} when the kind is defined already. */
  define<S, C, E, F extends { do: string }>(definition: Definition<S, C, E, F>): void {
    if (this.#host.kinds.has(definition.kind)) throw new Error(`${definition.kind} is defined already`);
    this.#host.kinds.set(definition.kind, definition);
  }

  /** Makes a plain actor.
   * @throws {Error} when the address is taken. */
  spawn<M>(id: ActorId, actor: PlainActor<M>): void {
    const taken = this.#host.cells.get(id);
    if (taken !== undefined && taken.hold !== "stopped") throw new Error(`${id} is taken`);
    if (this.#stopping) throw new Error("the system is stopping");
    this.#host.cells.set(id, new PlainCell(this.#host, id, actor as PlainActor<unknown>));
  }

  /** Sends without an answer. False: dropped, because the mailbox is full or there is no such actor now. */
  tell(id: ActorId, message: unknown, meta?: CommandMeta): boolean {
    return !this.#stopping && this.#host.tell(id, message, meta);
  }

  /** Sends and waits for the answer; an entity's comes when its events are durable. Never rejects, always settles. */
  ask(id: ActorId, message: unknown, options: { timeoutMs?: number; meta?: CommandMeta } = {}): Promise<Answer> {
    if (this.#stopping) return Promise.resolve(failure("stopped", "the system is stopping"));
    return this.#host.ask(id, message, { timeoutMs: options.timeoutMs, meta: options.meta });
  }

  /** The state of a live entity, as it is now; undefined when it is not loaded. */
  state(id: ActorId): unknown {
    const cell = this.#host.cells.get(id);
    return cell instanceof EntityCell && cell.live ? cell.state : undefined;
  }

  /** Loads an entity, also one that was stopped after too many crashes. Resolves to whether it is live. */
  async activate(id: ActorId): Promise<boolean> {
    if (this.#stopping) return false;
    const cell = this.#host.cells.get(id);
    if (cell instanceof EntityCell && cell.hold !== "stopped") return await cell.loaded();
    if (cell instanceof PlainCell) return cell.hold !== "stopped";
    // What it did before it was stopped must be in the journal before it is read from there.
    if (cell instanceof EntityCell) await cell.written();
    return await (this.#host.awake(id)?.loaded() ?? false);
  }

  /** Ends a plain actor; unloads an entity as `passivate` does. */
  end(id: ActorId): void {
    const cell = this.#host.cells.get(id);
    if (cell instanceof EntityCell) cell.leave();
    else cell?.stop();
  }

  /** Actors of a kind that are here: loaded, loading, or pausing after a crash. */
  ids(kind: string): ActorId[] {
    const prefix = `${kind}/`;
    const ids: ActorId[] = [];
    for (const [id, cell] of this.#host.cells) if (id.startsWith(prefix) && cell.hold !== "stopped") ids.push(id);
    return ids;
  }

  health(): Health {
    const { cells, clock, dropped, pendingEntries, failing, fenced, lastCommit } = this.#host;
    const stalledMs = pendingEntries > 0 ? clock.now() - lastCommit : 0;
    const journal = failing > 0 || stalledMs > 5_000 ? "down" : stalledMs > 1_000 ? "behind" : "ok";
    return { actors: cells.size, dropped, pendingEntries, journal, fenced };
  }

  /** Waits until no message is in line, no turn is open and no effect is under way. */
  async drain(): Promise<void> {
    const { scheduler } = this.#host;
    while (!scheduler.idle || this.#host.open > 0) {
      await new Promise<void>((resolve) => setTimeout(resolve, scheduler.idle ? 1 : 0));
    }
  }

  /** Takes nothing more, lets what is in line be done, makes it durable, writes snapshots, ends all actors.
   * What is not done within `timeoutMs` is left: its events are in the journal or its asks are answered `stopped`. */
  async stop(options: { timeoutMs?: number } = {}): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    const { clock, journal, cells } = this.#host;
    let timer: unknown;
    const late = new Promise<void>((resolve) => timer = clock.after(options.timeoutMs ?? 5_000, resolve));
    const orderly = async () => {
      await this.drain();
      if (this.#host.fenced) return;
      await journal.flush();
      await Promise.all([...cells.values()].map((cell) => cell instanceof EntityCell ? cell.snapshotNow() : undefined));
    };
    const failed = (error: unknown) =>
      this.#host.fault({ kind: "journal", error, message: "the journal failed at the end" });
    await Promise.race([orderly().catch(failed), late]);
    clock.clear(timer);
    this.abort();
  }

  /** Ends everything now, as the process's death would: nothing is flushed or saved. */
  abort(): void {
    this.#stopping = true;
    this.#host.ended = true;
    this.#unlisten();
    this.#host.abandon(() => true);
    for (const cell of [...this.#host.cells.values()]) cell.stop();
    this.#host.asks.settleAll(failure("stopped", "the system has stopped"));
  }
}
