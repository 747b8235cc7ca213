/**
 * What a call does to Asterisk. Requests of one call go in order (`key`: the call's id) and are not waited for unless
 * their failure matters: a leg that could not be placed is a missed one, two people who could not be brought together
 * must not be left in silence. Everything else is mended by events or by the next reconciliation.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock, EffectContext } from "@/actors/runtime/types.ts";
import { AriDisconnected, AriError, AriTimeout } from "@/telephony/ari/errors.ts";
import type { Ari, CallArguments } from "@/telephony/ari/port.ts";
import type { OperationName } from "@/telephony/ari/generated/operations.ts";
import type { CallEffect } from "./state.ts";
import { partOf } from "./call_id.ts";
import type { CallCommand, Caller, ChannelId } from "./types.ts";

const log = getLogger(["kommutator", "call"]);

/** A refused connect is tried once more after this: the refusal is mostly a hang-up whose event is on its way. */
const RETRY_MS = 500;
/** While Asterisk is away, an offer is given back at this pace, not in a circle. */
const AWAY_MS = 1_000;
/** Cause of a leg that Asterisk refused to place: Q.850 20, subscriber absent. */
const ABSENT = 20;
/** Asterisk's own backstop over our ring timer, should we die meanwhile, s. */
const BACKSTOP_S = 2;

export interface CallPorts {
  ari: Pick<Ari, "app" | "call">;
  clock: Clock;
  /** Format of recordings. Default `wav`. */
  recordingFormat?: string;
}

type Context = EffectContext<CallCommand>;
type Originate = CallEffect & { do: "originate" };
type Connect = CallEffect & { do: "connect" };

export function performer(ports: CallPorts): (effect: CallEffect, ctx: Context) => void | Promise<void> {
  const { ari } = ports;
  /** Sends and forgets: a refusal means that the thing is gone already. */
  const send = <N extends OperationName>(operation: N, key: string, ...rest: CallArguments<N>): void => {
    const [params] = rest;
    ari.call(operation, ...[params, { key }] as CallArguments<N>).catch((error) => {
      const level = error instanceof AriError && GONE.has(error.status) ? "debug" : "warn";
      log[level]("{operation} for call {key}: {error}", { operation, key, error: String(error) });
    });
  };
  return (effect, ctx) => {
    const key = ctx.id.slice(ctx.id.indexOf("/") + 1);
    switch (effect.do) {
      case "answer":
        return send("answer", key, { channelId: effect.channel });
      case "play":
        return void ari.call("channels.playWithId", {
          channelId: effect.channel,
          playbackId: effect.playback,
          media: effect.sounds,
          lang: effect.language,
        }, { key }).catch((error) => {
          log.warn("call {key}: {playback} cannot be played: {error}", {
            key,
            playback: effect.playback,
            error: String(error),
          });
          // Otherwise a caller waits for the end of a greeting that never began.
          ctx.self({ do: "playbackFinished", playback: effect.playback });
        });
      case "stopPlaying":
        return send("playbacks.stop", key, { playbackId: effect.playback });
      case "music":
        return send("channels.startMoh", key, { channelId: effect.channel, mohClass: effect.music || "default" });
      case "quiet":
        return send("channels.stopMoh", key, { channelId: effect.channel });
      case "originate":
        return originate(ports, effect, { ctx, key });
      case "bridge":
        return send("createWithId", key, { bridgeId: effect.bridge, type: "mixing", name: key });
      case "connect":
        if (effect.music) send("channels.stopMoh", key, { channelId: effect.caller });
        return connect(ports, effect, { ctx, key });
      case "join":
        return void ari.call("addChannel", { bridgeId: effect.bridge, channel: [effect.leg] }, { key })
          .catch((error) => {
            log.warn("call {key}: the reloaded phone could not join: {error}", { key, error: String(error) });
            if (!(error instanceof AriDisconnected)) ctx.self({ do: "connectFailed", channel: effect.leg });
          });
      case "record":
        return void ari.call("bridges.record", {
          bridgeId: effect.bridge,
          name: effect.name,
          format: ports.recordingFormat ?? "wav",
          ifExists: "overwrite",
        }, { key }).catch((error) => ctx.self({ do: "recordingFailed", name: effect.name, cause: String(error) }));
      case "hangUp":
        return send("hangup", laneOf(effect.channel, key), { channelId: effect.channel, reason: effect.reason });
      case "destroyBridge":
        return send("destroy", key, { bridgeId: effect.bridge });
    }
  };
}

/**
 * A leg is placed and hung up in an order of its own: its ring need not wait until the caller was answered and hears
 * music, which Asterisk does one after another (2 to 3 ms of the caller's wait).
 */
function laneOf(channel: ChannelId, key: string): string {
  return partOf(channel)?.part === "leg" ? channel : key;
}

const GONE = new Set([404, 409, 412]);

function originate(ports: CallPorts, effect: Originate, at: { ctx: Context; key: string }): void {
  const { ari, clock } = ports;
  const { ctx, key } = at;
  ari.call("originateWithId", {
    channelId: effect.channel,
    endpoint: effect.endpoint.includes("/") ? effect.endpoint : `PJSIP/${effect.endpoint}`,
    app: ari.app,
    appArgs: `leg,${key},${effect.agent}`,
    callerId: callerIdText(effect.caller),
    timeout: Math.ceil(effect.timeoutMs / 1000) + BACKSTOP_S,
    variables: {
      CALL_ID: key,
      CRM_ROLE: "agent",
      CRM_AGENT: effect.agent,
      "PJSIP_HEADER(add,X-Call-Id)": key,
      "PJSIP_HEADER(add,X-Crm-Agent)": effect.agent,
      ...(effect.reattach ? { "PJSIP_HEADER(add,X-Reattach)": "1" } : {}),
    },
  }, { key: laneOf(effect.channel, key) }).catch((error) => {
    log.warn("call {key}: no leg to {endpoint}: {error}", { key, endpoint: effect.endpoint, error: String(error) });
    if (error instanceof AriDisconnected) {
      clock.after(AWAY_MS, () => ctx.self({ do: "withdrawOffer", agent: effect.agent, reason: "withdrawn" }));
      return;
    }
    if (error instanceof AriTimeout) {
      // It may have been placed after all: nobody waits for it any more.
      ari.call("hangup", { channelId: effect.channel }, { key: laneOf(effect.channel, key) }).catch(() => {});
    }
    ctx.self({ do: "legGone", channel: effect.channel, cause: ABSENT });
  });
}

function connect(ports: CallPorts, effect: Connect, at: { ctx: Context; key: string }): void {
  const { ari, clock } = ports;
  const { ctx, key } = at;
  const add = () => ari.call("addChannel", { bridgeId: effect.bridge, channel: [effect.caller, effect.leg] }, { key });
  const again = () =>
    ari.call("createWithId", { bridgeId: effect.bridge, type: "mixing", name: key }, { key })
      .catch(() => {})
      .then(add)
      .catch((error) => {
        log.warn("call {key}: caller and agent could not be connected: {error}", { key, error: String(error) });
        // A lost connection is mended by the reconciliation that follows it.
        if (!(error instanceof AriDisconnected)) ctx.self({ do: "connectFailed", channel: effect.leg });
      });
  add().catch((error) => {
    if (!(error instanceof AriDisconnected)) clock.after(RETRY_MS, () => void again());
  });
}

/** Caller as `"Name" <number>` for the phone's display, free of what would end the quotes or the header. */
export function callerIdText(caller: Caller): string {
  // deno-lint-ignore no-control-regex
  const clean = (text: string, max: number) => text.replace(/["<>\\\x00-\x1f\x7f]/g, " ").trim().slice(0, max);
  const name = clean(caller.name, 60);
  const number = clean(caller.number, 40);
  return name ? `"${name}" <${number}>` : `<${number}>`;
}
