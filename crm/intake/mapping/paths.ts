/** Payloads as trees with paths: what a person picks in the mapping, and what is taken out of a request. Pure. */

export type Tree = null | string | number | boolean | Tree[] | { [name: string]: Tree };

/** One value of a payload with the way to it. */
export interface Leaf {
  path: string;
  value: string | number | boolean;
}

const DEEPEST = 12;
const MOST = 500;

/** Every value there is, depth first; more than 500 of them or deeper than 12 levels are left out. */
export function leavesOf(tree: Tree): Leaf[] {
  const found: Leaf[] = [];
  // Names may be empty, so a path is its parts until it is shown.
  const walk = (node: Tree, parts: readonly string[]): void => {
    if (found.length >= MOST || parts.length > DEEPEST || node === null) return;
    if (typeof node !== "object") {
      const path = parts.join(".");
      if (path !== "") found.push({ path, value: node });
      return;
    }
    const entries = Array.isArray(node) ? node.map((one, n) => [`${n}`, one] as const) : Object.entries(node);
    for (const [name, child] of entries) walk(child, [...parts, escape(name)]);
  };
  walk(tree, []);
  return found;
}

/**
 * The value at a path; undefined: there is none. `*` stands for every element of a list, and then a list comes back.
 * Only own properties are seen: `__proto__` leads nowhere.
 */
export function at(tree: Tree, path: string): Tree | undefined {
  return step(tree, split(path));
}

function step(node: Tree | undefined, parts: readonly string[]): Tree | undefined {
  if (parts.length === 0) return node;
  if (node === null || typeof node !== "object") return undefined;
  const [name, ...rest] = parts;
  if (name === "*" && Array.isArray(node)) {
    return node.map((one) => step(one, rest)).filter((one): one is Tree => one !== undefined);
  }
  if (Array.isArray(node)) return /^\d{1,6}$/.test(name) ? step(node[Number(name)], rest) : undefined;
  return Object.hasOwn(node, name) ? step(node[name], rest) : undefined;
}

/** Names may hold points: a point that belongs to a name is written `\.`. */
function split(path: string): string[] {
  return path.split(/(?<!\\)\./).map((part) => part.replaceAll("\\.", "."));
}

const escape = (name: string) => name.replaceAll(".", "\\.");
