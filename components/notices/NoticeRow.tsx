/** One notice of the list. */
import { AlarmClockPlus, Check, Mail, MailOpen } from "lucide-preact";
import type { ShownNotice } from "@/crm/notices/mod.ts";
import { opened } from "@/components/notices/acts.ts";
import { iconOf } from "@/components/notices/icons.ts";
import { noticeWords } from "@/components/notices/words.ts";
import { dateTimeOf, timeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface NoticeActs {
  done(notice: ShownNotice): void;
  snooze(notice: ShownNotice): void;
  read(notice: ShownNotice, read: boolean): void;
}

export function NoticeRow(props: { notice: ShownNotice; zone: Zone; acts: NoticeActs }) {
  const t = useT();
  const { notice, zone, acts } = props;
  const { title, text } = noticeWords(t, notice, zone);
  const Icon = iconOf(notice.kind);
  const unread = notice.readAt === null;
  return (
    <li class="notice-row" data-unread={unread || undefined} data-kind={notice.kind} data-id={notice.id}>
      <Icon size={18} aria-hidden="true" />
      <div class="notice-words">
        <b>
          {unread && <span class="unseen">{t("notices.unread-mark")}:</span>}
          {notice.link ? <a href={notice.link} onClick={() => opened(notice)}>{title}</a> : title}
        </b>
        {text && <p>{text}</p>}
        <small>
          <time dateTime={notice.toldAt}>{dateTimeOf(Date.parse(notice.toldAt), zone)}</time>
          {notice.snoozedUntil && (
            <span class="badge">
              {t("notices.snoozed", { time: timeOf(Date.parse(notice.snoozedUntil), zone) })}
            </span>
          )}
        </small>
      </div>
      <div class="btn-row notice-acts">
        {notice.task && (
          <button type="button" class="btn small" onClick={() => acts.done(notice)}>
            <Check size={14} aria-hidden="true" />
            {t("notices.done")}
          </button>
        )}
        {unread && (
          <button
            type="button"
            class="btn small"
            aria-label={`${t("notices.snooze.label")}: ${title}`}
            onClick={() => acts.snooze(notice)}
          >
            <AlarmClockPlus size={14} aria-hidden="true" />
            {t("notices.snooze")}
          </button>
        )}
        <button
          type="button"
          class="btn icon small plain"
          aria-label={`${t(unread ? "notices.read" : "notices.unread")}: ${title}`}
          title={t(unread ? "notices.read" : "notices.unread")}
          onClick={() => acts.read(notice, unread)}
        >
          {unread ? <MailOpen size={15} aria-hidden="true" /> : <Mail size={15} aria-hidden="true" />}
        </button>
      </div>
    </li>
  );
}
