/** A topic's fields as signals: one per field, so that a change redraws only the spot that shows it. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { ServerFrame } from "./protocol.ts";
import { type Applied, ClientTable } from "./table.ts";

export class SignalTable {
  readonly #fields = new Map<string, Map<string, Signal<LiveValue | undefined>>>();
  readonly #rows = signal<readonly string[]>([]);
  readonly #table = new ClientTable({
    field: (row, field, value) => {
      const known = this.#fields.get(row)?.get(field);
      // Objects arrive anew with each frame they are in; only a real difference may redraw.
      if (known && !(typeof value === "object" && JSON.stringify(known.peek()) === JSON.stringify(value))) {
        known.value = value;
      }
    },
    rows: () => this.#rows.value = this.#table.rows(),
  });

  /** Ids of the rows there are, in the order they came. */
  get rows(): ReadonlySignal<readonly string[]> {
    return this.#rows;
  }

  get position(): { e?: string; s?: number } {
    return this.#table.epoch === null ? {} : { e: this.#table.epoch, s: this.#table.seq };
  }

  /** One field; the same signal each time, undefined while the row is not there. */
  field(row: string, field: string): ReadonlySignal<LiveValue | undefined> {
    let fields = this.#fields.get(row);
    if (!fields) this.#fields.set(row, fields = new Map());
    let known = fields.get(field);
    if (!known) fields.set(field, known = signal(this.#table.get(row, field)));
    return known;
  }

  apply(frame: Extract<ServerFrame, { t: "s" | "d" | "h" }>): Applied {
    return batch(() => this.#table.apply(frame));
  }
}
