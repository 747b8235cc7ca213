/** What the page of a board gives its island, and what its parts share. Holds no code. */
import type { Board } from "@/crm/board/types.ts";
import type { Condition } from "@/crm/record/types.ts";
import type { ListField } from "@/components/records/list/types.ts";
import type { Zone } from "@/components/time/format.ts";

export interface Named {
  id: string;
  name: string;
}

/** Words and conditions: they stand in the address. */
export interface BoardFilter {
  text: string;
  filter: readonly Condition[];
}

export interface BoardRights {
  /** Some deals may be changed; which, each card says. */
  edit: boolean;
  delete: boolean;
  /** Pipelines may be set up. */
  manage: boolean;
}

export interface BoardSetup {
  /** null: there is no pipeline yet. */
  board: Board | null;
  /** Those in use, in their order. */
  pipelines: Named[];
  fields: ListField[];
  /** Those in use. */
  lossReasons: Named[];
  shown: BoardFilter;
  may: BoardRights;
  user: string;
  zone: Zone;
}
