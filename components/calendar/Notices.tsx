/** What has to be said about the calendar: a lost link, a refusal, too much; each with the one way on. */
import { CloudOff, Info, RefreshCw, TriangleAlert } from "lucide-preact";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { useT } from "@/components/i18n.ts";

export function Notices(props: { calendar: Calendar }) {
  const t = useT();
  const { calendar } = props;
  const link = calendar.status.value;
  const again = (
    <button type="button" class="btn small" onClick={() => void calendar.reload()}>{t("calendar.reload")}</button>
  );
  if (link === "offline" || link === "stale") {
    return (
      <p class="note-box cal-notice" data-tone="warn" role="status" data-notice={link}>
        {link === "offline" ? <CloudOff size={16} aria-hidden="true" /> : <RefreshCw size={16} aria-hidden="true" />}
        <span class="grow">{t(`calendar.${link}`)}</span>
        {again}
      </p>
    );
  }
  if (calendar.phase === "failed") {
    return (
      <p class="note-box cal-notice" data-tone="bad" role="alert" data-notice="failed">
        <TriangleAlert size={16} aria-hidden="true" />
        <span class="grow">
          {t("calendar.failed")}. {calendar.failure && t(calendar.failure.code, calendar.failure.detail)}
        </span>
        {again}
      </p>
    );
  }
  if (calendar.range.more) {
    return (
      <p class="note-box cal-notice" data-tone="warn" role="status" data-notice="more">
        <Info size={16} aria-hidden="true" />
        <span class="grow">{t("calendar.too-many")}</span>
      </p>
    );
  }
  return null;
}
