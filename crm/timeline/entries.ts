/** Rows of a timeline as a person may see them. */
import type { Access } from "@/store/access.ts";
import type { RecordKind, Schema } from "@/crm/record/mod.ts";
import { isRevertible } from "@/crm/revert/revert.ts";
import { seenChanges } from "@/crm/timeline/changes.ts";
import type { Subject } from "@/crm/timeline/sources.ts";
import type { TimelineRow } from "@/crm/timeline/statements.ts";
import type { CallEntry, NoteEntry, StageEntry, TaskEntry, TimelineEntry } from "@/crm/timeline/types.ts";

export interface Context {
  /** The record of the card first. */
  subjects: readonly Subject[];
  schemas: ReadonlyMap<RecordKind, Schema>;
}

/** null: nothing of it may be seen, or another row tells it. */
export function toEntry(row: TimelineRow, access: Access, context: Context): TimelineEntry | null {
  const { record, ...data } = row.data as { record?: string } & Record<string, unknown>;
  const other = context.subjects.slice(1).find(({ id, merged }) => id === record || merged.includes(record ?? ""));
  const entry = {
    id: row.id,
    at: row.at.getTime(),
    actor: row.actor,
    actorName: row.actorName,
    of: other ? { kind: other.kind, id: other.id } : null,
  };
  switch (row.source) {
    case "note": {
      const { body, editedAt } = data as Pick<NoteEntry, "body" | "editedAt">;
      return { ...entry, source: "note", body, editedAt, mine: row.actor === access.user && other === undefined };
    }
    case "call":
      return { ...entry, source: "call", ...data as Omit<CallEntry, keyof typeof entry | "source"> };
    case "consent": {
      const { channel, granted, saidAt, manner, proof } = data as unknown as Extract<
        TimelineEntry,
        { source: "consent" }
      >;
      return { ...entry, source: "consent", channel, granted, saidAt, manner, proof };
    }
    case "task":
      return { ...entry, source: "task", ...data as Omit<TaskEntry, keyof typeof entry | "source"> };
    case "stage":
      return { ...entry, source: "stage", ...data as Omit<StageEntry, keyof typeof entry | "source"> };
    case "file": {
      const { name, type, bytes } = data as unknown as Extract<TimelineEntry, { source: "file" }>;
      return { ...entry, source: "file", name, type, bytes };
    }
    case "change":
      return toChange(row, access, { ...context, entry, subject: other ?? context.subjects[0] });
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
  ...["created", "drafted", "deleted", "restored", "merged", "unmerged", "converted", "unconverted"],
  ...["request-linked", "request-unlinked"],
]);

/** Fields of a deal that the log of its stages tells better, with from, to and for how long. */
const OF_STAGES = new Set([
  ...["stage", "pipeline", "status", "stageSince", "movedBy", "closed", "probability", "probabilityManual", "rottenAt"],
]);

function toChange(
  row: TimelineRow,
  access: Access,
  context: Context & { entry: Omit<NoteEntry, "source" | "body" | "editedAt" | "mine">; subject: Subject },
): TimelineEntry | null {
  const { subject, schemas } = context;
  const { kind } = subject;
  const written = row.data as unknown as Written;
  const what = written.type.slice(written.type.indexOf(".") + 1);
  const deleted = what === "deleted" || what === "restored";
  const all = deleted ? [] : seenChanges(access, {
    kind,
    schema: schemas.get(kind)!,
    before: written.audit?.before ?? null,
    after: written.audit ? written.audit.after : written.data,
  });
  const moved = kind === "deal" && all.some(({ field }) => field === "stage");
  const changes = moved ? all.filter(({ field }) => !OF_STAGES.has(field)) : all;
  if (changes.length === 0 && !TELLING.has(what)) return null;
  const { merge, merged } = written.data as { merge?: string; merged?: { name: string }[] };
  const own = subject === context.subjects[0] && written.record === subject.id;
  return {
    ...context.entry,
    source: "change",
    what,
    origin: written.origin,
    changes,
    revert: written.audit && isRevertible(written.type, kind) && own ? written.audit.id : null,
    merge: what === "merged" && merge && subject === context.subjects[0]
      ? { id: merge, names: (merged ?? []).map(({ name }) => name), undone: written.undone !== false }
      : null,
    elsewhere: written.record !== subject.id,
  };
}
