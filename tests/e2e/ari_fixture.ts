/** What the ARI suite starts: an Asterisk with a trunk and desk phones, and clients of it. */
import { AriClient, type AriClientOptions, type AriEvent } from "@/telephony/ari/mod.ts";
import type { AsteriskInstance } from "@/telephony/asterisk/mod.ts";
import { eventually } from "./harness.ts";

/** Ports may be moved, so that suites can run side by side. */
export const PORTS = {
  http: Number(Deno.env.get("E2E_HTTP_PORT") ?? 8188),
  sip: Number(Deno.env.get("E2E_SIP_PORT") ?? 5160),
  rtp: Number(Deno.env.get("E2E_RTP_PORT") ?? 21_000),
  /** SIPp's, counted up. */
  sipp: Number(Deno.env.get("E2E_SIPP_PORT") ?? 5170),
};

export interface Watched {
  ari: AriClient;
  events: AriEvent[];
  states: string[];
  /** The first event of the type that fits, waiting for it. */
  event<T extends AriEvent["type"]>(
    type: T,
    fits?: (event: Extract<AriEvent, { type: T }>) => boolean,
    timeoutMs?: number,
  ): Promise<Extract<AriEvent, { type: T }>>;
}

export function watch(asterisk: AsteriskInstance, options: Partial<AriClientOptions> = {}): Watched {
  const ari = new AriClient({
    url: asterisk.url,
    user: asterisk.user,
    password: asterisk.password,
    app: "crm",
    ...options,
  });
  const events: AriEvent[] = [];
  const states: string[] = [];
  ari.onEvent((event) => void events.push(event));
  ari.onState((state, why) => void states.push(`${state}:${why.reason}`));
  return {
    ari,
    events,
    states,
    event: (type, fits = () => true, timeoutMs = 8_000) =>
      eventually(
        type,
        () =>
          events.find((event): event is Extract<AriEvent, { type: typeof type }> =>
            event.type === type && fits(event as Extract<AriEvent, { type: typeof type }>)
          ),
        { timeoutMs, everyMs: 5 },
      ) as Promise<Extract<AriEvent, { type: typeof type }>>,
  };
}

/** What happened to one channel, in order: `ChannelStateChange:Up`, `Dial:ANSWER`, `ChannelDestroyed:16`. */
export function story(events: AriEvent[], channel: string): string[] {
  return events.flatMap((event) => {
    const about = "channel" in event ? event.channel : "peer" in event ? event.peer : undefined;
    if (typeof about !== "object" || !("id" in about) || about.id !== channel) return [];
    const detail = event.type === "ChannelStateChange"
      ? event.channel.state
      : event.type === "Dial"
      ? event.dialstatus
      : "cause" in event
      ? event.cause
      : "";
    return [`${event.type}${detail === "" || detail === undefined ? "" : `:${detail}`}`];
  });
}
