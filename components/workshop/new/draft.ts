/** A model while it is put together: what it is about, its data, settings and name. Pure. */
import { wrongIn } from "@/components/models/draft.ts";
import type { Translate } from "@/components/i18n.ts";
import type { DatasetSpec, UploadRow } from "@/ml/datasets/types.ts";
import type { ModelKind, ModelRow, TrainingSchedule } from "@/ml/registry/types.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";

export interface NewDraft {
  kind: ModelKind;
  name: string;
  schedule: TrainingSchedule;
  dataset: DatasetSpec;
  settings: ModelRow["settings"];
}

/** What a person picks first. */
export type Source =
  | { from: "queue"; id: string; name: string }
  | { from: "calls-file"; upload: UploadRow }
  | { from: "lead" | "deal" }
  | { from: "outcome-file"; upload: UploadRow; target: string };

/** Everything else with its usual values: whoever knows no better need not look at it. */
export function draftFor(source: Source, t: Translate): NewDraft {
  const volume = { kind: "volume", settings: { ...VOLUME_SETTINGS } } as const;
  const score = { kind: "score", settings: { ...SCORE_SETTINGS } } as const;
  switch (source.from) {
    case "queue":
      return {
        ...volume,
        name: t("workshop.new.name.queue", { name: source.name }).slice(0, 120),
        // Trained every night: it takes a second, and only what is better is put to work.
        schedule: "daily",
        dataset: {
          from: "calls",
          queue: source.id,
          step: 30,
          since: null,
          until: null,
          filter: { dids: [], leastWait: 0 },
          like: null,
          upload: null,
        },
      };
    case "calls-file":
      return {
        ...volume,
        name: nameOfFile(source.upload.name),
        schedule: "never",
        dataset: { from: "upload", upload: source.upload.id, since: null, until: null },
      };
    case "lead":
    case "deal":
      return {
        ...score,
        name: t(`workshop.new.name.${source.from}`),
        schedule: "weekly",
        dataset: { from: "records", kind: source.from, since: null, pipeline: null },
      };
    case "outcome-file":
      return {
        ...score,
        name: nameOfFile(source.upload.name),
        schedule: "never",
        dataset: { from: "outcome-upload", upload: source.upload.id, target: source.target },
      };
  }
}

function nameOfFile(name: string): string {
  return name.replace(/\.\w{1,5}$/, "").trim().slice(0, 120) || name.slice(0, 120);
}

export const draftOfModel = ({ kind, name, schedule, dataset, settings }: ModelRow): NewDraft => ({
  kind,
  name,
  schedule,
  dataset,
  settings,
});

/** Fields that cannot be taken, with the code of the word for each; empty: it may be trained. */
export function wrongInDraft({ name, schedule, dataset, settings }: NewDraft): Map<string, string> {
  return wrongIn({ name, schedule, dataset, settings });
}

/** What the quality of the data hangs on; a change of anything else needs no second look. */
export function lookedAt({ dataset, settings }: NewDraft): string {
  return JSON.stringify("horizon" in settings ? [dataset, settings.closed, settings.holidays] : [dataset]);
}

/** Outcome columns likely to be meant, the likeliest first: files name them in many ways. */
export function likelyTarget({ columns, outcomes }: Pick<UploadRow, "columns" | "outcomes">): string | null {
  const list = outcomes.length > 0 ? outcomes : columns;
  return list.find((title) => /^(converted|outcome|won|target|result|success|is_won)$/i.test(title.trim())) ??
    outcomes.at(-1) ?? null;
}
