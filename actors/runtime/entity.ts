/**
 * Journaled actors: the thin shell around a pure core. A command is reduced, its events go to the journal, the new
 * state is live at once, effects are performed now or when the events are durable. Loading, snapshots and unloading
 * are in the second half of the file; they are one thing with the turns, since every message passes between them.
 */
import type { Ask } from "./asks.ts";
import { Cell, text } from "./cell.ts";
import { Commits } from "./commits.ts";
import { type Effect, Performer } from "./effects.ts";
import type { AnyDefinition, Host } from "./host.ts";
import { type FirstAnswer, restore, Shell, type ShellEvent } from "./shell.ts";
import { backoff } from "./supervision.ts";
import { Tick } from "./timers.ts";
import {
  type ActorId,
  type CommandMeta,
  type Decision,
  FencedError,
  type JournalEntry,
  type Millis,
  type Rejected,
  type RuntimeEffect,
  type Snapshot,
} from "./types.ts";

export class EntityCell extends Cell {
  state: unknown;
  #seq = 0;
  #snapshotSeq = 0;
  #shell: Shell;
  #commits: Commits;
  #performer: Performer;
  #waiters: ((live: boolean) => void)[] = [];
  #loads = 0;
  #lastTurn: Millis = 0;
  #turns = 0;
  #idleTimer: unknown;
  /** Clock handle of the next try to load. */
  #retry: unknown;
  #leaving = false;
  /** The turn after which the snapshot of an unload is being written. */
  #saving: number | undefined;

  constructor(host: Host, id: ActorId, private readonly definition: AnyDefinition) {
    super(host, id, definition.mailbox ?? host.limits.mailbox, host.limits.supervision);
    this.#shell = new Shell(host.limits.commandIds);
    this.#commits = new Commits(host, id);
    this.#performer = new Performer(this, host, definition);
  }

  override post(message: unknown, meta: CommandMeta, ask: Ask | undefined): boolean {
    if (this.host.pendingEntries >= this.host.limits.pendingEntries && this.hold !== "stopped") {
      return this.overflow(ask, "too many events wait for the journal");
    }
    return super.post(message, meta, ask);
  }

  turn(command: unknown, given: unknown, control: unknown): void {
    const { host, definition } = this;
    const meta = given as CommandMeta;
    const now = host.clock.now();
    this.#turns++;
    this.#lastTurn = now;
    const own: ShellEvent["$shell"] = [];
    let ask: Ask | undefined;
    if (control instanceof Tick) {
      if (!this.timers!.take(control)) return;
      if (control.durable) this.#shell.remove(control.name, own);
    } else ask = control as Ask | undefined;

    const first = meta.id === undefined ? undefined : this.#shell.answer(meta.id);
    if (first !== undefined) return this.#duplicate(command, meta, { first, ask });

    let decision: Decision<unknown, unknown, Effect> | Rejected;
    let events: unknown[];
    let effects: Effect[];
    try {
      decision = definition.reduce(this.state, command, now);
      [events, effects] = "rejected" in decision ? [[], []] : [decision.events, decision.effects];
      if (!Array.isArray(events) || !Array.isArray(effects)) throw new TypeError("a decision has events and effects");
    } catch (error) {
      this.#trace(command, meta, { outcome: "crashed", events: 0, effects: 0 });
      this.#commits.add(this.#entries([], own, meta));
      return this.crashed(error, ask);
    }
    if ("rejected" in decision) {
      this.#trace(command, meta, { outcome: "rejected", events: 0, effects: 0 });
      this.#commits.add(this.#entries([], own, meta));
      if (meta.id !== undefined) this.#shell.remember(meta.id, decision);
      ask?.settle({ ok: false, code: "rejected", rejected: decision.rejected, detail: decision.detail });
      return;
    }
    this.state = decision.state;
    if (meta.id !== undefined) this.#shell.remember(meta.id, events.length);
    this.#setTimers(effects, { now, own });
    // A command that only had effects leaves its id in the journal too, or it would be done again after a crash.
    const noted = events.length === 0 && effects.length > 0 && meta.id !== undefined;
    const later = effects.filter((effect) => effect.when === "committed");
    const then = ask === undefined && later.length === 0 ? undefined : () => {
      for (const effect of later) this.#performer.perform(effect, meta);
      ask?.settle({ ok: true, events: events.length });
    };
    this.#commits.add(this.#entries(events, own, meta, noted), { then, ask });
    if (events.length > 0) this.#view(events);
    for (const effect of effects) if (effect.when !== "committed") this.#performer.perform(effect, meta);
    this.#trace(command, meta, { outcome: "done", events: events.length, effects: effects.length });
    if (this.#seq - this.#snapshotSeq >= (definition.snapshotEvery ?? host.limits.snapshotEvery)) this.#snapshot();
    if (this.#leaving) this.leave();
  }

  /** A resent command: answered as the first time, when the first is durable. */
  #duplicate(command: unknown, meta: CommandMeta, { first, ask }: { first: FirstAnswer; ask: Ask | undefined }): void {
    this.#trace(command, meta, { outcome: "duplicate", events: 0, effects: 0 });
    if (ask === undefined) return;
    if (typeof first !== "number") {
      return ask.settle({ ok: false, code: "rejected", rejected: first.rejected, detail: first.detail });
    }
    this.#commits.add([], { ask, then: () => ask.settle({ ok: true, events: first }) });
  }

  #entries(events: unknown[], own: ShellEvent["$shell"], meta: CommandMeta, noted = false): JournalEntry[] {
    const entries: JournalEntry[] = [];
    const all = own.length > 0 || noted ? [...events, { $shell: own }] : events;
    for (const event of all) {
      const entry: JournalEntry = { stream: this.id, seq: ++this.#seq, at: this.#lastTurn, event };
      if (meta.id !== undefined) entry.command = meta.id;
      if (meta.origin !== undefined) entry.origin = meta.origin;
      if (meta.cause !== undefined) entry.cause = meta.cause;
      entries.push(entry);
    }
    return entries;
  }

  /** Timers take effect at once: armed with the state they belong to, and cancelled before they can fire. */
  #setTimers(effects: Effect[], { now, own }: { now: Millis; own: ShellEvent["$shell"] }): void {
    for (const effect of effects) {
      if (effect.do === "timer") {
        const { name, afterMs, command: message, durable = false } = effect as RuntimeEffect<unknown> & { do: "timer" };
        if (durable) this.#shell.set(name, now + Math.max(0, afterMs), { command: message, into: own });
        else this.#shell.remove(name, own);
        this.arm(name, afterMs, { message, durable });
      } else if (effect.do === "cancel-timer") {
        const { name } = effect as RuntimeEffect<unknown> & { do: "cancel-timer" };
        this.timers?.cancel(name);
        this.#shell.remove(name, own);
      }
    }
  }

  #view(events: unknown[]): void {
    const { definition, host } = this;
    if (definition.view === undefined) return;
    host.guard("view", this.id, () => definition.view!(this.state, events, host.topics, this.id));
  }

  #trace(
    command: unknown,
    meta: CommandMeta,
    turn: { outcome: "done" | "rejected" | "crashed" | "duplicate"; events: number; effects: number },
  ): void {
    this.host.trace?.({ actor: this.id, command, meta, at: this.#lastTurn, ...turn });
  }

  // --- coming and going

  /** Whether the entity has its state; resolves when it has it, or has stopped. */
  loaded(): Promise<boolean> {
    if (this.hold === "stopped") return Promise.resolve(false);
    if (this.live) return Promise.resolve(true);
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  live = false;

  load(): void {
    this.hold = "loading";
    this.host.open++;
    this.#load();
  }

  async #load(): Promise<void> {
    const { host, id, definition } = this;
    let loaded: Awaited<ReturnType<typeof host.journal.load>>;
    try {
      loaded = await host.journal.load(id, definition.version);
    } catch (error) {
      if (this.hold !== "loading") return void host.open--;
      if (error instanceof FencedError) {
        host.open--;
        return host.fence(error);
      }
      if (this.#loads++ === 0) {
        host.fault({ kind: "journal", actor: id, error, message: `load of ${id}: ${text(error)}` });
      }
      this.#retry = host.clock.after(backoff(host.limits.supervision, this.#loads, host.random), () => {
        this.#retry = undefined;
        this.#load();
      });
      return;
    }
    host.open--;
    if (this.hold !== "loading") return;
    this.#loads = 0;
    try {
      const restored = restore(definition, id, { ...loaded, remembered: host.limits.commandIds });
      this.state = restored.state;
      this.#seq = restored.seq;
      this.#snapshotSeq = restored.snapshotSeq;
      this.#shell = restored.shell;
    } catch (error) {
      return this.crashed(error, undefined);
    }
    this.live = true;
    this.#lastTurn = host.clock.now();
    this.#armDurable();
    this.#watchIdle(definition.passivateAfterMs);
    this.#view([]);
    for (const resolve of this.#waiters.splice(0)) resolve(true);
    this.release();
  }

  #armDurable(): void {
    const now = this.host.clock.now();
    for (const [name, { at, command }] of this.#shell.timers) {
      this.arm(name, Math.max(0, at - now), { message: command, durable: true });
    }
  }

  /** The state stands as before the command; volatile timers are gone with the crash, durable ones stay armed. */
  protected restart(): void {
    if (!this.live) return this.load();
    this.timers?.clear("volatile");
    this.release();
  }

  #packed(): Snapshot {
    return { seq: this.#seq, version: this.definition.version, state: this.#shell.pack(this.state) };
  }

  /** Saves the state as it is now, when its events are durable; then says whether it was saved. */
  #snapshot(saved?: (done: boolean) => void): void {
    const { host } = this;
    const snapshot = this.#packed();
    this.#snapshotSeq = snapshot.seq;
    this.#commits.add([], {
      then: () => {
        host.open++;
        this.#save(snapshot).then((done) => {
          host.open--;
          saved?.(done);
        });
      },
    });
  }

  async #save(snapshot: Snapshot): Promise<boolean> {
    try {
      await this.host.journal.saveSnapshot(this.id, snapshot);
      return true;
    } catch (error) {
      if (error instanceof FencedError) this.host.fence(error);
      else {
        const message = `snapshot of ${this.id}: ${text(error)}`;
        this.host.fault({ kind: "journal", actor: this.id, error, message });
      }
      return false;
    }
  }

  #watchIdle(afterMs: number | undefined): void {
    if (afterMs === undefined) return;
    this.#idleTimer = this.host.clock.after(afterMs, () => {
      const { passivateAfterMs } = this.definition;
      const idle = this.host.clock.now() - this.#lastTurn;
      if (idle < passivateAfterMs!) return this.#watchIdle(passivateAfterMs! - idle);
      // A timer that unloading would lose is something to wait for, so the actor is not idle.
      if (!this.timers?.volatile) this.leave();
      this.#watchIdle(passivateAfterMs);
    });
  }

  /** Unloads after a snapshot, as soon as no message is in line. The entity stays live until then: a message in
   * between is handled and it stays. */
  leave(): void {
    const turn = this.#turns;
    if (this.#saving === turn) return;
    this.#leaving = true;
    if (this.#saving !== undefined || this.hold !== "free" || this.box.size > 0) return;
    this.#saving = turn;
    this.#leaving = false;
    this.#snapshot((done) => {
      this.#saving = undefined;
      // What could not be saved stays; its next turn tries again.
      if (!done) this.#leaving = true;
      else if (this.#turns === turn && this.box.size === 0 && this.hold === "free") this.#unload();
      else if (this.#leaving) this.leave();
    });
  }

  /** Resolves when everything it has done is durable. */
  written(): Promise<void> {
    return new Promise((then) => this.#commits.add([], { then }));
  }

  #unload(): void {
    const earliest = Math.min(...[...this.#shell.timers.values()].map(({ at }) => at));
    this.stop();
    if (earliest < Infinity) this.host.remind(this.id, earliest);
  }

  /** Saves a last snapshot at the end of the system. */
  async snapshotNow(): Promise<void> {
    if (this.live && this.hold !== "stopped") await this.#save(this.#packed());
  }

  /** Ends without writing or doing anything more: another node owns it, or the process is taken to be dead. */
  abandon(): void {
    this.#commits.abandon();
    this.stop();
  }

  protected stopped(): void {
    this.host.clock.clear(this.#idleTimer);
    if (this.#retry !== undefined) {
      this.host.clock.clear(this.#retry);
      this.host.open--;
    }
    for (const resolve of this.#waiters.splice(0)) resolve(false);
    this.live = false;
  }
}
