/** The door of pipelines: stages, products, reasons of loss. */
export { seedPipeline } from "@/crm/pipeline/defaults.ts";
export { dealsInStages, listLossReasons, listPipelines, listProducts, PIPELINE_READERS } from "@/crm/pipeline/read.ts";
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
