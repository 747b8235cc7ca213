/** Reads `routes/` and `islands/` from disk and turns file names into patterns, in Fresh's conventions. */
import { join, relative } from "node:path";
import { readdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";

export type RouteKind = "route" | "app" | "layout" | "middleware" | "error" | "not-found";

export interface RouteFile {
  path: string;
  /** Folder within `routes/`, with groups: `(staff)/calls`; "" at the top. */
  dir: string;
  kind: RouteKind;
  /** Hono pattern; only of routes. */
  pattern: string;
}

const SOURCE = /\.(tsx|ts|jsx|js)$/;
const SPECIAL: Record<string, RouteKind> = {
  _app: "app",
  _layout: "layout",
  _middleware: "middleware",
  _error: "error",
  _500: "error",
  _404: "not-found",
};

async function walk(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name)).sort();
}

/** `/calls/[id]/[...rest]` in Fresh's names as Hono's `/calls/:id/:rest{.+}`; groups `(name)` vanish. */
export function toPattern(file: string): string {
  const parts = file.replace(SOURCE, "").split("/").filter((part) => !/^\(.*\)$/.test(part));
  if (parts.at(-1) === "index") parts.pop();
  return "/" + parts.map((part) =>
    part
      .replace(/^\[\.\.\.(\w+)\]$/, ":$1{.+}")
      .replace(/^\[\[(\w+)\]\]$/, ":$1?")
      .replace(/^\[(\w+)\]$/, ":$1")
  ).join("/");
}

/** More exact patterns first: static before dynamic before catch-all, part by part. */
export function comparePatterns(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  const weight = (part: string | undefined) =>
    part === undefined ? 1.5 : part.endsWith("{.+}") ? 4 : part.endsWith("?") ? 3 : part.startsWith(":") ? 2 : 0;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const by = weight(left[i]) - weight(right[i]);
    if (by !== 0) return by;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

export async function readRouteFiles(root: string): Promise<RouteFile[]> {
  const files: RouteFile[] = [];
  for (const path of await walk(root)) {
    const file = relative(root, path).replaceAll("\\", "/");
    if (!SOURCE.test(file) || /_(test|bench)\.tsx?$/.test(file) || file.endsWith(".d.ts")) continue;
    const parts = file.split("/");
    // Folders in brackets with an underscore, such as (_islands) and (_components), hold no routes.
    if (parts.some((part) => part.startsWith("(_"))) continue;
    const name = parts.pop()!.replace(SOURCE, "");
    const kind = SPECIAL[name] ?? "route";
    files.push({ path, dir: parts.join("/"), kind, pattern: kind === "route" ? toPattern(file) : "" });
  }
  return files;
}

/** Island files of `islands/` and of every `(_islands)` folder under `routes/`. Names are unique: they name chunks. */
export async function readIslandFiles(islands: string, routes: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const take = (path: string) => {
    if (!/\.(tsx|jsx)$/.test(path) || /_test\.tsx$/.test(path)) return;
    const base = relative(path.startsWith(islands) ? islands : routes, path);
    const name = base.replace(SOURCE, "").replace(/[^\w]+/g, "_").replace(/^_+|_+$/g, "");
    if (found.has(name)) throw new Error(`two islands are called ${name}: ${found.get(name)} and ${path}`);
    found.set(name, path);
  };
  for (const path of await walk(islands)) take(path);
  for (const path of await walk(routes)) if (path.includes("(_islands)")) take(path);
  return found;
}

export function importFile(path: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(path).href);
}
