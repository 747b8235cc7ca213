/**
 * A process for call_e2e.ts to speak to and to kill: the switchboard on a real journal and a real Asterisk, without the
 * web. One JSON request per line of stdin, one JSON answer per line of stdout. Its argument is a {@link ServerSetUp}.
 */
import { TextLineStream } from "./lines.ts";
import { type CallRecord, createSwitchboard, type SiteConfig } from "@/actors/mod.ts";
import type { AgentCommand } from "@/actors/agent/types.ts";
import type { AgentId, CallCommand, CallId } from "@/actors/call/types.ts";
import { LiveTopics, systemClock } from "@/actors/runtime/mod.ts";
import { writeCalls, writeDecisions } from "@/crm/calls/write.ts";
import { PgJournal } from "@/store/journal/mod.ts";
import { Shards } from "@/store/shards/mod.ts";
import { connectStore } from "@/store/store.ts";
import { AriClient } from "@/telephony/ari/mod.ts";

export interface ServerSetUp {
  database: Record<string, string | number>;
  ari: { url: string; user: string; password: string };
  site: SiteConfig;
}

export type Request =
  | { n: number; do: "agent"; agent: AgentId; command: AgentCommand }
  | { n: number; do: "call"; call: CallId; command: CallCommand }
  | { n: number; do: "look" }
  | { n: number; do: "stop" };

/** What the server answers to `look`. */
export interface Look {
  ari: string;
  connects: number;
  last: { tookMs: number; live: number; talking: number; waiting: number; lost: number; failed: number } | null;
  setAside: number;
  calls: { id: CallId; phase: string; number: string; since: number; agent: string | null; queue: string | null }[];
  agents: Record<string, { is: string; reason?: string; call?: string }>;
  recordsWaiting: number;
}

const setUp = JSON.parse(Deno.args[0]) as ServerSetUp;
const store = await connectStore({ config: setUp.database, progress: () => {}, migrate: false });
const shards = await Shards.open(store, { node: "call-e2e" });
await shards.whenAll();
const ari = new AriClient({ ...setUp.ari, app: "crm" });
const board = createSwitchboard({
  clock: systemClock,
  random: Math.random,
  journal: new PgJournal(store, { fence: shards }),
  topics: new LiveTopics({ epoch: crypto.randomUUID() }),
  ari,
  records: {
    async write({ calls, decisions }) {
      await writeCalls(store, calls as CallRecord[]);
      await writeDecisions(store, decisions);
    },
  },
  async liveCalls() {
    const rows = await store.db.selectFrom("calls").select("id").where("ended_at", "is", null).execute();
    return rows.map(({ id }) => id as CallId);
  },
  zone: "Europe/Moscow",
  placement: shards,
});
await board.start(setUp.site);
await ari.connect();

const encoder = new TextEncoder();
const say = (answer: unknown) => Deno.stdout.writeSync(encoder.encode(JSON.stringify(answer) + "\n"));

function look(): Look {
  return {
    ari: ari.state,
    connects: ari.stats().connects,
    last: board.exchange.lastReconciliation,
    setAside: board.exchange.setAside,
    calls: board.liveCalls().map(({ id, phase, caller }) => ({
      id,
      phase: phase.is,
      number: caller.number,
      since: "since" in phase ? phase.since : 0,
      agent: phase.is === "talking" ? phase.leg.agent : null,
      queue: "queue" in phase ? phase.queue : null,
    })).sort((a, b) => a.since - b.since),
    agents: Object.fromEntries(
      setUp.site.agents.map(({ id }) => [id, { ...(board.agentState(id)?.state ?? { is: "unknown" }) }]),
    ),
    recordsWaiting: board.recorder.waiting,
  };
}

async function answer(request: Request): Promise<unknown> {
  switch (request.do) {
    case "agent":
      return await board.agentCommand(request.agent, request.command);
    case "call":
      return await board.callCommand(request.call, request.command);
    case "look":
      return look();
    case "stop":
      await board.stop();
      ari.close();
      await shards.close();
      await store.close();
      return true;
  }
}

say({ ready: true });
for await (const line of Deno.stdin.readable.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())) {
  const request = JSON.parse(line) as Request;
  answer(request).then((value) => {
    say({ n: request.n, value });
    if (request.do === "stop") Deno.exit(0);
  }, (error) => say({ n: request.n, error: String(error) }));
}
// Whoever spoke to us is gone.
Deno.exit(1);
