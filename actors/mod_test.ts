/** The whole switchboard on a virtual clock: a busy hour with everything that goes wrong in one. */
import assert from "node:assert/strict";
import type { AgentConfig } from "./agent/types.ts";
import type { AgentId, QueueId } from "./call/types.ts";
import { AriDouble } from "./call/testing/ari_double.ts";
import { type CallRecord, createSwitchboard, type SiteConfig } from "./mod.ts";
import type { QueueConfig } from "./queue/types.ts";
import { LiveTopics, MemoryJournal, seeded, Simulation } from "./runtime/mod.ts";

const QUEUE = "01900000-0000-7000-8000-00000000aaaa" as QueueId;
const agentId = (n: number) => `01900000-0000-7000-8000-0000000000${10 + n}` as AgentId;
const AGENTS = 8;

function site(strategy: QueueConfig["strategy"]): SiteConfig {
  const queue: QueueConfig = {
    id: QUEUE,
    name: "Продажи",
    strategy,
    weight: 1,
    ringTimeoutMs: 15_000,
    wrapUpMs: 10_000,
    dispositionRequired: false,
    maxWaitMs: 180_000,
    maxWaiting: 20,
    joinEmpty: "always",
    leaveEmpty: "always",
    overflow: null,
    serviceLevelMs: 20_000,
    announce: {
      positionEveryMs: 30_000,
      expectedWait: true,
      periodic: [],
      periodicEveryMs: 0,
      minGapMs: 15_000,
      language: "ru",
    },
    music: "default",
    skills: [],
    missed: { autoPause: false, delayMs: 5_000 },
    record: true,
  };
  return {
    queues: [queue],
    numbers: [{
      did: "100",
      route: { queue: QUEUE, greeting: ["sound:hello"], language: "ru", priority: 0, record: true },
    }],
    agents: Array.from({ length: AGENTS }, (_, n): AgentConfig => ({
      id: agentId(n),
      name: `Агент ${n}`,
      queues: [{ queue: QUEUE, order: n, penalty: 0 }],
      skills: {},
      graceMs: 30_000,
    })),
  };
}

interface Hour {
  seed: number;
  strategy?: QueueConfig["strategy"];
  /** Mean time between callers, ms. */
  everyMs?: number;
  /** The connection to Asterisk goes away so often, ms. */
  cutEveryMs?: number;
}

async function hour({ seed, strategy = "longest-idle", everyMs = 8_000, cutEveryMs = 0 }: Hour) {
  const sim = new Simulation({ seed, start: Date.parse("2026-11-23T09:00:00Z") });
  const { clock } = sim;
  const random = seeded(seed + 1);
  const double = new AriDouble({ clock, random });
  const records = new Map<string, CallRecord>();
  const topics = new LiveTopics({ epoch: "test" });
  const board = createSwitchboard({
    clock,
    random,
    journal: new MemoryJournal(),
    topics,
    ari: double.ari,
    records: {
      write({ calls }) {
        for (const call of calls) {
          if ((records.get(call.id)?.revision ?? 0) <= call.revision) records.set(call.id, call);
        }
        return Promise.resolve();
      },
    },
    liveCalls: () => Promise.resolve([]),
    zone: "Europe/Moscow",
    scheduler: sim,
  });
  /** Drives virtual time while something asynchronous of ours is under way. */
  const during = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    void work.finally(() => done = true).catch(() => {});
    while (!done) await sim.step();
    return await work;
  };
  double.phones = Array.from({ length: AGENTS }, (_, n) => `d${n}`);
  double.phone = () => {
    const dice = random();
    if (dice < 0.05) return null;
    const afterMs = 500 + random() * 6_000;
    return { afterMs, do: dice < 0.08 ? "busy" : dice < 0.12 ? "reject" : "answer" };
  };
  double.onTalk = (caller, leg) => {
    const who = random() < 0.5 ? caller : leg;
    clock.after(10_000 + random() * 90_000, () => double.hangUp(who));
  };
  await during(board.start(site(strategy)));
  await during(double.connect());
  for (let n = 0; n < AGENTS; n++) {
    for (
      const command of [
        { do: "logIn", phone: { is: "desk", endpoint: `PJSIP/d${n}` }, queues: [QUEUE] },
        { do: "ready" },
      ] as const
    ) assert.ok((await during(board.agentCommand(agentId(n), { ...command } as never))).ok);
  }
  let dialled = 0;
  const end = clock.now() + 3_600_000;
  const arrive = () => {
    if (clock.now() >= end) return;
    if (double.ari.state === "connected") {
      const id = double.dial("100", `8916${String(1_000_000 + dialled++)}`);
      clock.after(random() * 240_000, () => {
        if (double.channels.get(id)?.bridge === null) double.hangUp(id);
      });
    }
    clock.after(-Math.log(1 - random()) * everyMs, arrive);
  };
  arrive();
  const cut = () => {
    if (clock.now() >= end) return;
    double.disconnect();
    clock.after(1_500, () => void double.connect().then(() => clock.after(cutEveryMs, cut)));
  };
  if (cutEveryMs > 0) clock.after(cutEveryMs, cut);
  await sim.pass(3_600_000 + 900_000);
  return { board, double, records: [...records.values()], dialled, topics };
}

function check({ board, double, records, dialled }: Awaited<ReturnType<typeof hour>>): void {
  assert.equal(records.length, dialled, "a call is missing in the records");
  assert.ok(records.every(({ endedAt }) => endedAt !== null), "a call never ended");
  assert.deepEqual([...double.channels.keys()], [], "channels were left in Asterisk");
  assert.deepEqual([...double.bridges.keys()], [], "bridges were left in Asterisk");
  assert.ok(double.mostTogether <= 1, "two agents heard one caller");
  for (let n = 0; n < AGENTS; n++) {
    const agent = board.agentState(agentId(n))!;
    assert.ok(agent.state.is === "ready" || agent.state.is === "paused", `agent ${n} is stuck: ${agent.state.is}`);
  }
  assert.equal(board.acdState()!.calls.size, 0, "the distributor still holds a call");
  assert.equal(board.queueState(QUEUE)!.waiting.size, 0, "the queue still holds a caller");
}

Deno.test("a busy hour: every caller's call ends, nothing stays in Asterisk, nobody is stuck, all figures agree", async () => {
  const run = await hour({ seed: 1 });
  check(run);
  const { board, records, dialled } = run;
  assert.ok(dialled > 300);
  const outcomes = (outcome: string) => records.filter((call) => call.outcome === outcome).length;
  const { day } = board.queueState(QUEUE)!;
  assert.ok(outcomes("answered") > 200);
  assert.equal(day.answered, outcomes("answered"), "queue and records count answers differently");
  const agents = Array.from({ length: AGENTS }, (_, n) => board.agentState(agentId(n))!);
  assert.equal(agents.reduce((sum, { day }) => sum + day.answered, 0), outcomes("answered"));
  const rings = records.flatMap(({ segments }) => segments.filter(({ kind }) => kind === "ring"));
  const missed = rings.filter(({ outcome }) => ["no-answer", "busy", "rejected", "unreachable"].includes(outcome!));
  assert.equal(
    agents.reduce((sum, { day }) => sum + day.missed, 0),
    missed.length,
    "agents and calls differ in misses",
  );
  const talk = (kind: string) =>
    records.flatMap(({ segments }) => segments).reduce((ms, s) => s.kind === kind ? ms + s.to! - s.from : ms, 0);
  const talked = agents.reduce((sum, { day }) => sum + day.talkMs, 0);
  assert.ok(Math.abs(talked - talk("agent")) <= agents.length * records.length, "talk times differ");
});

Deno.test("ring-all under load never connects two agents to one caller", async () => {
  check(await hour({ seed: 7, strategy: "ring-all", everyMs: 12_000 }));
});

Deno.test("a connection that keeps breaking loses no call: each is mended at the next connect", async () => {
  for (const seed of [3, 4]) {
    const run = await hour({ seed, cutEveryMs: 47_000 });
    check(run);
    assert.ok(run.records.filter(({ outcome }) => outcome === "answered").length > 150);
  }
});

Deno.test("the same seed gives the same hour, so that a fault found once is found again", async () => {
  const [one, two] = [await hour({ seed: 9, everyMs: 30_000 }), await hour({ seed: 9, everyMs: 30_000 })];
  assert.deepEqual(one.records, two.records);
});
