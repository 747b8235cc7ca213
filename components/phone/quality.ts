/**
 * Voice quality as one number. The E-model of ITU-T G.107 in the reduced form of Cole & Rosenbluth, "Voice over IP
 * performance monitoring" (ACM SIGCOMM CCR 31(2), 2001): R = 94.2 − Id(delay) − Ie(loss), then G.107 Annex B for MOS.
 */

export interface LinkSample {
  /** Share of lost packets in the last interval, 0 to 1. */
  loss: number;
  jitterMs: number;
  rttMs: number;
}

export type Grade = "good" | "fair" | "poor";

/** Equipment impairment of G.711 with concealment: γ1, γ2, γ3 of Cole & Rosenbluth, table 3. Opus fares better. */
const G711 = { base: 0, scale: 30, slope: 15 };
/** What coding, the jitter buffer's target (about twice the jitter) and playing add to half the round trip. */
const FIXED_DELAY_MS = 25;

/** Estimated mean opinion score, 1 (bad) to 4.4 (as good as G.711 gets). */
export function mosOf(sample: LinkSample): number {
  const delay = Math.max(0, sample.rttMs) / 2 + 2 * Math.max(0, sample.jitterMs) + FIXED_DELAY_MS;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const loss = Math.min(1, Math.max(0, sample.loss));
  const lossImpairment = G711.base + G711.scale * Math.log(1 + G711.slope * loss);
  const rating = Math.min(100, Math.max(0, 94.2 - delayImpairment - lossImpairment));
  return Math.max(1, 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating));
}

/** G.107 Annex B: above 4.0 most users are satisfied, below 3.6 many are not. */
export function gradeOf(mos: number): Grade {
  return mos >= 4 ? "good" : mos >= 3.6 ? "fair" : "poor";
}

interface Counters {
  received: number;
  lost: number;
}

/** Reads one sample out of `getStats()`. Loss counts from the counters of the sample before; null: no audio yet. */
export function readStats(
  report: Iterable<[string, unknown]>,
  before: Counters,
): { sample: LinkSample; counters: Counters } | null {
  let inbound: Record<string, unknown> | null = null;
  let rtt = 0;
  for (const [, entry] of report) {
    if (typeof entry !== "object" || entry === null) continue;
    const stat = entry as Record<string, unknown>;
    if (stat.type === "inbound-rtp" && stat.kind === "audio") inbound = stat;
    if (stat.type === "remote-inbound-rtp" && typeof stat.roundTripTime === "number") rtt = stat.roundTripTime;
    else if (stat.type === "candidate-pair" && stat.nominated === true && rtt === 0) {
      rtt = num(stat.currentRoundTripTime);
    }
  }
  if (!inbound) return null;
  const counters = { received: num(inbound.packetsReceived), lost: num(inbound.packetsLost) };
  const received = Math.max(0, counters.received - before.received);
  const lost = Math.max(0, counters.lost - before.lost);
  const loss = received + lost === 0 ? 0 : lost / (received + lost);
  return { sample: { loss, jitterMs: num(inbound.jitter) * 1000, rttMs: rtt * 1000 }, counters };
}

function num(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
