/** The distributor `acd/main`: one order across queues, each decision with its reasons. See `types.ts`. */
import type { Definition } from "@/actors/runtime/types.ts";
import { apply, initialAcd } from "./apply.ts";
import { reduce } from "./reduce.ts";
import type { AcdCommand, AcdEvent, AcdState } from "./types.ts";

export type * from "./types.ts";
export { apply, initialAcd, reduce };

/** The distributor has no effects of its own (all are `tell` and `timer`) and shows nothing: queues and agents do. */
export function acdDefinition(): Definition<AcdState, AcdCommand, AcdEvent, never> {
  return {
    kind: "acd",
    version: 1,
    initial: initialAcd,
    reduce,
    apply,
    perform: () => {},
    // Everybody talks to it, and its state is a few hundred kilobytes: a deep mailbox, rare snapshots.
    mailbox: 50_000,
    snapshotEvery: 5_000,
  };
}
