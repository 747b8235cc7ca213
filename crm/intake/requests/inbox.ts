/** What the inbox shows: requests newest first, one with everything, and how many wait. */
import { sql } from "kysely";
import type { z as zod } from "zod";
import { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import { isId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { BadInputError } from "@/crm/result.ts";
import { asSeen } from "@/crm/record/columns.ts";
import { type ContactableKind, getRecords, schemaOf, type Value, type Values, visibleIds } from "@/crm/record/mod.ts";
import { isMasked, maskEmail, maskPhone } from "@/crm/record/masking.ts";
import { knownBy, pointsOf } from "@/crm/intake/requests/known.ts";
import { readable } from "@/crm/intake/requests/payload.ts";
import type { GivenConsent } from "@/crm/intake/requests/interpret.ts";
import type { Problem } from "@/crm/intake/mapping/apply.ts";
import type { RequestState } from "@/store/tables/intake.ts";

export const inboxSchema = z.object({
  state: z.enum(["unsorted", "failed", "spam", "accepted", "linked", "declined", "duplicate", "all"]).default(
    "unsorted",
  ),
  source: z.uuid().optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export interface RequestLine {
  id: string;
  source: string;
  state: RequestState;
  title: string;
  text: string;
  receivedAt: number;
  repeats: number;
  /** A code with words: why it failed, is spam or was declined by the program. */
  error: string | null;
  reason: string;
  handledBy: string | null;
  handledAt: number | null;
  attempts: number;
  record: { kind: ContactableKind; id: string } | null;
}

export interface InboxPage {
  rows: RequestLine[];
  next: string | null;
}

/** @throws {ForbiddenError} @throws {BadInputError} */
export async function listRequests(
  store: Store,
  access: Access,
  query: zod.output<typeof inboxSchema>,
): Promise<InboxPage> {
  require(access, "inbox.handle");
  const [at, id] = query.after?.split("|") ?? [];
  if (query.after && (!isId(id ?? "") || Number.isNaN(Date.parse(at)))) throw new BadInputError("after");
  const full = access.permissions.has("phones.full");
  const { rows } = await sql<Row & { cursor_at: string }>`select ${COLUMNS},
      to_char(q.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_at
    from intake_requests q
    where ${query.state === "all" ? sql`q.state <> 'received'` : sql`q.state = ${query.state}`}
      and (${query.source ?? null}::uuid is null or q.source_id = ${query.source ?? null}::uuid)
      and (${at ?? null}::timestamptz is null
        or (q.received_at, q.id) < (${at ?? null}::timestamptz, ${id ?? null}::uuid))
    order by q.received_at desc, q.id desc limit ${query.limit + 1}`.execute(store.db);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => toLine(row, full)),
    next: rows.length > query.limit && last ? `${last.cursor_at}|${last.id}` : null,
  };
}

const COLUMNS = sql`q.id, q.source_id, q.state, q.title, left(q.mapped ->> 'text', 300) as text, q.received_at,
  q.repeats, q.error, q.error_detail, q.reason, q.handled_by, q.handled_at, q.attempts, q.lead_id, q.contact_id,
  q.company_id`;

interface Row {
  id: string;
  source_id: string;
  state: RequestState;
  title: string;
  text: string | null;
  received_at: Date;
  repeats: number;
  error: string | null;
  error_detail: string | null;
  reason: string;
  handled_by: string | null;
  handled_at: Date | null;
  attempts: number;
  lead_id: string | null;
  contact_id: string | null;
  company_id: string | null;
}

function toLine(row: Row, full: boolean): RequestLine {
  return {
    id: row.id,
    source: row.source_id,
    state: row.state,
    title: full ? row.title : hideIn(row.title),
    text: full ? row.text ?? "" : hideIn(row.text ?? ""),
    receivedAt: row.received_at.getTime(),
    repeats: row.repeats,
    error: row.error,
    reason: row.reason,
    handledBy: row.handled_by,
    handledAt: row.handled_at?.getTime() ?? null,
    attempts: row.attempts,
    record: recordOf(row),
  };
}

function recordOf(row: Row): RequestLine["record"] {
  if (row.lead_id) return { kind: "lead", id: row.lead_id };
  if (row.contact_id) return { kind: "contact", id: row.contact_id };
  return row.company_id ? { kind: "company", id: row.company_id } : null;
}

/** Numbers and addresses in running text, for those who may not see whole ones. */
function hideIn(text: string): string {
  return text.replace(/\+?\d[\d\s()-]{7,17}\d/g, (found) => maskPhone(`+${found.replace(/\D/g, "")}`))
    .replace(/[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+/g, (found) => maskEmail(found.toLowerCase()));
}

export interface RequestDetail extends RequestLine {
  /** null: the person may not see whole numbers, and so not what came in either. */
  raw: string | null;
  contentType: string;
  truncated: boolean;
  ip: string;
  headers: Record<string, string>;
  values: Values;
  problems: Problem[];
  consents: GivenConsent[];
  errorDetail: string | null;
  /** Records with the same phone or e-mail, as far as they may be seen. */
  known: { kind: ContactableKind; id: string; name: string; open: boolean; point: string }[];
}

/** null: there is none. @throws {ForbiddenError} */
export async function getRequest(store: Store, access: Access, options: { id: string }): Promise<RequestDetail | null> {
  require(access, "inbox.handle");
  const { rows: [row] } = await sql<
    Row & {
      raw: Uint8Array;
      content_type: string;
      truncated: boolean;
      ip: string;
      headers: Record<string, string>;
      mapped: { values?: Values; problems?: Problem[]; consents?: GivenConsent[] } | null;
    }
  >`select ${COLUMNS}, q.raw, q.content_type, q.truncated, q.ip, q.headers, q.mapped
    from intake_requests q where q.id = ${options.id}::uuid`.execute(store.db);
  if (!row) return null;
  const full = access.permissions.has("phones.full");
  const schema = await schemaOf(store, "lead");
  const given = row.mapped?.values ?? {};
  const seen = asSeen({ id: row.id, kind: "lead", version: 1, archived: false, values: given }, access, { schema });
  const values = full ? seen.values : Object.fromEntries(
    Object.entries(seen.values).map((
      [key, value],
    ) => [key, typeof value === "string" && !isMasked(value) ? hideIn(value) : value]),
  ) as Record<string, Value>;
  return {
    ...toLine(row, full),
    raw: full ? readable(row.raw, row.content_type) : null,
    contentType: row.content_type,
    truncated: row.truncated,
    ip: row.ip,
    headers: row.headers,
    values,
    problems: full ? row.mapped?.problems ?? [] : [],
    consents: row.mapped?.consents ?? [],
    errorDetail: row.error_detail,
    known: await knownTo(store, access, given),
  };
}

async function knownTo(store: Store, access: Access, values: Values): Promise<RequestDetail["known"]> {
  const points = pointsOf(values);
  const found = await store.db.transaction().setAccessMode("read only").execute((trx) => knownBy(trx, points));
  const full = access.permissions.has("phones.full");
  const list: RequestDetail["known"] = [];
  for (const kind of ["lead", "contact", "company"] as const) {
    const ids = found.filter((one) => one.kind === kind).map(({ id }) => id);
    const visible = await visibleIds(store, access, { kind, ids });
    if (visible.size === 0) continue;
    const records = await getRecords(store, access, { kind, ids: [...visible] });
    for (const one of found.filter(({ id }) => visible.has(id))) {
      const name = String(records.find(({ id }) => id === one.id)?.values.name ?? "");
      const point = full ? one.point : one.point.startsWith("+") ? maskPhone(one.point) : maskEmail(one.point);
      list.push({ kind, id: one.id, name, open: one.open, point });
    }
  }
  return list;
}

export interface InboxCount {
  unsorted: number;
  failed: number;
  spam: number;
  callbacks: number;
  /** Of those, due already. */
  due: number;
}

const MOST_SHOWN = 1_000;

/** How many wait, each counted to a thousand. @throws {ForbiddenError} */
export async function countInbox(store: Store, access: Access): Promise<InboxCount> {
  require(access, "inbox.handle");
  const count = (state: string) =>
    sql`(select count(*)::int from (select 1 from intake_requests where state = ${state} limit ${MOST_SHOWN}) c)`;
  const waiting = sql`from tasks where missed > 0 and status = 'open' and archived_at is null`;
  const { rows: [row] } = await sql<InboxCount>`select ${count("unsorted")} as unsorted, ${count("failed")} as failed,
    ${count("spam")} as spam, (select count(*)::int ${waiting}) as callbacks,
    (select count(*)::int ${waiting} and due_at < now()) as due`.execute(store.db);
  return row;
}
