/**
 * "fresh": Fresh 2's conventions and names over Hono, so that `routes/` and `islands/` run unchanged on either.
 * `openSite` stands for Fresh's builder; everything else has Fresh's own names. Not here: partials.
 */
export { App, type AppOptions } from "./app.ts";
export { Context, type FreshContext } from "./context.ts";
export {
  createDefine,
  type DataOf as RouteData,
  type Define,
  type HandlerByMethod,
  type HandlerFn,
  type LayoutConfig,
  type Method,
  type Middleware,
  type MiddlewareFn,
  page,
  type PageProps,
  type PageResponse,
  type RouteConfig,
  type RouteHandler,
} from "./define.ts";
export { HttpError } from "./error.ts";
export { type OpenSite, openSite, type SiteOptions } from "./site.ts";
export { compress } from "./compress.ts";
export type { Rendering } from "./render.ts";
export { type ErrorPolicy, wantsHtml } from "./segments.ts";
