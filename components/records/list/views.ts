/** The views that every list has, and what lists show when nobody chose. Pure. */
import type { RecordKind, Sort } from "@/crm/record/types.ts";
import type { View } from "@/crm/views/views.ts";
import type { Column, ListField, Tab } from "@/components/records/list/types.ts";

const COLUMNS: Record<RecordKind, readonly string[]> = {
  lead: ["name", "status", "phones", "company", "source", "owner", "created", "budget", "city", "tags"],
  contact: ["name", "phones", "emails", "company", "position", "owner", "city", "updated", "tags"],
  company: ["name", "phones", "emails", "city", "industry", "owner", "created", "website", "tags"],
  deal: ["name", "stage", "amount", "company", "contacts", "closeDate", "owner", "nextTask", "probability", "tags"],
  task: ["name", "status", "due", "type", "priority", "owner", "deal", "contact", "lead", "tags"],
};

/** px, by type of field. */
const WIDTHS: Partial<Record<ListField["type"], number>> = {
  phones: 154,
  emails: 190,
  phone: 160,
  email: 190,
  url: 170,
  select: 148,
  "multi-select": 180,
  tags: 180,
  user: 164,
  team: 140,
  source: 140,
  record: 180,
  records: 190,
  stage: 160,
  pipeline: 140,
  "loss-reason": 170,
  lines: 190,
  reminders: 170,
  money: 120,
  number: 100,
  date: 150,
  datetime: 132,
  checkbox: 100,
  "long-text": 260,
  params: 220,
};
const NAME_WIDTH = 216;
export const LEAST_WIDTH = 64;
export const MOST_WIDTH = 900;

const OPEN: Tab["filter"] = [{ field: "status", op: "is", value: "open" }];
const NEWEST: Sort = { field: "created", desc: true };

export function widthOf(column: Column, field: ListField | undefined): number {
  if (column.width) return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, column.width));
  return field?.key === "name" ? NAME_WIDTH : WIDTHS[field?.type ?? "text"] ?? 142;
}

/** Columns of the person's fields; the name stands first, whatever a view says: rows are known by it. */
export function columnsFor(
  kind: RecordKind,
  fields: ReadonlyMap<string, ListField>,
  wanted: readonly Column[] = COLUMNS[kind].map((key) => ({ key })),
): Column[] {
  const seen = new Set<string>();
  const known = wanted.filter(({ key }) => fields.has(key) && !seen.has(key) && seen.add(key));
  const name = known.find(({ key }) => key === "name") ?? { key: "name" };
  const rest = known.filter(({ key }) => key !== "name");
  return fields.has("name") ? [name, ...rest] : rest;
}

/** The tabs of a list: ours that say something to the person, then the saved ones. */
export function tabsFor(
  kind: RecordKind,
  fields: ReadonlyMap<string, ListField>,
  options: { builtIn: readonly string[]; views: readonly View[] },
): Tab[] {
  const columns = columnsFor(kind, fields);
  const own = (id: string, filter: Tab["filter"], archived = false): Tab => ({
    id,
    saved: null,
    filter,
    sort: archived && fields.has("updated") ? { field: "updated", desc: true } : NEWEST,
    archived,
    columns,
    dropped: false,
  });
  const ours: Record<string, Tab> = {
    all: own("all", []),
    mine: own("mine", [{ field: "owner", op: "me" }, ...(kind === "deal" && fields.has("status") ? OPEN : [])]),
    open: own("open", OPEN),
    won: own("won", [{ field: "status", op: "is", value: "won" }]),
    lost: own("lost", [{ field: "status", op: "is", value: "lost" }]),
    rotten: own("rotten", [...OPEN, { field: "rottenAt", op: "past" }]),
    promising: {
      ...own("promising", [
        kind === "deal"
          ? { field: "status", op: "is", value: "open" }
          : { field: "status", op: "any-of", value: ["new", "working", "qualified"] },
        { field: "score", op: "filled" },
      ]),
      sort: { field: "score", desc: true },
      columns: columnsFor(kind, fields, [{ key: "name" }, { key: "score" }, ...columns.slice(1)]),
    },
    "no-task": own("no-task", [...OPEN, { field: "nextTask", op: "empty" }]),
    team: own("team", [{ field: "team", op: "my-teams" }]),
    unanswered: own("unanswered", [
      { field: "status", op: "is", value: "new" },
      { field: "firstResponse", op: "empty" },
    ]),
    deleted: own("deleted", [], true),
  };
  const tabs = options.builtIn.filter((id) => id !== "deleted" && ours[id]).map((id) => ours[id]);
  const last = options.builtIn.includes("deleted") ? [ours.deleted] : [];
  return [...tabs, ...options.views.map((view) => savedTab(kind, view, fields)), ...last];
}

export function savedTab(kind: RecordKind, view: View, fields: ReadonlyMap<string, ListField>): Tab {
  const filter = view.filter.filter(({ field, op }) => fields.get(field)?.ops.includes(op));
  return {
    id: view.id,
    saved: view,
    filter,
    sort: fields.get(view.sort.field)?.sortable ? view.sort : NEWEST,
    archived: false,
    columns: columnsFor(kind, fields, view.columns),
    dropped: filter.length < view.filter.length,
  };
}
