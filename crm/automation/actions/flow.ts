/** Waiting and stopping: done by the runner itself (work.ts); here is what they are asked. */
import { z } from "zod";
import { type ActionDef, defineAction } from "@/crm/automation/actions/types.ts";
import { spanSchema } from "@/crm/automation/actions/task.ts";

export const WAIT = "wait";
export const STOP = "stop";

export const waitSchema = z.object({
  for: spanSchema,
  /** Then until somebody works, if nobody does. */
  untilWorking: z.boolean().default(false),
  /** Conditions are asked again afterwards. */
  recheck: z.boolean().default(true),
});

export const FLOW_ACTIONS: readonly ActionDef[] = [
  defineAction({
    id: WAIT,
    group: "flow",
    inputs: [
      { key: "for", type: "duration", initial: { n: 1, unit: "hours" }, min: 0 },
      { key: "untilWorking", type: "check" },
      { key: "recheck", type: "check", initial: true },
    ],
    params: waitSchema,
    run: (_, params) => Promise.resolve({ n: params.for.n, unit: params.for.unit }),
  }),
  defineAction({
    id: STOP,
    group: "flow",
    inputs: [],
    params: z.object({}),
    run: () => Promise.resolve({}),
  }),
];
