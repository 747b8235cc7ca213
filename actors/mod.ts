/**
 * The switchboard: all actors of telephony with everything between them and Asterisk, behind one door. Made by `main`
 * (and by tests and benches) with the ports to the world; routes speak to it and never to actors by themselves.
 */
import { getLogger } from "@logtape/logtape";
import { announcementSounds } from "@/telephony/asterisk/sounds.ts";
import { daysIn } from "@/telephony/acd/mod.ts";
import type { Ari } from "@/telephony/ari/port.ts";
import { acdDefinition, type AcdEvent, type AcdState } from "./acd/mod.ts";
import { acdAgentOf, type AgentCommand, type AgentData, agentDefinition } from "./agent/mod.ts";
import { callDefinition } from "./call/definition.ts";
import { CallRecorder, type RecordPort } from "./call/recorder.ts";
import type { CallState } from "./call/state.ts";
import type { AgentId, CallCommand, CallId, QueueId } from "./call/types.ts";
import { Directory, type SiteConfig } from "./exchange/directory.ts";
import { Exchange } from "./exchange/exchange.ts";
import { FreshJournal } from "./exchange/fresh_journal.ts";
import { Phones } from "./exchange/phones.ts";
import { Site } from "./exchange/site.ts";
import { type QueueData, queueDefinition } from "./queue/mod.ts";
import {
  ActorSystem,
  type Answer,
  type Clock,
  type CommandMeta,
  type Fault,
  type Journal,
  type Placement,
  type Random,
  type Scheduler,
  type TopicWriter,
  type TraceHook,
} from "./runtime/mod.ts";

export type { CallRecord, RecordBatch, SegmentRecord } from "./call/record.ts";
export type { RecordPort } from "./call/recorder.ts";
export type { CallState } from "./call/state.ts";
export type { NumberConfig, SiteConfig } from "./exchange/directory.ts";
export type { ReconcileResult } from "./exchange/reconcile.ts";
export { normaliseNumber } from "./exchange/numbers.ts";

const log = getLogger(["kommutator", "switchboard"]);

/** How often the journal's health is looked at for the wallboard. */
const HEALTH_MS = 1_000;

export interface SwitchboardOptions {
  clock: Clock;
  random: Random;
  journal: Journal;
  topics: TopicWriter;
  /** Not connected yet: `ari.connect()` comes after {@link Switchboard.start}. */
  ari: Ari;
  /** Writes calls and decisions to the records. */
  records: RecordPort;
  /** Calls without an end in the records or the journal; read at each connect. */
  liveCalls(): Promise<CallId[]>;
  /** IANA zone of the site: its days begin at midnight there. */
  zone: string;
  /** Names this Asterisk in the ids of calls; must stay the same over restarts. Default `main`. */
  asteriskId?: string;
  simulator?: boolean;
  placement?: Placement;
  scheduler?: Scheduler;
  sliceMs?: number;
  trace?: TraceHook;
  onFault?(fault: Fault): void;
  /** Another process took our ARI application or our shard: this one must end. */
  onFenced?(why: string): void;
}

export interface Switchboard {
  system: ActorSystem;
  directory: Directory;
  exchange: Exchange;
  recorder: CallRecorder;
  /** Loads the set-up and the actors, and begins to listen to Asterisk. */
  start(config: SiteConfig): Promise<void>;
  /** A changed set-up, told to the actors it concerns. */
  configure(config: SiteConfig): void;
  /** Ends in order: what is known is durable and recorded. Calls in Asterisk go on. */
  stop(options?: { timeoutMs?: number }): Promise<void>;
  /** The answer comes when the command's events are durable. Rights are the caller's business. */
  agentCommand(agent: AgentId, command: AgentCommand, meta?: CommandMeta): Promise<Answer>;
  callCommand(call: CallId, command: CallCommand, meta?: CommandMeta): Promise<Answer>;
  /** States of loaded actors as they are now. */
  agentState(agent: AgentId): AgentData | undefined;
  callState(call: CallId): CallState | undefined;
  queueState(queue: QueueId): QueueData | undefined;
  acdState(): AcdState | undefined;
  /** Calls in memory that have not ended. */
  liveCalls(): CallState[];
}

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { clock, random, topics, ari } = options;
  const dayOf = daysIn(options.zone);
  const journal = new FreshJournal(options.journal);
  const recorder = new CallRecorder({ port: options.records, clock });
  const system = new ActorSystem({
    clock,
    random,
    journal,
    topics,
    trace: options.trace,
    placement: options.placement,
    scheduler: options.scheduler,
    sliceMs: options.sliceMs,
    onFault: (fault) => {
      log.error("{kind}: {message}", { ...fault, error: undefined });
      options.onFault?.(fault);
      if (fault.fenced) options.onFenced?.(fault.message);
    },
  });
  const tell = (to: `${string}/${string}`, command: unknown) => void system.tell(to, command, { origin: "set-up" });
  const directory = new Directory(tell);
  const phones = new Phones({ ari, clock, tell });
  const names = { queue: (id: string) => directory.queue(id as QueueId)?.name ?? "" };
  system.define({
    ...acdDefinition(),
    view: (_state: AcdState, events: readonly AcdEvent[]) => {
      for (const event of events) if (event.type === "decided") recorder.decision(event.decision);
    },
  });
  system.define(callDefinition({ ari, clock, recorder }));
  system.define(queueDefinition({
    dayOf,
    spokenPosition: (position, expectedWaitMs, language) => announcementSounds({ position, expectedWaitMs, language }),
  }));
  system.define(agentDefinition({
    dayOf,
    names,
    onChange: (data) => phones.use(data.id, data.state.is === "offline" ? null : data.phone?.endpoint ?? null),
  }));
  const site = new Site({ topics, clock, simulator: options.simulator ?? false });
  const agentState = (agent: AgentId) => system.state(`agent/${agent}`) as AgentData | undefined;
  const agents = () => system.ids("agent").map((id) => system.state(id) as AgentData | undefined).filter((a) => !!a);
  const exchange = new Exchange({
    ari,
    system,
    clock,
    directory,
    site,
    phones,
    asteriskId: options.asteriskId ?? "main",
    liveCalls: options.liveCalls,
    acdAgents: () => agents().map(acdAgentOf).filter((agent) => agent !== null),
    onFresh: (call) => journal.markFresh(`call/${call}`),
    onFenced: () => options.onFenced?.("another process took the ARI application"),
  });
  let health: unknown = null;
  const watch = () => {
    const state = system.health().journal;
    site.journal(state === "ok" && recorder.behind ? "behind" : state);
    health = clock.after(HEALTH_MS, watch);
  };
  const live = () =>
    system.ids("call").map((id) => system.state(id) as CallState | undefined)
      .filter((state) => state !== undefined && state.phase.is !== "ended" && state.phase.is !== "new") as CallState[];

  return {
    system,
    directory,
    exchange,
    recorder,
    async start(config) {
      directory.apply(config);
      const ids = ["acd/main" as const, ...config.queues.map(({ id }) => `queue/${id}` as const)];
      await Promise.all(
        [...ids, ...config.agents.map(({ id }) => `agent/${id}` as const)].map((id) => system.activate(id)),
      );
      // Consoles' sockets died with the process before this one; who comes back says so.
      for (const { id } of agents()) system.tell(`agent/${id}`, { do: "disconnected" }, { origin: "start" });
      // A wrap-up under way shows its call again.
      for (const { state } of agents()) if (state.is === "wrap-up") void system.activate(`call/${state.call}`);
      exchange.start();
      watch();
    },
    configure: (config) => directory.apply(config),
    async stop({ timeoutMs = 5_000 } = {}) {
      exchange.stop();
      clock.clear(health);
      await system.stop({ timeoutMs });
      let timer: unknown;
      const late = new Promise<void>((resolve) => timer = clock.after(timeoutMs, resolve));
      await Promise.race([recorder.flush().catch(() => {}), late]);
      clock.clear(timer);
    },
    agentCommand: (agent, command, meta) => system.ask(`agent/${agent}`, command, { meta }),
    callCommand: (call, command, meta) => system.ask(`call/${call}`, command, { meta }),
    agentState,
    callState: (call) => system.state(`call/${call}`) as CallState | undefined,
    queueState: (queue) => system.state(`queue/${queue}`) as QueueData | undefined,
    acdState: () => system.state("acd/main") as AcdState | undefined,
    liveCalls: live,
  };
}
