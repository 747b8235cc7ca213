/** The difference of two errors with the bounds that it lies in: in a word, in figures, and drawn about zero. */
import { type Told, toldBy } from "@/components/models/errors.ts";
import type { Sheet } from "@/components/models/types.ts";

export interface DifferenceProps {
  sheet: Sheet;
  difference: { mean: number; low: number; high: number } | null;
  good: "below" | "above";
  /** Half of the axis, so that rows of a table share one. */
  reach: number;
}

const TONES: Record<Told, string | undefined> = { better: "good", worse: "bad", chance: undefined, unknown: undefined };

export function Difference(props: DifferenceProps) {
  const { t, say } = props.sheet;
  const { difference } = props;
  const figure = props.good === "below" ? say.points : say.shift;
  const told = toldBy(difference, props.good);
  const place = (value: number) => `${Math.min(100, Math.max(0, 50 + (value / props.reach) * 50))}%`;
  return (
    <span class="mp-difference" data-told={told}>
      <span class="badge" data-tone={TONES[told]}>{t(`models.told-by.${told}`)}</span>
      {difference && told !== "unknown" && (
        <>
          <i
            class="mp-whisker"
            aria-hidden="true"
            style={`--low: ${place(difference.low)}; --high: ${place(difference.high)}; --mean: ${
              place(difference.mean)
            }`}
          />
          <small class="quiet nowrap">
            {t(props.good === "below" ? "models.difference" : "models.difference.auc", {
              mean: figure(difference.mean),
              low: figure(difference.low),
              high: figure(difference.high),
            })}
          </small>
        </>
      )}
    </span>
  );
}

/** What all differences of a table fit in. */
export function reachOf(list: readonly ({ low: number; high: number } | null)[]): number {
  const bounds = list.flatMap((one) => one ? [Math.abs(one.low), Math.abs(one.high)] : []).filter(Number.isFinite);
  return Math.max(...bounds, 1e-6) * 1.05;
}
