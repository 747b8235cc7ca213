/** Notices at the edge of the page as they come: what it is, and what can be done with it at once. Never takes the focus. */
import { AlarmClockPlus, Check, X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import type { ShownNotice } from "@/crm/notices/mod.ts";
import { finish, opened, snooze } from "@/components/notices/acts.ts";
import { iconOf } from "@/components/notices/icons.ts";
import { popped, unpop, unshown } from "@/components/notices/news.ts";
import { noticeWords } from "@/components/notices/words.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

/** A reminder stays until something is done with it; other news go by themselves. */
const STAYS_MS = 12_000;

export function PopUps(props: { zone: Zone }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const list = popped.value;
  useEffect(() => {
    // As a manual popover they stand above an open dialog too.
    const element = box.current;
    if (!element) return;
    if (element.matches(":popover-open")) element.hidePopover();
    if (list.length > 0) element.showPopover();
  }, [list]);
  return (
    <div class="pop-ups not-on-wall" ref={box} popover="manual" role="status" aria-live="polite">
      {list.map((notice) => <PopUp key={`${notice.id}/${notice.toldAt}`} notice={notice} zone={props.zone} />)}
      {unshown.value > 0 && (
        <a class="pop-up more" href="/notifications" onClick={() => unpop()}>
          {t("notices.news", { n: unshown.value })}
        </a>
      )}
    </div>
  );
}

function PopUp(props: { notice: ShownNotice; zone: Zone }) {
  const t = useT();
  const { notice, zone } = props;
  const { title, text } = noticeWords(t, notice, zone);
  const Icon = iconOf(notice.kind);
  const stays = notice.kind === "reminder" || notice.kind === "task-overdue";
  const held = useRef(false);
  useEffect(() => {
    if (stays) return;
    const timer = setInterval(() => held.current || unpop(notice.id), STAYS_MS);
    return () => clearInterval(timer);
  }, [stays]);
  return (
    <article
      class="pop-up"
      data-kind={notice.kind}
      onPointerEnter={() => held.current = true}
      onPointerLeave={() => held.current = false}
      onFocusCapture={() => held.current = true}
      onBlurCapture={() => held.current = false}
    >
      <Icon size={18} aria-hidden="true" />
      <div class="grow">
        <b>
          {notice.link ? <a href={notice.link} onClick={() => opened(notice)}>{title}</a> : title}
        </b>
        {text && <p>{text}</p>}
        <div class="btn-row">
          {notice.task && (
            <button type="button" class="btn small" onClick={() => void finish(notice, t)}>
              <Check size={14} aria-hidden="true" />
              {t("notices.done")}
            </button>
          )}
          <button
            type="button"
            class="btn small"
            aria-label={`${t("notices.snooze.label")}: ${title}`}
            onClick={() => void snooze(notice, t, zone)}
          >
            <AlarmClockPlus size={14} aria-hidden="true" />
            {t("notices.snooze")}
          </button>
        </div>
      </div>
      <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={() => unpop(notice.id)}>
        <X size={15} aria-hidden="true" />
      </button>
    </article>
  );
}
