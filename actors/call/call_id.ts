/**
 * Ids of a call and of what is made for it in Asterisk. An inbound call's id is derived from its channel, so the same
 * channel always finds the same call, also after a crash that lost the journal's tail. Legs, bridges and playbacks
 * carry the call's id in front, so that any of them found in Asterisk leads back to its call.
 */
import { createHash } from "node:crypto";
import type { CallId } from "./types.ts";

/**
 * Id shaped as a UUIDv7 (RFC 9562): 48 bits of the channel's creation time in ms, then a hash of Asterisk's and the
 * channel's id. `creationtime` is ISO time as ARI writes it (`2026-11-23T19:24:09.000+0000`).
 */
export function callIdOf(asteriskId: string, channelId: string, creationtime: string): CallId {
  const ms = Date.parse(creationtime.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  // A time that cannot be read must not change the id from one event to the next.
  const time = (Number.isFinite(ms) ? Math.max(0, ms) : 0).toString(16).padStart(12, "0").slice(-12);
  const hash = createHash("sha256").update(`${asteriskId}\n${channelId}`).digest("hex");
  const variant = (parseInt(hash[3], 16) & 0x3 | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${
    hash.slice(7, 19)
  }` as CallId;
}

const PART = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([abp])(\d{1,9})$/;

/** What an id chosen by us belongs to: an agent leg, a bridge or a playback of a call; null for anybody else's. */
export function partOf(id: string): { call: CallId; part: "leg" | "bridge" | "playback" } | null {
  const match = PART.exec(id);
  if (!match) return null;
  const part = match[2] === "a" ? "leg" : match[2] === "b" ? "bridge" : "playback";
  return { call: match[1] as CallId, part };
}

/** True when `text` is the id of a call (as the name of its recording). */
export function isCallId(text: string): text is CallId {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}
