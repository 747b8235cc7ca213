/**
 * Development only: rebuilds the browser's files when a source changes and tells open pages over a WebSocket: a new
 * style sheet is swapped in place, anything else reloads the page. A restarted server has another id: pages reload.
 */
import { join, relative } from "node:path";
import type { RenderAssets } from "../fresh/render.ts";
import type { Bundle } from "./bundle.ts";

const SOCKET = "/_fresh/dev";
const SCRIPT = "/_fresh/dev.js";

const CLIENT = `let id;
function connect() {
  const ws = new WebSocket(location.origin.replace(/^http/, "ws") + ${JSON.stringify(SOCKET)});
  ws.onmessage = ({ data }) => {
    const m = JSON.parse(data);
    if (m.error) return console.error(m.error);
    if (m.styles && m.scripts === false) {
      document.querySelectorAll('link[rel=stylesheet][href^="/_fresh/"]').forEach((l, i) => { if (m.styles[i]) l.href = m.styles[i]; });
    } else if (m.scripts || (id && id !== m.id)) location.reload();
    id = m.id;
  };
  ws.onclose = () => setTimeout(connect, 300);
}
connect();
`;

interface DevOptions {
  root: string;
  bundle: Bundle;
  rebuild(): Promise<Bundle>;
}

export class DevReload {
  readonly #id = crypto.randomUUID();
  readonly #sockets = new Set<WebSocket>();
  readonly #watcher: Deno.FsWatcher | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #bundle: Bundle;

  constructor(private readonly options: DevOptions) {
    this.#bundle = options.bundle;
    const folders = ["islands", "routes", "styles", "components", "locales", "web", "static"]
      .map((name) => join(options.root, name)).filter((path) => isFolder(path));
    this.#watcher = folders.length > 0 ? Deno.watchFs(folders) : null;
    if (this.#watcher) this.#watch(this.#watcher);
  }

  async #watch(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access" || !paths.some((path) => /\.(tsx?|css|json|svg)$/.test(path))) continue;
      const routes = paths.some((path) => relative(this.options.root, path).startsWith("routes"));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#rebuild(routes), 30);
    }
  }

  async #rebuild(routes: boolean): Promise<void> {
    try {
      const before = this.#bundle;
      this.#bundle = await this.options.rebuild();
      const scripts = [...this.#bundle.entries.values()].join() !== [...before.entries.values()].join();
      const styles = this.#bundle.styles.join() !== before.styles.join();
      if (scripts || styles || routes) {
        this.#send({ id: this.#id, scripts: scripts || routes, styles: this.#bundle.styles });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      console.error(message);
      this.#send({ error: message });
    }
  }

  #send(message: unknown): void {
    for (const socket of this.#sockets) if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  /** Style sheets and scripts of pages, with the reload script among the heads. */
  withClient(assets: RenderAssets): RenderAssets {
    return { ...assets, devScript: SCRIPT };
  }

  handle(req: Request): Response | undefined {
    const { pathname, host } = new URL(req.url);
    if (pathname === SCRIPT) return new Response(CLIENT, { headers: { "content-type": "text/javascript" } });
    if (pathname !== SOCKET || req.headers.get("upgrade") !== "websocket") return;
    if (req.headers.get("origin")?.replace(/^https?:\/\//, "") !== host) return new Response(null, { status: 403 });
    const { socket, response } = Deno.upgradeWebSocket(req);
    socket.onopen = () => {
      this.#sockets.add(socket);
      socket.send(JSON.stringify({ id: this.#id }));
    };
    socket.onclose = () => this.#sockets.delete(socket);
    return response;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#watcher?.close();
    for (const socket of this.#sockets) socket.close();
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
