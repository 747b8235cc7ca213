/** Makes what a file names and we have not: stages, products, reasons of loss; for those who may manage them. */
import { post } from "@/components/api.ts";
import type { Failure, ImportColumn, ImportOptions } from "@/components/records/import/types.ts";
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

/** Stops at the first refusal. Answers what was made. */
export async function makeAll(
  making: Making,
  names: readonly string[],
  { pipeline }: { pipeline: string | undefined },
): Promise<{ made: string[]; failure: Failure | null }> {
  const made: string[] = [];
  for (const name of names) {
    const answer = making === "stage"
      ? await post(`/api/v1/pipelines/${pipeline}/stages`, { name })
      : making === "product"
      ? await post("/api/v1/products", { name })
      : await post("/api/v1/loss-reasons", { name });
    if (!answer.ok) return { made, failure: answer };
    made.push(name);
  }
  return { made, failure: null };
}
