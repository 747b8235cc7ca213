/**
 * What became of the open pipeline between two days: what came in, grew, shrank, went elsewhere, was won or lost. Every
 * deal's steps come to its part of the difference, so that start + steps = end to the kopeck. Pure.
 */
import { type DealLife, type LifeState, stateOn } from "@/ml/revenue/life.ts";
import { type Step, STEPS, type WaterfallStep, type WaterfallView } from "@/ml/revenue/view.ts";
import { inPeriod } from "@/ml/revenue/periods.ts";

const TOP = 12;

/** `period`: only what is expected to close in it; null: whenever. Days are ends of days. */
export function waterfall(
  lives: readonly DealLife[],
  options: { from: string; to: string; period: string | null },
): Omit<WaterfallView, "names"> {
  const { from, to, period } = options;
  const steps = new Map(STEPS.map((step) => [step, { step, minor: 0, deals: 0, all: [] as WaterfallStep["top"] }]));
  const start = { deals: 0, minor: 0 }, end = { deals: 0, minor: 0 };
  const counts = (state: LifeState | null) =>
    state?.status === "open" && (period === null || (state.closeDate !== null && inPeriod(state.closeDate, period)));
  for (const life of lives) {
    const [was, is] = [stateOn(life, from), stateOn(life, to)];
    const [before, after] = [counts(was), counts(is)];
    if (before) start.deals++, start.minor += was!.minor;
    if (after) end.deals++, end.minor += is!.minor;
    for (const [step, minor] of stepsOf({ was, is, before, after, period })) {
      const one = steps.get(step)!;
      one.minor += minor;
      one.deals++;
      one.all.push({ id: life.id, minor });
    }
  }
  return {
    from,
    to,
    period,
    start,
    end,
    steps: [...steps.values()].map(({ all, ...step }) => ({
      ...step,
      top: all.sort((a, b) => Math.abs(b.minor) - Math.abs(a.minor)).slice(0, TOP),
    })),
  };
}

interface Two {
  was: LifeState | null;
  is: LifeState | null;
  before: boolean;
  after: boolean;
  period: string | null;
}

function* stepsOf({ was, is, before, after, period }: Two): Generator<[Step, number]> {
  if (before && after) return yield* resized(was!.minor, is!.minor);
  if (before) {
    if (is === null) return yield ["removed", -was!.minor];
    if (is.status === "open") return yield ["moved-out", -was!.minor];
    if (is.status === "lost") return yield ["lost", -was!.minor];
    // Won for another sum than it was said: first it grew or shrank.
    yield* resized(was!.minor, is.minor);
    return yield ["won", -is.minor];
  }
  const wasClosed = was !== null && was.status !== "open";
  const came: Step = was === null ? "new" : wasClosed ? "reopened" : "moved-in";
  if (after) return yield [came, is!.minor];
  // Came and was closed in between: won in the period it belongs to.
  if (is === null || is.status === "open" || wasClosed) return;
  if (period !== null && !inPeriod(is.since, period)) return;
  yield [came, is.minor];
  yield [is.status, -is.minor];
}

function* resized(was: number, is: number): Generator<[Step, number]> {
  if (is > was) yield ["bigger", is - was];
  if (is < was) yield ["smaller", is - was];
}
