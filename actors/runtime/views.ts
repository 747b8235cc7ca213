/**
 * What people see, as tables: a live topic is rows of fields, and every field remembers the sequence of its last
 * change. So a delta from any position can be made, and reconnect, slow client and resync are one mechanism.
 *
 * Owned by the runtime; actors and verbs write through {@link TopicWriter}, `web/live` reads and sends.
 *
 * A reader applies a delta like this: the deleted rows first, then the fields (a row that was deleted and made again
 * stands in both). A delta from `b` may be applied at any position from `b` on; one that starts later is a gap.
 */
import type { LiveValue, TopicWriter } from "./types.ts";

/** A whole table at a position. */
export interface LiveSnapshot {
  e: string;
  s: number;
  v: Record<string, Record<string, LiveValue>>;
}

/** The changes after `b` up to `s`: rows deleted (to be applied first), then fields set. */
export interface LiveDelta {
  e: string;
  b: number;
  s: number;
  d: [row: string, field: string, value: LiveValue][];
  x: string[];
}

interface Field {
  value: LiveValue;
  seq: number;
}

interface Row {
  /** Sequence of the row's last change: rows at rest are skipped at once when a delta is made. */
  seq: number;
  fields: Map<string, Field>;
}

/** One topic. `seq` grows by one with every effective `set`, `put` or `remove`; a `put` is never split by a delta. */
export class LiveTable {
  seq = 0;
  #rows = new Map<string, Row>();
  /** Deleted rows with the sequence of their deletion, oldest first. */
  #deleted = new Map<string, number>();
  /** Deletions up to here are forgotten: a reader behind it needs a snapshot. */
  #floor = 0;
  #listeners = new Set<(table: LiveTable) => void>();

  /** @param tombstones how many deletions are remembered for readers that come back.
   * @param owner hears every change too, but does not count as a watcher. */
  constructor(
    readonly topic: string,
    readonly epoch: string,
    readonly tombstones = 1_000,
    private readonly owner?: (table: LiveTable) => void,
  ) {}

  /** Sets a field; an equal value (by JSON) is not a change. Returns whether something changed. */
  set(row: string, field: string, value: LiveValue): boolean {
    return this.put(row, { [field]: value });
  }

  /** Sets several fields of a row at one sequence. */
  put(row: string, fields: Record<string, LiveValue>): boolean {
    let entry = this.#rows.get(row);
    let seq = 0;
    for (const name in fields) {
      const value = plain(fields[name]);
      const old = entry?.fields.get(name);
      if (old !== undefined && same(old.value, value)) continue;
      seq ||= ++this.seq;
      if (entry === undefined) this.#rows.set(row, entry = { seq, fields: new Map() });
      if (old === undefined) entry.fields.set(name, { value, seq });
      else [old.value, old.seq] = [value, seq];
      entry.seq = seq;
    }
    if (seq > 0) this.#changed();
    return seq > 0;
  }

  /** Deletes a row; unknown rows are nothing. */
  remove(row: string): boolean {
    if (!this.#rows.delete(row)) return false;
    this.#deleted.delete(row);
    this.#deleted.set(row, ++this.seq);
    if (this.#deleted.size > this.tombstones) {
      const [oldest, seq] = this.#deleted.entries().next().value!;
      this.#deleted.delete(oldest);
      this.#floor = seq;
    }
    this.#changed();
    return true;
  }

  /** Deletes every row. */
  clear(): void {
    for (const row of [...this.#rows.keys()]) this.remove(row);
  }

  get(row: string, field: string): LiveValue | undefined {
    return this.#rows.get(row)?.fields.get(field)?.value;
  }

  rows(): string[] {
    return [...this.#rows.keys()];
  }

  snapshot(): LiveSnapshot {
    // Built without a prototype: a row named `__proto__` is a row like any other.
    const v: LiveSnapshot["v"] = Object.create(null);
    for (const [row, { fields }] of this.#rows) {
      const out: Record<string, LiveValue> = v[row] = Object.create(null);
      for (const [name, field] of fields) out[name] = field.value;
    }
    return { e: this.epoch, s: this.seq, v };
  }

  /** The changes since a position, empty when there are none; undefined: too old or never ours, send a snapshot. */
  deltaSince(position: number): LiveDelta | undefined {
    if (!(position >= this.#floor && position <= this.seq)) return undefined;
    const d: LiveDelta["d"] = [];
    const x: string[] = [];
    if (position < this.seq) {
      for (const [row, seq] of this.#deleted) if (seq > position) x.push(row);
      for (const [row, entry] of this.#rows) {
        if (entry.seq <= position) continue;
        for (const [name, field] of entry.fields) if (field.seq > position) d.push([row, name, field.value]);
      }
    }
    return { e: this.epoch, b: position, s: this.seq, d, x };
  }

  /** Calls `listener` after every change, synchronously; it must not throw. Returns the way to stop. */
  onChange(listener: (table: LiveTable) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether anyone listens to this table. */
  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  #changed(): void {
    this.owner?.(this);
    for (const listener of this.#listeners) listener(this);
  }
}

/** All topics of this node; every table made gets its own epoch, so a table made anew is never taken for the old one. */
export class LiveTopics implements TopicWriter {
  #tables = new Map<string, LiveTable>();
  #listeners = new Set<(table: LiveTable) => void>();
  #made = 0;

  /** @param options.epoch differs for every start of the process. */
  constructor(private readonly options: { epoch: string; tombstones?: number }) {}

  set(topic: string, row: string, field: string, value: LiveValue): void {
    this.open(topic).set(row, field, value);
  }

  put(topic: string, row: string, fields: Record<string, LiveValue>): void {
    this.open(topic).put(row, fields);
  }

  remove(topic: string, row: string): void {
    this.#tables.get(topic)?.remove(row);
  }

  /** The table of a topic if there is one. */
  get(topic: string): LiveTable | undefined {
    return this.#tables.get(topic);
  }

  /** The table of a topic, made when there is none (a subscriber may come before the first value). */
  open(topic: string): LiveTable {
    let table = this.#tables.get(topic);
    if (table === undefined) {
      const epoch = `${this.options.epoch}.${++this.#made}`;
      table = new LiveTable(topic, epoch, this.options.tombstones, (changed) => {
        for (const listener of this.#listeners) listener(changed);
      });
      this.#tables.set(topic, table);
    }
    return table;
  }

  /** Empties a topic; it is also forgotten when nobody listens to its table, so that a reader never holds a dead one. */
  drop(topic: string): void {
    const table = this.#tables.get(topic);
    table?.clear();
    if (table?.watched === false) this.#tables.delete(topic);
  }

  topics(): string[] {
    return [...this.#tables.keys()];
  }

  /** Hears every change of every topic. Returns the way to stop. */
  onChange(listener: (table: LiveTable) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** JSON has no NaN, no infinity and no undefined: what a browser would get as null is null here too. */
function plain(value: LiveValue | undefined): LiveValue {
  if (value === undefined) return null;
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

function same(a: LiveValue, b: LiveValue): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
