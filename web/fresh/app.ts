/**
 * The application: middlewares and routes in the order they are added, file routes, and the handler for `Deno.serve`.
 * Hono matches paths; the chain, the error pages and the rendering follow Fresh 2.
 */
import { type Context as HonoContext, Hono } from "hono";
import { Context, type ResolvedConfig } from "./context.ts";
import type { Method, Middleware, MiddlewareFn, RouteHandler } from "./define.ts";
import { HttpError, withErrorHeaders } from "./error.ts";
import { createRenderer, type RenderAssets, type Rendering } from "./render.ts";
import { type ErrorPolicy, renderRoute, runChain, segmentMiddleware, wantsHtml } from "./segments.ts";
import type { LoadedRoutes } from "./fs_routes.ts";

/** Everything read and built before the first request; see `openSite`. */
export interface Site<State> {
  mode: "development" | "production";
  routes: LoadedRoutes<State>;
  assets(): RenderAssets;
}

export interface AppOptions<State> {
  site?: Site<State>;
  /** Hooks into each rendering: language, data for the browser. */
  rendering?: Rendering<State>;
  /** Parts of the error policy; the rest is the plain default. */
  errors?: Partial<ErrorPolicy<State>>;
}

/** `outer`: how many of the chain are the application's own middlewares, as they were when the entry was added. */
type Entry<State> = {
  method: string;
  pattern: string;
  chain: MiddlewareFn<State>[];
  outer: number;
  last: MiddlewareFn<State>;
};

const NO_ASSETS: RenderAssets = { islands: new Map(), styles: [], boot: "", urlOf: () => "", preload: () => [] };
const NO_INFO = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 0 } } as Deno.ServeHandlerInfo;

/** Status of an error and nothing else: no message of an unexpected error, no stack. */
function plainAnswer(error: unknown, ctx: Context<unknown>): Response {
  const status = error instanceof HttpError ? error.status : 500;
  if (!wantsHtml(ctx.req)) {
    return Response.json({ type: "about:blank", status }, {
      status,
      headers: { "content-type": "application/problem+json" },
    });
  }
  return new Response(`<!DOCTYPE html><title>${status}</title><h1>${status}</h1>`, {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}

/** @see https://fresh.deno.dev/docs/concepts/app */
export class App<State = unknown> {
  readonly #middlewares: MiddlewareFn<State>[] = [];
  readonly #entries: Entry<State>[] = [];
  readonly #errors: ErrorPolicy<State>;
  readonly #config: ResolvedConfig;
  readonly #render: ReturnType<typeof createRenderer>;
  readonly #reported = new WeakSet<object>();
  /** The top folder of `routes/`, around paths that match nothing. */
  #notFoundSegments: MiddlewareFn<State>[] = [];

  constructor(private readonly options: AppOptions<State> = {}) {
    const { site, errors } = options;
    this.#config = { basePath: "", mode: site?.mode ?? "production" };
    this.#render = createRenderer(site?.assets ?? (() => NO_ASSETS), options.rendering);
    const report = errors?.report ?? ((error: unknown) => {
      if (!(error instanceof HttpError) || error.status >= 500) console.error(error);
    });
    this.#errors = {
      statusOf: errors?.statusOf ?? ((error) => error instanceof HttpError ? error.status : 500),
      respond: async (error, ctx) => withErrorHeaders(error, await (errors?.respond ?? plainAnswer)(error, ctx)),
      report: (error, ctx) => {
        if (typeof error === "object" && error !== null) {
          if (this.#reported.has(error)) return;
          this.#reported.add(error);
        }
        report(error, ctx);
      },
    };
  }

  /** Adds middlewares for everything added after them, or only for paths under `path`. */
  use(...middleware: (Middleware<State> | Middleware<State>[])[]): this;
  use(path: string, ...middleware: (Middleware<State> | Middleware<State>[])[]): this;
  use(first: string | Middleware<State> | Middleware<State>[], ...rest: (Middleware<State> | Middleware<State>[])[]) {
    if (typeof first !== "string") {
      this.#middlewares.push(...[first, ...rest].flat());
      return this;
    }
    const base = first.replace(/\/\*?$/, "");
    for (const fn of rest.flat()) {
      this.#middlewares.push((ctx) => {
        const { pathname } = ctx.url;
        return pathname === base || pathname.startsWith(`${base}/`) ? fn(ctx) : ctx.next();
      });
    }
    return this;
  }

  get = this.#method("GET");
  post = this.#method("POST");
  put = this.#method("PUT");
  patch = this.#method("PATCH");
  delete = this.#method("DELETE");
  all = this.#method("ALL");

  #method(method: Method | "ALL") {
    return (pattern: string, ...chain: MiddlewareFn<State>[]): this => {
      const last = chain.pop();
      if (!last) throw new Error(`${method} ${pattern} needs a handler`);
      this.#add(method, pattern, { chain, last });
      return this;
    };
  }

  #add(method: string, pattern: string, { chain, last }: Pick<Entry<State>, "chain" | "last">): void {
    const outer = this.#middlewares;
    this.#entries.push({ method, pattern, chain: [...outer, ...chain], outer: outer.length, last });
  }

  /** Adds one route in Fresh's form: handlers by method, page component, configuration. */
  route(pattern: string, route: { handler: RouteHandler<unknown, State> }): this {
    this.#add("ALL", pattern, { chain: [], last: (ctx) => renderRoute(ctx, route) });
    return this;
  }

  /** Adds the routes of `routes/`. */
  fsRoutes(): this {
    const { site } = this.options;
    if (!site) throw new Error("fsRoutes() needs a site: new App({ site: await openSite(…) })");
    const { routes, root } = site.routes;
    const enter = (segments: readonly typeof root[]) =>
      segments.flatMap((segment) => [segmentMiddleware(segment, this.#errors), ...segment.middlewares]);
    for (const route of routes) {
      this.#add("ALL", route.pattern, { chain: enter(route.segments), last: (ctx) => renderRoute(ctx, route) });
    }
    this.#notFoundSegments = enter([root]);
    return this;
  }

  /** The handler for `Deno.serve`. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const hono = new Hono<{ Bindings: { info: Deno.ServeHandlerInfo } }>({ strict: false });
    const run = (c: HonoContext<{ Bindings: { info: Deno.ServeHandlerInfo } }>, entry: Omit<Entry<State>, "method">) =>
      this.#run(c.req.raw, { info: c.env.info, params: c.req.param() as Record<string, string> }, entry);
    const missing: MiddlewareFn<State> = () => Promise.reject(new HttpError(404));
    for (const { method, ...entry } of this.#entries) hono.on(method, entry.pattern, (c) => run(c, entry));
    const outer = this.#middlewares;
    const chain = [...outer, ...this.#notFoundSegments];
    const fallback = { pattern: "", chain, outer: outer.length, last: missing };
    hono.notFound((c) => run(c, fallback));
    return async (req, info = NO_INFO) => await hono.fetch(req, { info });
  }

  async #run(
    req: Request,
    { info, params }: { info: Deno.ServeHandlerInfo; params: Record<string, string> },
    { pattern, chain, outer, last }: Omit<Entry<State>, "method">,
  ): Promise<Response> {
    const ctx = new Context<State>(req, info, pattern || null, params, this.#config, this.#render);
    const errors = this.#errors;
    const answer = async (error: unknown) => {
      errors.report(error, ctx);
      return await errors.respond(error, ctx);
    };
    // What an outer middleware throws becomes an answer inside the ones around it, so that headers and log see it too.
    const guarded = chain.slice(0, outer).map((fn): MiddlewareFn<State> => async (ctx) => {
      try {
        return await fn(ctx);
      } catch (error) {
        return await answer(error);
      }
    });
    const response = await runChain(ctx, guarded, () => runChain(ctx, chain.slice(outer), last).catch(answer));
    return req.method === "HEAD" && response.body ? new Response(null, response) : response;
  }
}
