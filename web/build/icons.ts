/**
 * Imports of lucide-preact go straight to the icons they name. Through the package's door esbuild would read all of
 * its 1,700 files to throw nearly all of them away, which is most of a build's time.
 */
import type { Plugin } from "esbuild";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const DOOR = "lucide-preact";
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']lucide-preact["'];?/g;

/** Export name → file, from the package's door: `export { default as A, default as B } from './icons/a.mjs'`. */
export function readDoor(source: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, names, file] of source.matchAll(/export\s*\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]/g)) {
    for (const [, name] of names.matchAll(/default as (\w+)/g)) files.set(name, file);
  }
  return files;
}

/** Rewrites the imports; names that are no icons (types, `createLucideIcon`) still come through the door. */
export function straighten(source: string, icons: ReadonlyMap<string, string>, dir: string): string {
  return source.replace(IMPORT, (whole, list: string) => {
    const rest: string[] = [];
    const out: string[] = [];
    for (const item of list.split(",").map((part) => part.trim()).filter((part) => part !== "")) {
      const [name, local = name] = item.split(/\s+as\s+/);
      const file = icons.get(name);
      if (file) out.push(`import ${local} from ${JSON.stringify(join(dir, file))};`);
      else rest.push(item);
    }
    if (rest.length > 0) out.push(`import { ${rest.join(", ")} } from "${DOOR}";`);
    // As many lines as before, so that source maps still point right.
    return out.join(" ") + "\n".repeat(whole.split("\n").length - 1);
  });
}

export function icons(): Plugin {
  return {
    name: "icons",
    setup(build) {
      let door: Promise<{ icons: Map<string, string>; dir: string } | null> | undefined;
      const open = async (resolveDir: string) => {
        const { path, errors } = await build.resolve(DOOR, { kind: "import-statement", resolveDir });
        if (errors.length > 0) return null;
        return { icons: readDoor(await readFile(path, "utf8")), dir: dirname(path) };
      };
      build.onLoad({ filter: /\.[jt]sx?$/ }, async ({ path }) => {
        if (path.includes("node_modules")) return;
        const source = await readFile(path, "utf8");
        if (!source.includes(DOOR)) return;
        const found = await (door ??= open(dirname(path)));
        if (!found) return;
        const loader = path.endsWith("x") ? "tsx" : "ts";
        return { contents: straighten(source, found.icons, found.dir), loader, resolveDir: dirname(path) };
      });
    },
  };
}
