/** Pipelines, stages, products and reasons of loss as pages and programs see them. Holds no code but lists of words. */
import type { Money } from "@/store/tables/records.ts";
import type { StageType } from "@/store/tables/sales.ts";

/** Colours of stages; their tokens for both themes are `[data-colour]` in styles/tokens.css. */
export const STAGE_COLOURS = [
  "slate",
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "purple",
  "pink",
] as const;
export type StageColour = typeof STAGE_COLOURS[number];

export const STAGE_TYPES = ["open", "won", "lost"] as const satisfies readonly StageType[];

export interface PipelineStage {
  id: string;
  name: string;
  colour: StageColour;
  /** Percent. */
  probability: number;
  type: StageType;
  /** Days until a deal that stands here is rotten; null: never. */
  rottenDays: number | null;
  /** Keys of fields that must be filled before a deal enters. */
  required: string[];
  /** Most deals at once; null: any number. */
  wipLimit: number | null;
  version: number;
  archived: boolean;
}

export interface Pipeline {
  id: string;
  name: string;
  version: number;
  archived: boolean;
  /** In the order of the columns. */
  stages: PipelineStage[];
}

export interface Product {
  id: string;
  name: string;
  sku: string;
  /** null: asked each time. */
  price: Money | null;
  version: number;
  archived: boolean;
}

export interface LossReason {
  id: string;
  name: string;
  version: number;
  archived: boolean;
}
