/**
 * The contract of the actor runtime: what an actor is, what it may do, and the ports it needs.
 *
 * Owned by `actors/runtime`, which imports nothing of ours; every other floor may import it.
 * Messages, events, effects and states are plain data (JSON values): they are journaled and replayed.
 */

/** Address of an actor: `kind/key`, for example `call/0190f…`, `queue/sales`, `agent/…`, `acd/main`. */
export type ActorId = `${string}/${string}`;

/** Milliseconds since the Unix epoch. Durations are milliseconds too, and say so in their name. */
export type Millis = number;

/** Time as a port, so that a simulation of thousands of actors runs at any speed and always alike. */
export interface Clock {
  now(): Millis;
  /** Calls `fire` once after `delayMs`; returns a handle for {@link Clock.clear}. Never fires synchronously. */
  after(delayMs: number, fire: () => void): unknown;
  clear(handle: unknown): void;
}

/** Randomness as a port: uniform in [0, 1). */
export type Random = () => number;

/** Why a message was not, or not surely, handled. Every `ask` settles: with an answer or with one of these. */
export type AskFailure = {
  ok: false;
  code: "timeout" | "overflow" | "stopped" | "crashed" | "deadlock" | "unknown-actor";
  message: string;
};

/** A refusal by the domain: the state stays as it was. `code` is a catalogue key, `detail` fills its placeholders. */
export interface Rejected {
  rejected: string;
  detail?: Record<string, string | number>;
}

/** What a pure reducer returns when it takes a command. `state` must equal the fold of `apply` over `events`. */
export interface Decision<S, E, F> {
  state: S;
  events: E[];
  effects: F[];
}

/** The command as the shell hands it on; `id` makes a resent command be done once. */
export interface CommandMeta {
  id?: string;
  /** Who asked: `user/…`, `ari`, `actor/…`, `timer`. For the audit and the cause chain. */
  origin?: string;
  /** Id of the command or event that caused this one. */
  cause?: string;
}

/** What an effect's performer may do. Performers run outside the turn: a slow one never blocks the mailbox. */
export interface EffectContext<C> {
  id: ActorId;
  now(): Millis;
  /** Sends a command to any actor, at once, no answer. */
  tell(to: ActorId, command: unknown, meta?: CommandMeta): void;
  /** Sends a command to the performing actor itself. */
  self(command: C, meta?: CommandMeta): void;
}

/** Built-in effects that the shell itself performs; a definition's own effects have other `do` values. */
export type RuntimeEffect<C> =
  | { do: "tell"; to: ActorId; command: unknown }
  /** (Re)arms a named timer of this actor: the command comes after `afterMs`. Lost on passivation and crash
   * unless `durable` (then it stands in the journal's state and is armed again at activation, late ones at once).
   * Timers are set and cancelled at once, whatever `when` says. */
  | { do: "timer"; name: string; afterMs: number; command: C; durable?: boolean }
  | { do: "cancel-timer"; name: string }
  /** The actor has nothing more to say: snapshot and unload it (it comes back when addressed again). */
  | { do: "passivate" };

/** When an effect may happen: `now` (at once, the default) or `committed` (after its events are durable). */
export type EffectTiming = { when?: "now" | "committed" };

/** Definition of a kind of journaled actor ("entity"): a pure core and its thin shell. */
export interface Definition<S, C, E, F extends { do: string }> {
  kind: string;
  /** Version of the state's shape; a snapshot of another version is ignored and the journal replayed. */
  version: number;
  initial(key: string): S;
  /** Pure and synchronous: no clock, no randomness, no I/O. */
  reduce(state: S, command: C, now: Millis): Decision<S, E, (F | RuntimeEffect<C>) & EffectTiming> | Rejected;
  /** Pure fold used by `reduce` itself and by replay. Must not throw on events of older versions. */
  apply(state: S, event: E): S;
  /** Performs one effect of the definition's own. May be async; a failure is logged and goes to `onEffectError`. */
  perform(effect: F, ctx: EffectContext<C>): void | Promise<void>;
  /** Turns a failed effect into a command for the actor, if it must know (for example `dialFailed`). */
  onEffectError?(effect: F, error: Error): C | undefined;
  /** Publishes differences to live topics after events were applied (also once after activation, with no events). */
  view?(state: S, events: readonly E[], topics: TopicWriter, id: ActorId): void;
  /** Idle time after which the actor is passivated; absent: never by itself. */
  passivateAfterMs?: number;
  /** Mailbox bound; a tell over it is dropped and counted, an ask answers `overflow`. Default 10,000. */
  mailbox?: number;
  /** A snapshot is written every so many events (default 200) and at passivation. */
  snapshotEvery?: number;
}

/** One event as the journal stores it. `seq` counts from 1 within `stream` (= actor id).
 * The shell keeps its own memory (durable timers) in the same stream, as events `{ $shell: … }`: projections and readers
 * of the journal skip those (`isShellEvent` in shell.ts). */
export interface JournalEntry<E = unknown> {
  stream: ActorId;
  seq: number;
  at: Millis;
  event: E;
  command?: string;
  origin?: string;
  cause?: string;
}

/** Appended batch; all its entries are of one stream and consecutive. */
export interface JournalBatch {
  stream: ActorId;
  entries: JournalEntry[];
}

export interface Snapshot<S = unknown> {
  seq: number;
  version: number;
  state: S;
}

/** A write refused because another node owns the shard now: the node must stop acting for it. */
export class FencedError extends Error {
  override name = "FencedError";
}

/** Who acts for which actors. Actors fall into shards by a hash of their id; a shard has one owner and an epoch that
 * grows with every change of owner. Implemented over PostgreSQL leases in `store/`, and by `singleNode` here. */
export interface Placement {
  owns(id: ActorId): boolean;
  epoch(id: ActorId): number;
  /** Calls back when shards were lost: `lost(id)` says whether an actor was in them. Returns the way to stop. */
  onLost(callback: (lost: (id: ActorId) => boolean) => void): () => void;
}

/** Where events become durable. Implemented in `store/journal` (PostgreSQL) and in memory for simulations. */
export interface Journal {
  /** Resolves when durable (group commit: batches of many actors share one transaction). Order per stream is kept:
   * a batch that would leave a gap is refused; the same entries already stored are skipped, so a failed append may be
   * repeated from where it failed.
   * @throws {FencedError} when this node no longer owns the stream's shard. */
  append(batch: JournalBatch): Promise<void>;
  /** Latest snapshot, and the entries after it in order, those on their way included. With `version`, a snapshot of another version is left out
   * and all entries are given. */
  load(stream: ActorId, version?: number): Promise<{ snapshot?: Snapshot; entries: JournalEntry[] }>;
  saveSnapshot(stream: ActorId, snapshot: Snapshot): Promise<void>;
  /** Waits until everything appended so far is durable. */
  flush(): Promise<void>;
}

/** A live value as it goes to browsers: JSON scalars or small plain objects. */
export type LiveValue = string | number | boolean | null | LiveValue[] | { [key: string]: LiveValue };

/** Where actors publish what people see: a topic is a table of rows and fields (see `web/live`). */
export interface TopicWriter {
  /** Sets a field; an equal value (by JSON) is not a change. Creates topic and row when needed. */
  set(topic: string, row: string, field: string, value: LiveValue): void;
  /** Sets several fields of a row. */
  put(topic: string, row: string, fields: Record<string, LiveValue>): void;
  /** Deletes a row. */
  remove(topic: string, row: string): void;
}

/** Observes every turn; used for tracing, metrics and tests. */
export type TraceHook = (turn: {
  actor: ActorId;
  command: unknown;
  meta: CommandMeta;
  at: Millis;
  outcome: "done" | "rejected" | "crashed" | "duplicate";
  events: number;
  effects: number;
}) => void;
