/** Where a deal stands and what a move asks for. Pure. */
import type { Pipeline, PipelineStage } from "@/crm/pipeline/types.ts";
import type { Value, Values } from "@/crm/record/types.ts";

export interface Place {
  pipeline: Pipeline;
  stage: PipelineStage;
}

export function placeOf(pipelines: readonly Pipeline[], stage: Value | undefined): Place | null {
  for (const pipeline of pipelines) {
    const found = pipeline.stages.find(({ id }) => id === stage);
    if (found) return { pipeline, stage: found };
  }
  return null;
}

/** Columns of a pipeline as a path: those in use, and the one where the deal stands. */
export function pathOf({ pipeline, stage }: Place): PipelineStage[] {
  return pipeline.stages.filter((one) => !one.archived || one.id === stage.id);
}

/** Fields that the stage asks for and the deal does not have. */
export function missingFor(stage: PipelineStage, values: Values): string[] {
  return stage.required.filter((key) => isNothing(values[key]));
}

/** As crm/record/values.ts counts it: also a mark that is off says nothing here. */
export function isNothing(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whole days since a moment. */
export function daysSince(moment: Value | undefined, now: number): number | null {
  const at = typeof moment === "string" ? Date.parse(moment) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.floor((now - at) / 86_400_000));
}
