/** A person's own notices: pages of them, what is new since a moment, how many are unread. */
import { sql } from "kysely";
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { isId } from "@/crm/ids.ts";
import { beyond, type Page, pageSchema, toPage } from "@/crm/page.ts";
import { NOTICE_KINDS, type NoticeKind } from "@/crm/notices/kinds.ts";
import { noticePreferences } from "@/crm/notices/preferences.ts";
import { quietUntil } from "@/crm/notices/quiet.ts";

export const listNoticesSchema = pageSchema.extend({
  state: z.enum(["unread", "all"]).default("all"),
  kind: z.enum(NOTICE_KINDS).optional(),
});
export const newsSchema = z.object({
  since: z.coerce.number().int().min(0).max(1e14).optional(),
  /** Ids that stand on the page as pop-ups, separated by commas. */
  shown: z.string().max(400).transform((text) => text.split(",").filter(isId)).optional(),
});

export interface ShownNotice {
  id: string;
  kind: NoticeKind;
  data: Record<string, unknown>;
  /** Path in the console; empty: nowhere. */
  link: string;
  /** Of a task that can be finished from here. */
  task: string | null;
  toldAt: string;
  readAt: string | null;
  snoozedUntil: string | null;
}

type Row = Omit<ShownNotice, "toldAt" | "readAt" | "snoozedUntil"> & {
  toldAt: Date;
  readAt: Date | null;
  snoozedUntil: Date | null;
  cursor_at: string;
};

const columns = sql`n.id, n.kind, n.data, n.link, t.id as task, n.told_at as "toldAt", n.read_at as "readAt",
  n.snoozed_until as "snoozedUntil", n.told_at::text as cursor_at`;
/** Only a task that is still open can be finished. */
const source = sql`notices n left join tasks t on t.id = n.task_id and t.status = 'open' and t.archived_at is null`;

/** Newest first. */
export async function listNotices(
  store: Store,
  access: Access,
  options: z.output<typeof listNoticesSchema>,
): Promise<Page<ShownNotice>> {
  const { state, kind, after, limit } = options;
  const { rows } = await sql<Row>`
    select ${columns} from ${source}
    where n.user_id = ${access.user}::uuid and n.app and (${state} = 'all' or n.read_at is null)
      and (${kind ?? null}::text is null or n.kind = ${kind ?? null})
      and ${beyond(after, { at: sql`n.told_at`, id: sql`n.id`, idType: "uuid" })}
    order by n.told_at desc, n.id desc limit ${limit + 1}`.execute(store.db);
  return toPage(rows, limit, shown);
}

export interface News {
  /** At most {@link MOST_COUNTED}; then there are more. */
  unread: number;
  /** Unread ones told after `since`, the oldest first, a handful at most; one may come twice (`id` and `toldAt` tell). */
  rows: ShownNotice[];
  /** Of those shown: read or gone meanwhile, in another tab or because the task is done. */
  gone: string[];
  /** Pass as `since` the next time, ms. */
  at: number;
  /** It is quiet now: show, but make no noise. */
  quiet: boolean;
  sound: boolean;
}

export const MOST_COUNTED = 100;
const MOST_NEWS = 20;
/** What committed late, or was told by a node whose clock is behind, is not passed over; consoles know what they had. */
const OVERLAP_MS = 5_000;

/** What the bell asks when it hears that something was told. */
export async function noticeNews(
  store: Store,
  access: Access,
  options: { since?: number; shown?: readonly string[]; timeZone: string; now?: number },
): Promise<News> {
  const { since, shown: seen = [], timeZone, now = Date.now() } = options;
  const counted = sql<{ n: number; at: Date }>`select count(*)::int as n, clock_timestamp() as at from (
    select from notices where user_id = ${access.user}::uuid and app and read_at is null limit ${MOST_COUNTED}
  ) u`.execute(store.db);
  const [{ rows: [count] }, { rows }, still, preferences] = await Promise.all([
    counted,
    since === undefined ? { rows: [] } : sql<Row>`select ${columns} from ${source}
      where n.user_id = ${access.user}::uuid and n.app and n.read_at is null and n.told_at > ${new Date(
      since - OVERLAP_MS,
    )}
      order by n.told_at desc limit ${MOST_NEWS}`.execute(store.db),
    seen.length === 0
      ? []
      : store.db.selectFrom("notices").select("id").where("id", "in", seen).where("user_id", "=", access.user)
        .where("read_at", "is", null).execute(),
    noticePreferences(store, access),
  ]);
  const news = rows.toReversed().map(shown);
  const { quiet, sound } = preferences;
  const last = news.at(-1);
  return {
    unread: count.n,
    rows: news,
    gone: seen.filter((id) => !still.some((one) => one.id === id)),
    at: last ? Math.max(Date.parse(last.toldAt), since ?? 0) : since ?? count.at.getTime(),
    quiet: quiet !== null && quietUntil(quiet, now, timeZone) !== null,
    sound,
  };
}

function shown({ cursor_at: _, toldAt, readAt, snoozedUntil, ...row }: Row): ShownNotice {
  return {
    ...row,
    toldAt: toldAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    snoozedUntil: snoozedUntil?.toISOString() ?? null,
  };
}
