/** The event log as a feed: in its final order, page by page, each reader seeing what its rights let it see. */
import { sql } from "kysely";
import { z } from "zod";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { BadInputError } from "@/crm/result.ts";
import { orderEvents } from "@/crm/changes/order.ts";

/** An event as programs get it, by the feed and by webhooks alike. */
export interface FeedEvent {
  id: string;
  /** Place in the order of all events; greater is later. */
  sequence: number;
  type: string;
  entity: { kind: string; id: string };
  at: string;
  /** User id or `system`. */
  actor: string;
  origin: string;
  data: Record<string, unknown>;
}

export interface FeedRow {
  id: string;
  seq: string;
  type: string;
  kind: string;
  entity: string;
  at: Date;
  actor: string;
  origin: string;
  data: Record<string, unknown>;
}

/** Rights over records, as their engine knows them. */
export interface Eyes {
  /** Kinds with rights over rows; events of other kinds are for those who may see the audit. */
  kinds: ReadonlySet<string>;
  /** Those of the ids that the person may see. */
  visible(access: Access, kind: string, ids: readonly string[]): Promise<Set<string>>;
  /** The data without hidden fields, numbers masked. */
  seen(access: Access, kind: string, data: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export const changesSchema = z.object({
  since: z.string().max(40).optional(),
  /** Kinds of entities, separated by commas. */
  kinds: z.string().max(400).regex(/^[a-z-]+(,[a-z-]+)*$/).transform((text) => text.split(",")).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export interface Changes {
  rows: FeedEvent[];
  /** Pass as `since`; always there, since new changes may come. */
  next: string;
  /** There are more now. */
  more: boolean;
}

/** Columns of a {@link FeedRow}, over `events` as `e`. */
export const feedColumns = sql`e.id, e.seq, e.type, e.entity_kind as kind, e.entity_id as entity, e.at, e.actor,
  e.origin, e.data`;

/**
 * The changes after `since` (from the beginning without it). A page may hold fewer rows than asked for, or none: what
 * a person may not see is passed over, and `more` tells whether to go on. @throws {BadInputError} a strange `since`
 */
export async function listChanges(
  store: Store,
  access: Access,
  options: z.output<typeof changesSchema> & { eyes: Eyes },
): Promise<Changes> {
  const since = positionOf(options.since);
  await orderEvents(store);
  const { kinds, limit, eyes } = options;
  const { rows } = await sql<FeedRow>`
    select ${feedColumns} from events e
    where e.seq > ${since} and (${kinds ?? null}::text[] is null or e.entity_kind = any(${kinds ?? null}::text[]))
    order by e.seq limit ${limit + 1}`.execute(store.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.seq ?? String(since);
  return { rows: await asSeenBy(access, page, eyes), next: cursorOf(last), more: rows.length > limit };
}

/** Where the feed ends now: a reader that copies the records first starts here. */
export async function newestCursor(store: Store): Promise<string> {
  await orderEvents(store);
  const { rows: [row] } = await sql<{ seq: string }>`select coalesce(max(seq), 0)::text as seq from events`
    .execute(store.db);
  return cursorOf(row.seq);
}

async function asSeenBy(access: Access, rows: readonly FeedRow[], eyes: Eyes): Promise<FeedEvent[]> {
  const audit = access.permissions.has("audit.view");
  const ids = Map.groupBy(rows.filter(({ kind }) => eyes.kinds.has(kind)), ({ kind }) => kind);
  const visible = new Map<string, Set<string>>();
  for (const [kind, ofKind] of ids) {
    try {
      visible.set(kind, await eyes.visible(access, kind, [...new Set(ofKind.map(({ entity }) => entity))]));
    } catch (error) {
      if (!(error instanceof ForbiddenError)) throw error;
    }
  }
  const seen = rows.filter(({ kind, entity }) => eyes.kinds.has(kind) ? visible.get(kind)?.has(entity) : audit);
  return await Promise.all(seen.map(async (row) => {
    const data = eyes.kinds.has(row.kind) ? await eyes.seen(access, row.kind, row.data) : row.data;
    return toEvent({ ...row, data });
  }));
}

export function toEvent(row: FeedRow): FeedEvent {
  const { id, type, actor, origin, data } = row;
  const entity = { kind: row.kind, id: row.entity };
  return { id, sequence: Number(row.seq), type, entity, at: row.at.toISOString(), actor, origin, data };
}

function cursorOf(seq: string): string {
  return btoa(`e${seq}`).replaceAll("=", "");
}

function positionOf(cursor: string | undefined): bigint {
  if (cursor === undefined) return 0n;
  let text = "";
  try {
    text = atob(cursor);
  } catch {
    // not even Base64
  }
  if (!/^e\d{1,18}$/.test(text)) throw new BadInputError("since");
  return BigInt(text.slice(1));
}
