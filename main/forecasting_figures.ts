/** Counts of this process's trainings for /metrics. */
import type { Ended } from "@/ml/registry/mod.ts";

/** `broken`: it begins anew. */
export type TrainingEnd = Ended | "broken";
export const TRAINING_ENDS: readonly TrainingEnd[] = ["done", "refused", "failed", "gone", "broken"];

export class TrainingFigures {
  running = 0;
  seconds = 0;
  readonly ended = new Map<TrainingEnd, number>();

  /** Moments in ms. @returns how to say that it ended */
  begin(at: number): (how: TrainingEnd, now: number) => void {
    this.running++;
    return (how, now) => {
      this.running--;
      this.seconds += Math.max(0, now - at) / 1_000;
      this.ended.set(how, (this.ended.get(how) ?? 0) + 1);
    };
  }
}
