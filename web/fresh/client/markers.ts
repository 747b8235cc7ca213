/** Finds islands and slots in the page by the comments that the server left, and reads slots back into virtual nodes. */
import { type ComponentChild, type ComponentChildren, Fragment, h } from "preact";

/** A part of the page between two comments, given to Preact as if it were an element. */
export function between(start: Comment, end: Comment): Element {
  const parent = start.parentNode as Element;
  const nodes = () => {
    const found: Node[] = [];
    for (let node = start.nextSibling; node && node !== end; node = node.nextSibling) found.push(node);
    return found;
  };
  const root = {
    nodeType: 1,
    parentNode: parent,
    ownerDocument: document,
    namespaceURI: parent.namespaceURI,
    get firstChild() {
      return start.nextSibling === end ? null : start.nextSibling;
    },
    get childNodes() {
      return nodes();
    },
    contains: (node: Node) => parent.contains(node),
    insertBefore: (node: Node, before: Node | null) => parent.insertBefore(node, before ?? end),
    appendChild: (node: Node) => parent.insertBefore(node, end),
    removeChild: (node: Node) => parent.removeChild(node),
  };
  // Preact uses just these members of a container.
  return root as unknown as Element;
}

export interface Range {
  id: number;
  start: Comment;
  end: Comment;
}

const isComment = (node: Node): node is Comment => node.nodeType === 8;
const MARKER = /^f:([is]):(\d+)$/;

/** The end of a marker's range; markers of one kind nest. */
function endOf(start: Comment, kind: string): Comment | null {
  let depth = 0;
  for (let node: Node | null = start.nextSibling; node; node = node.nextSibling) {
    if (!isComment(node)) continue;
    if (node.data.startsWith(`f:${kind}:`)) depth++;
    else if (node.data === `/f:${kind}` && depth-- === 0) return node;
  }
  return null;
}

/** Islands that are not inside another island, and all slots. */
export function findRanges(root: Node): { islands: Range[]; slots: Map<number, Range> } {
  const islands: Range[] = [];
  const slots = new Map<number, Range>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  let inside: Comment | null = null;
  for (let node = walker.nextNode() as Comment | null; node; node = walker.nextNode() as Comment | null) {
    if (node === inside) inside = null;
    const [, kind, id] = MARKER.exec(node.data) ?? [];
    if (!kind) continue;
    const end = endOf(node, kind);
    if (!end) {
      console.error(`marker ${node.data} has no end: the browser moved its elements; check the nesting of the HTML`);
      continue;
    }
    if (kind === "s") slots.set(+id, { id: +id, start: node, end });
    else if (!inside) {
      islands.push({ id: +id, start: node, end });
      inside = end;
    }
  }
  return { islands, slots };
}

/** What a slot's reader needs to make islands inside slots. */
export type MakeIsland = (propsIndex: number, key: string) => ComponentChild;

/** Reads server-rendered nodes back, so that an island can keep, drop and show them again. */
export function readNodes(first: Node | null, end: Node | null, make: MakeIsland): ComponentChildren {
  const out: ComponentChild[] = [];
  for (let node = first; node && node !== end; node = node.nextSibling) {
    if (node.nodeType === 3) out.push((node as Text).data);
    else if (isComment(node)) {
      const [, kind, id] = MARKER.exec(node.data) ?? [];
      if (kind !== "i") continue;
      out.push(make(+id, `f${id}`));
      node = endOf(node, "i") ?? node;
    } else if (node.nodeType === 1) out.push(readElement(node as Element, make));
  }
  return h(Fragment, null, ...out);
}

function readElement(element: Element, make: MakeIsland): ComponentChild {
  const props: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    const own = (element as unknown as Record<string, unknown>)[name];
    props[name] = typeof own === "boolean" && value === "" ? true : value;
  }
  // Content of these is not HTML nodes of the page's own tree.
  if (/^(script|style|template)$/.test(element.localName)) {
    props.dangerouslySetInnerHTML = { __html: element.innerHTML };
  } else return h(element.localName, props, readNodes(element.firstChild, null, make));
  return h(element.localName, props);
}
