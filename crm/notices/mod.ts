/** The door of notices: what the program tells people. */
export {
  CHANNELS,
  DEFAULT_CHANNELS,
  isNoticeKind,
  NOTICE_KINDS,
  type NoticeChannel,
  type NoticeData,
  type NoticeKind,
} from "@/crm/notices/kinds.ts";
export { type Notice, NOTICES_CHANNEL, notify, REMINDERS_CHANNEL, tellConsoles } from "@/crm/notices/notify.ts";
