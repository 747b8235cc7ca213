/**
 * Folders of `routes/`: which middlewares, layouts, document and error pages stand above a route, and the chain of
 * calls through them. An error is shown by the nearest error page above the place where it was thrown.
 */
import type { Context } from "./context.ts";
import type {
  HandlerByMethod,
  HandlerFn,
  LayoutConfig,
  Method,
  MiddlewareFn,
  PageComponent,
  PageResponse,
  RouteConfig,
  RouteHandler,
} from "./define.ts";
import { HttpError, MethodError, withErrorHeaders } from "./error.ts";
import { propsOf, renderComponent } from "./render.ts";
import type { ComponentChildren, VNode } from "preact";

export interface RouteModule<State> {
  component?: PageComponent<State>;
  handler?: RouteHandler<unknown, State>;
  config?: RouteConfig;
}

export interface Segment<State> {
  middlewares: MiddlewareFn<State>[];
  app?: PageComponent<State>;
  layout?: { component: PageComponent<State>; config?: LayoutConfig };
  error?: RouteModule<State>;
  notFound?: RouteModule<State>;
}

/** How the application treats what was thrown. */
export interface ErrorPolicy<State> {
  /** HTTP status of an error; 500 for what nobody expected. */
  statusOf(error: unknown): number;
  /** Told once of each error that a page or an answer was made for; logs it. */
  report(error: unknown, ctx: Context<State>): void;
  /** The answer when no error page took the error. */
  respond(error: unknown, ctx: Context<State>): Response | Promise<Response>;
}

/** Does the client want a page (true) or data (false)? */
export function wantsHtml(req: Request): boolean {
  return (req.headers.get("accept") ?? "").includes("text/html");
}

/** Runs middlewares in order, then `last`. */
export function runChain<State>(
  ctx: Context<State>,
  chain: readonly MiddlewareFn<State>[],
  last: MiddlewareFn<State>,
): Promise<Response> {
  const step = async (i: number): Promise<Response> => {
    if (i === chain.length) return await last(ctx);
    ctx.next = () => step(i + 1);
    return await chain[i](ctx);
  };
  return step(0);
}

/** The folder as a middleware: enters its layout and document, catches errors for its error pages. */
export function segmentMiddleware<State>(
  segment: Segment<State>,
  errors: ErrorPolicy<State>,
): MiddlewareFn<State> {
  return async (ctx) => {
    const next = ctx.next;
    if (segment.app) ctx.frame = { ...ctx.frame, app: segment.app };
    if (segment.layout) {
      const { component, config } = segment.layout;
      const inherited = config?.skipInheritedLayouts ? [] : ctx.frame.layouts;
      ctx.frame = { app: config?.skipAppWrapper ? null : ctx.frame.app, layouts: [...inherited, component] };
    }
    // A page's own skip settings must not stick to the error page, so the frame is kept.
    const frame = ctx.frame;
    try {
      return await next();
    } catch (error) {
      const status = errors.statusOf(error);
      const route = (status === 404 ? segment.notFound : undefined) ?? segment.error;
      if (!route || !wantsHtml(ctx.req)) throw error;
      ctx.frame = frame;
      ctx.error = error;
      try {
        const shown = await renderRoute(ctx, route, status);
        errors.report(error, ctx);
        return withErrorHeaders(error, shown);
      } catch (second) {
        // The error page itself failed: the one above it tries, with the first error as the cause.
        throw new HttpError(500, "error page failed", { cause: second === error ? error : [error, second] });
      }
    }
  };
}

function methodsOf<State>(route: RouteModule<State>): string[] {
  if (typeof route.handler === "function") return [];
  const methods = Object.keys(route.handler ?? {});
  if (route.component && !methods.includes("GET")) methods.push("GET");
  if (methods.includes("GET") && !methods.includes("HEAD")) methods.push("HEAD");
  return methods.sort();
}

function handlerFor<State>(route: RouteModule<State>, method: string): HandlerFn<unknown, State> | undefined {
  const { handler } = route;
  if (typeof handler === "function") return handler;
  const byMethod: HandlerByMethod<unknown, State> = handler ?? {};
  const fn = byMethod[method as Method] ?? (method === "HEAD" ? byMethod.GET : undefined);
  if (fn) return fn;
  if (route.component && (method === "GET" || method === "HEAD")) return () => ({ data: undefined });
}

/** Calls the handler for the method and renders the page of its data. */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: RouteModule<State>,
  status?: number,
): Promise<Response> {
  if (route.config?.skipAppWrapper) ctx.frame = { ...ctx.frame, app: null };
  if (route.config?.skipInheritedLayouts) ctx.frame = { ...ctx.frame, layouts: [] };
  // An error page answers whatever method failed.
  const isErrorPage = status !== undefined;
  const handler = handlerFor(route, isErrorPage ? "GET" : ctx.req.method);
  if (!handler) throw new MethodError(methodsOf(route).join(", "));
  const answer: Response | PageResponse<unknown> = await handler(ctx);
  if (answer instanceof Response) return answer;
  ctx.data = answer.data;
  let vnode: ComponentChildren = null;
  if (route.component) {
    const rendered = await renderComponent(route.component, propsOf(ctx, () => null));
    if (rendered instanceof Response) return rendered;
    vnode = rendered;
  }
  return ctx.render(vnode as VNode | null, { status: answer.status ?? status ?? 200, headers: answer.headers });
}
