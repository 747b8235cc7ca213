/** What a person wants to be told and how; the own ones only. */
import { z } from "zod";
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { QuietHours } from "@/store/tables/notices.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { CHANNELS, DEFAULT_CHANNELS, NOTICE_KINDS, type NoticeChannel, type NoticeKind } from "@/crm/notices/kinds.ts";

const channels = z.array(z.enum(["app", "push", "email"])).max(3).transform((all) =>
  CHANNELS.filter((one) => all.includes(one))
);
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const noticePreferencesSchema = z.object({
  /** Kinds that are not named stay as they are. */
  kinds: z.partialRecord(z.enum(NOTICE_KINDS), channels).default({}),
  quiet: z.object({ from: hour, to: hour, reminders: z.boolean().default(true) }).nullable().optional(),
  sound: z.boolean().optional(),
});

export interface NoticePreferences {
  /** Every kind with its channels. */
  kinds: Record<NoticeKind, NoticeChannel[]>;
  quiet: QuietHours | null;
  sound: boolean;
}

export async function noticePreferences(store: Store, access: Access): Promise<NoticePreferences> {
  const row = await store.db.selectFrom("notice_preferences").select(["kinds", "quiet", "sound"])
    .where("user_id", "=", access.user).executeTakeFirst();
  const kinds = NOTICE_KINDS.map((kind) => [kind, row?.kinds[kind] ?? [...DEFAULT_CHANNELS[kind]]]);
  return { kinds: Object.fromEntries(kinds), quiet: row?.quiet ?? null, sound: row?.sound ?? true };
}

export async function updateNoticePreferences(
  store: Store,
  access: Access,
  input: z.output<typeof noticePreferencesSchema>,
): Promise<Result<NoticePreferences>> {
  const quiet = input.quiet === undefined ? undefined : input.quiet && JSON.stringify(input.quiet);
  await store.db.insertInto("notice_preferences").values({
    user_id: access.user,
    kinds: JSON.stringify(input.kinds),
    quiet: quiet ?? null,
    sound: input.sound ?? true,
  }).onConflict((conflict) =>
    conflict.column("user_id").doUpdateSet({
      kinds: sql`notice_preferences.kinds || excluded.kinds`,
      ...(quiet === undefined ? {} : { quiet }),
      ...(input.sound === undefined ? {} : { sound: input.sound }),
      updated_at: sql`now()`,
    })
  ).execute();
  return { ok: true, value: await noticePreferences(store, access) };
}

/** Where the person's letters go; null: nowhere. */
export async function ownAddress(store: Store, access: Access): Promise<string | null> {
  const row = await store.db.selectFrom("users").select("email").where("id", "=", access.user).executeTakeFirst();
  return row?.email || null;
}
