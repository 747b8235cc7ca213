/** The kinds of records and where they live. A new kind (deals, tasks): a table of the same shape and a line here. */
import type { RowEntity } from "@/store/access.ts";
import type { RecordKind } from "@/store/tables/records.ts";

export type { RecordKind };
export const KINDS: readonly RecordKind[] = ["lead", "contact", "company"];

/** Table, and the word of permissions and addresses (`/leads`, `leads.view.team`). */
export const PLURAL: Record<RecordKind, RowEntity> = { lead: "leads", contact: "contacts", company: "companies" };

const BY_PLURAL = new Map(KINDS.map((kind) => [PLURAL[kind] as string, kind]));

/** null: no such kind of records. */
export function kindOf(plural: string): RecordKind | null {
  return BY_PLURAL.get(plural) ?? null;
}
