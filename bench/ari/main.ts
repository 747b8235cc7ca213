/**
 * `deno task bench:ari [--json] [--events N] [--rounds N]`: CPU per event of our client and of npm ari-client 2.2.0
 * on the same stream of recorded calls, each in a process of its own, in turn. The last line with --json is
 * `{ours_us, peer_us, lost}`: medians over the rounds, and the events our client lost in all of them.
 */
import { parseArgs } from "node:util";
import { z } from "zod";
import { defaultRoot, ensureInstallation } from "@/telephony/asterisk/mod.ts";
import { serveStream } from "./server.ts";

const RESULT = z.object({ received: z.number(), cpu_us: z.number() });
const { values } = parseArgs({
  args: Deno.args,
  options: {
    json: { type: "boolean", default: false },
    events: { type: "string", default: "100000" },
    rounds: { type: "string", default: "3" },
  },
});
const [events, rounds] = [Number(values.events), Number(values.rounds)];
if (!Number.isInteger(events) || !Number.isInteger(rounds) || events < 1 || rounds < 1) {
  console.error("usage: deno task bench:ari [--json] [--events N] [--rounds N]");
  Deno.exit(2);
}

// ari-client cannot start without Asterisk's API description.
const installation = await ensureInstallation({ root: defaultRoot(), progress: (line) => console.error(line) });
const server = serveStream(events, `${installation.data}/rest-api`);

async function run(client: "ours" | "peer"): Promise<{ lost: number; us: number }> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(`./${client}.ts`, import.meta.url).pathname, String(server.port)],
    stdout: "piped",
    stderr: "inherit",
    signal: AbortSignal.timeout(120_000),
  }).output();
  const line = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  if (!success || line === "") throw new Error(`${client} ended without a result`);
  const { received, cpu_us } = RESULT.parse(JSON.parse(line));
  return { lost: events - received, us: cpu_us / events };
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const round2 = (value: number) => Math.round(value * 100) / 100;
const ours: { lost: number; us: number }[] = [];
const peer: { lost: number; us: number }[] = [];
for (let n = 1; n <= rounds; n++) {
  ours.push(await run("ours"));
  peer.push(await run("peer"));
  console.log(
    `round ${n}: ours ${ours[n - 1].us.toFixed(2)} µs an event, ${ours[n - 1].lost} lost; ` +
      `ari-client ${peer[n - 1].us.toFixed(2)} µs, ${peer[n - 1].lost} lost`,
  );
}
await server.stop();
const [oursUs, peerUs] = [median(ours.map((run) => run.us)), median(peer.map((run) => run.us))];
console.log(`${events} events, ${rounds} rounds: ours takes ${(oursUs / peerUs).toFixed(2)} of ari-client's CPU`);
if (values.json) {
  console.log(JSON.stringify({
    ours_us: round2(oursUs),
    peer_us: round2(peerUs),
    lost: ours.reduce((sum, run) => sum + run.lost, 0),
  }));
}
