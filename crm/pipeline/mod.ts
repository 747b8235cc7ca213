/** The door of pipelines: stages, products, reasons of loss. */
export { seedPipeline } from "@/crm/pipeline/defaults.ts";
export { type Stage, stagesIn } from "@/crm/pipeline/stages.ts";
