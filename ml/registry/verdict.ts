/** Whether a version may take the champion's place: only when it beats the champion and every baseline. Pure. */
import { plainFigures } from "@/ml/registry/plain.ts";
import type { BesideChampion, Verdict } from "@/ml/registry/types.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";
import { BASELINES, type VolumeReport } from "@/ml/volume/report.ts";

/** A difference to a model, turned so that below zero is better. */
interface Difference {
  mean: number;
  low: number;
  high: number;
}

export interface VerdictAsked {
  /** There is a champion. */
  champion: boolean;
  /** It had the same settings: the version is the same way of forecasting on newer data. */
  same: boolean;
}

/** By WAPE of the back-test: lower is better. */
export function volumeVerdict(report: VolumeReport, asked: VerdictAsked): Verdict {
  const of = (name: string) => report.models.find((model) => model.name === name);
  const lostTo = BASELINES.filter((name) => !(wape(of(name)?.difference) < 0));
  const own = finite(of("product")?.wape);
  return judged({
    lostTo: own === null ? [...BASELINES] : lostTo,
    champion: besideChampion(of("champion")?.difference ?? null, asked),
    figure: {
      name: "wape",
      own,
      champion: asked.champion ? finite(of("champion")?.wape) : null,
      baseline: BASELINES.reduce<number | null>((best, name) => lower(best, finite(of(name)?.wape)), null),
      ...plainFigures(report),
    },
  });
}

/** By AUC out of fold: higher is better. `logistic` is the baseline, and chance. */
export function scoreVerdict(report: ScoreVersionReport, asked: VerdictAsked): Verdict {
  const of = (name: string) => report.models.find((model) => model.name === name);
  const own = finite(of("product")?.auc);
  const logistic = of("logistic");
  const lostTo: string[] = [];
  // The product may be the logistic model itself: then there is no difference.
  const ahead = logistic?.difference?.mean ?? (own ?? NaN) - (logistic?.auc ?? NaN);
  if (!(ahead >= 0)) lostTo.push("logistic");
  if (own === null || own <= 0.5 || !(report.signal.low > 0.5)) lostTo.push("chance");
  const champion = of("champion")?.difference;
  return judged({
    lostTo,
    champion: besideChampion(champion ? turned(champion) : null, asked),
    figure: {
      name: "auc",
      own,
      champion: asked.champion ? finite(of("champion")?.auc) : null,
      baseline: finite(of("logistic")?.auc),
    },
  });
}

function judged(verdict: Omit<Verdict, "promotable">): Verdict {
  const { champion, lostTo, figure } = verdict;
  const stands = champion === "first" || champion === "better" || champion === "same";
  return { promotable: stands && lostTo.length === 0 && figure.own !== null, ...verdict };
}

function besideChampion(difference: Difference | null, { champion, same }: VerdictAsked): BesideChampion {
  if (!champion) return "first";
  if (same) return sameWay(difference);
  if (difference === null || !Number.isFinite(difference.mean)) return "unproven";
  if (difference.mean > 0) return "worse";
  return difference.high < 0 ? "better" : "unproven";
}

/** Nobody has to prove that newer data are better; only what is worse beyond chance does not come in. */
function sameWay(difference: Difference | null): BesideChampion {
  if (difference === null || !Number.isFinite(difference.mean)) return "same";
  return difference.low > 0 ? "worse" : difference.high < 0 ? "better" : "same";
}

const lower = (a: number | null, b: number | null) => a === null ? b : b === null ? a : Math.min(a, b);
const wape = (difference: Difference | null | undefined) => difference?.mean ?? NaN;
const turned = ({ mean, low, high }: Difference): Difference => ({ mean: -mean, low: -high, high: -low });
const finite = (value: number | null | undefined) => typeof value === "number" && Number.isFinite(value) ? value : null;
