/**
 * Everything that happened to a record in one list, newest first: what it was made of, changes, notes, calls, tasks,
 * stages, files, consents, merges; of a deal also the past of its lead and the calls of its people. What a person may not see of the record is not seen here either: a hidden field's change is left out, masked
 * numbers are masked.
 */
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { decodeCursor, toPage } from "@/crm/page.ts";
import { fieldRight, getRecord, type RecordKind, type Schema, schemaOf, visibleIds } from "@/crm/record/mod.ts";
import { toEntry } from "@/crm/timeline/entries.ts";
import { namesIn } from "@/crm/timeline/names.ts";
import type { Subject } from "@/crm/timeline/sources.ts";
import { mergedInto, timelineRows } from "@/crm/timeline/statements.ts";
import type { TimelinePage } from "@/crm/timeline/types.ts";

export const timelineSchema = z.object({
  id: z.uuid(),
  after: z.string().max(400).refine((text) => decodeCursor(text) !== null).optional()
    .meta({ description: "api.field.after" }),
  limit: z.coerce.number().int().min(1).max(100).default(30).meta({ description: "api.field.page-limit" }),
  show: z.enum(["all", "notes", "calls", "tasks", "stages", "files", "changes", "consents"]).default("all"),
});

const NO_PAST = { lead: null, contacts: [] as string[] };

async function subjectOf(store: Store, access: Access, one: { kind: RecordKind; id: string }): Promise<Subject> {
  const merged = await visibleIds(store, access, { kind: one.kind, ids: await mergedInto(store, one.id) });
  return { ...one, merged: [...merged] };
}

/** The lead that a deal came from and its people, as far as the person may see them. */
async function pastOf(
  store: Store,
  access: Access,
  id: string,
): Promise<{ lead: string | null; contacts: string[] }> {
  const row = await store.db.selectFrom("deals").select(["lead_id", "contacts"]).where("id", "=", id)
    .executeTakeFirstOrThrow();
  const hidden = (key: string) => fieldRight(access, "deal", key) === "hidden";
  const [leads, contacts] = await Promise.all([
    visibleIds(store, access, { kind: "lead", ids: row.lead_id && !hidden("lead") ? [row.lead_id] : [] }),
    visibleIds(store, access, { kind: "contact", ids: hidden("contacts") ? [] : row.contacts }),
  ]);
  return { lead: [...leads][0] ?? null, contacts: [...contacts] };
}

/**
 * null: there is no such record in reach. A page may have fewer rows than `limit` before the last one: what may not be
 * seen is left out. @throws {ForbiddenError}
 */
export async function readTimeline(
  store: Store,
  access: Access,
  options: z.output<typeof timelineSchema> & { kind: RecordKind },
): Promise<TimelinePage | null> {
  const { kind, id } = options;
  const record = await getRecord(store, access, { kind, id });
  if (!record) return null;
  const subjects = [await subjectOf(store, access, { kind, id })];
  const { lead, contacts } = kind === "deal" ? await pastOf(store, access, id) : NO_PAST;
  if (lead) subjects.push(await subjectOf(store, access, { kind: "lead", id: lead }));
  const schemas = new Map<RecordKind, Schema>();
  for (const one of subjects) schemas.set(one.kind, await schemaOf(store, one.kind));
  const calls = (["own", "team", "all"] as const).some((reach) => access.permissions.has(`calls.view.${reach}`));
  const { after, limit, show } = options;
  const rows = await timelineRows(store, { access, subjects, contacts, calls, after, limit }, show);
  const page = toPage(rows, options.limit, (row) => toEntry(row, access, { subjects, schemas }));
  const seen = page.rows.filter((entry) => entry !== null);
  const names: Record<string, string> = {};
  for (const [one, schema] of schemas) {
    const changes = seen.flatMap((entry) =>
      entry.source === "change" && (entry.of?.kind ?? kind) === one ? [entry.changes] : []
    );
    Object.assign(names, await namesIn(store, access, { kind: one, schema, changes }));
  }
  return { rows: seen, next: page.next, names };
}
