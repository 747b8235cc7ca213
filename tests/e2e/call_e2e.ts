/**
 * Calls from end to end on a real Asterisk with SIPp callers and desk phones, the journal and the records on a real
 * PostgreSQL, and the server killed in the middle of it. `deno run -A tests/e2e/call_e2e.ts [rounds of kill -9]`
 */
import assert from "node:assert/strict";
import { apply } from "@/actors/call/apply.ts";
import { totalsOf } from "@/actors/call/segments.ts";
import { type CallEvent, initialCall } from "@/actors/call/state.ts";
import { isShellEvent } from "@/actors/runtime/mod.ts";
import { startEmbedded } from "@/store/embedded/mod.ts";
import { connectStore } from "@/store/store.ts";
import { startAsterisk } from "@/telephony/asterisk/mod.ts";
import { type SippRun, startCallers, startPhones, tonesIn } from "../sipp/mod.ts";
import { agentId, deskPort, DESKS, PORTS, Server, SITE } from "./call_fixture.ts";
import { eventually, suite } from "./harness.ts";

const ROUNDS = Number(Deno.args[0] ?? 3);
const remote = `127.0.0.1:${PORTS.sip}`;
const AGENT_TONES = [0, 1000, 1300, 1600, 1900];
let nextPort = PORTS.sipp + 10;

await suite("call", async (t) => {
  const dir = await Deno.makeTempDir({ prefix: "kce-" });
  t.cleanUp(() => Deno.remove(dir, { recursive: true }).catch(() => {}));
  // Not inside the other one, which only its owner may walk: the server may run as nobody.
  const data = await Deno.makeTempDir({ prefix: "kce-pg-" });
  t.cleanUp(() => Deno.remove(data, { recursive: true }).catch(() => {}));
  const postgres = await startEmbedded({ dir: data });
  t.cleanUp(() => postgres.stop());
  const store = await connectStore({ config: { ...postgres.config }, progress: () => {}, migrate: true });
  t.cleanUp(() => store.close());
  const asterisk = await startAsterisk({
    dir: `${dir}/ast`,
    http: { port: PORTS.http },
    sip: { port: PORTS.sip },
    rtp: { from: PORTS.rtp, to: PORTS.rtp + 999 },
    trunks: [{ name: "trunk", address: "127.0.0.1:5099", match: ["127.0.0.1"] }],
    desks: DESKS.map((n) => ({ name: `d${n}`, contact: `127.0.0.1:${deskPort(n)}` })),
  });
  t.cleanUp(() => asterisk.stop());
  t.fact(asterisk.version);
  const phones = new Map<number, SippRun>();
  for (const n of DESKS) {
    const then = n === 3 ? "never" : n === 4 ? "reject" : "answer";
    phones.set(n, await startPhones({ port: deskPort(n), ringMs: 200, then, tone: AGENT_TONES[n] }));
  }
  t.cleanUp(() => Promise.all([...phones.values()].map((phone) => phone.stop())));
  const server = new Server({
    database: { ...postgres.config },
    ari: { url: asterisk.url, user: asterisk.user, password: asterisk.password },
    site: SITE,
  });
  await server.start();
  t.cleanUp(() => server.stop());

  const callers: SippRun[] = [];
  t.cleanUp(() => Promise.all(callers.map((caller) => caller.stop())));
  const dial = async (from: string, habits: { tone?: number; hangUpAfterMs?: number } = {}) => {
    const caller = await startCallers({ port: nextPort++, remote, number: "100", from, ...habits });
    callers.push(caller);
    return caller;
  };
  const phaseOf = async (number: string) =>
    (await server.look()).calls.find((call) => call.number === `+${number}`)?.phase ?? null;
  const reached = (number: string, phase: string) =>
    eventually(`${number} ${phase}`, async () => await phaseOf(number) === phase);
  const over = (number: string) => eventually(`${number} over`, async () => await phaseOf(number) === null);
  const ready = async (...agents: number[]) => {
    for (const n of agents) {
      const { [agentId(n)]: state } = (await server.look()).agents;
      if (state.is === "offline") await server.logIn(n);
      if (state.is !== "ready") await server.agent(n, { do: "ready" });
      // With somebody waiting they are rung in the same instant.
      await eventually(`agent ${n} at work`, async () => {
        const { is } = (await server.look()).agents[agentId(n)];
        return is !== "offline" && is !== "paused" && is !== "wrap-up";
      });
    }
  };
  const pause = async (...agents: number[]) => {
    for (const n of agents) {
      const { [agentId(n)]: state } = (await server.look()).agents;
      if (state.is !== "offline" && state.is !== "paused") await server.agent(n, { do: "pause", reason: "lunch" });
    }
  };
  const idle = () => eventually("nobody in a call", async () => (await server.look()).calls.length === 0);
  const record = (number: string) =>
    eventually(
      `the record of ${number}`,
      () =>
        store.db.selectFrom("calls").selectAll().where("number", "=", `+${number}`).where("ended_at", "is not", null)
          .executeTakeFirst(),
    );

  await t.step(
    "three callers and two agents: served in the order of arrival, the longest idle agent first",
    async () => {
      await ready(1, 2);
      const a = await dial("79160000001", { tone: 440, hangUpAfterMs: 5_000 });
      await reached("79160000001", "talking");
      await dial("79160000002", { tone: 520, hangUpAfterMs: 8_000 });
      await reached("79160000002", "talking");
      await dial("79160000003", { tone: 600, hangUpAfterMs: 9_000 });
      await reached("79160000003", "waiting");
      const invited = (await a.moments()).find(({ what }) => what === "caller")!.at;
      const rung = (await phones.get(1)!.moments()).find(({ what }) => what === "phone")!.at;
      t.fact(`the first caller's INVITE to the agent's INVITE, cold: ${(rung - invited).toFixed(1)} ms`);
      await a.done;
      await reached("79160000003", "talking");
      const up = async (n: number) => (await phones.get(n)!.moments()).filter(({ what }) => what === "up");
      assert.deepEqual([(await up(1)).length, (await up(2)).length], [2, 1]);
      await idle();
      for (const [number, agent] of [["79160000001", 1], ["79160000002", 2], ["79160000003", 1]] as const) {
        const row = await record(number);
        assert.deepEqual([row.agent_id, row.outcome, row.end_reason], [agentId(agent), "answered", "caller-hung-up"]);
      }
    },
    { timeoutMs: 40_000 },
  );

  await t.step("the recording holds both sides: the caller's and the agent's tone", async () => {
    const row = await eventually("the recording", async () => {
      const found = await record("79160000001");
      return found.recording_seconds !== null && found;
    });
    const wav = await Deno.readFile(`${asterisk.recordingsDir}/${row.recording_name}.wav`);
    const heard = tonesIn(wav, [440, 1000, 520]);
    t.fact(heard.map(({ hertz, totalMs }) => `${hertz} Hz ${totalMs} ms`).join(", "));
    assert.deepEqual(heard.map(({ hertz }) => hertz), [440, 1000]);
    assert.ok(heard.every(({ totalMs }) => totalMs > 3_000));
  });

  await t.step("a caller who gives up while waiting is abandoned, and nobody is rung for them", async () => {
    await pause(1, 2);
    const caller = await dial("79160000011", { hangUpAfterMs: 1_500 });
    await caller.done;
    const row = await record("79160000011");
    assert.deepEqual([row.outcome, row.end_reason, row.agent_id], ["abandoned", "abandoned", null]);
    assert.ok(row.wait_ms >= 1_300 && row.wait_ms < 3_000, `waited ${row.wait_ms} ms`);
  });

  await t.step(
    "an agent who does not answer is paused, the caller goes to the next one and keeps the place",
    async () => {
      await ready(3);
      await dial("79160000021", { tone: 440, hangUpAfterMs: 6_000 });
      await reached("79160000021", "offered");
      await eventually("agent 3 paused", async () => (await server.look()).agents[agentId(3)].is === "paused");
      await reached("79160000021", "waiting");
      await ready(1);
      await reached("79160000021", "talking");
      await idle();
      const row = await record("79160000021");
      const segments = await store.db.selectFrom("call_segments").selectAll().where("call_id", "=", row.id).orderBy("n")
        .execute();
      assert.deepEqual(
        segments.filter(({ kind }) => kind === "ring").map(({ agent_id, outcome }) => [agent_id, outcome]),
        [
          [agentId(3), "no-answer"],
          [agentId(1), "answered"],
        ],
      );
    },
    { timeoutMs: 40_000 },
  );

  await t.step("an agent who rejects is not rung again at once, and the next one gets the caller", async () => {
    await pause(1);
    await ready(4);
    await dial("79160000031", { hangUpAfterMs: 4_000 });
    await eventually("a rejection", async () => (await phones.get(4)!.moments()).length > 0);
    await ready(2);
    await reached("79160000031", "talking");
    await pause(4);
    await idle();
    assert.equal((await record("79160000031")).agent_id, agentId(2));
  }, { timeoutMs: 30_000 });

  let lost = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    await t.step(
      `kill -9 with two talking and three waiting, round ${round}: nobody is cut off or loses the place`,
      async () => {
        const number = (n: number) => `7917000${round}00${n}`;
        await ready(1, 2);
        for (const n of [1, 2]) {
          await dial(number(n), { tone: 440 });
          await reached(number(n), "talking");
        }
        for (const n of [3, 4, 5]) {
          await dial(number(n));
          await reached(number(n), "waiting");
        }
        const before = await server.look();
        await server.kill();
        const killed = performance.now();
        // In the gap one who talks hangs up: Asterisk keeps a one-legged bridge that nobody was told of.
        const gone = round % 2 === 0 ? callers.at(-5)! : null;
        if (gone) await asterisk.cli(`channel request hangup all`.replace("all", await channelOf(number(1))));
        await server.start();
        const after = await server.look();
        t.fact(
          `back and reconciled ${Math.round(performance.now() - killed)} ms after the kill (${
            after.last!.tookMs
          } ms of it)`,
        );
        lost += after.last!.lost;
        assert.equal(after.last!.lost, 0);
        assert.equal(after.last!.failed, 0);
        const waiting = (look: typeof before) =>
          look.calls.filter(({ phase }) => phase === "waiting" || phase === "offered");
        assert.deepEqual(
          waiting(after).map(({ id, since }) => [id, since]),
          waiting(before).map(({ id, since }) => [id, since]),
        );
        assert.equal(after.calls.filter(({ phase }) => phase === "talking").length, gone ? 1 : 2);
        assert.equal(after.agents[agentId(2)].is, "talking");
        // The line moves on: the first of those who waited is the next to be served.
        if (!gone) await hangUp(number(1));
        await reached(number(3), "talking");
        for (const n of [2, 3, 4, 5]) {
          await reached(number(n), "talking");
          await hangUp(number(n));
        }
        await idle();
        assert.equal((await asterisk.cli("core show channels count")).match(/(\d+) active channel/)?.[1], "0");
      },
      { timeoutMs: 60_000 },
    );
  }

  /** Asterisk's name of a caller's channel. */
  async function channelOf(number: string): Promise<string> {
    const lines = (await asterisk.cli("core show channels concise")).split("\n").map((line) => line.split("!"));
    return lines.find((fields) => fields[7] === number)![0];
  }
  async function hangUp(number: string): Promise<void> {
    await asterisk.cli(`channel request hangup ${await channelOf(number)}`);
    await over(number);
  }

  await t.step(
    "Asterisk dies with two talking and one waiting: they end as lost, agents are free, work goes on",
    async () => {
      await ready(1, 2);
      for (const [n, phase] of [[1, "talking"], [2, "talking"], [3, "waiting"]] as const) {
        await dial(`7918000000${n}`);
        await reached(`7918000000${n}`, phase);
      }
      await asterisk.kill();
      await asterisk.start();
      await eventually("reconnected", async () => (await server.look()).connects > 1, { timeoutMs: 20_000 });
      await idle();
      for (const n of [1, 2, 3]) assert.equal((await record(`7918000000${n}`)).outcome, "lost");
      await ready(1, 2);
      await dial("79180000009", { hangUpAfterMs: 2_000 });
      await reached("79180000009", "talking");
      await idle();
      assert.equal((await record("79180000009")).outcome, "answered");
    },
    { timeoutMs: 60_000 },
  );

  await t.step("totals in the records agree with the journal, call by call", async () => {
    await eventually("all written", async () => (await server.look()).recordsWaiting === 0);
    const rows = await store.db.selectFrom("calls").selectAll().execute();
    for (const row of rows) {
      const { rows: entries } = await store.pool.query(
        "select event from journal where stream = $1 order by seq",
        [`call/${row.id}`],
      );
      const events = entries.map(({ event }: { event: unknown }) => event as CallEvent);
      const state = events.filter((event) => !isShellEvent(event)).reduce(apply, initialCall(row.id));
      const totals = totalsOf(state.segments);
      assert.deepEqual([row.wait_ms, row.talk_ms, row.hold_ms, row.wrap_ms], [
        totals.wait,
        totals.talk,
        totals.hold,
        totals.wrapUp,
      ]);
    }
    t.fact(`${rows.length} calls agree; lost in ${ROUNDS} rounds of kill -9: ${lost}`);
  });
});
