/** Bundles islands, the boot script and the style sheet for browsers, in memory, with content hashes in the names. */
import * as esbuild from "esbuild";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { icons } from "./icons.ts";
import { importMap, readImportMap } from "./import_map.ts";

export const ASSET_BASE = "/_fresh/";

export interface BundleOptions {
  root: string;
  /** Entry name → island file. */
  islands: ReadonlyMap<string, string>;
  /** Style sheet entry, when it exists. */
  styles?: string;
  /** Module with `start(data)` that runs before the islands. */
  client?: string;
  dev: boolean;
}

export interface BuiltFile {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  /** Present when smaller than the body. */
  br?: Uint8Array<ArrayBuffer>;
  gzip?: Uint8Array<ArrayBuffer>;
}

export interface Bundle {
  /** By URL path. */
  files: Map<string, BuiltFile>;
  /** Entry name → URL path. */
  entries: Map<string, string>;
  /** Static imports of each file, by URL path. */
  imports: Map<string, string[]>;
  styles: string[];
}

const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  map: "application/json",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  png: "image/png",
  wasm: "application/wasm",
};

/** Compresses text once for all requests; small or already compressed files stay as they are. */
export function packed(body: Uint8Array<ArrayBuffer>, type: string, quality: number): BuiltFile {
  const file: BuiltFile = { body, type };
  if (body.length < 512 || !/^text\/|json|javascript|svg|wasm/.test(type)) return file;
  const br = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  const gzip = gzipSync(body, { level: Math.min(quality, 9) });
  if (br.length < body.length) file.br = new Uint8Array(br);
  if (gzip.length < body.length) file.gzip = new Uint8Array(gzip);
  return file;
}

/** The boot module: our reviver with the project's own client entry, so that there is one script and one copy. */
function bootSource(client: string | undefined): string {
  const reviver = fileURLToPath(new URL("../fresh/client/boot.ts", import.meta.url));
  return `import { boot } from ${JSON.stringify(reviver)};\n` +
    (client ? `import * as entry from ${JSON.stringify(client)};\n` : `const entry = {};\n`) +
    `boot(entry);\n`;
}

export type Bundler = { build(): Promise<Bundle>; dispose(): Promise<void> };

/** @throws with esbuild's messages (file, line, reason) when a file cannot be bundled */
export async function createBundler(options: BundleOptions): Promise<Bundler> {
  const { root, islands, styles, client, dev } = options;
  const entryPoints = [...islands].map(([out, file]) => ({ in: file, out }));
  entryPoints.push({ in: "virtual:boot", out: "boot" });
  if (styles && existsSync(styles)) entryPoints.push({ in: styles, out: "styles" });
  const context = await esbuild.context({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    // Layers and :has pass through unchanged in these.
    target: ["chrome120", "firefox121", "safari17.2"],
    // Browsers look up the ancestors of a plain selector at once and walk to those of a nested one: with forty sheets
    // every second frame of a scrolled list came late.
    supported: { nesting: false },
    jsx: "automatic",
    jsxImportSource: "preact",
    tsconfigRaw: {},
    minify: !dev,
    sourcemap: dev ? "linked" : false,
    metafile: true,
    write: false,
    outdir: join(root, ".build"),
    publicPath: ASSET_BASE.slice(0, -1),
    entryNames: "[name]-[hash]",
    chunkNames: "c-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file", ".png": "file", ".wasm": "file" },
    define: { "process.env.NODE_ENV": dev ? '"development"' : '"production"' },
    logLevel: "silent",
    plugins: [
      {
        name: "boot",
        setup(build) {
          build.onResolve({ filter: /^virtual:boot$/ }, () => ({ path: "boot", namespace: "boot" }));
          build.onLoad({ filter: /.*/, namespace: "boot" }, () => ({
            contents: bootSource(client),
            loader: "ts",
            resolveDir: root,
          }));
        },
      },
      icons(),
      importMap(await readImportMap(root)),
    ],
  });
  return {
    build: async () => toBundle(await context.rebuild() as BuildOutput, options),
    dispose: () => context.dispose(),
  };
}

type BuildOutput = esbuild.BuildResult<{ metafile: true; write: false }>;

function toBundle(result: BuildOutput, { root, dev }: BundleOptions): Bundle {
  const bundle: Bundle = { files: new Map(), entries: new Map(), imports: new Map(), styles: [] };
  const outdir = join(root, ".build");
  const urlOf = (path: string) => ASSET_BASE + relative(outdir, join(root, path));
  for (const { path, contents } of result.outputFiles) {
    const url = ASSET_BASE + relative(outdir, path);
    const type = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    bundle.files.set(url, packed(new Uint8Array(contents), type, dev ? 1 : 9));
  }
  for (const [path, { entryPoint, imports, cssBundle }] of Object.entries(result.metafile.outputs)) {
    if (path.endsWith(".map")) continue;
    const url = urlOf(path);
    bundle.imports.set(url, imports.filter((i) => i.kind === "import-statement").map((i) => urlOf(i.path)));
    // Style sheets that islands import themselves are loaded with every page: there is one style bundle.
    if (cssBundle) bundle.styles.push(urlOf(cssBundle));
    if (!entryPoint) continue;
    const name = url.slice(ASSET_BASE.length).replace(/-[A-Z0-9]{8}\.\w+$/, "");
    if (url.endsWith(".css")) bundle.styles.unshift(url);
    else bundle.entries.set(name, url);
  }
  bundle.styles = [...new Set(bundle.styles)];
  return bundle;
}
