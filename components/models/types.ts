/** What the page of one model is given by the server, and what its parts share. */
import type { Translate, Values } from "@/components/i18n.ts";
import type { Say } from "@/components/models/say.ts";
import type { Zone } from "@/components/time/format.ts";
import type { ModelRow, RunRow, VersionRow } from "@/ml/registry/types.ts";

export const TABS = ["result", "data", "settings", "versions", "downloads", "runs"] as const;
export type Tab = typeof TABS[number];

export interface Choice {
  value: string;
  label: string;
}

export interface ModelSetup {
  model: ModelRow;
  versions: VersionRow[];
  runs: RunRow[];
  tab: Tab;
  /** Version of the address; null: the challenger, else the champion. */
  shown: string | null;
  mayManage: boolean;
  /** Queues, numbers and pipelines by which data is chosen. */
  queues: Choice[];
  numbers: Choice[];
  pipelines: Choice[];
  /** Today in the company's zone. */
  today: string;
  zone: Zone;
  /** Address of this server as programs outside see it. */
  origin: string;
}

/** What every part of the page needs. */
export interface Sheet {
  t: Translate;
  say: Say;
  zone: Zone;
  mayManage: boolean;
}

export interface Refusal {
  code: string;
  detail?: Values;
}
