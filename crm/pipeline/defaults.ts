/** The pipeline and the reasons of loss that an installation starts with; people change them as they like. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import defaults from "@/crm/pipeline/defaults.json" with { type: "json" };
import type { StageType } from "@/store/tables/sales.ts";

/** Does nothing where there has ever been a pipeline. */
export async function seedPipeline(store: Store, locale: "ru" | "en"): Promise<void> {
  await store.tx(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('pipeline', 0))`.execute(trx);
    if (await trx.selectFrom("pipelines").select("id").limit(1).executeTakeFirst()) return;
    const { name, stages, lossReasons } = defaults[locale];
    const pipeline = newId();
    await trx.insertInto("pipelines").values({ id: pipeline, name }).execute();
    await trx.insertInto("stages").values(stages.map((stage, position) => ({
      id: newId(),
      pipeline_id: pipeline,
      name: stage.name,
      colour: stage.colour,
      probability: stage.probability,
      type: stage.type as StageType,
      rotten_days: "rottenDays" in stage ? stage.rottenDays : null,
      wip_limit: null,
      position,
    }))).execute();
    await trx.insertInto("loss_reasons").values(lossReasons.map((name, position) => ({ id: newId(), name, position })))
      .execute();
  });
}
