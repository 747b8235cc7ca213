/** What the bench plays in: ports, desks, two queues of ours and their twins in app_queue. */
import type { AsteriskSettingsInput } from "@/telephony/asterisk/settings.ts";

const base = Number(Deno.env.get("BENCH_PORT") ?? 18_000);

export const PORTS = { http: base, sip: base + 1, phones: base + 100, gapPhones: base + 101, callers: base + 200 };
export const RTP = { from: 30_000, to: 39_999 };

/** Desks of the load: more than talk at once at 200 calls/s with 1.1 s each. */
export const DESKS = Array.from({ length: 320 }, (_, n) => `d${n + 1}`);
/** Desks of the gap measurement: few, so that callers wait. */
export const GAP_DESKS = Array.from({ length: 5 }, (_, n) => `g${n + 1}`);

/** Dialled numbers: ours, and app_queue's. */
export const NUMBERS = { ours: "100", queue: "801", oursGap: "101", queueGap: "701" };

export const ASTERISK: Omit<AsteriskSettingsInput, "ari"> = {
  http: { address: "127.0.0.1", port: PORTS.http },
  sip: { address: "127.0.0.1", port: PORTS.sip },
  rtp: RTP,
  trunks: [{ name: "trunk", address: "127.0.0.1:5999", match: ["127.0.0.1"], codecs: ["ulaw"] }],
  desks: [
    ...DESKS.map((name) => ({ name, contact: `127.0.0.1:${PORTS.phones}` })),
    ...GAP_DESKS.map((name) => ({ name, contact: `127.0.0.1:${PORTS.gapPhones}` })),
  ],
  queues: [
    { name: "bench", pattern: "_8XX", strategy: "rrmemory", members: DESKS, ringSeconds: 15 },
    { name: "gap", pattern: "_7XX", strategy: "rrmemory", members: GAP_DESKS, ringSeconds: 15 },
  ],
};
