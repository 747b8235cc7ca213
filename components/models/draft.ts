/** Settings of a model while they are edited: bounds, what is wrong, what has changed. Pure. */
import type { DatasetSpec } from "@/ml/datasets/types.ts";
import type { ModelRow, TrainingSchedule } from "@/ml/registry/types.ts";
import { SCORE_SETTINGS, type ScoreSettings } from "@/ml/scores/report.ts";
import { VOLUME_SETTINGS, type VolumeSettings } from "@/ml/volume/report.ts";

export interface Draft {
  name: string;
  schedule: TrainingSchedule;
  dataset: DatasetSpec;
  settings: VolumeSettings | ScoreSettings;
}

export const SCHEDULES: readonly TrainingSchedule[] = ["never", "daily", "weekly", "monthly"];
export const FAMILIES: readonly VolumeSettings["families"][number][] = [
  "structural",
  "structural-lively",
  "smoothing",
  "weekday-mean",
  "seasonal-naive",
  "network",
];
export const SCORE_FAMILIES: readonly ScoreSettings["families"][number][] = ["trees", "logistic", "network"];

export const isVolume = (settings: VolumeSettings | ScoreSettings): settings is VolumeSettings => "horizon" in settings;

export const draftOf = (model: ModelRow): Draft => ({
  name: model.name,
  schedule: model.schedule,
  dataset: model.dataset,
  settings: model.settings,
});

/** Fields whose value can't be taken, with the code of the word for it (`models.wrong.<code>`). */
export function wrongIn(draft: Draft): Map<string, string> {
  const wrong = new Map<string, string>();
  const { settings, dataset } = draft;
  if (draft.name.trim() === "") wrong.set("name", "name");
  const within = (field: string, value: number, [least, most]: readonly [number, number]) => {
    if (!Number.isFinite(value) || value < least || value > most) wrong.set(field, field);
  };
  if (isVolume(settings)) {
    within("weeks", settings.weeks, [2, 26]);
    within("level", settings.level, [0.5, 0.98]);
    within("horizon", settings.horizon, [1, 56]);
  }
  if (settings.families.length === 0) wrong.set("families", "families");
  if (dataset.from === "calls") {
    within("leastWait", dataset.filter.leastWait, [0, 600]);
    if (dataset.like && dataset.like.share !== null) within("share", dataset.like.share, [0.01, 100]);
  }
  if ((dataset.from === "calls" || dataset.from === "upload") && dataset.since && dataset.until) {
    if (dataset.until < dataset.since) wrong.set("until", "until");
  }
  return wrong;
}

/** What of a draft is different; null: nothing. */
export function patchOf(draft: Draft, model: ModelRow): Partial<Draft> | null {
  const before = draftOf(model);
  const keys = (Object.keys(before) as (keyof Draft)[]).filter((key) =>
    JSON.stringify(draft[key]) !== JSON.stringify(before[key])
  );
  return keys.length === 0 ? null : Object.fromEntries(keys.map((key) => [key, draft[key]]));
}

/** The usual settings of the model's kind; its data and name stay. */
export function usual(draft: Draft): Draft {
  return { ...draft, settings: isVolume(draft.settings) ? { ...VOLUME_SETTINGS } : { ...SCORE_SETTINGS } };
}

/** In or out of a list, in the list's own order. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], one: T): T[] {
  return all.filter((other) => other === one ? !chosen.includes(one) : chosen.includes(other));
}

export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** Fields in which two versions' settings and data differ, flat: `settings.weeks`, `dataset.filter.dids`. */
export function changesOf(before: object, after: object, path = ""): Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const [one, other] = [(before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key]];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    const field = path ? `${path}.${key}` : key;
    if (isPlain(one) && isPlain(other)) return changesOf(one, other, field);
    return [{ field, before: one ?? null, after: other ?? null }];
  });
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
