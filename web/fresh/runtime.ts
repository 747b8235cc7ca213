/** "fresh/runtime": what islands and components may import on both sides. */
import { type ComponentChildren, type FunctionComponent, h, render } from "preact";
import { useEffect } from "preact/hooks";

export { HttpError } from "./error.ts";

/** True in a browser, false on the server. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

export interface HeadProps {
  children?: ComponentChildren;
}

/**
 * Puts its children into the document's `<head>`. On the server they replace a `<title>` and a `<meta name>` of the
 * same name; inside an island in the browser the title follows the island.
 */
export const Head: FunctionComponent<HeadProps> = ({ children }) => {
  useEffect(() => {
    const box = document.createElement("div");
    render(h("div", null, children), box);
    const title = box.querySelector("title");
    if (title) document.title = title.textContent ?? "";
    render(null, box);
  });
  return null;
};

const hashes = new Map<string, string>();

/** Called at start by the layer: content hashes of `static/` files. */
export function setAssetHashes(entries: Iterable<[path: string, hash: string]>): void {
  hashes.clear();
  for (const [path, hash] of entries) hashes.set(path, hash);
}

/** Path of a static file with its content hash, so that browsers may keep it for ever. */
export function asset(path: string): string {
  const hash = hashes.get(path);
  return hash ? `${path}?v=${hash}` : path;
}
