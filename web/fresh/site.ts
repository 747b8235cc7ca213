/** Opens a project: reads its routes and islands, bundles the browser's files, serves both. Called once at start. */
import { resolve } from "node:path";
import { existsSync } from "node:fs";
import { type Bundle, type Bundler, createBundler } from "../build/bundle.ts";
import type { Site } from "./app.ts";
import { loadRoutes } from "./fs_routes.ts";
import type { Island } from "./islands.ts";
import type { RenderAssets } from "./render.ts";
import { importFile, readIslandFiles } from "./route_files.ts";
import type { MiddlewareFn } from "./define.ts";
import { StaticFiles } from "./static_files.ts";
import { DevReload } from "../build/dev_reload.ts";

export interface SiteOptions {
  /** Project folder. */
  root: string;
  routes?: string;
  islands?: string;
  statics?: string;
  /** Style sheet entry; default `styles/main.css`. */
  styles?: string;
  /** Module with `start(data)` for the browser; default `client.ts` when it exists. */
  client?: string;
  /** Rebuild and reload while files change. */
  dev?: boolean;
}

export interface OpenSite<State> extends Site<State> {
  /** Middleware that serves bundled and static files. */
  files: MiddlewareFn<State>;
  /** Serves a file made at start under a name with its hash, kept by browsers for ever; returns its URL. */
  publish(name: string, extension: string, content: string): string;
  /** Milliseconds the bundling took. */
  buildMs: number;
  close(): Promise<void>;
}

/** Components of island files by identity, so that the renderer knows them wherever they are used. */
async function loadIslands(files: ReadonlyMap<string, string>): Promise<Map<unknown, Island>> {
  const registry = new Map<unknown, Island>();
  for (const [entry, path] of files) {
    for (const [exportName, value] of Object.entries(await importFile(path))) {
      if (typeof value !== "function" || (exportName !== "default" && !/^[A-Z]/.test(exportName))) continue;
      if (!registry.has(value)) registry.set(value, { entry, exportName });
    }
  }
  return registry;
}

function renderAssets(bundle: Bundle, islands: Map<unknown, Island>): RenderAssets {
  const boot = bundle.entries.get("boot") ?? "";
  return {
    islands,
    styles: bundle.styles,
    boot,
    urlOf: ({ entry }) => bundle.entries.get(entry) ?? "",
    preload(urls) {
      const all = new Set<string>();
      const add = (url: string) => {
        if (url === "" || all.has(url)) return;
        all.add(url);
        bundle.imports.get(url)?.forEach(add);
      };
      urls.forEach(add);
      return [...all];
    },
  };
}

/** @throws when a route file or an island cannot be loaded or bundled; the message names it */
export async function openSite<State>(options: SiteOptions): Promise<OpenSite<State>> {
  const at = (path: string) => resolve(options.root, path);
  const routesDir = at(options.routes ?? "routes");
  const client = at(options.client ?? "client.ts");
  const islandFiles = await readIslandFiles(at(options.islands ?? "islands"), routesDir);
  const dev = options.dev ?? false;
  const bundler: Bundler = await createBundler({
    root: at("."),
    islands: islandFiles,
    styles: at(options.styles ?? "styles/main.css"),
    client: existsSync(client) ? client : undefined,
    dev,
  });
  const started = performance.now();
  const bundling = bundler.build().then((bundle) => ({ bundle, ms: performance.now() - started }));
  const [routes, islands, { bundle, ms }, statics] = await Promise.all([
    loadRoutes<State>(routesDir),
    loadIslands(islandFiles),
    bundling,
    StaticFiles.open(at(options.statics ?? "static")),
  ]);
  statics.setBundle(bundle);
  let assets = renderAssets(bundle, islands);
  const reload = dev
    ? new DevReload({
      root: at("."),
      rebuild: async () => {
        const next = await bundler.build();
        statics.setBundle(next);
        assets = renderAssets(next, islands);
        return next;
      },
      bundle,
    })
    : null;
  return {
    mode: dev ? "development" : "production",
    routes,
    assets: () => reload ? reload.withClient(assets) : assets,
    files: (ctx) => reload?.handle(ctx.req) ?? statics.handle(ctx.req) ?? ctx.next(),
    publish: (name, extension, content) => statics.publish(name, extension, content),
    buildMs: ms,
    close: async () => {
      reload?.close();
      await bundler.dispose();
    },
  };
}
