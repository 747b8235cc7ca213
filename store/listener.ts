/**
 * LISTEN on a connection of its own. It comes back by itself; whoever listens is told of the gap, because
 * notifications sent meanwhile are gone and the truth must be read again.
 */
import pg from "pg";
import { bounded, clientConfig } from "./pool.ts";

export interface ListenHandlers {
  message(payload: string): void;
  /** The connection was away and is back: read again what the notifications stand for. */
  gap?(): void;
}

export interface Unlisten {
  (): Promise<void>;
}

const RETRY_MS = [50, 100, 200, 400, 800, 1_000];
const HEARTBEAT_MS = 2_000;

export class Listener {
  #channels = new Map<string, Set<ListenHandlers>>();
  #client: pg.Client | undefined;
  #connecting: Promise<void> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #lost = false;

  constructor(private readonly config: pg.ClientConfig) {}

  /**
   * Resolves when the channel is heard; when the server is away it resolves after five seconds, and `gap` is called
   * once it is back.
   */
  async listen(channel: string, handlers: ListenHandlers): Promise<Unlisten> {
    const known = this.#channels.get(channel);
    if (known) known.add(handlers);
    else this.#channels.set(channel, new Set([handlers]));
    if (this.#client && !known) await this.#listenOn(this.#client, channel);
    else if (!this.#client) await bounded(this.#connect(), 5_000);
    return async () => {
      const set = this.#channels.get(channel);
      set?.delete(handlers);
      if (set?.size !== 0) return;
      this.#channels.delete(channel);
      await this.#client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {});
    };
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    const client = this.#client;
    this.#client = undefined;
    if (client) await bounded(client.end(), 1_000);
    await this.#connecting;
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#connectLoop().finally(() => this.#connecting = undefined);
    return this.#connecting;
  }

  async #connectLoop(): Promise<void> {
    for (let round = 0; !this.#closed; round++) {
      const client = new pg.Client(clientConfig(this.config, { name: "listen", statementMs: 1_500, connectMs: 2_000 }));
      client.on("error", () => this.#drop(client));
      client.on("end", () => this.#drop(client));
      client.on("notification", (note) => this.#deliver(note.channel, note.payload ?? ""));
      try {
        await client.connect();
        const gapped = this.#lost;
        for (const channel of this.#channels.keys()) await this.#listenOn(client, channel);
        if (this.#closed) return await client.end();
        this.#client = client;
        this.#lost = false;
        // Channels that were added while the loop above waited.
        for (const channel of this.#channels.keys()) await this.#listenOn(client, channel);
        this.#beat(client);
        if (gapped || round > 0) this.#eachHandler((handlers) => handlers.gap?.());
        return;
      } catch {
        this.#lost = true;
        if (this.#client === client) this.#client = undefined;
        client.end().catch(() => {});
        await new Promise((done) => setTimeout(done, RETRY_MS[Math.min(round, RETRY_MS.length - 1)]));
      }
    }
  }

  async #listenOn(client: pg.Client, channel: string): Promise<void> {
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  /** A connection that silently died (a router forgot it) is noticed by asking. */
  #beat(client: pg.Client): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => {
      client.query("select 1").catch(() => this.#drop(client));
    }, HEARTBEAT_MS);
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#lost = true;
    clearInterval(this.#heartbeat);
    client.end().catch(() => {});
    if (!this.#closed) this.#connect();
  }

  #deliver(channel: string, payload: string): void {
    for (const handlers of this.#channels.get(channel) ?? []) guarded(() => handlers.message(payload));
  }

  #eachHandler(call: (handlers: ListenHandlers) => void): void {
    for (const set of this.#channels.values()) for (const handlers of set) guarded(() => call(handlers));
  }
}

/** One listener's mistake must not silence the others. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => reportError(error));
  }
}
