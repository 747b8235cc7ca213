/**
 * An actor's queue: a ring of messages, three slots each, so that a message costs no object of its own.
 * An idle actor's mailbox holds no memory worth naming; one that was flooded gives its memory back when empty.
 */

const FIRST = 4;
/** Rings larger than this are not kept when empty. */
const KEPT = 64;

export class Mailbox {
  size = 0;
  #slots: unknown[] | undefined;
  /** Messages the ring holds; a power of two. */
  #capacity = 0;
  #head = 0;

  push(message: unknown, meta: unknown, control: unknown): void {
    if (this.size === this.#capacity) this.#grow();
    const at = 3 * ((this.#head + this.size++) & (this.#capacity - 1));
    const slots = this.#slots!;
    slots[at] = message;
    slots[at + 1] = meta;
    slots[at + 2] = control;
  }

  /** Takes the oldest message and hands its three parts to `turn`. The mailbox must not be empty. */
  take(to: { turn(message: unknown, meta: unknown, control: unknown): void }): void {
    const slots = this.#slots!;
    const at = 3 * this.#head;
    const message = slots[at];
    const meta = slots[at + 1];
    const control = slots[at + 2];
    slots[at] = slots[at + 1] = slots[at + 2] = undefined;
    this.#head = (this.#head + 1) & (this.#capacity - 1);
    if (--this.size === 0 && this.#capacity > KEPT) {
      this.#slots = undefined;
      this.#capacity = this.#head = 0;
    }
    to.turn(message, meta, control);
  }

  #grow(): void {
    const capacity = this.#capacity === 0 ? FIRST : 2 * this.#capacity;
    const slots: unknown[] = new Array(3 * capacity).fill(undefined);
    const old = this.#slots;
    const start = 3 * this.#head;
    const length = 3 * this.#capacity;
    for (let i = 0; i < length; i++) slots[i] = old![(start + i) % length];
    this.#slots = slots;
    this.#capacity = capacity;
    this.#head = 0;
  }
}
