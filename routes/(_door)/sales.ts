/** Pipelines, products and reasons of loss for pages of deals; and as options of fields. */
import type { Access } from "@/store/access.ts";
import { listLossReasons, listProducts } from "@/crm/pipeline/mod.ts";
import { readPipelines } from "@/crm/pipeline/read.ts";
import type { Store } from "@/crm/records.ts";
import type { Option } from "@/components/records/card/types.ts";
import type { SalesSetup } from "@/components/deals/types.ts";

/** @throws {ForbiddenError} */
export async function salesSetup(store: Store, access: Access): Promise<SalesSetup> {
  const [pipelines, lossReasons, products] = await Promise.all([
    readPipelines(store.db, { archived: true }),
    listLossReasons(store, access, { archived: true }),
    listProducts(store, access),
  ]);
  return { pipelines, lossReasons, products };
}

export type SalesOptions = Record<"pipeline" | "stage" | "loss-reason", Option[]>;

/** Options of fields; what is out of use stands among them as `retired`. */
export async function salesOptions(store: Store): Promise<SalesOptions> {
  const [pipelines, reasons] = await Promise.all([
    readPipelines(store.db, { archived: true }),
    store.db.selectFrom("loss_reasons").select(["id", "name", "archived_at"]).orderBy("position").orderBy("id")
      .execute(),
  ]);
  const option = (one: { id: string; name: string; archived: boolean }): Option => ({
    value: one.id,
    title: one.name,
    ...(one.archived ? { retired: true } : {}),
  });
  return {
    pipeline: pipelines.map(option),
    stage: pipelines.flatMap((pipeline) =>
      pipeline.stages.map((stage) => ({
        ...option({ ...stage, archived: stage.archived || pipeline.archived }),
        group: pipeline.name,
        colour: stage.colour,
      }))
    ),
    "loss-reason": reasons.map(({ archived_at, ...reason }) => option({ ...reason, archived: archived_at !== null })),
  };
}
