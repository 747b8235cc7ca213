/** A pipeline's board as pages and programs see it. Holds no code. */
import type { Pipeline } from "@/crm/pipeline/types.ts";
import type { Values } from "@/crm/record/types.ts";

export interface BoardCard {
  id: string;
  version: number;
  stage: string;
  /** Place in the column: a decimal number as text, the smallest on top; ties by id. */
  rank: string;
  /** The person may change the deal. */
  edit: boolean;
  /** What cards show, less the fields that are hidden from the person. */
  values: Values;
}

export interface ColumnTotals {
  stage: string;
  deals: number;
  /** By currency, in minor units; `weighted`: each times its probability. Empty where amounts are hidden. */
  sums: { currency: string; minor: number; weighted: number }[];
  /** With conditions so many are counted at most; there are more. */
  more: boolean;
}

export interface BoardColumn {
  stage: string;
  cards: BoardCard[];
  /** Pass as `after` for the following cards; null: these were the last. */
  next: string | null;
  /** Of the whole column. */
  totals: ColumnTotals;
}

export interface Board {
  pipeline: Pipeline;
  /** In the order of the stages. */
  columns: BoardColumn[];
  /** What the ids in the cards are called. */
  names: Record<string, string>;
  /** Words that were looked for instead of misspelt ones. */
  corrected: string | null;
}

export interface CardsPage {
  cards: BoardCard[];
  next: string | null;
  names: Record<string, string>;
}

export interface Refreshed {
  /** Those of the asked that stand on this board, meet the conditions and are in reach. */
  cards: BoardCard[];
  names: Record<string, string>;
  totals: ColumnTotals[];
}

export interface Moved {
  card: BoardCard;
  names: Record<string, string>;
  /** Takes it back, stage and place; null: nothing was changed. */
  undo: string | null;
}
