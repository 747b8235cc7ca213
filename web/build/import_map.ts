/**
 * Teaches esbuild the project's import map: `@/…`, "fresh/runtime", `npm:` specifiers and renamed packages, as Deno
 * itself resolves them, so that one source runs on the server and in the browser.
 */
import type { Plugin } from "esbuild";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";

const NPM = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]+)?(\/.*)?$/;

/** React's names mean Preact here. */
const REACT: Record<string, string> = {
  "react": "preact/compat",
  "react-dom": "preact/compat",
  "react-dom/client": "preact/compat/client",
  "react-dom/test-utils": "preact/test-utils",
  "react/jsx-runtime": "preact/jsx-runtime",
};

/** The bare name of an `npm:` specifier, without its version; anything else unchanged. */
export function bareName(specifier: string): string {
  const [, name, sub = ""] = NPM.exec(specifier) ?? [];
  return name ? name + sub : specifier;
}

/** Where the import map leads, or undefined when it says nothing. Longest key first, as the standard has it. */
export function lookUp(specifier: string, imports: Record<string, string>): string | undefined {
  if (imports[specifier]) return imports[specifier];
  const prefix = Object.keys(imports).filter((key) => key.endsWith("/") && specifier.startsWith(key))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix) return imports[prefix] + specifier.slice(prefix.length);
  const name = Object.keys(imports).find((key) => specifier.startsWith(`${key}/`) && imports[key].startsWith("npm:"));
  return name && bareName(imports[name]) + specifier.slice(name.length);
}

export interface ImportMap {
  /** Folder of the deno.json: what its relative paths mean. */
  base: string;
  imports: Record<string, string>;
}

/** The import map of the nearest deno.json at or above the folder. */
export async function readImportMap(folder: string): Promise<ImportMap> {
  for (let base = resolve(folder);; base = dirname(base)) {
    const path = join(base, "deno.json");
    if (existsSync(path)) return { base, imports: JSON.parse(await readFile(path, "utf8")).imports ?? {} };
    if (dirname(base) === base) throw new Error(`no deno.json at or above ${folder}`);
  }
}

export function importMap({ base, imports }: ImportMap): Plugin {
  return {
    name: "import-map",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.pluginData === "resolved" || args.kind === "entry-point") return;
        // In CSS, url(/…) and data: are the page's own affair.
        if (/^(https?|data|blob):/.test(args.path)) return { path: args.path, external: true };
        const target = bareName(lookUp(args.path, imports) ?? args.path);
        if (target.startsWith("./") || isAbsolute(target)) return { path: resolve(base, target) };
        const name = REACT[target] ?? target;
        return await build.resolve(name, {
          // Packages of the import map live in the project's own node_modules, wherever the importer is.
          resolveDir: args.resolveDir.includes("node_modules") ? args.resolveDir : base,
          kind: args.kind,
          pluginData: "resolved",
        });
      });
      build.onResolve(
        { filter: /^\// },
        (args) => args.kind === "url-token" ? { path: args.path, external: true } : null,
      );
    },
  };
}
