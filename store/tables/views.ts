/** Table types of saved views: store/migrations/0008_views.sql. */
import type { Generated } from "kysely";
import type { Json } from "@/store/tables/audit.ts";
import type { StampedTimestamp } from "@/store/tables/people.ts";
import type { RecordKind } from "@/store/tables/records.ts";

/** A column of a list, px wide; without a width as wide as its type asks for. */
export interface ViewColumn {
  key: string;
  width?: number;
}

/** As the list takes it (crm/record/types.ts `Condition`). */
export interface ViewCondition {
  field: string;
  op: string;
  value?: string | number | boolean | readonly (string | number)[];
}

export interface ViewsTable {
  id: string;
  kind: RecordKind;
  owner_id: string;
  shared: Generated<boolean>;
  name: string;
  columns: Json<ViewColumn[]>;
  filter: Json<ViewCondition[]>;
  sort: Json<{ field: string; desc: boolean }>;
  position: Generated<number>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
}

export interface ViewsTables {
  views: ViewsTable;
}
