/**
 * A lane of requests whose order is kept: a command socket while it is up, plain HTTP one by one while it is not.
 * A call's requests all go through one lane. The lane dials its socket again by itself as long as it is open.
 */
import type { AriHttp } from "./http.ts";
import type { Backoff } from "./backoff.ts";
import { AriDisconnected, AriError, AriOverloaded } from "./errors.ts";
import { Link, type LinkOptions } from "./link.ts";
import type { WireRequest } from "./wire.ts";

/** Asterisk takes WebSocket frames of 65,535 bytes at most (res_http_websocket's MAXIMUM_FRAME_SIZE). */
const REQUEST_LIMIT = 30_000;

export class Lane {
  #link: Link | null = null;
  #open = true;
  #queued = 0;
  #tail: Promise<unknown> = Promise.resolve();
  #retry: unknown = null;
  /** Requests that went by HTTP. */
  detours = 0;

  constructor(
    readonly options: Omit<LinkOptions, "onDown" | "onMessage"> & { http: AriHttp; backoff: Backoff },
  ) {}

  get pending(): number {
    return this.#queued + (this.#link?.pending ?? 0);
  }

  /** Settles when the socket is up, or could not be dialled this time (then it is tried again later). */
  async dial(): Promise<void> {
    const link = new Link({
      ...this.options,
      onMessage: () => {},
      onDown: () => this.#later(),
    });
    this.#link = link;
    if (await link.open() === null) this.options.backoff.reset();
    else this.#later();
    if (!this.#open) link.close();
  }

  send(request: WireRequest, timeoutMs: number): Promise<unknown> {
    if (!this.#open) return Promise.reject(new AriDisconnected(request.operation, false, "no connection"));
    if ((request.body?.length ?? 0) + request.uri.length > REQUEST_LIMIT) {
      return Promise.reject(new AriError(413, "the request is too long", request.operation));
    }
    // While HTTP requests are under way the socket waits for them: a later request must not overtake.
    if (this.#link?.up && this.#queued === 0) {
      return this.#link.send(request, timeoutMs);
    }
    if (this.pending >= this.options.maxPending) {
      return Promise.reject(new AriOverloaded(request.operation, this.pending));
    }
    this.#queued++;
    this.detours++;
    const answer = this.#tail.then(() => {
      if (!this.#open) throw new AriDisconnected(request.operation, false, "no connection");
      return this.options.http.send(request, timeoutMs);
    }).finally(() => this.#queued--);
    this.#tail = answer.catch(() => {});
    return answer;
  }

  close(reason?: string): void {
    this.#open = false;
    this.options.clock.clear(this.#retry);
    this.#link?.close(reason);
  }

  #later(): void {
    if (!this.#open) return;
    this.#retry = this.options.clock.after(this.options.backoff.next(), () => this.dial());
  }
}
