/**
 * Everything that happened to a record in one list, newest first: what it was made of, changes, notes, calls, consents,
 * merges. What a person may not see of the record is not seen here either: a hidden field's change is left out, masked
 * numbers are masked.
 */
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { decodeCursor, toPage } from "@/crm/page.ts";
import { getRecord, type RecordKind, type Schema, schemaOf, visibleIds } from "@/crm/record/mod.ts";
import { isRevertible } from "@/crm/revert/revert.ts";
import { seenChanges } from "@/crm/timeline/changes.ts";
import { namesIn } from "@/crm/timeline/names.ts";
import { mergedInto, type TimelineRow, timelineRows } from "@/crm/timeline/statements.ts";
import type { CallEntry, ConsentEntry, NoteEntry, TimelineEntry, TimelinePage } from "@/crm/timeline/types.ts";

export const timelineSchema = z.object({
  id: z.uuid(),
  after: z.string().max(400).refine((text) => decodeCursor(text) !== null).optional()
    .meta({ description: "api.field.after" }),
  limit: z.coerce.number().int().min(1).max(100).default(30).meta({ description: "api.field.page-limit" }),
  show: z.enum(["all", "notes", "calls", "changes", "consents"]).default("all"),
});

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
  if (!await getRecord(store, access, { kind, id })) return null;
  const schema = await schemaOf(store, kind);
  const merged = await visibleIds(store, access, { kind, ids: await mergedInto(store, id) });
  const calls = (["own", "team", "all"] as const).some((reach) => access.permissions.has(`calls.view.${reach}`));
  const rows = await timelineRows(store, access, { ...options, merged: [...merged], calls });
  const page = toPage(rows, options.limit, (row) => toEntry(row, access, { ...options, schema }));
  const seen = page.rows.filter((entry) => entry !== null);
  const changes = seen.flatMap((entry) => entry.source === "change" ? [entry.changes] : []);
  return { rows: seen, next: page.next, names: await namesIn(store, access, { kind, schema, changes }) };
}

interface Context {
  kind: RecordKind;
  id: string;
  schema: Schema;
}

/** null: nothing of it may be seen. */
function toEntry(row: TimelineRow, access: Access, context: Context): TimelineEntry | null {
  const entry = { id: row.id, at: row.at.getTime(), actor: row.actor, actorName: row.actorName };
  switch (row.source) {
    case "note": {
      const { body, editedAt } = row.data as Pick<NoteEntry, "body" | "editedAt">;
      return { ...entry, source: "note", body, editedAt, mine: row.actor === access.user };
    }
    case "call":
      return { ...entry, source: "call", ...row.data as Omit<CallEntry, keyof typeof entry | "source"> };
    case "consent":
      return { ...entry, source: "consent", ...row.data as Omit<ConsentEntry, keyof typeof entry | "source"> };
    case "change":
      return toChange(row, access, { ...context, entry });
  }
}

interface Written {
  type: string;
  origin: string;
  record: string;
  data: Record<string, unknown>;
  audit: { id: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null } | null;
  undone: boolean | null;
}

/** What tells something even when no field changed that the person may see; other changes are their fields only. */
const TELLING = new Set([
  ...["created", "drafted", "deleted", "restored", "merged", "unmerged"],
  ...["request-linked", "request-unlinked"],
]);

function toChange(
  row: TimelineRow,
  access: Access,
  context: Context & { entry: { id: string; at: number; actor: string; actorName: string | null } },
): TimelineEntry | null {
  const { kind, schema } = context;
  const written = row.data as unknown as Written;
  const what = written.type.slice(written.type.indexOf(".") + 1);
  const deleted = what === "deleted" || what === "restored";
  const changes = deleted ? [] : seenChanges(access, {
    kind,
    schema,
    before: written.audit?.before ?? null,
    after: written.audit ? written.audit.after : written.data,
  });
  if (changes.length === 0 && !TELLING.has(what)) return null;
  const { merge, merged } = written.data as { merge?: string; merged?: { name: string }[] };
  return {
    ...context.entry,
    source: "change",
    what,
    origin: written.origin,
    changes,
    revert: written.audit && isRevertible(written.type, kind) && written.record === context.id
      ? written.audit.id
      : null,
    merge: what === "merged" && merge
      ? { id: merge, names: (merged ?? []).map(({ name }) => name), undone: written.undone !== false }
      : null,
    elsewhere: written.record !== context.id,
  };
}
