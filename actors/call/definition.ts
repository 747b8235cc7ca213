/** The call as the runtime sees it: its pure core with its shell. */
import type { Definition } from "@/actors/runtime/types.ts";
import { apply } from "./apply.ts";
import { type CallPorts, performer } from "./effects.ts";
import type { CallRecorder } from "./recorder.ts";
import { reduce } from "./reduce.ts";
import { type CallEffect, type CallEvent, type CallState, initialCall } from "./state.ts";
import type { CallCommand } from "./types.ts";
import { viewCall } from "./view.ts";

/** An ended call stays in memory this long: notes, dispositions and the end of its recording come soon after. */
const IDLE_MS = 120_000;

export interface CallShell extends CallPorts {
  recorder: Pick<CallRecorder, "call">;
  /** Told of every change, and once at activation (no events). */
  onChange?: (state: CallState, events: readonly CallEvent[]) => void;
}

export function callDefinition(shell: CallShell): Definition<CallState, CallCommand, CallEvent, CallEffect> {
  return {
    kind: "call",
    version: 1,
    initial: initialCall,
    reduce,
    apply,
    perform: performer(shell),
    view(state, events, topics) {
      viewCall(state, events, topics);
      shell.recorder.call(state, events);
      shell.onChange?.(state, events);
    },
    passivateAfterMs: IDLE_MS,
    // A call has some dozen events in its life: replaying them costs less than writing snapshots under load.
    snapshotEvery: 1_000,
  };
}
