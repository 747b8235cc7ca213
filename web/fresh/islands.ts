/**
 * The rendering side of islands: while a page renders (which is synchronous), hooks of Preact wrap each island in
 * comment markers, keep its props, turn JSX given to it into slots, give inline scripts their nonce and mark the
 * links to the current page. One page renders at a time, so the state is one variable.
 *
 * Markers: `<!--f:i:<props>-->…<!--/f:i-->` around an island, `<!--f:s:<slot>-->…<!--/f:s-->` around a slot.
 */
import {
  type ComponentChildren,
  type ComponentType,
  Fragment,
  h,
  isValidElement,
  type Options,
  options,
  type VNode,
} from "preact";
import { Signal } from "@preact/signals";
import { type Json, PropsEncoder, SlotRef } from "./props.ts";
import { Head } from "./runtime.ts";

/** An exported component of a file in `islands/`. */
export interface Island {
  /** Entry of the bundle. */
  entry: string;
  exportName: string;
}

export class RenderState {
  readonly encoder = new PropsEncoder();
  readonly used = new Map<Island, number>();
  readonly props: { island: number; props: Json }[] = [];
  readonly slots: { vnode: ComponentChildren; rendered: boolean }[] = [];
  readonly heads: ComponentChildren[] = [];
  /** Who owns what is rendered now: an island's own tree renders in the browser by itself and is not marked. */
  readonly owners: ("island" | "slot")[] = [];

  constructor(
    readonly registry: ReadonlyMap<unknown, Island>,
    readonly nonce: string,
    readonly path: string,
  ) {}
}

let current: RenderState | null = null;

/** Runs a synchronous rendering with the hooks on. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  const outer = current;
  current = state;
  try {
    return render();
  } finally {
    current = outer;
  }
}

interface Hooks extends Options {
  __b?(vnode: VNode): void;
}

const hooks: Hooks = options;
const wrapped = new WeakSet<VNode>();

function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as object);
}

/** JSX handed to an island. */
function Slot({ id, children }: { id: number; children?: ComponentChildren }) {
  if (current) current.slots[id].rendered = true;
  return [comment(`f:s:${id}`), children, comment("/f:s")];
}

/** A slot's own content for the slots that the island did not show. */
export function slotContent(state: RenderState, id: number): VNode<{ id: number }> {
  return h(Slot, { id }, state.slots[id].vnode);
}

function isJsx(name: string, value: unknown): boolean {
  // Signals look like elements, since they may be children; they go to the browser as signals.
  if (value instanceof Signal) return false;
  if (name === "children") return value !== undefined && value !== null && typeof value !== "function";
  return isValidElement(value);
}

function wrapIsland(vnode: VNode, island: Island, state: RenderState): void {
  const type = vnode.type as ComponentType<Record<string, unknown>>;
  const number = state.used.get(island) ?? state.used.size;
  state.used.set(island, number);
  vnode.type = (given: Record<string, unknown>) => {
    const onServer: Record<string, unknown> = {};
    const forBrowser: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(given)) {
      if (isJsx(name, value)) {
        const id = state.slots.push({ vnode: value as ComponentChildren, rendered: false }) - 1;
        onServer[name] = h(Slot, { id }, value as ComponentChildren);
        forBrowser[name] = new SlotRef(id);
      } else {
        onServer[name] = value;
        if (name !== "key" && name !== "ref" && value !== undefined) forBrowser[name] = value;
      }
    }
    const props = state.encoder.encode(forBrowser, `<${island.entry}>`);
    const at = state.props.push({ island: number, props }) - 1;
    const inner = h(type, onServer);
    wrapped.add(inner);
    return [comment(`f:i:${at}`), inner, comment("/f:i")] as unknown as VNode;
  };
}

const oldDiff = hooks.__b;
hooks.__b = (vnode) => {
  if (current && vnode) before(vnode, current);
  oldDiff?.(vnode);
};

function before(vnode: VNode, state: RenderState): void {
  const { type } = vnode;
  if (typeof type === "function") {
    if (wrapped.has(vnode)) state.owners.push("island");
    else if (type === Slot) state.owners.push("slot");
    else if (type === Head) {
      state.heads.push((vnode.props as { children?: ComponentChildren }).children);
      vnode.props = { children: null };
    } else if (state.owners.at(-1) !== "island") {
      const island = state.registry.get(type);
      if (island) wrapIsland(vnode, island, state);
    }
  } else if (type === "script" || type === "style") {
    const props = vnode.props as { nonce?: string };
    props.nonce ??= state.nonce;
  } else if (type === "a") markCurrent(vnode.props as Record<string, unknown>, state.path);
}

/** Fresh's active links: `aria-current="page"` on a link to this page, `"true"` on a link to a page above it. */
function markCurrent(props: Record<string, unknown>, path: string): void {
  if (typeof props.href !== "string" || !props.href.startsWith("/") || props["aria-current"] !== undefined) return;
  const href = props.href.replace(/[?#].*$/, "").replace(/(.)\/$/, "$1");
  if (href === path) {
    props["aria-current"] = "page";
    props["data-current"] = "true";
  } else if (href !== "/" && path.startsWith(`${href}/`)) {
    props["aria-current"] = "true";
    props["data-ancestor"] = "true";
  }
}

const oldDiffed = hooks.diffed;
hooks.diffed = (vnode) => {
  if (current && vnode && (wrapped.has(vnode) || vnode.type === Slot)) current.owners.pop();
  oldDiffed?.(vnode);
};
