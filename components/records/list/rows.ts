/**
 * The rows of a list as they are loaded, refreshed and changed. Pure. Order is what the person reads: only the person's
 * own deed moves or removes a row; what others do changes it in its place.
 */
import type { CrmRecord, Value, Values } from "@/crm/record/types.ts";
import type { PageOfRows } from "@/components/records/list/types.ts";

export interface Rows {
  order: readonly string[];
  byId: ReadonlyMap<string, CrmRecord>;
  names: Record<string, string>;
  next: string | null;
  corrected: string | null;
  /** Values that are on their way to the server, by record: shown at once. */
  pending: ReadonlyMap<string, Values>;
  /** Rows that left the list while they were looked at: deleted (or restored) by others, or out of reach. */
  gone: ReadonlyMap<string, "moved" | "unseen">;
}

export function begin(page: PageOfRows): Rows {
  return {
    order: page.rows.map(({ id }) => id),
    byId: new Map(page.rows.map((row) => [row.id, row])),
    names: page.names,
    next: page.next,
    corrected: page.corrected,
    pending: new Map(),
    gone: new Map(),
  };
}

/** The next page. A row that moved into it from above is shown once, where it was. */
export function append(rows: Rows, page: PageOfRows): Rows {
  const byId = new Map(rows.byId);
  const order = [...rows.order];
  for (const row of page.rows) {
    if (!byId.has(row.id)) order.push(row.id);
    const known = byId.get(row.id);
    if (!known || known.version <= row.version) byId.set(row.id, row);
  }
  return { ...rows, order, byId, names: joined(rows.names, page.names), next: page.next };
}

/** Records asked for again: newer ones take their places, those that did not come are out of reach. */
export function refresh(
  rows: Rows,
  asked: readonly string[],
  answer: { rows: readonly CrmRecord[]; names: Record<string, string>; archived: boolean },
): Rows {
  const byId = new Map(rows.byId);
  const gone = new Map(rows.gone);
  const came = new Map(answer.rows.map((row) => [row.id, row]));
  for (const id of asked) {
    const [row, known] = [came.get(id), byId.get(id)];
    if (!known) continue;
    if (!row) {
      gone.set(id, "unseen");
      continue;
    }
    if (row.version >= known.version) byId.set(id, row.version === known.version && alike(row, known) ? known : row);
    if (row.archived !== answer.archived) gone.set(id, "moved");
    else gone.delete(id);
  }
  return { ...rows, byId, gone, names: joined(rows.names, answer.names) };
}

/** The record as it is shown: with what is on its way. */
export function shown(rows: Rows, id: string): CrmRecord | undefined {
  const [record, pending] = [rows.byId.get(id), rows.pending.get(id)];
  return record && pending ? { ...record, values: { ...record.values, ...pending } } : record;
}

/** Shows a value before the server has it. */
export function expect(rows: Rows, id: string, values: Values): Rows {
  return { ...rows, pending: new Map(rows.pending).set(id, { ...rows.pending.get(id), ...values }) };
}

/** The server answered: with the record, or (null) by refusing, then the old value is back. */
export function settle(
  rows: Rows,
  id: string,
  answer: { keys: readonly string[]; record: CrmRecord | null; names?: Record<string, string> },
): Rows {
  const left: Record<string, Value> = { ...rows.pending.get(id) };
  for (const key of answer.keys) delete left[key];
  const pending = new Map(rows.pending);
  if (Object.keys(left).length > 0) pending.set(id, left);
  else pending.delete(id);
  const known = rows.byId.get(id);
  const newer = answer.record && known && answer.record.version >= known.version;
  return {
    ...rows,
    pending,
    byId: newer ? new Map(rows.byId).set(id, answer.record!) : rows.byId,
    names: joined(rows.names, answer.names),
  };
}

/** Takes rows off the list by the person's own deed. */
export function remove(rows: Rows, ids: ReadonlySet<string>): Rows {
  return { ...rows, order: rows.order.filter((id) => !ids.has(id)) };
}

/** Puts rows back where they were in `before`; rows that were loaded since stay. */
export function putBack(rows: Rows, before: Rows): Rows {
  const there = new Set(before.order);
  const since = rows.order.filter((id) => !there.has(id));
  const gone = new Map([...rows.gone].filter(([id]) => !there.has(id)));
  return { ...rows, order: [...before.order, ...since], byId: new Map([...before.byId, ...rows.byId]), gone };
}

/** A record of one's own making stands first, where it is seen. */
export function insert(rows: Rows, record: CrmRecord, names: Record<string, string>): Rows {
  return {
    ...rows,
    order: [record.id, ...rows.order.filter((id) => id !== record.id)],
    byId: new Map(rows.byId).set(record.id, record),
    names: joined(rows.names, names),
  };
}

/** The same object when nothing is new: rows are drawn again by what differs. */
function joined(known: Record<string, string>, more: Record<string, string> = {}): Record<string, string> {
  return Object.entries(more).every(([id, name]) => known[id] === name) ? known : { ...known, ...more };
}

const alike = (a: CrmRecord, b: CrmRecord) => JSON.stringify(a) === JSON.stringify(b);

/** Rows that stand in the visible part of a list, and a few around it. Heights in px. */
export function range(
  options: { above: number; height: number; row: number; count: number; around?: number },
): { from: number; to: number } {
  const { above, height, row, count, around = 8 } = options;
  const first = Math.floor(Math.max(0, above) / row);
  const last = Math.ceil(Math.max(0, above + height) / row);
  return {
    from: Math.min(Math.max(0, count - 1), Math.max(0, first - around)),
    to: Math.min(count, Math.max(last, 0) + around),
  };
}
