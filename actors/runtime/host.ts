/**
 * What the actors of one system share: the ports, the table of actors, the counters. Internal to the runtime; the face
 * for everyone else is {@link ActorSystem} in system.ts.
 */
import { type Answer, Asks, failure } from "./asks.ts";
import { type Cell, NO_META, text } from "./cell.ts";
import { EntityCell } from "./entity.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Supervision } from "./supervision.ts";
import type {
  ActorId,
  AskFailure,
  Clock,
  CommandMeta,
  Definition,
  Journal,
  Millis,
  Placement,
  Random,
  TopicWriter,
  TraceHook,
} from "./types.ts";

/** Something went wrong that no caller was told of. Goes to the log; the system has already done what can be done. */
export interface Fault {
  kind:
    | "crashed" // a turn threw; the actor goes on after a pause
    | "stopped" // it crashed too often
    | "effect" // performing an effect failed
    | "view" // publishing failed
    | "overflow" // messages are being dropped; once per episode
    | "journal" // appending, loading or saving failed and is tried again; once per actor and episode
    | "fenced" // another node has taken over: all entities were stopped
    | "unknown-actor" // a message to nobody
    | "trace"; // the trace hook threw
  message: string;
  actor?: ActorId;
  error?: unknown;
  fenced?: boolean;
}

export interface Limits {
  mailbox: number;
  askTimeoutMs: number;
  supervision: Supervision;
  /** Command ids remembered by each entity. */
  commandIds: number;
  /** Entries that may wait for the journal before new commands are refused. */
  pendingEntries: number;
  snapshotEvery: number;
}

export interface Ports {
  clock: Clock;
  random: Random;
  journal: Journal;
  topics: TopicWriter;
  scheduler: Scheduler;
  placement: Placement;
  trace?: TraceHook;
  onFault?: (fault: Fault) => void;
}

/** A definition with its types forgotten: what the shell handles. */
export type AnyDefinition = Definition<unknown, unknown, unknown, { do: string }>;

export class Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly topics: TopicWriter;
  readonly scheduler: Scheduler;
  readonly kinds = new Map<string, AnyDefinition>();
  readonly cells = new Map<ActorId, Cell>();
  readonly asks: Asks;
  readonly trace: TraceHook | undefined;
  /** Things under way outside of mailboxes: loads, open turns, appends, effects, pauses. */
  open = 0;
  /** Messages refused or lost with their actor. */
  dropped = 0;
  /** Entries that are not durable yet. */
  pendingEntries = 0;
  /** Entities whose appends are failing now. */
  failing = 0;
  fenced = false;
  /** The system has ended: late performers find nobody. */
  ended = false;
  /** When the journal last took something while entries were waiting. */
  lastCommit: Millis = 0;
  #reminders = new Map<ActorId, unknown>();

  constructor(readonly ports: Ports, readonly limits: Limits) {
    this.clock = ports.clock;
    this.random = ports.random;
    this.journal = ports.journal;
    this.topics = ports.topics;
    this.scheduler = ports.scheduler;
    this.asks = new Asks(ports.clock);
    const trace = ports.trace;
    this.trace = trace && ((turn) => this.guard("trace", turn.actor, () => trace(turn)));
  }

  tell(id: ActorId, message: unknown, meta: CommandMeta = NO_META): boolean {
    const cell = this.cells.get(id) ?? this.awake(id);
    if (cell !== undefined) return cell.post(message, meta, undefined);
    this.dropped++;
    const { code, message: why } = this.refusal(id);
    if (code === "unknown-actor") this.fault({ kind: code, actor: id, message: why });
    return false;
  }

  /** @param asker the actor whose open turn waits for the answer, if one does. */
  ask(
    id: ActorId,
    message: unknown,
    options: { timeoutMs?: number; meta?: CommandMeta; asker?: Cell },
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const cell = this.cells.get(id) ?? this.awake(id);
      if (cell === undefined) return resolve(this.refusal(id));
      const asker = options.asker;
      if (asker !== undefined && waitsFor(cell, asker)) {
        return resolve(failure("deadlock", `${id} is itself waiting for ${asker.id}`));
      }
      const wanted = options.timeoutMs;
      const timeoutMs = wanted !== undefined && wanted > 0 && wanted < Infinity ? wanted : this.limits.askTimeoutMs;
      const ask = this.asks.open(timeoutMs, resolve);
      if (asker !== undefined) {
        const waits = asker.waits ??= new Set();
        // A second question to the same actor shares the edge; the last answer removes it for both, which can only
        // miss a deadlock (the timeout still ends it), never invent one.
        waits.add(cell);
        ask.onSettled = () => waits.delete(cell);
      }
      cell.post(message, options.meta ?? NO_META, ask);
    });
  }

  /** The entity's cell, made and loading when it was not there; undefined when there can be none. */
  awake(id: ActorId): EntityCell | undefined {
    const slash = id.indexOf("/");
    const definition = this.kinds.get(id.slice(0, slash));
    if (definition === undefined || slash === id.length - 1) return undefined;
    if (this.ended || this.fenced || !this.ports.placement.owns(id)) return undefined;
    this.forgetReminder(id);
    const cell = new EntityCell(this, id, definition);
    this.cells.set(id, cell);
    cell.load();
    return cell;
  }

  refusal(id: ActorId): AskFailure {
    if (this.ended) return failure("stopped", "the system has stopped");
    if (!this.kinds.has(id.slice(0, id.indexOf("/")))) return failure("unknown-actor", `there is no actor ${id}`);
    if (this.fenced) return failure("stopped", "another node has taken over");
    if (!this.ports.placement.owns(id)) return failure("stopped", `${id} is not placed on this node`);
    return failure("unknown-actor", `${id} names no actor`);
  }

  /** Wakes an unloaded entity when its earliest durable timer is due. */
  remind(id: ActorId, at: Millis): void {
    this.forgetReminder(id);
    const wake = () => {
      this.#reminders.delete(id);
      if (!this.cells.has(id)) this.awake(id);
    };
    this.#reminders.set(id, this.clock.after(at - this.clock.now(), wake));
  }

  forgetReminder(id: ActorId): void {
    this.clock.clear(this.#reminders.get(id));
    this.#reminders.delete(id);
  }

  /** Another node owns what we wrote for: every entity stops, without effects that waited for their commit. */
  fence(error: unknown): void {
    if (this.fenced) return;
    this.fenced = true;
    this.abandon(() => true);
    this.fault({ kind: "fenced", fenced: true, error, message: `fenced: ${text(error)}` });
  }

  /** Stops and forgets entities of which nothing more may be written. */
  abandon(which: (id: ActorId) => boolean): void {
    for (const cell of [...this.cells.values()]) {
      if (!(cell instanceof EntityCell) || !which(cell.id)) continue;
      cell.abandon();
      this.cells.delete(cell.id);
    }
    for (const id of [...this.#reminders.keys()]) if (which(id)) this.forgetReminder(id);
  }

  fault(fault: Fault): void {
    try {
      this.ports.onFault?.(fault);
    } catch (error) {
      // A fault handler that throws must not stop the actors; there is nobody left to tell but the console.
      console.error(fault.message, error);
    }
  }

  guard(kind: "trace" | "view", actor: ActorId, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fault({ kind, actor, error, message: `${kind} of ${actor} failed: ${text(error)}` });
    }
  }
}

/** Whether `from` waits, directly or through others, for `target`. */
function waitsFor(from: Cell, target: Cell, seen = new Set<Cell>()): boolean {
  if (from === target) return true;
  if (from.waits === undefined || seen.has(from)) return false;
  seen.add(from);
  for (const next of from.waits) if (waitsFor(next, target, seen)) return true;
  return false;
}
