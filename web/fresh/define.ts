/** Types of route files and the `define` helpers, with Fresh 2's names: they return what they are given, typed. */
import type { AnyComponent } from "preact";
import type { Context } from "./context.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";

/** Data for the page component, with optional status and headers. */
export interface PageResponse<Data> {
  data: Data;
  headers?: HeadersInit;
  status?: number;
}

type Answer<Data> = Response | PageResponse<Data>;

export type HandlerFn<Data, State> = (ctx: Context<State>) => Answer<Data> | Promise<Answer<Data>>;
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };
export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

export type MiddlewareFn<State> = (ctx: Context<State>) => Response | Promise<Response>;
export type Middleware<State> = MiddlewareFn<State>;

/** Props of pages, layouts, `_app` and `_error`. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    "config" | "url" | "req" | "params" | "info" | "state" | "isPartial" | "Component" | "error" | "route"
  >
  & { data: Data };

export type PageComponent<State> = AnyComponent<PageProps<unknown, State>>;

export interface LayoutConfig {
  skipInheritedLayouts?: boolean;
  skipAppWrapper?: boolean;
}

export interface RouteConfig extends LayoutConfig {
  /** Path pattern in place of the file's own, in Hono's syntax (`/old/:id`). */
  routeOverride?: string;
}

/** Answers a handler with data for the page of the same file. */
export function page(): PageResponse<undefined>;
export function page<Data>(data: Data, options?: { headers?: HeadersInit; status?: number }): PageResponse<Data>;
export function page<Data>(data?: Data, options: { headers?: HeadersInit; status?: number } = {}) {
  return { data, headers: options.headers, status: options.status };
}

/** Data that a handler gives to its page. */
export type DataOf<Handler, State> = [Handler] extends [never] ? never
  : Handler extends HandlerFn<infer Data, State> ? Data
  : Handler extends HandlerByMethod<infer Data, State> ? Data
  : never;

export interface Define<State> {
  handlers<Data, Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>>(handlers: Handlers): Handlers;
  page<Handler extends RouteHandler<unknown, State> = never, Data = DataOf<Handler, State>>(
    render: AnyComponent<PageProps<Data, State>>,
  ): AnyComponent<PageProps<Data, State>>;
  layout(render: PageComponent<State>): PageComponent<State>;
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
}

/** Helpers that infer the types of a project's state in its route files. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (middleware) => middleware,
  };
}
