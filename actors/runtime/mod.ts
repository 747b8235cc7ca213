/** The actor runtime: mailboxes, supervision, timers, journal, placement, views. Knows no telephony and no CRM. */
export * from "./types.ts";
export { type Answer } from "./asks.ts";
export { systemClock, VirtualClock } from "./clock.ts";
export type { Fault, Limits } from "./host.ts";
export { MemoryJournal } from "./journal_memory.ts";
export { shardOf, SHARDS, singleNode } from "./placement.ts";
export type { PlainActor, PlainContext } from "./plain.ts";
export type { Runnable, Scheduler } from "./scheduler.ts";
export { isShellEvent, restore, type ShellEvent } from "./shell.ts";
export { seeded, Simulation } from "./simulation.ts";
export type { Supervision } from "./supervision.ts";
export { ActorSystem, type Health, type SystemOptions } from "./system.ts";
export { type LiveDelta, type LiveSnapshot, LiveTable, LiveTopics } from "./views.ts";
