/** Above the calendar: when, how, whose and what is shown, and the ways to other calendars. */
import { ChevronLeft, ChevronRight, Plus, Rss } from "lucide-preact";
import { Filters } from "@/components/calendar/Filters.tsx";
import { PeoplePicker } from "@/components/calendar/PeoplePicker.tsx";
import { stepped, titleOf } from "@/components/calendar/dates.ts";
import { VIEWS } from "@/components/calendar/query.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { useT } from "@/components/i18n.ts";

export function Toolbar(
  props: { calendar: Calendar; onNew: (() => void) | null; onFeed(): void },
) {
  const t = useT();
  const { calendar } = props;
  const { shown, days, today, setup: { zone } } = calendar;
  const step = (by: -1 | 1) => calendar.show({ date: stepped(shown, by) }, { push: true });
  return (
    <>
      <div class="cal-tools">
        <h1 class="unseen">{t("calendar.title")}</h1>
        <button
          type="button"
          class="btn"
          aria-keyshortcuts="T"
          onClick={() => calendar.show({ date: today }, { push: true })}
        >
          {t("calendar.today")}
        </button>
        <span class="cal-steps">
          <button type="button" class="btn icon plain" aria-label={t("calendar.previous")} onClick={() => step(-1)}>
            <ChevronLeft size={18} aria-hidden="true" />
          </button>
          <button type="button" class="btn icon plain" aria-label={t("calendar.next")} onClick={() => step(1)}>
            <ChevronRight size={18} aria-hidden="true" />
          </button>
        </span>
        <h2 class="cal-title" aria-live="polite">{titleOf(days, { view: shown.view, date: shown.date, zone })}</h2>
        <div class="segmented" role="group" aria-label={t("calendar.view")}>
          {VIEWS.map((view) => (
            <button
              type="button"
              key={view}
              data-view={view}
              aria-pressed={shown.view === view}
              aria-keyshortcuts={view[0].toUpperCase()}
              onClick={() => calendar.show({ view }, { push: true })}
            >
              {t(`calendar.view.${view}`)}
            </button>
          ))}
        </div>
        <PeoplePicker calendar={calendar} />
        <Filters calendar={calendar} />
        <button
          type="button"
          class="btn icon"
          aria-label={t("calendar.feed.menu")}
          title={t("calendar.feed.menu")}
          onClick={props.onFeed}
        >
          <Rss size={16} aria-hidden="true" />
        </button>
        {props.onNew && (
          <button
            type="button"
            class="btn primary cal-new"
            aria-label={t("calendar.new")}
            aria-keyshortcuts="N"
            onClick={props.onNew}
          >
            <Plus size={16} aria-hidden="true" />
            <span>{t("calendar.new")}</span>
          </button>
        )}
      </div>
    </>
  );
}
