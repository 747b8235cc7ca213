/**
 * What the shell itself remembers of an entity, beside the domain's state: durable timers, and which commands were
 * done. It stands in the same journal and the same snapshots, so it is as durable as the events.
 */
import type { ActorId, Definition, JournalEntry, Millis, Rejected, Snapshot } from "./types.ts";

/** A durable timer set (name, due, command) or gone (name). */
type TimerChange = [name: string, at: Millis, command: unknown] | [name: string];

/** The shell's own entry in a journal; not an event of the domain. */
export interface ShellEvent {
  $shell: TimerChange[];
}

/** Whether a journal entry's event is the shell's: projections and readers of the journal skip it. */
export function isShellEvent(event: unknown): event is ShellEvent {
  return typeof event === "object" && event !== null && Array.isArray((event as Partial<ShellEvent>).$shell);
}

/** A command's first answer: how many events it gave, or its refusal. */
export type FirstAnswer = number | Rejected;

/** The form of a snapshot's `state`. */
interface Packed {
  state: unknown;
  timers: [name: string, at: Millis, command: unknown][];
  answers: [id: string, answer: FirstAnswer][];
}

export class Shell {
  readonly timers = new Map<string, { at: Millis; command: unknown }>();
  readonly #answers = new Map<string, FirstAnswer>();

  /** @param remembered how many command ids are kept. */
  constructor(private readonly remembered: number) {}

  /** Sets a durable timer and notes the change for the journal. */
  set(name: string, at: Millis, change: { command: unknown; into: TimerChange[] }): void {
    this.timers.set(name, { at, command: change.command });
    change.into.push([name, at, change.command]);
  }

  /** Removes a durable timer, if there is one, and notes the change for the journal. */
  remove(name: string, into: TimerChange[]): void {
    if (this.timers.delete(name)) into.push([name]);
  }

  answer(command: string): FirstAnswer | undefined {
    return this.#answers.get(command);
  }

  remember(command: string, answer: FirstAnswer): void {
    this.#answers.set(command, answer);
    if (this.#answers.size <= this.remembered) return;
    for (const oldest of this.#answers.keys()) {
      this.#answers.delete(oldest);
      return;
    }
  }

  replay(entry: JournalEntry): void {
    const own = isShellEvent(entry.event);
    if (own) {
      for (const [name, at, command] of (entry.event as ShellEvent).$shell) {
        if (at === undefined) this.timers.delete(name);
        else this.timers.set(name, { at, command });
      }
    }
    if (entry.command === undefined) return;
    const before = this.#answers.get(entry.command);
    this.remember(entry.command, (typeof before === "number" ? before : 0) + (own ? 0 : 1));
  }

  pack(state: unknown): Packed {
    const timers = [...this.timers].map(([name, { at, command }]): Packed["timers"][number] => [name, at, command]);
    return { state, timers, answers: [...this.#answers] };
  }

  unpack(packed: Packed): unknown {
    for (const [name, at, command] of packed.timers) this.timers.set(name, { at, command });
    for (const [id, answer] of packed.answers) this.remember(id, answer);
    return packed.state;
  }
}

/** An entity as its journal tells it. */
export interface Restored {
  state: unknown;
  seq: number;
  /** Seq of the snapshot it was made from; 0: none. */
  snapshotSeq: number;
  shell: Shell;
}

/**
 * Folds what {@link Journal.load} gave into a state.
 * @throws {Error} when entries are missing or the snapshot is of another version: acting on it would be worse than not.
 */
export function restore<S, C, E, F extends { do: string }>(
  definition: Definition<S, C, E, F>,
  id: ActorId,
  loaded: { snapshot?: Snapshot; entries: JournalEntry[]; remembered: number },
): Restored & { state: S } {
  const shell = new Shell(loaded.remembered);
  let state = definition.initial(id.slice(id.indexOf("/") + 1));
  let seq = 0;
  const snapshot = loaded.snapshot;
  if (snapshot !== undefined) {
    if (snapshot.version !== definition.version) throw new Error(`snapshot of ${id} is of version ${snapshot.version}`);
    state = shell.unpack(snapshot.state as Packed) as S;
    seq = snapshot.seq;
  }
  for (const entry of loaded.entries) {
    if (entry.seq !== seq + 1) throw new Error(`journal of ${id} has a gap: ${entry.seq} follows ${seq}`);
    seq = entry.seq;
    shell.replay(entry);
    if (!isShellEvent(entry.event)) state = definition.apply(state, entry.event as E);
  }
  return { state, seq, snapshotSeq: snapshot?.seq ?? 0, shell };
}
