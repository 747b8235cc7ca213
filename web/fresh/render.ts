/** Composes page, layouts and document, renders them in one pass and adds what islands need to start. */
import { type ComponentChildren, type FunctionComponent, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Context, Renderer } from "./context.ts";
import type { PageProps } from "./define.ts";
import { type Island, RenderState, slotContent, withRenderState } from "./islands.ts";
import type { Json } from "./props.ts";

/** What the renderer needs to know of the built browser files. */
export interface RenderAssets {
  /** Islands by component. */
  islands: ReadonlyMap<unknown, Island>;
  /** Style sheets of every page. */
  styles: readonly string[];
  boot: string;
  /** URL of an island's chunk. */
  urlOf(island: Island): string;
  /** Everything that these files import, to be loaded at once. */
  preload(urls: readonly string[]): string[];
  /** Development: the script that reloads the page. */
  devScript?: string;
}

/** Hooks of the application into each rendering. */
export interface Rendering<State> {
  /** Called right before the synchronous rendering, for example to choose the language. */
  enter?(ctx: Context<State>): void;
  /** Sent with the page and handed to the client entry's `start(data)`. Public: never secrets. */
  data?(ctx: Context<State>): Json;
  /** JSON files that the client entry will fetch before the islands start. */
  preloadJson?(ctx: Context<State>): string[];
}

export function propsOf<State>(ctx: Context<State>, Component: FunctionComponent): PageProps<unknown, State> {
  const { config, url, req, params, info, state, isPartial, error, route, data } = ctx;
  return { config, url, req, params, info, state, isPartial, error, route, data, Component };
}

type Rendered = ComponentChildren | Response;

/** Renders a component that may be async, and then may also answer with a response of its own. */
export async function renderComponent<State>(
  component: object,
  props: PageProps<unknown, State>,
): Promise<Rendered> {
  if (component.constructor.name === "AsyncFunction") {
    return await (component as (props: PageProps<unknown, State>) => Promise<Rendered>)(props);
  }
  return h(component as FunctionComponent<PageProps<unknown, State>>, props);
}

export function createRenderer<S>(assets: () => RenderAssets, rendering: Rendering<S> = {}): Renderer {
  return async <State>(ctx: Context<State>, page: ComponentChildren, init: ResponseInit, config: {
    skipInheritedLayouts?: boolean;
    skipAppWrapper?: boolean;
  }) => {
    const wrappers = config.skipInheritedLayouts ? [] : ctx.frame.layouts.toReversed();
    if (ctx.frame.app && !config.skipAppWrapper) wrappers.push(ctx.frame.app);
    let tree: ComponentChildren = page;
    for (const wrapper of wrappers) {
      const child = tree;
      ctx.Component = () => child as VNode;
      const rendered = await renderComponent(wrapper, propsOf(ctx, ctx.Component));
      if (rendered instanceof Response) return rendered;
      tree = rendered;
    }
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    // The application's hooks know their own state type; the context is the same object.
    const html = toDocument(tree, ctx, assets(), rendering as unknown as Rendering<State>);
    return new Response(html, { ...init, headers });
  };
}

function toDocument<State>(
  tree: ComponentChildren,
  ctx: Context<State>,
  assets: RenderAssets,
  rendering: Rendering<State>,
): string {
  const path = ctx.url.pathname.replace(/(.)\/$/, "$1");
  const state = new RenderState(assets.islands, ctx.nonce, path);
  rendering.enter?.(ctx);
  const body = withRenderState(state, () => {
    const html = renderToString(h("x-root", null, tree)).slice("<x-root>".length, -"</x-root>".length);
    return html + hiddenSlots(state);
  });
  const heads = withRenderState(state, () => state.heads.map((vnode) => renderToString(h("x-head", null, vnode))))
    .map((html) => html.slice("<x-head>".length, -"</x-head>".length));
  const start = state.used.size > 0 ? startOf(state, ctx, assets, rendering) : { head: "", foot: "" };
  const styles = assets.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join("");
  const dev = assets.devScript ? `<script src="${assets.devScript}" nonce="${ctx.nonce}" async></script>` : "";
  return assemble(body, { heads, head: styles + start.head + dev, foot: start.foot });
}

/** Slots that their islands have not shown yet wait in inert templates. A slot may hold islands with more slots. */
function hiddenSlots(state: RenderState): string {
  let html = "";
  for (let id = 0; id < state.slots.length; id++) {
    if (state.slots[id].rendered) continue;
    state.owners.length = 0;
    html += `<template id="f-slot-${id}">${renderToString(slotContent(state, id))}</template>`;
  }
  return html;
}

function startOf<State>(state: RenderState, ctx: Context<State>, assets: RenderAssets, rendering: Rendering<State>) {
  const islands = [...state.used.keys()];
  const urls = islands.map(assets.urlOf);
  const data = {
    islands: islands.map((island, i) => [urls[i], island.exportName]),
    props: state.props.map(({ island, props }) => [island, props]),
    data: rendering.data?.(ctx) ?? null,
  };
  // "<" never appears in the JSON, so no content can end the script element or open a comment in it.
  const json = JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const head =
    assets.preload([assets.boot, ...urls]).map((url) => `<link rel="modulepreload" href="${url}">`).join("") +
    (rendering.preloadJson?.(ctx) ?? [])
      .map((url) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="${url}">`).join("");
  const foot = `<script type="application/json" id="f-data" nonce="${ctx.nonce}">${json}</script>` +
    `<script type="module" src="${assets.boot}" nonce="${ctx.nonce}"></script>`;
  return { head, foot };
}

/** Puts the parts into the document; one without `<head>` or `<body>` gets them. */
function assemble(html: string, parts: { heads: string[]; head: string; foot: string }): string {
  if (!/<html[\s>]/i.test(html)) html = `<html><head><meta charset="utf-8"></head><body>${html}</body></html>`;
  const headEnd = html.indexOf("</head>");
  let head = headEnd < 0 ? html : html.slice(0, headEnd);
  let added = "";
  for (const part of parts.heads) {
    if (/<title/i.test(part)) {
      head = head.replace(/<title[^>]*>[^]*?<\/title>/i, "");
      added = added.replace(/<title[^>]*>[^]*?<\/title>/i, "");
    }
    for (const [, name] of part.matchAll(/<meta[^>]*\sname="([\w:.-]+)"/gi)) {
      const same = new RegExp(`<meta[^>]*\\sname="${name.replaceAll(".", "\\.")}"[^>]*>`, "i");
      head = head.replace(same, "");
    }
    added += part;
  }
  if (headEnd >= 0) html = head + added + parts.head + html.slice(headEnd);
  // What stands after </html> are templates of hidden slots.
  const end = html.lastIndexOf("</body>");
  if (end < 0) return `<!DOCTYPE html>${html}${parts.foot}`;
  const tail = html.slice(end).replace(/^<\/body>\s*(<\/html>)?/, "");
  return `<!DOCTYPE html>${html.slice(0, end)}${tail}${parts.foot}</body></html>`;
}
