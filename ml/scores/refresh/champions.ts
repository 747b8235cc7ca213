/** The models that tell scores now: one for all records of a kind, or one for each pipeline. Read anew when one is promoted. */
import type { RecordsDataset } from "@/ml/datasets/types.ts";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import type { ScoreModel } from "@/ml/scores/score.ts";
import { loadScore } from "@/ml/scores/stored.ts";
import type { Store } from "@/store/store.ts";

export interface Champion {
  version: string;
  /** null: of all pipelines, and of leads. */
  pipeline: string | null;
  model: ScoreModel;
}

export class Champions {
  #known = new Map<string, ScoreModel>();

  constructor(private readonly store: Store) {}

  /** The newest promoted first. */
  async of(kind: ScoredKind): Promise<Champion[]> {
    const rows = await this.store.db.selectFrom("forecast_models as m")
      .innerJoin("model_versions as v", "v.id", "m.champion_id")
      .select(["v.id", "v.dataset"]).where("m.kind", "=", "score").where("m.record_kind", "=", kind)
      .where("m.archived_at", "is", null).orderBy("v.promoted_at", "desc").orderBy("v.id").execute();
    const found: Champion[] = [];
    for (const { id, dataset } of rows) {
      const { from, pipeline } = dataset as unknown as RecordsDataset;
      // What learnt from a file knows other columns than those of records.
      if (from !== "records") continue;
      found.push({ version: id, pipeline: pipeline ?? null, model: await this.#model(id) });
    }
    return found;
  }

  async #model(version: string): Promise<ScoreModel> {
    const known = this.#known.get(version);
    if (known) return known;
    const { blob } = await this.store.db.selectFrom("model_versions").select("blob").where("id", "=", version)
      .executeTakeFirstOrThrow();
    const model = loadScore(new Uint8Array(blob!));
    // A handful at a time: those that went are let go.
    if (this.#known.size >= 12) this.#known.clear();
    this.#known.set(version, model);
    return model;
  }
}

/** The champion of a record: its pipeline's own, else that of all. */
export function championOf(champions: readonly Champion[], pipeline: string | null): Champion | null {
  return champions.find((one) => one.pipeline !== null && one.pipeline === pipeline) ??
    champions.find((one) => one.pipeline === null) ?? null;
}

export const signature = (champions: readonly Champion[]): string =>
  champions.map(({ version }) => version).sort().join(" ");
