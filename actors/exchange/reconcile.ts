/**
 * Bringing Asterisk and the actors together, on every connect before any event is dispatched: events of the gap are
 * lost, so what Asterisk has is read and every live call mends itself to it. Then queues, agents and the distributor
 * are told the result; callers keep their place because each call remembers when it joined.
 */
import { getLogger } from "@logtape/logtape";
import type { AcdAgent } from "@/actors/acd/types.ts";
import type { AgentCommand } from "@/actors/agent/types.ts";
import type { ActorId, Millis } from "@/actors/runtime/types.ts";
import type { CallState } from "@/actors/call/state.ts";
import type { AgentId, CallCommand, Caller, CallId, QueueId } from "@/actors/call/types.ts";
import type { Callers } from "./callers.ts";
import { arrival, type ExchangePorts } from "./exchange.ts";
import { type FoundCall, inboundOf, type Sorted, sortOut } from "./found.ts";

const log = getLogger(["kommutator", "exchange"]);

/** Longest time for one call's journal to be read and its mending to be durable. */
const CALL_MS = 15_000;

export interface ReconcileResult {
  at: Millis;
  tookMs: number;
  channels: number;
  bridges: number;
  /** Live calls after it. */
  live: number;
  talking: number;
  waiting: number;
  /** Calls believed alive that Asterisk no longer has. */
  lost: number;
  /** Channels of ours that no call could be made of. */
  strangers: number;
  /** Calls that did not answer in time; they are reconciled at the next connect. */
  failed: number;
}

interface WaitingCall {
  call: CallId;
  queue: QueueId;
  caller: Caller;
  since: Millis;
  priority: number;
}

export interface ReconcilePorts extends ExchangePorts {
  /** What agents tell the distributor of themselves, read from their states. */
  acdAgents(): AcdAgent[];
}

export async function reconcile(
  ports: ReconcilePorts,
  callers: Callers,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const { ari, system, clock } = ports;
  const at = clock.now();
  const [channels, bridges, believed] = await Promise.all([
    ari.call("channels.list"),
    ari.call("bridges.list"),
    ports.liveCalls().catch((error) => {
      // Asterisk alone still tells every call that lives; only those it lost are not seen to end.
      log.error("the list of live calls cannot be read: {error}", { error: String(error) });
      return [] as CallId[];
    }),
  ]);
  signal.throwIfAborted();
  const sorted = sortOut(channels, bridges, { app: ari.app, asteriskId: ports.asteriskId });
  callers.clear();
  for (const call of sorted.calls.values()) if (call.caller) callers.set(call.caller.id, call.id);
  const ids = idsOf(ports, sorted, believed);
  const failed = await mendCalls(ports, ids, sorted);
  signal.throwIfAborted();
  for (const channel of sorted.others) {
    ari.call("hangup", { channelId: channel.id, reason: "normal" }, { key: channel.id }).catch(() => {});
  }
  const states = ids.map((id) => system.state(`call/${id}`) as CallState | undefined)
    .filter((state) => state !== undefined);
  const waiting = waitingOf(states);
  await tellOthers(ports, states, waiting);
  const result: ReconcileResult = {
    at,
    tookMs: clock.now() - at,
    channels: channels.length,
    bridges: bridges.length,
    live: states.filter(({ phase }) => phase.is !== "ended" && phase.is !== "new").length,
    talking: states.filter(({ phase }) => phase.is === "talking").length,
    waiting: waiting.length,
    lost: states.filter(({ phase }) => phase.is === "ended" && phase.reason === "lost" && phase.at >= at).length,
    strangers: sorted.others.length,
    failed,
  };
  log.info("reconciled with Asterisk in {tookMs} ms: {talking} talking, {waiting} waiting, {lost} lost", { ...result });
  return result;
}

/** Every call that either side may know: believed alive, found in Asterisk, or alive in memory. */
function idsOf(ports: ReconcilePorts, sorted: Sorted, believed: CallId[]): CallId[] {
  const loaded = ports.system.ids("call")
    .filter((id) => (ports.system.state(id) as CallState | undefined)?.phase.is !== "ended")
    .map((id) => id.slice("call/".length) as CallId);
  // Asterisk's first: they are in the order of arrival, and new ones join their line in it.
  return [...new Set([...sorted.calls.keys(), ...believed, ...loaded])];
}

/** Returns how many calls did not settle. */
async function mendCalls(ports: ReconcilePorts, ids: CallId[], sorted: Sorted): Promise<number> {
  const { system, ari } = ports;
  const answers = await Promise.all(ids.map(async (id) => {
    const found = sorted.calls.get(id);
    const meta = { origin: "ari" };
    if (found?.caller) system.tell(`call/${id}`, arrivalOf(ports, found), meta);
    const command: CallCommand = {
      do: "reconcile",
      channels: found?.channels ?? [],
      bridged: found?.bridged ?? [],
      bridge: found?.bridge ?? null,
    };
    const answer = await system.ask(`call/${id}`, command, { timeoutMs: CALL_MS, meta });
    for (const bridgeId of found?.spareBridges ?? []) {
      ari.call("destroy", { bridgeId }, { key: id }).catch(() => {});
    }
    return answer;
  }));
  const failures = answers.filter((answer) => !answer.ok && answer.code !== "rejected");
  if (failures.length > 0) log.error("{n} calls could not be reconciled", { n: failures.length });
  return failures.length;
}

/** For a call that lost its journal; one that knows itself ignores it. Who talks already is not greeted again. */
function arrivalOf(ports: ReconcilePorts, found: FoundCall): CallCommand {
  const channel = found.caller!;
  const command = arrival(ports.directory, channel, inboundOf(channel, ports.ari.app) ?? channel.dialplan.exten);
  const seen = channel.state === "Up";
  return command.route && seen ? { ...command, route: { ...command.route, greeting: [] } } : command;
}

function waitingOf(states: CallState[]): WaitingCall[] {
  const waiting: WaitingCall[] = [];
  for (const { id, phase, caller, route } of states) {
    if (phase.is !== "waiting" && phase.is !== "offered") continue;
    waiting.push({ call: id, queue: phase.queue, caller, since: phase.since, priority: route?.priority ?? 0 });
  }
  return waiting.sort((a, b) => a.since - b.since || (a.call < b.call ? -1 : 1));
}

async function tellOthers(ports: ReconcilePorts, states: CallState[], waiting: WaitingCall[]): Promise<void> {
  const { system, directory } = ports;
  const ask = (id: ActorId, command: unknown) =>
    system.ask(id, command, { timeoutMs: CALL_MS, meta: { origin: "ari" } });
  const queues = new Set([...directory.queues.map(({ id }) => id), ...waiting.map(({ queue }) => queue)]);
  await Promise.all([...queues].map((queue) =>
    ask(`queue/${queue}`, {
      do: "reconcile",
      waiting: waiting.filter((call) => call.queue === queue).map(({ queue: _, ...call }) => call),
    })
  ));
  const busy = busyAgents(states);
  const agents = new Set([
    ...directory.agents.map(({ id }) => id),
    ...system.ids("agent").map((id) => id.slice("agent/".length) as AgentId),
    ...busy.keys(),
  ]);
  await Promise.all([...agents].map((agent) => {
    return ask(`agent/${agent}`, busy.get(agent) ?? { do: "reconcile", call: null, up: false });
  }));
  await ask("acd/main", {
    do: "reconcile",
    waiting: waiting.map(({ call, queue, since, priority }) => ({ call, queue, since, priority })),
    agents: ports.acdAgents(),
  });
}

type Busy = Extract<AgentCommand, { do: "reconcile" }>;

/** What each agent with a leg truly has; a conversation counts before a ring. */
function busyAgents(states: CallState[]): Map<AgentId, Busy> {
  const busy = new Map<AgentId, Busy>();
  for (const { id, phase, caller } of states) {
    if (phase.is !== "talking" && phase.is !== "offered") continue;
    const [legs, up] = phase.is === "talking" ? [[phase.leg], true] : [phase.legs, false];
    for (const { agent } of legs) {
      if (up || !busy.has(agent)) {
        busy.set(agent, { do: "reconcile", call: id, up, queue: phase.queue ?? undefined, caller });
      }
    }
  }
  return busy;
}
