/** Makes what a file names and we have not: stages, products, reasons of loss; for those who may manage them. */
import { post } from "@/components/api.ts";
import type { LossReason, PipelineStage, Product } from "@/crm/pipeline/types.ts";
import type { Failure, ImportColumn, ImportOptions, WizardSetup } from "@/components/records/import/types.ts";
import type { SalesSetup } from "@/components/deals/types.ts";

export type Making = "stage" | "product" | "reason";

/** What a column's values are names of; null: nothing that is made here. */
export function makingOf({ target }: ImportColumn): Making | null {
  if (target.to === "product" && target.part === "name") return "product";
  if (target.to !== "field") return null;
  return target.field === "stage" ? "stage" : target.field === "lossReason" ? "reason" : null;
}

/** The pipeline that rows go to which name none. */
export function homeOf(sales: SalesSetup | null, options: ImportOptions): SalesSetup["pipelines"][number] | undefined {
  const open = (sales?.pipelines ?? []).filter(({ archived }) => !archived);
  return open.find(({ id }) => id === options.values.pipeline) ?? open[0];
}

export type Made =
  | { making: "stage"; thing: PipelineStage }
  | { making: "product"; thing: Product }
  | { making: "reason"; thing: LossReason };

export type OnMade = (made: readonly Made[], pipeline: string | undefined) => void;

/** The set-up of the page with what was just made among its lists. Pure. */
export function withMade(
  setup: WizardSetup,
  made: readonly Made[],
  { pipeline }: { pipeline: string | undefined },
): WizardSetup {
  if (!setup.sales || made.length === 0) return setup;
  const of = <Kind extends Made["making"]>(making: Kind) =>
    made.flatMap((one) => one.making === making ? [one.thing as Extract<Made, { making: Kind }>["thing"]] : []);
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, title: name });
  const { pipelines, products, lossReasons } = setup.sales;
  const more: Record<string, ReturnType<typeof option>[]> = {
    stage: of("stage").map(option),
    lossReason: of("reason").map(option),
  };
  return {
    ...setup,
    made: [...setup.made ?? [], ...made.map(({ thing }) => thing.name)],
    fields: setup.fields.map((field) =>
      more[field.key] ? { ...field, options: [...field.options, ...more[field.key]] } : field
    ),
    sales: {
      pipelines: pipelines.map((one) =>
        one.id === pipeline ? { ...one, stages: [...one.stages, ...of("stage")] } : one
      ),
      products: [...products, ...of("product")],
      lossReasons: [...lossReasons, ...of("reason")],
    },
  };
}

/** Stops at the first refusal. Answers what was made. */
export async function makeAll(
  making: Making,
  names: readonly string[],
  { pipeline }: { pipeline: string | undefined },
): Promise<{ made: Made[]; failure: Failure | null }> {
  const made: Made[] = [];
  for (const name of names) {
    const answer = making === "stage"
      ? await post<PipelineStage>(`/api/v1/pipelines/${pipeline}/stages`, { name })
      : making === "product"
      ? await post<Product>("/api/v1/products", { name })
      : await post<LossReason>("/api/v1/loss-reasons", { name });
    if (!answer.ok) return { made, failure: answer };
    made.push({ making, thing: answer.value } as Made);
  }
  return { made, failure: null };
}
