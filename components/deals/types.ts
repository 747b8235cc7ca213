/** What the card of a deal works with. Holds no code. */
import type { LossReason, Pipeline, Product } from "@/crm/pipeline/types.ts";

export interface SalesSetup {
  /** Those that are put away too: deals stand in them. */
  pipelines: Pipeline[];
  lossReasons: LossReason[];
  /** Those in use. */
  products: Product[];
}
