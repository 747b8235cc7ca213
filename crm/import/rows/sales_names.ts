/** What deals of a file name: stages, pipelines, products, reasons of loss. Exact first; near misses are only proposed. */
import { closingOf, squeeze } from "@/crm/import/mapping/titles.ts";
import type { Money } from "@/crm/record/types.ts";
import type { StageType } from "@/store/tables/sales.ts";

export interface StageName {
  id: string;
  name: string;
  type: StageType;
  /** Percent. */
  probability: number;
  pipeline: string;
}

export interface ProductName {
  id: string;
  name: string;
  price: Money | null;
}

export interface SalesNames {
  /** Where deals go whose row says nothing. */
  home: string | null;
  /** By name in lower case. */
  pipelines: ReadonlyMap<string, { id: string; name: string }>;
  /** In the order of pipelines and columns, without those put away. */
  stages: readonly StageName[];
  products: ReadonlyMap<string, ProductName>;
  lossReasons: ReadonlyMap<string, { id: string; name: string }>;
}

/** The stage of this name in the pipeline; without one in the home pipeline, then wherever only one has the name. */
export function stageOf(text: string, pipeline: string | undefined, names: SalesNames): StageName | null {
  const word = text.trim().toLowerCase();
  const called = names.stages.filter((stage) => stage.name.trim().toLowerCase() === word);
  const place = pipeline ?? names.home;
  const here = called.find((stage) => stage.pipeline === place);
  if (here) return here;
  if (pipeline === undefined && called.length === 1) return called[0];
  // «Успешно реализовано» is how another system calls a deal that was won.
  const type = closingOf(text);
  return type === null ? null : names.stages.find((stage) => stage.type === type && stage.pipeline === place) ?? null;
}

/** A known name with the same letters and digits but for case, spaces and punctuation; undefined: none, or several. */
export function nearOf(text: string, known: Iterable<string>): string | undefined {
  const bare = squeeze(text);
  if (bare === "") return undefined;
  const found = new Set([...known].filter((name) => squeeze(name) === bare));
  return found.size === 1 ? [...found][0] : undefined;
}
