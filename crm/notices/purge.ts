/** What nobody will read any more. Run nightly. */
import type { Store } from "@/crm/records.ts";

const READ_DAYS = 60;
const UNREAD_DAYS = 180;
const DAY_MS = 86_400_000;

/** Deletes old notices with their deliveries, and settled deliveries of old tasks. Returns how many notices. */
export async function purgeNotices(store: Store, now: number = Date.now()): Promise<number> {
  const ago = (days: number) => new Date(now - days * DAY_MS);
  const { numDeletedRows } = await store.reports.deleteFrom("notices").where(({ or, and, eb }) =>
    or([
      eb("told_at", "<", ago(UNREAD_DAYS)),
      and([eb("told_at", "<", ago(READ_DAYS)), eb("read_at", "is not", null), eb("snoozed_until", "is", null)]),
    ])
  ).executeTakeFirst();
  await store.reports.deleteFrom("notice_deliveries").where("created_at", "<", ago(UNREAD_DAYS))
    .where("state", "<>", "scheduled").execute();
  return Number(numDeletedRows);
}
