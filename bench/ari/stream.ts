/** The recorded calls, repeated with fresh ids: a day of a contact centre as Asterisk would tell it. */

const FIXTURE = new URL("./events.jsonl", import.meta.url);

/** Marks the end: a StasisStart with this argument. */
export const LAST = "bench-over";

/** Messages by number; every round of the recording has channel, bridge and playback ids of its own. */
export function recordedStream(): { types: string[]; message(n: number): string; last: string } {
  const lines = Deno.readTextFileSync(FIXTURE).trim().split("\n");
  const types = lines.map((line) => String(JSON.parse(line).type));
  // Asterisk's ids are `ast1-<seconds>.<n>`; the round goes before the dot, and stays of one length.
  const templates = lines.map((line) => line.split(/(?<=ast1-)(?=\d+\.\d+)/));
  const start = lines[types.indexOf("StasisStart")];
  return {
    types,
    message: (n) => templates[n % lines.length].join(String(100_000 + Math.floor(n / lines.length))),
    last: JSON.stringify({ ...JSON.parse(start), args: [LAST] }),
  };
}
