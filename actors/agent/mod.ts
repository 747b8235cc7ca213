/** The agent actor `agent/<id>`: one person at work. See `types.ts`. */
import type { Definition } from "@/actors/runtime/types.ts";
import type { DayOf } from "@/telephony/acd/mod.ts";
import { apply, initialAgent } from "./apply.ts";
import { agentReducer } from "./reduce.ts";
import type { AgentCommand, AgentData, AgentEvent } from "./types.ts";
import { type AgentNames, concernsView, viewAgent } from "./view.ts";

export type * from "./types.ts";
export { apply, initialAgent, PAUSE_LOGGED_IN, PAUSE_MISSED } from "./apply.ts";
export { acdAgentOf, memberStateOf, reachable } from "./facts.ts";
export { agentReducer } from "./reduce.ts";

export interface AgentOptions {
  /** The site's days; must be pure. */
  dayOf: DayOf;
  /** Names for the wallboard. */
  names: AgentNames;
  /** Told of every change, and once at activation. */
  onChange?: (data: AgentData, events: readonly AgentEvent[]) => void;
}

export function agentDefinition(options: AgentOptions): Definition<AgentData, AgentCommand, AgentEvent, never> {
  return {
    kind: "agent",
    version: 1,
    initial: initialAgent,
    reduce: agentReducer(options.dayOf),
    apply,
    perform: () => {},
    view(data, events, topics) {
      if (concernsView(events)) viewAgent(data, topics, options.names);
      options.onChange?.(data, events);
    },
  };
}
