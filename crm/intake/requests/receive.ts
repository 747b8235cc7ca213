/**
 * The door's half: a request is written as it came, before anybody looks into it, and then the sender is answered. The
 * same request again (by the sender's id, or word for word within a day) is the same row and only counted.
 */
import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";

/** Bytes kept of a request; what is longer is cut and marked. */
export const LARGEST_RAW = 262_144;
/** Identical payloads without an id of their own are one request for so long. */
export const SAME_MS = 86_400_000;

/** NOTIFY channel that wakes the processing. */
export const INTAKE_CHANNEL = "intake";
/** NOTIFY channel of what the inbox shows: `{kind: "request", id}`, or `{all: true}`. */
export const INBOX_CHANNEL = "inbox";

const KEPT_HEADERS = ["user-agent", "referer", "origin", "content-type", "x-request-id", "accept-language"];

export interface Incoming {
  source: string;
  body: Uint8Array;
  contentType: string;
  headers?: Headers | null;
  ip?: string;
  /** The sender's own name of this request; absent: the payload itself. */
  key?: string | null;
  suspicion?: string | null;
}

export interface Received {
  id: string;
  /** The same had come before. */
  again: boolean;
}

export function receive(store: Store, incoming: Incoming): Promise<Received> {
  return store.tx((trx) => receiveIn(trx, incoming));
}

/** In a transaction of the caller, which may move a cursor with it. */
export async function receiveIn(trx: Transaction<Database>, incoming: Incoming): Promise<Received> {
  const cut = incoming.body.length > LARGEST_RAW;
  const body = cut ? incoming.body.slice(0, LARGEST_RAW) : incoming.body;
  const named = incoming.key ? `id:${cleanKey(incoming.key)}` : null;
  const key = named ?? `same:${createHash("sha256").update(incoming.contentType).update(incoming.body).digest("hex")}`;
  if (!named) {
    // After a day the same words are a new request: the old row gives its key up.
    await sql`update intake_requests set dedup_key = dedup_key || '@' || id where source_id = ${incoming.source}::uuid
      and dedup_key = ${key} and received_at < now() - ${SAME_MS}::int * interval '1 ms'`.execute(trx);
  }
  const id = newId();
  const { rows: [row] } = await sql<{ id: string; again: boolean }>`
    insert into intake_requests as q (id, source_id, dedup_key, content_type, raw, truncated, headers, ip, suspicion)
    values (${id}, ${incoming.source}, ${key}, ${plain(incoming.contentType).slice(0, 200)}, ${body}, ${cut},
      ${JSON.stringify(subset(incoming.headers))}::jsonb, ${(incoming.ip ?? "").slice(0, 64)},
      ${incoming.suspicion ?? null})
    on conflict (source_id, dedup_key) do update set repeats = q.repeats + 1
    returning q.id, q.id <> ${id}::uuid as again`.execute(trx);
  if (!row.again) await sql`select pg_notify(${INTAKE_CHANNEL}, '')`.execute(trx);
  return row;
}

function subset(headers: Headers | null | undefined): Record<string, string> {
  if (!headers) return {};
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value ? [[name, plain(value).slice(0, 500)]] : [];
    }),
  );
}

const cleanKey = (key: string) => plain(key).trim().slice(0, 250) || "-";
const plain = (text: string) => text.replaceAll("\0", "").toWellFormed();
