/**
 * A browser's copy of a live topic: applies frames, knows when something is missing. Pure: no socket, no signals; it
 * tells a listener what changed.
 */
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { ServerFrame } from "./protocol.ts";

/** Told of each effective change; `undefined` means the field (and its row) is no more. */
export interface TableListener {
  field(row: string, field: string, value: LiveValue | undefined): void;
  /** Rows came or went. */
  rows(): void;
}

/** `resync`: something is missing, ask from the position; `old`: nothing new in it. */
export type Applied = "applied" | "old" | "resync";

type DataFrame = Extract<ServerFrame, { t: "s" | "d" | "h" }>;

export class ClientTable {
  /** Epoch of what is held; null: nothing yet. */
  epoch: string | null = null;
  seq = 0;
  readonly #rows = new Map<string, Map<string, LiveValue>>();

  constructor(private readonly listener?: TableListener) {}

  apply(frame: DataFrame): Applied {
    switch (frame.t) {
      case "s":
        if (frame.e === this.epoch && frame.s < this.seq) return "old";
        this.#replace(frame.v);
        [this.epoch, this.seq] = [frame.e, frame.s];
        return "applied";
      case "d":
        if (frame.e !== this.epoch || frame.b > this.seq) return "resync";
        if (frame.s <= this.seq) return "old";
        this.#change(frame.d, frame.x);
        this.seq = frame.s;
        return "applied";
      case "h":
        return frame.e === this.epoch && frame.s <= this.seq ? "old" : "resync";
    }
  }

  /** Rows deleted first: one that was deleted and made again stands in both lists. */
  #change(changed: readonly [string, string, LiveValue][], deleted: readonly string[]): void {
    const before = new Map<string, Map<string, LiveValue>>();
    let moved = false;
    for (const row of deleted) {
      const fields = this.#rows.get(row);
      if (!fields) continue;
      before.set(row, fields);
      this.#rows.delete(row);
      moved = true;
    }
    for (const [row, field, value] of changed) {
      let fields = this.#rows.get(row);
      if (!fields) {
        this.#rows.set(row, fields = new Map());
        moved = true;
      }
      fields.set(field, value);
      this.listener?.field(row, field, value);
    }
    for (const [row, fields] of before) {
      const now = this.#rows.get(row);
      for (const field of fields.keys()) if (!now?.has(field)) this.listener?.field(row, field, undefined);
    }
    if (moved) this.listener?.rows();
  }

  #replace(next: Record<string, Record<string, LiveValue>>): void {
    const gone = [...this.#rows.keys()].filter((row) => !Object.hasOwn(next, row));
    const changed: [string, string, LiveValue][] = [];
    const emptied: string[] = [];
    for (const [row, fields] of Object.entries(next)) {
      const old = this.#rows.get(row);
      // A field never leaves a row that stays, except when the row was made anew meanwhile.
      if (old && [...old.keys()].some((field) => !Object.hasOwn(fields, field))) emptied.push(row);
      for (const [field, value] of Object.entries(fields)) changed.push([row, field, value]);
    }
    this.#change(changed, [...gone, ...emptied]);
  }

  get(row: string, field: string): LiveValue | undefined {
    return this.#rows.get(row)?.get(field);
  }

  rows(): string[] {
    return [...this.#rows.keys()];
  }

  /** Everything, for comparing with the server's. */
  toRecord(): Record<string, Record<string, LiveValue>> {
    return Object.fromEntries([...this.#rows].map(([row, fields]) => [row, Object.fromEntries(fields)]));
  }
}
