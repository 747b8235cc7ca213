/**
 * The request context that handlers, middlewares, layouts and pages receive, with Fresh 2's names. One per request.
 */
import { type ComponentChildren, type FunctionComponent, isValidElement, type VNode } from "preact";
import type { LayoutConfig } from "./define.ts";

/** What wraps a page: the outer document and the layouts from the outermost in. Changes as segments are entered. */
export interface Frame {
  /** Components; `object`, so that a context of one state is also a context of any state. */
  app: object | null;
  layouts: object[];
}

/** Turns a finished tree into a response; given by the application, so that the context knows no bundler. */
export type Renderer = <State>(
  ctx: Context<State>,
  vnode: ComponentChildren,
  init: ResponseInit,
  config: LayoutConfig,
) => Promise<Response>;

export interface ResolvedConfig {
  basePath: string;
  mode: "development" | "production";
}

/** @see https://fresh.deno.dev/docs/concepts/context */
export class Context<State = unknown> {
  readonly url: URL;
  readonly isPartial = false;
  readonly state: State;
  /** What was thrown, inside `_error` pages. */
  error: unknown = null;
  data: unknown = undefined;
  /** Calls the next middleware or the route. */
  next: () => Promise<Response> = () => Promise.reject(new Error("next() outside a middleware"));
  /** Child of the current layout or document. */
  Component: FunctionComponent = () => null;
  /** Used by the layer only. */
  frame: Frame = { app: null, layouts: [] };
  /** Nonce of this response for inline scripts and styles; the security headers name the same one. */
  readonly nonce: string = crypto.randomUUID().replaceAll("-", "");

  constructor(
    public req: Request,
    readonly info: Deno.ServeHandlerInfo,
    readonly route: string | null,
    readonly params: Record<string, string>,
    readonly config: ResolvedConfig,
    private readonly renderer: Renderer,
    shared?: Context<State>,
  ) {
    this.url = new URL(req.url);
    this.state = shared?.state ?? {} as State;
  }

  /** Redirects. A path never becomes another host: `//evil.example` is read as `/evil.example`. */
  redirect(pathOrUrl: string, status = 302): Response {
    let location = pathOrUrl;
    if (/^[/\\]/.test(pathOrUrl)) {
      const [, path, rest] = /^([^?#]*)(.*)$/s.exec(pathOrUrl) ?? ["", pathOrUrl, ""];
      location = path.replace(/[/\\]+/g, "/") + rest;
    }
    return new Response(null, { status, headers: { location } });
  }

  /** Renders JSX inside the inherited layouts and the document. */
  render(vnode: VNode | null, init: ResponseInit = {}, config: LayoutConfig = {}): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) throw new Error("ctx.render() takes JSX");
    return this.renderer(this, vnode, init, config);
  }

  text(body: string, init?: ResponseInit): Response {
    return new Response(body, init);
  }

  json(body: unknown, init?: ResponseInit): Response {
    return Response.json(body, init);
  }

  html(body: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(body, { ...init, headers });
  }
}

export type FreshContext<State = unknown> = Context<State>;
