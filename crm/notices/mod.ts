/** The door of notices: what the program tells people. */
export { tellAssigned } from "@/crm/notices/assigned.ts";
export {
  CHANNELS,
  channelsFor,
  DEFAULT_CHANNELS,
  isNoticeKind,
  NOTICE_KINDS,
  type NoticeChannel,
  type NoticeData,
  type NoticeKind,
} from "@/crm/notices/kinds.ts";
export { type Notice, NOTICES_CHANNEL, notify, REMINDERS_CHANNEL, tellConsoles } from "@/crm/notices/notify.ts";
export {
  listNotices,
  listNoticesSchema,
  MOST_COUNTED,
  type News,
  newsSchema,
  noticeNews,
  type ShownNotice,
} from "@/crm/notices/list.ts";
export {
  type NoticePreferences,
  noticePreferences,
  noticePreferencesSchema,
  ownAddress,
  updateNoticePreferences,
} from "@/crm/notices/preferences.ts";
export { purgeNotices } from "@/crm/notices/purge.ts";
export { markRead, readSchema, snooze, snoozeSchema } from "@/crm/notices/read.ts";
