/** The audit's lines of records in words: labels, titles and names instead of keys and ids; with what can be reverted. */
import type { Access } from "@/store/access.ts";
import type { AuditEntry } from "@/crm/people/mod.ts";
import { getRecord, KINDS, type RecordKind, schemaOf } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { isRevertible } from "@/crm/revert/mod.ts";
import { namesIn, seenChanges } from "@/crm/timeline/mod.ts";
import type { AuditLine } from "@/components/admin/AuditTable.tsx";
import type { CardField } from "@/components/records/card/types.ts";
import { cardFields } from "./card.ts";

export interface AuditWords {
  lines: AuditLine[];
  /** Fields of the kinds that stand in the lines. */
  fields: Partial<Record<RecordKind, CardField[]>>;
  names: Record<string, string>;
}

export async function auditWords(
  store: Store,
  access: Access,
  options: { entries: readonly AuditEntry[]; locale: "ru" | "en" },
): Promise<AuditWords> {
  const words: AuditWords = { lines: [], fields: {}, names: {} };
  for (const kind of KINDS) {
    const own = options.entries.filter((entry) => entry.entityKind === kind && entry.action.startsWith(`${kind}.`));
    if (own.length === 0) continue;
    const schema = await schemaOf(store, kind);
    words.fields[kind] = await cardFields(store, access, { kind, edit: false, locale: options.locale });
    const changes = own.map((entry) => seenChanges(access, { kind, schema, before: entry.before, after: entry.after }));
    Object.assign(words.names, await namesIn(store, access, { kind, schema, changes }));
    own.forEach((entry, n) =>
      words.lines.push({ id: entry.id, kind, changes: changes[n], revert: isRevertible(entry.action, kind) })
    );
  }
  return words;
}

/** Name of the record that the audit is filtered by. null: none, or out of reach. */
export async function filteredRecord(
  store: Store,
  access: Access,
  options: { kind: string | undefined; id: string | undefined },
): Promise<{ kind: RecordKind; id: string; name: string } | null> {
  const kind = KINDS.find((one) => one === options.kind);
  if (!kind || !options.id) return null;
  const record = await getRecord(store, access, { kind, id: options.id });
  return record ? { kind, id: record.id, name: `${record.values.name ?? ""}` } : null;
}
