/** What a run of SIPp's moments says: INVITE to INVITE, and hang-up to the next ring. */
import type { Moment } from "../../tests/sipp/run.ts";

/** The p-th percentile (0 to 1), nearest rank; NaN of nothing. */
export function percentile(values: number[], p: number): number {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))];
}

const digits = (number: string) => number.replace(/\D/g, "");

/** Milliseconds from each caller's INVITE to the first INVITE at a phone for the same caller. */
export function ringDelays(callers: Moment[], phones: Moment[]): number[] {
  const rang = new Map<string, number>();
  for (const { what, number, at } of phones) {
    const key = digits(number);
    if (what === "phone" && !rang.has(key)) rang.set(key, at);
  }
  return callers.filter(({ what }) => what === "caller").flatMap(({ number, at }) => {
    const ring = rang.get(digits(number));
    return ring === undefined ? [] : [ring - at];
  });
}

/** Milliseconds from a phone's hang-up to its next INVITE, while others wait. */
export function nextCallGaps(phones: Moment[]): number[] {
  const left = new Map<string, number>();
  const gaps: number[] = [];
  for (const { what, phone, at } of phones.toSorted((a, b) => a.at - b.at)) {
    if (what === "leaves") left.set(phone, at);
    const since = left.get(phone);
    if (what === "phone" && since !== undefined) {
      gaps.push(at - since);
      left.delete(phone);
    }
  }
  return gaps;
}

/** CPU seconds (user and system) that processes have used so far; `/proc/<pid>/stat` counts 1/100 s. */
export function cpuSeconds(matches: (pid: number, name: string) => boolean): number {
  let ticks = 0;
  for (const entry of Deno.readDirSync("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid)) continue;
    let stat: string;
    try {
      stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    } catch {
      continue; // ended meanwhile
    }
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    if (!matches(pid, name)) continue;
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / 100;
}
