/** Session descriptions for browser phones: audio over DTLS-SRTP that is described rightly and never flows (RFC 8829). */
import { randomBytes } from "node:crypto";
import type { IceParty } from "./ice.ts";

export interface MediaFacts {
  hostname: string;
  port: number;
  ice: IceParty;
  fingerprint: string;
  sessionId: number;
}

/** A certificate fingerprint in the right form. No DTLS handshake is ever made, so no certificate stands behind it. */
export function fingerprint(): string {
  return [...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
}

/** Our offer, or our answer (`setup` then is `passive`). */
export function describe(
  facts: MediaFacts,
  options: { version: number; setup: "actpass" | "passive"; direction: string },
): string {
  return [
    "v=0",
    `o=- ${facts.sessionId} ${options.version} IN IP4 ${facts.hostname}`,
    "s=-",
    "t=0 0",
    "a=ice-lite",
    "a=group:BUNDLE 0",
    `m=audio ${facts.port} UDP/TLS/RTP/SAVPF 0 101`,
    `c=IN IP4 ${facts.hostname}`,
    "a=mid:0",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
    "a=ptime:20",
    `a=ice-ufrag:${facts.ice.ufrag}`,
    `a=ice-pwd:${facts.ice.password}`,
    `a=fingerprint:sha-256 ${facts.fingerprint}`,
    `a=setup:${options.setup}`,
    "a=rtcp-mux",
    `a=candidate:1 1 udp 2130706431 ${facts.hostname} ${facts.port} typ host`,
    "a=end-of-candidates",
    `a=${options.direction}`,
    "",
  ].join("\r\n");
}

/** The direction the other side wants; `sendrecv` when it says none. */
export function directionOf(sdp: string): "sendrecv" | "sendonly" | "recvonly" | "inactive" {
  const found = sdp.match(/^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m)?.[1];
  return found === "sendonly" || found === "recvonly" || found === "inactive" ? found : "sendrecv";
}
