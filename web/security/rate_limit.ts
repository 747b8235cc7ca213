/** Token buckets: so many at once, refilled evenly, per key; memory is bounded whatever keys strangers think up. */
import type { Context, MiddlewareFn } from "fresh";
import { HttpError } from "../fresh/error.ts";

export interface BucketOptions {
  /** Most tokens at once. */
  capacity: number;
  /** Time for one token to come back, ms. */
  refillMs: number;
  now(): number;
  /** Keys remembered; the one unused for longest is forgotten first. */
  keys?: number;
}

export interface Draw {
  /** 0: taken; else how long until there is one. */
  waitMs: number;
  /** Whole tokens left. */
  left: number;
  /** Until the bucket is full again. */
  fullMs: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();

  constructor(private readonly options: BucketOptions) {}

  /** Takes a token. Returns 0, or how long to wait for one, ms. */
  take(key: string): number {
    return this.draw(key).waitMs;
  }

  /** Takes a token of a bucket with a shape of its own, and tells how it stands. */
  draw(key: string, shape: Partial<Pick<BucketOptions, "capacity" | "refillMs">> = {}): Draw {
    const { capacity, refillMs, keys = 10_000, now } = { ...this.options, ...shape };
    const at = now();
    const known = this.#buckets.get(key);
    const tokens = known ? Math.min(capacity, known.tokens + Math.max(0, at - known.at) / refillMs) : capacity;
    const allowed = tokens >= 1;
    // Back to the end: the map's order is the order of use.
    this.#buckets.delete(key);
    const left = allowed ? tokens - 1 : tokens;
    this.#buckets.set(key, { tokens: left, at });
    if (this.#buckets.size > keys) this.#buckets.delete(this.#buckets.keys().next().value!);
    return {
      waitMs: allowed ? 0 : Math.ceil((1 - tokens) * refillMs),
      left: Math.floor(left),
      fullMs: Math.ceil((capacity - left) * refillMs),
    };
  }

  /** Gives a token back. */
  refund(key: string): void {
    const known = this.#buckets.get(key);
    if (known) known.tokens = Math.min(this.options.capacity, known.tokens + 1);
  }

  /** Forgets a key: after a success its failures no longer count. */
  forgive(key: string): void {
    this.#buckets.delete(key);
  }

  get size(): number {
    return this.#buckets.size;
  }
}

/** A refusal that says when to come again. */
export class TooManyError extends HttpError {
  constructor(readonly retryAfterMs: number) {
    super(429, "web.error.too-many");
  }
}

/** Refuses with 429 and Retry-After. `keyOf` returning null lets a request through uncounted. */
export function limitRate<State>(
  buckets: TokenBuckets,
  keyOf: (ctx: Context<State>) => string | null,
): MiddlewareFn<State> {
  return (ctx) => {
    const key = keyOf(ctx);
    const wait = key === null ? 0 : buckets.take(key);
    if (wait > 0) throw new TooManyError(wait);
    return ctx.next();
  };
}
