/** No request keeps a browser waiting for ever. */
import type { Clock } from "@/actors/runtime/types.ts";
import type { Context, MiddlewareFn } from "fresh";
import { HttpError } from "../fresh/error.ts";

/**
 * Answers 503 when no response has begun in time. The work itself cannot be stopped from here; its late result or
 * error is dropped. Streams and sockets are not cut: their response has begun.
 * @param limit milliseconds, or a function for places that may take longer (uploads)
 */
export function limitTime<State>(limit: number | ((ctx: Context<State>) => number), clock: Clock): MiddlewareFn<State> {
  return async (ctx) => {
    let handle: unknown;
    const limitMs = typeof limit === "number" ? limit : limit(ctx);
    const late = new Promise<never>((_, reject) => {
      handle = clock.after(limitMs, () => reject(new HttpError(503, "web.error.timeout")));
    });
    const work = ctx.next();
    work.catch(() => {});
    try {
      return await Promise.race([work, late]);
    } finally {
      clock.clear(handle);
    }
  };
}
