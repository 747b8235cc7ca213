/** What the set-up of pipelines is given by its page. */
import type { Pipeline } from "@/crm/pipeline/types.ts";

export interface PipelinesSetUp {
  /** Those that were put away too. */
  pipelines: Pipeline[];
  /** Deals in each stage. */
  counts: Record<string, number>;
  /** Fields that a stage may ask for. */
  fields: { key: string; title: string }[];
  /** The pipeline that is shown first. */
  shown: string | null;
  locale: "ru" | "en";
}
