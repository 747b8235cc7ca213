/** Reports, data and trainers for tests of the registry. For tests only. */
import { addDays } from "@/ml/calendar/days.ts";
import type { VolumeData } from "@/ml/datasets/mod.ts";
import type { DataPorts } from "@/ml/registry/ports.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";
import type { Trainer, TrainingTask } from "@/ml/training/mod.ts";
import type { TrainedOf, TrainingOutcome, VolumeTrained } from "@/ml/training/protocol.ts";
import type { VolumeReport } from "@/ml/volume/report.ts";

type Difference = { mean: number; low: number; high: number };

/** A report whose version differs so from the baselines and the champion. */
export function volumeReport(
  differences: { naive: Difference | null; mean: Difference | null; champion: Difference | null },
): VolumeReport {
  const { naive, mean, champion } = differences;
  const of = (name: VolumeReport["models"][number]["name"], difference: Difference | null) => ({
    name,
    wape: difference ? 0.1 - difference.mean : null,
    mase: 0.5,
    pinball: null,
    coverage: null,
    weight: null,
    difference,
  });
  return {
    step: 60,
    opens: 480,
    slots: 2,
    from: "2026-01-05",
    to: "2026-03-01",
    days: 56,
    weekdays: [true, true, true, true, true, false, false],
    models: [
      { ...of("product", null), wape: 0.1 },
      of("seasonal-naive", naive),
      of("weekday-mean", mean),
      ...(champion ? [of("champion", champion)] : []),
    ],
    byHour: [],
    byWeekday: [],
    byAhead: [],
    told: [],
    handle: null,
    patience: null,
  };
}

export function scoreReport(
  given: { logistic: Difference | null; champion: Difference | null; low: number },
): ScoreVersionReport {
  const { logistic, champion, low } = given;
  const of = (name: ScoreVersionReport["models"][number]["name"], auc: number, difference: Difference | null) => ({
    name,
    auc,
    brier: 0.2,
    ece: 0.01,
    difference,
  });
  return {
    rows: 1_000,
    won: 300,
    columns: ["a"],
    leaks: [],
    signal: { auc: 0.8, low, high: 0.9, ahead: { auc: 0.8, low, high: 0.9 } },
    models: [
      of("product", 0.8, null),
      of("logistic", 0.75, logistic),
      ...(champion ? [of("champion", 0.75, champion)] : []),
    ],
    calibration: [],
    importance: [],
    fairness: [],
  };
}

const BETTER: Difference = { mean: -0.05, low: -0.08, high: -0.02 };
export const CHAMPION = { better: BETTER, unproven: { mean: -0.01, low: -0.05, high: 0.03 } } as const;

/** What a fake Worker learns: better than the baselines, and beside a champion as `champion` says. */
export function volumeTrained(
  options: { champion?: Difference | null; same?: boolean; from?: string; calls?: number } = {},
): VolumeTrained {
  const { champion = null, same = false, from = "2026-03-02", calls = 10 } = options;
  return {
    kind: "volume",
    findings: [{ code: "gaps", count: 1, examples: ["2026-02-03"] }],
    report: volumeReport({ naive: BETTER, mean: BETTER, champion }),
    forecast: Array.from({ length: 3 }, (_, n) => ({
      day: addDays(from, n),
      expected: [calls, calls],
      low: [calls - 2, calls - 2],
      high: [calls + 2, calls + 2],
      handle: [200, 210],
      patience: null,
    })),
    blob: new TextEncoder().encode("a model"),
    sameAsChampion: same,
  };
}

/** A trainer that learns what it is told to, without a Worker; a promise that is never kept goes on until it is stopped. */
export function fakeTrainer(learn: (task: TrainingTask) => Promise<VolumeTrained> | VolumeTrained): Trainer {
  return {
    async train<Task extends TrainingTask>(
      task: Task,
      { signal, onProgress }: {
        signal?: AbortSignal;
        onProgress?: (now: { stage: string; done: number; total: number }) => void;
      } = {},
    ): Promise<TrainingOutcome<TrainedOf<Task>>> {
      onProgress?.({ stage: "back-test", done: 1, total: 2 });
      const stopped = new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
      const value = await Promise.race([Promise.resolve(learn(task)), stopped]);
      return { ok: true, value: value as TrainedOf<Task>, cpuMs: 12 };
    },
  };
}

/** The same two rows a day, whatever is asked for. */
export function fakeData(options: { calls?: (day: string) => number; volume?: DataPorts["volume"] } = {}): DataPorts {
  const { calls = () => 10 } = options;
  return {
    volume: options.volume ?? ((_, { dataset, settings, today }) => {
      const days = Array.from({ length: 28 }, (_, n) => addDays(today, n - 28));
      const since = dataset.since ?? days[0];
      const data: VolumeData = {
        kind: "volume",
        rows: days.filter((day) => day >= since).flatMap((day) =>
          ["08:00", "09:00"].map((time) => ({ at: `${day} ${time}`, calls: calls(day) }))
        ),
        service: [],
        calendar: { closed: settings.closed, holidays: new Set(), closures: new Set(), special: new Map() },
        settings,
        fingerprint: "f".repeat(64),
        from: days[0],
        to: days[27],
      };
      return Promise.resolve(data);
    }),
    score: () => Promise.reject(new Error("no scores in this test")),
    outcomes: () => Promise.resolve([]),
  };
}

/** Trainers of a first version and of one that is better than it, with data for both. */
export function registryPorts() {
  return {
    trainer: fakeTrainer(() => volumeTrained()),
    better: fakeTrainer(() => volumeTrained({ champion: CHAMPION.better })),
    data: fakeData(),
  };
}
