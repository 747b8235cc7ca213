/** The door of pipelines: stages, products, reasons of loss. */
export { seedPipeline } from "@/crm/pipeline/defaults.ts";
export {
  archiveLossReason,
  createLossReason,
  renameLossReason,
  reorderLossReasons,
  restoreLossReason,
} from "@/crm/pipeline/loss_reasons.ts";
export type { Moved } from "@/crm/pipeline/move_deals.ts";
export {
  archivePipeline,
  createPipeline,
  renamePipeline,
  reorderPipelines,
  restorePipeline,
} from "@/crm/pipeline/pipelines.ts";
export { archiveProduct, createProduct, restoreProduct, updateProduct } from "@/crm/pipeline/products.ts";
export { dealsInStages, listLossReasons, listPipelines, listProducts, PIPELINE_READERS } from "@/crm/pipeline/read.ts";
export { mayBeRequired } from "@/crm/pipeline/required.ts";
export * from "@/crm/pipeline/schemas.ts";
export { archiveStage, createStage, reorderStages, restoreStage, updateStage } from "@/crm/pipeline/stage_verbs.ts";
export { type Stage, stagesIn } from "@/crm/pipeline/stages.ts";
export {
  type LossReason,
  type Pipeline,
  type PipelineStage,
  type Product,
  STAGE_COLOURS,
  STAGE_TYPES,
  type StageColour,
} from "@/crm/pipeline/types.ts";
