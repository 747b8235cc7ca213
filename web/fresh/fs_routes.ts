/** Loads route files by dynamic import and builds, for each route, the chain of folders above it. */
import type { Middleware, MiddlewareFn, PageComponent, RouteConfig, RouteHandler } from "./define.ts";
import { comparePatterns, importFile, readRouteFiles, type RouteFile } from "./route_files.ts";
import type { RouteModule, Segment } from "./segments.ts";

export interface LoadedRoute<State> extends RouteModule<State> {
  pattern: string;
  /** Folders above, the top first. */
  segments: Segment<State>[];
}

export interface LoadedRoutes<State> {
  routes: LoadedRoute<State>[];
  /** The top folder, for paths that match nothing. */
  root: Segment<State>;
}

function toRoute<State>(file: RouteFile, module: Record<string, unknown>): RouteModule<State> {
  const handler = module.handler ?? module.handlers;
  const component = module.default;
  if (component !== undefined && typeof component !== "function") {
    throw new Error(`${file.path}: the default export must be a component`);
  }
  if (handler !== undefined && typeof handler !== "function" && typeof handler !== "object") {
    throw new Error(`${file.path}: "handler" must be a function or an object of methods`);
  }
  if (component === undefined && handler === undefined) {
    throw new Error(`${file.path}: a route exports a component by default, or "handler", or both`);
  }
  return {
    component: component as PageComponent<State> | undefined,
    handler: handler as RouteHandler<unknown, State> | undefined,
    config: module.config as RouteConfig | undefined,
  };
}

function enter<State>(segment: Segment<State>, file: RouteFile, module: Record<string, unknown>): void {
  switch (file.kind) {
    case "middleware": {
      const given = (module.default ?? module.handler ?? module.middleware) as Middleware<State> | Middleware<State>[];
      if (!given) throw new Error(`${file.path}: export the middleware as default or as "handler"`);
      segment.middlewares.push(...[given].flat() as MiddlewareFn<State>[]);
      return;
    }
    case "app":
      segment.app = toRoute<State>(file, module).component;
      return;
    case "layout": {
      const { component, config } = toRoute<State>(file, module);
      if (component) segment.layout = { component, config };
      return;
    }
    case "error":
      segment.error = toRoute(file, module);
      return;
    case "not-found":
      segment.notFound = toRoute(file, module);
  }
}

/** @throws when a file has not the exports of its kind, or two files claim one path */
export async function loadRoutes<State>(dir: string): Promise<LoadedRoutes<State>> {
  const segments = new Map<string, Segment<State>>();
  const segmentOf = (name: string) => {
    const known = segments.get(name);
    if (known) return known;
    const made: Segment<State> = { middlewares: [] };
    segments.set(name, made);
    return made;
  };
  const root = segmentOf("");
  const files = await readRouteFiles(dir);
  const loaded = await Promise.all(files.map(async (file) => ({ file, module: await importFile(file.path) })));
  for (const { file, module } of loaded) if (file.kind !== "route") enter(segmentOf(file.dir), file, module);
  const taken = new Map<string, string>();
  const routes = loaded.filter(({ file }) => file.kind === "route").map(({ file, module }) => {
    const route = toRoute<State>(file, module);
    const pattern = route.config?.routeOverride ?? file.pattern;
    const other = taken.get(pattern);
    if (other) throw new Error(`${other} and ${file.path} both answer ${pattern}`);
    taken.set(pattern, file.path);
    const parts = file.dir === "" ? [] : file.dir.split("/");
    const above = [root, ...parts.map((_, i) => segments.get(parts.slice(0, i + 1).join("/")))];
    return { ...route, pattern, segments: above.filter((s) => s !== undefined) };
  });
  routes.sort((a, b) => comparePatterns(a.pattern, b.pattern));
  return { routes, root };
}
