/** What the pages of import give their islands, and what their parts share. Holds no code. */
import type { SalesSetup } from "@/components/deals/types.ts";
import type { CardField, Option } from "@/components/records/card/types.ts";
import type { Zone } from "@/components/time/format.ts";
import type { ImportDetail, ImportLine } from "@/crm/import/view.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type {
  ImportColumn,
  ImportMapping,
  ImportOptions,
  ImportState,
  ImportTarget,
  UnknownValue,
} from "@/store/tables/imports.ts";

export type {
  ImportColumn,
  ImportDetail,
  ImportLine,
  ImportMapping,
  ImportOptions,
  ImportState,
  ImportTarget,
  UnknownValue,
};

export interface StartSetup {
  /** Kinds that the person may make records of. */
  kinds: RecordKind[];
  /** May see what others imported. */
  all: boolean;
  zone: Zone;
}

export interface WizardSetup {
  first: ImportDetail;
  fields: CardField[];
  people: Option[];
  teams: Option[];
  sources: Option[];
  /** Of deals. */
  sales: SalesSetup | null;
  /** Names that were made on this page since the last check. */
  made?: string[];
  may: { share: boolean; manage: boolean };
  /** Of others one may watch, stop and undo. */
  mine: boolean;
  zone: Zone;
}

/** Texts that no list of ours knows, by index of the column. */
export type ImportCheckColumns = Record<string, UnknownValue[]>;

/** A step of the page. */
export type Step = "columns" | "options" | "check" | "run" | "done";

export interface Failure {
  code: string;
  detail?: Record<string, string | number>;
}

export interface RowError {
  row: number;
  column: string;
  code: string;
  detail?: Record<string, string | number>;
  value: string;
  warning: boolean;
}

export interface RowErrors {
  rows: RowError[];
  next: string | null;
  total: number;
  more: boolean;
}

export interface Preset {
  id: string;
  name: string;
  shared: boolean;
  own: boolean;
  mapping: ImportMapping;
  options: Partial<ImportOptions>;
}

export interface KeptRecord {
  kind: RecordKind;
  id: string;
  name: string;
  why: "changed" | "used";
}
