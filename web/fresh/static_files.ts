/**
 * Serves bundled files (hashed names, kept by browsers for ever) and `static/` (ETag; for ever with `?v=<hash>`),
 * in brotli or gzip when the browser takes it. Files are read at start: what is not in the map does not exist, so no
 * path can leave the folder.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ASSET_BASE, type BuiltFile, type Bundle, packed } from "../build/bundle.ts";
import { setAssetHashes } from "./runtime.ts";

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  avif: "image/avif",
  ico: "image/x-icon",
  txt: "text/plain; charset=utf-8",
  woff2: "font/woff2",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  wasm: "application/wasm",
};

type Served = BuiltFile & { etag: string };

const FOREVER = "public, max-age=31536000, immutable";

function hashOf(body: Uint8Array): string {
  return createHash("sha256").update(body).digest("base64url").slice(0, 16);
}

/** Does the header's list name this encoding, and not with q=0? */
export function accepts(header: string | null, encoding: string): boolean {
  return (header ?? "").split(",").some((part) => {
    const [name, q] = part.trim().split(";");
    return name.trim() === encoding && !/^\s*q=0(\.0*)?$/.test(q ?? "");
  });
}

export class StaticFiles {
  #statics = new Map<string, Served>();
  #bundle = new Map<string, Served>();
  #published = new Map<string, Served>();

  static async open(dir: string): Promise<StaticFiles> {
    const files = new StaticFiles();
    const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
    await Promise.all(
      entries.filter((e) => e.isFile() && !e.name.startsWith(".")).map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        await files.add("/" + relative(dir, path).replaceAll("\\", "/"), new Uint8Array(await readFile(path)));
      }),
    );
    setAssetHashes([...files.#statics].map(([path, { etag }]) => [path, etag]));
    return files;
  }

  add(path: string, body: Uint8Array<ArrayBuffer>): void {
    const type = TYPES[path.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
    this.#statics.set(path, { ...packed(body, type, 6), etag: hashOf(body) });
  }

  /** Adds a file made at start; its URL carries its hash, so browsers keep it for ever. */
  publish(name: string, extension: string, content: string): string {
    const body = new TextEncoder().encode(content);
    const etag = hashOf(body);
    const url = `${ASSET_BASE}${name}-${etag}.${extension}`;
    this.#published.set(url, { ...packed(body, TYPES[extension] ?? "application/octet-stream", 9), etag });
    return url;
  }

  setBundle(bundle: Bundle): void {
    this.#bundle = new Map([...bundle.files].map(([url, file]) => [url, { ...file, etag: hashOf(file.body) }]));
  }

  /** The file's response, or undefined when the path is nobody's file. */
  handle(req: Request): Response | undefined {
    const url = new URL(req.url);
    let path: string;
    try {
      path = decodeURIComponent(url.pathname);
    } catch {
      return;
    }
    const built = this.#bundle.get(path) ?? this.#published.get(path);
    const file = built ?? this.#statics.get(path);
    if (!file) return;
    if (req.method !== "GET" && req.method !== "HEAD") {
      return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
    }
    const headers = new Headers({
      "content-type": file.type,
      "etag": `W/"${file.etag}"`,
      "cache-control": built || url.searchParams.get("v") === file.etag ? FOREVER : "no-cache",
      "x-content-type-options": "nosniff",
    });
    if (file.br || file.gzip) headers.set("vary", "accept-encoding");
    if (req.headers.get("if-none-match")?.includes(`"${file.etag}"`)) {
      return new Response(null, { status: 304, headers });
    }
    const wanted = req.headers.get("accept-encoding");
    let { body } = file;
    for (const [name, bytes] of [["br", file.br], ["gzip", file.gzip]] as const) {
      if (!bytes || !accepts(wanted, name)) continue;
      headers.set("content-encoding", name);
      body = bytes;
      break;
    }
    headers.set("content-length", String(body.length));
    return new Response(req.method === "HEAD" ? null : body, { headers });
  }
}
