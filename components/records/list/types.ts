/** What the page of a list gives its island, and what the parts of the list share. Holds no code. */
import type { Condition, CrmRecord, FilterOp, RecordKind, Sort } from "@/crm/record/types.ts";
import type { View } from "@/crm/views/views.ts";
import type { CardField } from "@/components/records/card/types.ts";
import type { Zone } from "@/components/time/format.ts";

export interface Column {
  key: string;
  /** px; absent: as wide as the type asks for. */
  width?: number;
}

/** A field as lists show and filter it. */
export interface ListField extends CardField {
  ops: readonly FilterOp[];
  sortable: boolean;
  /** Options that stand in records and are offered no more. */
  retired: readonly string[];
}

/** What a list shows: the whole of it stands in the address. */
export interface ListState {
  /** Id of the view it began with. */
  view: string;
  text: string;
  filter: readonly Condition[];
  sort: Sort;
  archived: boolean;
  columns: readonly Column[];
}

/** A view as a tab: one of ours, or a saved one. */
export interface Tab {
  id: string;
  /** null: ours, named by the catalogues `views.<id>`. */
  saved: View | null;
  filter: readonly Condition[];
  sort: Sort;
  archived: boolean;
  columns: readonly Column[];
  /** Conditions that the person's rights leave out. */
  dropped: boolean;
}

export interface PageOfRows {
  rows: CrmRecord[];
  next: string | null;
  corrected: string | null;
  names: Record<string, string>;
}

export interface Count {
  count: number;
  more: boolean;
}

export interface ListRights {
  edit: boolean;
  delete: boolean;
  export: boolean;
  import: boolean;
  share: boolean;
}

export interface ListSetup {
  kind: RecordKind;
  fields: ListField[];
  views: View[];
  /** Ids of built-in views that say something to this person. */
  builtIn: string[];
  state: ListState;
  page: PageOfRows;
  count: Count;
  /** There is no record of the kind at all in reach. */
  none: boolean;
  may: ListRights;
  /** Of leads: the person may make deals. */
  mayConvert: boolean;
  user: string;
  zone: Zone;
  /** The dialog of a new record is asked for. */
  fresh: boolean;
  /** What the new record begins with: a deal of a contact or a company. */
  begin: { drafts: Record<string, string | string[]>; names: Record<string, string> } | null;
}

/** What values are told with. */
export interface ListWords {
  fields: ReadonlyMap<string, ListField>;
  names: Record<string, string>;
  zone: Zone;
}
