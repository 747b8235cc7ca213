/** The one script of every page with islands: loads their chunks and brings each to life where the server drew it. */
import { type ComponentChildren, type ComponentType, h, render, type VNode } from "preact";
import "@preact/signals";
import { between, findRanges, type MakeIsland, type Range, readNodes } from "./markers.ts";
import { type Json, PropsDecoder, SlotRef } from "../props.ts";

interface PageData {
  islands: [url: string, exportName: string][];
  props: [island: number, props: Json][];
  data: Json;
}

/** A project's own entry (`client.ts`): prepares what islands need, for example the message catalogue. */
export interface ClientEntry {
  start?(data: Json): void | Promise<void>;
}

async function loadIslands(page: PageData): Promise<(ComponentType<object> | null)[]> {
  return await Promise.all(page.islands.map(async ([url, name]) => {
    try {
      return (await import(url))[name] as ComponentType<object>;
    } catch (error) {
      console.error(`island ${name} of ${url} could not be loaded`, error);
      return null;
    }
  }));
}

/** Called by the built entry with the project's client module. */
export async function boot(entry: ClientEntry): Promise<void> {
  const source = document.getElementById("f-data");
  if (!source) return;
  const page: PageData = JSON.parse(source.textContent ?? "");
  const [components] = await Promise.all([loadIslands(page), entry.start?.(page.data)]);
  const decoder = new PropsDecoder();
  const { islands, slots } = findRanges(document.body);

  for (const template of document.querySelectorAll<HTMLTemplateElement>("template[id^=f-slot-]")) {
    for (const [id, range] of findRanges(template.content).slots) slots.set(id, range);
  }
  const slotContent = (id: number): ComponentChildren => {
    const range = slots.get(id);
    return range ? readNodes(range.start.nextSibling, range.end, make) : null;
  };
  const vnodeOf = (index: number): VNode | null => {
    const [island, encoded] = page.props[index];
    const component = components[island];
    if (!component) return null;
    const props = decoder.decode(encoded) as Record<string, unknown>;
    for (const [name, value] of Object.entries(props)) {
      if (value instanceof SlotRef) props[name] = slotContent(value.id);
    }
    return h(component, props);
  };
  const make: MakeIsland = (index, key) => {
    const vnode = vnodeOf(index);
    return vnode && h(vnode.type as ComponentType<object>, { ...vnode.props, key });
  };
  const revive = ({ id, start, end }: Range) => {
    if (start.parentNode !== end.parentNode) {
      console.error("an island's elements were moved by the browser; check the nesting of the HTML");
      return;
    }
    const vnode = vnodeOf(id);
    if (vnode) render(vnode, between(start, end));
  };
  for (const range of islands) {
    try {
      revive(range);
    } catch (error) {
      // One broken island leaves the others alive.
      console.error("an island failed to start", error);
    }
  }
  document.documentElement.dataset.islands = "ready";
}
