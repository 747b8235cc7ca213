/**
 * The yardstick: an async queue with one consumer loop and nothing else. No addresses, no bound, no supervision, no
 * timeouts. `take()` gives a promise for each message, as async queues do.
 */
import { type Contender, Countdown, inAsks, inBatches, inFan, inRing, RING, SENDERS } from "./contender.ts";

export class AsyncQueue<T> {
  #items: T[] = [];
  #head = 0;
  #waiting: ((item: T) => void) | undefined;

  push(item: T): void {
    const waiting = this.#waiting;
    if (waiting === undefined) this.#items.push(item);
    else {
      this.#waiting = undefined;
      waiting(item);
    }
  }

  take(): Promise<T> {
    if (this.#head < this.#items.length) {
      const item = this.#items[this.#head++];
      if (this.#head === this.#items.length) this.#items.length = this.#head = 0;
      return Promise.resolve(item);
    }
    return new Promise((resolve) => this.#waiting = resolve);
  }
}

function consumer<T>(handle: (item: T) => void): AsyncQueue<T> {
  const queue = new AsyncQueue<T>();
  (async () => {
    for (;;) handle(await queue.take());
  })();
  return queue;
}

export function bare(): Contender {
  const countdown = new Countdown();
  const sink = consumer<number>(() => countdown.hit());
  const answerer = consumer<{ i: number; resolve: (i: number) => void }>(({ i, resolve }) => resolve(i));
  const senders = Array.from({ length: SENDERS }, () =>
    consumer<number>((share) => {
      for (let i = 0; i < share; i++) sink.push(i);
    }));
  const ring: AsyncQueue<number>[] = Array.from({ length: RING }, (_, at) =>
    consumer<number>((hops) => {
      if (hops === 1) countdown.hit();
      else ring[(at + 1) % RING].push(hops - 1);
    }));
  return {
    name: "bare queue",
    tell: (n) => inBatches(n, countdown, (i) => sink.push(i)),
    ask: (n) => inAsks(n, (i) => new Promise<number>((resolve) => answerer.push({ i, resolve }))),
    fanin: (n) => inFan(n, countdown, (sender, share) => senders[sender].push(share)),
    ring: (n) => inRing(n, countdown, (at, hops) => ring[at].push(hops)),
  };
}
