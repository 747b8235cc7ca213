/** Where a dragged card would stand, and what the card is called there. Pure. */
import { between } from "@/crm/board/rank.ts";
import type { BoardCard } from "@/crm/board/types.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";

export interface Target {
  stage: string;
  /** Gap of the column as it is shown: 0 is above the first card. */
  gap: number;
}

export interface Neighbours {
  after: string | null;
  before: string | null;
  /** Place among the other cards. */
  at: number;
}

/** The cards that would be above and below: the moved ones themselves are none. */
export function neighboursAt(order: readonly string[], gap: number, moved: ReadonlySet<string>): Neighbours {
  const above = order.slice(0, gap).filter((id) => !moved.has(id));
  const before = order.slice(gap).find((id) => !moved.has(id)) ?? null;
  return { after: above.at(-1) ?? null, before, at: above.length };
}

/** The gap nearest to a height above the column's cards. px */
export function gapAt(y: number, options: { row: number; count: number }): number {
  return Math.min(options.count, Math.max(0, Math.round(y / options.row)));
}

/** A rank to show until the server gives its own. `now`: ms since the epoch. */
export function rankAt(above: string | null, below: string | null, now: number): string {
  if (above !== null) return between(above, below) ?? above;
  // As the server puts cards on top: by the clock, or over what stands there.
  const top = `-${(now / 1_000).toFixed(3)}`;
  return below === null ? top : between(null, below) ?? top;
}

/** The card as it will be in another stage: it begins to age anew, and has the stage's probability unless set by hand. */
export function inStage(
  card: BoardCard,
  stages: { from: PipelineStage | undefined; to: PipelineStage },
  options: { rank: string; now: number },
): BoardCard {
  const { from, to } = stages;
  if (card.stage === to.id) return { ...card, rank: options.rank };
  const { values } = card;
  const manual = to.type === "open" && from !== undefined && values.probability !== undefined &&
    values.probability !== from.probability;
  const rotten = to.type === "open" && to.rottenDays !== null;
  return {
    ...card,
    stage: to.id,
    rank: options.rank,
    values: {
      ...values,
      stage: to.id,
      status: to.type,
      stageSince: new Date(options.now).toISOString(),
      rottenAt: rotten ? new Date(options.now + to.rottenDays! * 86_400_000).toISOString() : null,
      ...(values.probability === undefined || manual ? {} : { probability: to.probability }),
    },
  };
}
