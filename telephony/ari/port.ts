/**
 * The port to a PBX that speaks Asterisk's REST interface: what actors, provisioning and recordings need of it.
 * {@link AriClient} implements it for Asterisk and for the simulator alike (both serve the same wire).
 */
import type { AriEvent } from "./generated/events.ts";
import type { OperationName, Operations } from "./generated/operations.ts";

/**
 * `connecting`: trying, or reconciling after the socket opened · `connected`: events flow · `lost`: the connection
 * went away, trying again · `replaced`: another client took the application; this one is fenced for good ·
 * `closed`: by its owner.
 */
export type AriState = "connecting" | "connected" | "lost" | "replaced" | "closed";

/** Why the state is what it is. `detail` is for logs, free of secrets. */
export interface AriStateReason {
  reason:
    | "start"
    | "ready"
    | "unreachable"
    | "unauthorized"
    | "no-ari"
    | "refused"
    | "dropped"
    | "silent"
    | "flooded"
    | "reconcile-failed"
    | "replaced"
    | "closed";
  detail?: string;
}

export interface CallOptions {
  /** Requests of one key keep their order; use the call's id. Absent: any socket. */
  key?: string;
  /** Default 5,000. */
  timeoutMs?: number;
}

/** Parameters may be left out when the operation needs none. */
export type CallArguments<N extends OperationName> = Record<never, never> extends Operations[N]["params"]
  ? [params?: Operations[N]["params"], options?: CallOptions]
  : [params: Operations[N]["params"], options?: CallOptions];

/** A file on its way; `body` fails with an error past the limits given. */
export interface Download {
  body: ReadableStream<Uint8Array>;
  contentType: string;
  /** Bytes, when Asterisk says so. */
  size: number | null;
}

export interface DownloadOptions {
  /** Most bytes let through. Default 200 MiB. */
  maxBytes?: number;
  /** Longest time to the first byte and between two pieces. Default 10,000. */
  stallMs?: number;
  /** Passed on as the Range header (`bytes=0-`), which the server may ignore. */
  range?: string;
  signal?: AbortSignal;
}

/** Handed to a reconcile hook. */
export interface ConnectContext {
  ari: Ari;
  /** 0 at the first connection, then counting. */
  reconnects: number;
  /** Aborted when the connection is lost while the hook still runs. */
  signal: AbortSignal;
}

export interface Ari {
  /** Name of our Stasis application. */
  readonly app: string;
  readonly state: AriState;
  /**
   * Carries out one operation.
   * @throws {AriError} Asterisk refused · {AriTimeout} · {AriDisconnected} · {AriOverloaded}
   */
  call<N extends OperationName>(operation: N, ...rest: CallArguments<N>): Promise<Operations[N]["result"]>;
  /** Streams a file; `path` is under `/ari/`, already percent-encoded. @throws as {@link Ari.call} */
  download(path: string, options?: DownloadOptions): Promise<Download>;
  /** Every event, in order, only after the reconcile hooks are done. Returns the way to stop. */
  onEvent(handler: (event: AriEvent) => void): () => void;
  onState(handler: (state: AriState, why: AriStateReason) => void): () => void;
  /**
   * Runs on every (re)connect, in the order added, before events are dispatched: read what Asterisk really has.
   * Events arriving meanwhile wait. A hook that fails drops the connection, and all is tried again.
   */
  onConnect(hook: (context: ConnectContext) => Promise<void>): () => void;
}
