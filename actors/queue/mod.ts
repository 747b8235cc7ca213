/** The queue actor `queue/<id>`: admission, the line, announcements, limits and the day's figures. See `types.ts`. */
import type { Definition } from "@/actors/runtime/types.ts";
import { apply, initialQueue } from "./apply.ts";
import { type QueuePorts, queueReducer } from "./reduce.ts";
import type { QueueCommand, QueueData, QueueEvent } from "./types.ts";
import { viewQueue } from "./view.ts";

export type * from "./types.ts";
export { apply, initialQueue, serving } from "./apply.ts";
export { type QueuePorts, queueReducer } from "./reduce.ts";

export interface QueueOptions extends QueuePorts {
  /** Told of every change, and once at activation. */
  onChange?: (state: QueueData, events: readonly QueueEvent[]) => void;
}

export function queueDefinition(options: QueueOptions): Definition<QueueData, QueueCommand, QueueEvent, never> {
  return {
    kind: "queue",
    version: 1,
    initial: initialQueue,
    reduce: queueReducer(options),
    apply,
    perform: () => {},
    view(state, events, topics) {
      viewQueue(state, events, topics);
      options.onChange?.(state, events);
    },
    mailbox: 50_000,
    snapshotEvery: 2_000,
  };
}
