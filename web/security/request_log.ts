/** A number for each request and one line in the log; the path without its query, no bodies, no cookies. */
import type { Logger } from "@logtape/logtape";
import type { Context, MiddlewareFn } from "fresh";

const ids = new WeakMap<Context, string>();

/** The request's number, as the user sees it on an error page. */
export function requestIdOf(ctx: Context<unknown>): string {
  let id = ids.get(ctx);
  if (!id) ids.set(ctx, id = crypto.randomUUID());
  return id;
}

export interface LogOptions<State> {
  logger: Logger;
  /** Id of the person, for the line. */
  who?(ctx: Context<State>): string | undefined;
  /** Paths that are asked too often to be worth a line. */
  quiet?: RegExp;
  now?(): number;
}

export function logRequests<State>(options: LogOptions<State>): MiddlewareFn<State> {
  const { logger, who, quiet = /^\/(_fresh|healthz|metrics)\b/, now = () => performance.now() } = options;
  return async (ctx) => {
    const id = requestIdOf(ctx);
    const started = now();
    const line = (status: number) => {
      const { pathname } = ctx.url;
      if (status < 400 && quiet.test(pathname)) return;
      logger.info("{method} {path} {status} {ms} ms", {
        id,
        method: ctx.req.method,
        path: pathname.slice(0, 500),
        status,
        ms: Math.round(now() - started),
        user: who?.(ctx),
      });
    };
    try {
      const response = await ctx.next();
      if (response.status !== 101) response.headers.set("x-request-id", id);
      line(response.status);
      return response;
    } catch (error) {
      line(500);
      throw error;
    }
  };
}
