/** Through which stages a deal came, by the moments that a file has. Pure. */
import type { StageType } from "@/store/tables/sales.ts";

export interface Step {
  stage: string;
  /** ISO 8601 in UTC. */
  at: string;
}

export interface Moments {
  /** Where it stands; its last step. */
  stage: { id: string; type: StageType };
  entered: readonly Step[];
  closed?: string;
  since?: string;
  created?: string;
}

/**
 * Steps in the order of time, the last into the present stage; empty when the file knows no moment. A stage that was
 * entered after the deal came to stand where it stands was not passed on this way and is left out.
 */
export function stepsOf({ stage, entered, closed, since, created }: Moments): Step[] {
  const own = entered.filter((step) => step.stage === stage.id).map(({ at }) => at).sort().at(-1);
  const others = entered.filter((step) => step.stage !== stage.id)
    .toSorted((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
  const last = stage.type === "open" ? own ?? since : closed ?? own ?? since;
  const end = last ?? others.at(-1)?.at ?? created;
  if (end === undefined) return [];
  return [...others.filter(({ at }) => at <= end), { stage: stage.id, at: end }];
}
