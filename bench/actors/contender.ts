/** What every runtime in this bench must be able to do. Each call sends `n` messages and resolves when all are handled. */
export interface Contender {
  name: string;
  /** One sender, one actor, no answers. */
  tell(n: number): Promise<void>;
  /** The same with an answer to every message. */
  ask?(n: number): Promise<void>;
  /** {@link SENDERS} actors send to one. */
  fanin?(n: number): Promise<void>;
  /** {@link TOKENS} tokens go round a ring of {@link RING} actors: every message finds an idle actor. */
  ring?(n: number): Promise<void>;
  close?(): Promise<void>;
}

export const WORKLOADS = ["tell", "ask", "fanin", "ring"] as const;
export type Workload = typeof WORKLOADS[number];

/** Messages sent before the sender waits until they are handled; below everyone's mailbox bound. */
export const BATCH = 1_000;
/** Questions open at a time. */
export const OPEN_ASKS = 100;
export const SENDERS = 100;
export const RING = 100;
export const TOKENS = 10;

/** Resolves when it has been called so often. Every contender pays the same for it. */
export class Countdown {
  #left = 0;
  #done = () => {};

  from(count: number): Promise<void> {
    this.#left = count;
    return new Promise((resolve) => this.#done = resolve);
  }

  hit(): void {
    if (--this.#left === 0) this.#done();
  }
}

/** Sends `n` messages in batches; `send` sends one batch's message, `countdown` is hit by the receiver. */
export async function inBatches(n: number, countdown: Countdown, send: (i: number) => void): Promise<void> {
  for (let sent = 0; sent < n; sent += BATCH) {
    const done = countdown.from(BATCH);
    for (let i = 0; i < BATCH; i++) send(i);
    await done;
  }
}

/** Asks `n` questions, {@link OPEN_ASKS} at a time. */
export async function inAsks(n: number, ask: (i: number) => Promise<unknown>): Promise<void> {
  for (let sent = 0; sent < n; sent += OPEN_ASKS) {
    const open: Promise<unknown>[] = [];
    for (let i = 0; i < OPEN_ASKS; i++) open.push(ask(i));
    await Promise.all(open);
  }
}

/** Has each of the {@link SENDERS} send its share of every batch; `go` starts one sender with so many messages. */
export async function inFan(
  n: number,
  countdown: Countdown,
  go: (sender: number, share: number) => void,
): Promise<void> {
  for (let sent = 0; sent < n; sent += BATCH) {
    const done = countdown.from(BATCH);
    for (let sender = 0; sender < SENDERS; sender++) go(sender, BATCH / SENDERS);
    await done;
  }
}

/** Starts {@link TOKENS} tokens with `n` hops together; a receiver passes `hops - 1` on, and hits at zero. */
export async function inRing(
  n: number,
  countdown: Countdown,
  start: (at: number, hops: number) => void,
): Promise<void> {
  const done = countdown.from(TOKENS);
  for (let token = 0; token < TOKENS; token++) start(token * (RING / TOKENS), Math.floor(n / TOKENS));
  await done;
}
