/**
 * The whole house of call, queue, agent and distributor actors on the real runtime and a virtual clock: five queues,
 * thirty agents who miss, pause, lose their consoles and log out, callers with patience, an hour of overload.
 */
import assert from "node:assert/strict";
import type { EffectContext } from "@/actors/runtime/types.ts";
import { ActorSystem, LiveTopics, MemoryJournal, Simulation } from "@/actors/runtime/mod.ts";
import { agentDefinition } from "@/actors/agent/mod.ts";
import type { AgentData } from "@/actors/agent/types.ts";
import { apply as applyCall } from "@/actors/call/apply.ts";
import { reduce as reduceCall } from "@/actors/call/reduce.ts";
import { type CallEffect, type CallEvent, type CallState, initialCall } from "@/actors/call/state.ts";
import type { AgentId, CallCommand, CallId, CallRoute, ChannelId } from "@/actors/call/types.ts";
import { queueDefinition } from "@/actors/queue/mod.ts";
import type { QueueConfig, QueueData } from "@/actors/queue/types.ts";
import type { Strategy } from "@/telephony/acd/types.ts";
import { daysIn, eachEntry, hashText, valuesOf } from "@/telephony/acd/mod.ts";
import { acdDefinition } from "./mod.ts";
import { agentId, callId, queueConfig, queueId } from "./testing.ts";
import type { AcdState } from "./types.ts";

const START = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const QUEUES: [string, Strategy, Partial<QueueConfig>][] = [
  ["vip", "longest-idle", {
    weight: 5,
    skills: [{ skill: "vip", minLevel: 60, relax: [{ afterMs: 20_000, minLevel: 0 }] }],
  }],
  ["sales", "round-robin", { maxWaitMs: 75_000, overflow: queueId("night") }],
  ["help", "fewest-calls", { dispositionRequired: true, maxWaiting: 6 }],
  ["orders", "ring-all", { leaveEmpty: "ready", missed: { autoPause: true, delayMs: 0 } }],
  ["night", "least-talk-time", { maxWaitMs: 60_000, joinEmpty: "logged-in" }],
];

/** Uniform in [0, 1), drawn from what it is for: the same whatever order things happen in. */
const draw = (what: string) => hashText(`${what}!`) / 2 ** 32;
const spread = (what: string, mean: number) => -Math.log(1 - draw(what)) * mean;

/** What Asterisk and people do with a call's requests. */
class Pbx {
  alive = new Set<string>();
  callers = new Map<string, ChannelId>();
  overlaps = 0;
  #talking = new Map<AgentId, string>();
  constructor(readonly seed: number, readonly after: (ms: number, fire: () => void) => void) {}

  perform = (effect: CallEffect, ctx: EffectContext<CallCommand>): void => {
    const say = (ms: number, command: CallCommand, channel?: string) =>
      this.after(ms, () => (channel === undefined || this.alive.has(channel)) && ctx.self(command));
    switch (effect.do) {
      case "originate": {
        const { channel } = effect;
        this.alive.add(channel);
        say(80, { do: "legRinging", channel }, channel);
        const luck = draw(`${this.seed} ${channel} luck`);
        if (luck < 0.08) return;
        if (luck < 0.13) return this.#hangUp(ctx, channel, { ms: 900, cause: 21 });
        if (luck < 0.15) return this.#hangUp(ctx, channel, { ms: 30, cause: 20 });
        return say(1_000 + spread(`${this.seed} ${channel} pick up`, 2_500), { do: "legUp", channel }, channel);
      }
      case "connect": {
        const ms = spread(`${this.seed} ${ctx.id} talk`, 100_000);
        const agent = effect.leg;
        const who = draw(`${this.seed} ${ctx.id} who`) < 0.6 ? agent : effect.caller;
        return this.#hangUp(ctx, who, { ms, cause: 16 });
      }
      case "hangUp":
        return this.#hangUp(ctx, effect.channel, { ms: 5, cause: 16 });
      case "play":
        return say(3_000, { do: "playbackFinished", playback: effect.playback });
      default:
        return;
    }
  };

  #hangUp(ctx: EffectContext<CallCommand>, channel: ChannelId, end: { ms: number; cause: number }): void {
    this.after(end.ms, () => {
      if (this.alive.delete(channel)) ctx.self({ do: "legGone", channel, cause: end.cause });
    });
  }

  /** Told of every call's state: two callers with one agent would be heard here. */
  heard(state: CallState): void {
    if (state.phase.is === "talking") {
      const { agent } = state.phase.leg;
      const other = this.#talking.get(agent);
      if (other !== undefined && other !== state.id) this.overlaps++;
      this.#talking.set(agent, state.id);
    } else if (state.phase.is === "ended" && state.agent && this.#talking.get(state.agent) === state.id) {
      this.#talking.delete(state.agent);
    }
  }
}

async function hour(seed: number) {
  const simulation = new Simulation({ seed, start: START });
  const { clock } = simulation;
  const journal = new MemoryJournal({ clock, commitMs: 3 });
  const topics = new LiveTopics({ epoch: "test" });
  const faults: unknown[] = [];
  const system = new ActorSystem({
    ...{ clock, random: simulation.random, journal, topics, scheduler: simulation },
    onFault: (fault) => faults.push(fault),
  });
  const at = (ms: number, fire: () => void) => void clock.after(ms, fire);
  const pbx = new Pbx(seed, at);
  const dayOf = daysIn("Europe/Moscow");
  system.define(acdDefinition());
  system.define(queueDefinition({ dayOf, spokenPosition: (position) => [`digits:${position}`] }));
  system.define(agentDefinition({ dayOf, names: { queue: (id) => id } }));
  system.define<CallState, CallCommand, CallEvent, CallEffect>({
    ...{ kind: "call", version: 1, initial: initialCall, reduce: reduceCall, apply: applyCall, perform: pbx.perform },
    view: (state) => pbx.heard(state),
  });

  const configs = QUEUES.map(([id, strategy, over]) =>
    queueConfig(id, {
      strategy,
      announce: {
        ...{ positionEveryMs: 45_000, expectedWait: true, periodic: ["sound:wait"], periodicEveryMs: 60_000 },
        ...{ minGapMs: 15_000, language: "ru" },
      },
      ...over,
    })
  );
  system.tell("acd/main", { do: "configure", queues: configs });
  for (const config of configs) system.tell(`queue/${config.id}`, { do: "configure", config });
  const names = Array.from({ length: 30 }, (_, i) => agentId(`agent-${i.toString().padStart(2, "0")}`));
  names.forEach((id, i) => {
    const queues = configs.filter((_, q) => (i + q) % 3 !== 0).map(({ id: queue }, q) => ({
      ...{ queue, order: i, penalty: q % 2 },
    }));
    const to = `agent/${id}` as const;
    system.tell(to, { do: "configure", config: { id, name: id, queues, skills: { vip: i * 3 }, graceMs: 20_000 } });
    system.tell(to, { do: "connected" });
    const phone = { is: i % 2 ? "browser" as const : "desk" as const, endpoint: `PJSIP/${id}` };
    const begin = () => {
      system.tell(to, { do: "logIn", phone, queues: [] });
      system.tell(to, { do: "ready" });
    };
    at(spread(`${seed} ${id} begin`, 20_000), begin);
    // An unquiet shift: pauses, lost consoles, log-outs and chosen dispositions in between everything else.
    for (let n = 0; n < 60; n++) {
      const when = n * MINUTE + draw(`${seed} ${id} ${n} when`) * MINUTE;
      const what = draw(`${seed} ${id} ${n} what`);
      at(when, () => {
        if (what < 0.12) system.tell(to, { do: "pause", reason: "break" });
        else if (what < 0.2) {
          system.tell(to, { do: "disconnected" });
          at(draw(`${seed} ${id} ${n} back`) * 40_000, () => {
            system.tell(to, { do: "connected" });
            begin();
          });
        } else if (what < 0.23) system.tell(to, { do: "logOut" });
        else if (what < 0.6) begin();
      });
    }
    const wrap = () => {
      const data = system.state(to) as AgentData | undefined;
      if (data?.state.is === "wrap-up" && data.state.until === null) {
        system.tell(`call/${data.state.call}`, { do: "setDisposition", disposition: "sale", by: id });
      }
      if (clock.now() < START + 90 * MINUTE) at(7_000, wrap);
    };
    at(7_000, wrap);
  });

  const calls: CallId[] = [];
  let when = 30_000;
  for (let n = 0; when < 55 * MINUTE; n++) {
    when += spread(`${seed} ${n} gap`, 2_400);
    const id = callId(`call-${n.toString().padStart(5, "0")}`);
    calls.push(id);
    const channel = `caller-${n}` as ChannelId;
    const route: CallRoute = {
      queue: configs[Math.floor(draw(`${seed} ${n} queue`) * 4)].id,
      ...{ greeting: [], language: "ru", priority: n % 17 === 0 ? 5 : 0, record: false },
    };
    at(when, () => {
      pbx.alive.add(channel);
      const caller = { number: `+7916${n}`, name: "" };
      system.tell(`call/${id}`, { do: "arrive", channel, caller, did: "100", route, channelUp: true });
    });
    at(when + spread(`${seed} ${n} patience`, 150_000), () => {
      const state = system.state(`call/${id}`) as CallState | undefined;
      if (state && (state.phase.is === "waiting" || state.phase.is === "offered") && pbx.alive.delete(channel)) {
        system.tell(`call/${id}`, { do: "legGone", channel, cause: 16 });
      }
    });
  }
  const acd = () => system.state("acd/main") as AcdState;
  const callState = (id: CallId) => system.state(`call/${id}`) as CallState;
  const agentState = (id: AgentId) => system.state(`agent/${id}`) as AgentData;
  const queueState = (id: string) => system.state(`queue/${id}`) as QueueData;
  return { simulation, journal, faults, pbx, calls, names, configs, acd, callState, agentState, queueState };
}

Deno.test({
  name: "an hour of overload: nobody is rung or talks twice, no caller is lost, every figure agrees",
  fn: async () => {
    const world = await hour(1);
    const { simulation, pbx } = world;
    while (simulation.clock.now() < START + 75 * MINUTE) {
      await simulation.pass(5_000);
      const rung: string[] = [];
      eachEntry(world.acd().calls, (call) => rung.push(...call.offer?.agents ?? []));
      assert.equal(new Set(rung).size, rung.length, "an agent rung for two callers");
      const having = world.names.map((id) => world.agentState(id).state)
        .flatMap((state) => state.is === "talking" || state.is === "ringing" ? [state.call] : []);
      for (const call of having) assert.notEqual(world.callState(call).phase.is, "ended", "an agent stuck in a call");
    }
    await simulation.pass(20 * MINUTE);
    assert.deepEqual(world.faults, []);
    assert.equal(pbx.overlaps, 0, "two callers with one agent");
    assert.equal(world.acd().calls.size, 0);
    const ends = new Map<string, number>();
    let answered = 0;
    for (const id of world.calls) {
      const state = world.callState(id);
      assert.equal(state.phase.is, "ended", `${id} ${state.phase.is}`);
      if (state.phase.is === "ended") ends.set(state.phase.reason, (ends.get(state.phase.reason) ?? 0) + 1);
      if (state.answeredAt !== null) answered++;
    }
    assert.equal(ends.get("lost"), undefined);
    let byQueues = 0;
    for (const { id } of world.configs) {
      const { day, waiting } = world.queueState(id);
      assert.equal(waiting.size, 0);
      assert.equal(day.offered, day.answered + day.abandoned + day.left + day.lost, id);
      assert.equal(day.lost, 0);
      byQueues += day.answered;
    }
    const byAgents = world.names.reduce((sum, id) => sum + world.agentState(id).day.answered, 0);
    assert.deepEqual([byQueues, byAgents], [answered, answered]);
    for (const id of world.names) {
      const { state } = world.agentState(id);
      assert.ok(state.is !== "talking" && state.is !== "ringing" && state.is !== "wrap-up", `${id} ${state.is}`);
    }
    const known = valuesOf(world.acd().agents).filter((agent) => agent.ready).map((agent) => agent.agent).sort();
    assert.deepEqual(known, world.names.filter((id) => world.agentState(id).state.is === "ready"));
    // The hour was worth its name: the centre was overloaded, and every way out of a line was taken.
    const sum = (what: "abandoned" | "left" | "refused") =>
      world.configs.reduce((all, { id }) => all + world.queueState(id).day[what], 0);
    assert.ok(answered > 500 && sum("abandoned") > 100 && sum("left") > 20 && sum("refused") > 20);
  },
});

Deno.test("the same seed gives the same journal to the letter, or no recorded day could be replayed", async () => {
  const journals = [];
  for (const seed of [2, 2, 3]) {
    const world = await hour(seed);
    await world.simulation.pass(10 * MINUTE);
    const { journal } = world;
    journals.push(JSON.stringify(journal.streams().sort().map((stream) => [stream, journal.entries(stream)])));
  }
  assert.ok(journals[0].length > 100_000);
  assert.equal(journals[0], journals[1]);
  assert.notEqual(journals[0], journals[2]);
});
