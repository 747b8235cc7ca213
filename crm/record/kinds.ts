/** The kinds of records and where they live. A new kind (deals, tasks): a table of the same shape and a line here. */
import type { RowEntity } from "@/store/access.ts";
import type { ContactableKind, RecordKind } from "@/store/tables/records.ts";

export type { ContactableKind, RecordKind };
export const KINDS: readonly RecordKind[] = ["lead", "contact", "company", "deal", "task"];
/** Kinds with phones and e-mails: what doubles are looked for among, what calls and requests are linked to. */
export const CONTACTABLE: readonly ContactableKind[] = ["lead", "contact", "company"];

/** Table, and the word of permissions and addresses (`/leads`, `leads.view.team`). */
export const PLURAL: Record<RecordKind, RowEntity> = {
  lead: "leads",
  contact: "contacts",
  company: "companies",
  deal: "deals",
  task: "tasks",
};

const BY_PLURAL = new Map(KINDS.map((kind) => [PLURAL[kind] as string, kind]));

export function isContactable(kind: string): kind is ContactableKind {
  return (CONTACTABLE as readonly string[]).includes(kind);
}

/** null: no such kind of records. */
export function kindOf(plural: string): RecordKind | null {
  return BY_PLURAL.get(plural) ?? null;
}
