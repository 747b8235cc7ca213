/** What the client is made from, with its defaults, and what it counts. */
import type { Clock, Random } from "@/actors/runtime/types.ts";
import { wallClock } from "./clock.ts";
import type { AriSocket } from "./link.ts";
import { WANTED_EVENTS } from "./wanted.ts";

export interface AriClientOptions {
  /** `http://127.0.0.1:8088/ari` */
  url: string;
  user: string;
  password: string;
  /** Name of the Stasis application. */
  app: string;
  /** Command sockets; a call's requests all go through one of them. Default 4. */
  lanes?: number;
  timeoutMs?: number;
  pingEveryMs?: number;
  connectTimeoutMs?: number;
  /** Longest time for all reconcile hooks together. Default 30,000. */
  reconcileTimeoutMs?: number;
  /** Most requests waiting in one lane. Default 1,000. */
  maxPending?: number;
  /** Most events kept while hooks run; past it the connection is given up and made anew. Default 20,000. */
  maxBuffered?: number;
  events?: readonly string[];
  clock?: Clock;
  random?: Random;
  /** For tests: how a WebSocket is dialled and a request fetched. */
  dial?: (url: string, authorization: string) => AriSocket;
  fetcher?: typeof fetch;
}

/** What has been seen since the client was made; for metrics. */
export interface AriCounts {
  events: number;
  unknownEvents: number;
  malformedEvents: number;
  /** Answers that nobody waited for any more. */
  lateAnswers: number;
  handlerErrors: number;
  connects: number;
  /** Requests that went by HTTP because their socket was down. */
  detours: number;
  pending: number;
}

/** Resolved options, as the sessions use them. */
export type Settings = Required<Omit<AriClientOptions, "password" | "user" | "url">> & {
  url: string;
  authorization: string;
};

/** Deno's WebSocket takes headers; the DOM's type does not know it. */
type DenoWebSocket = new (url: string, options: { headers: Record<string, string> }) => WebSocket;

export function settingsOf({ user, password, ...given }: AriClientOptions): Settings {
  return {
    lanes: 4,
    timeoutMs: 5_000,
    pingEveryMs: 5_000,
    connectTimeoutMs: 5_000,
    reconcileTimeoutMs: 30_000,
    maxPending: 1_000,
    maxBuffered: 20_000,
    events: WANTED_EVENTS,
    clock: wallClock,
    random: Math.random,
    // The password travels in a header, not as api_key in the address, where logs and errors would show it.
    dial: (url, authorization) => new (WebSocket as unknown as DenoWebSocket)(url, { headers: { authorization } }),
    fetcher: fetch,
    ...given,
    url: given.url.replace(/\/+$/, ""),
    authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`,
  };
}
