/** Days of the next eight weeks that differ, and where to mark more. */
import { CalendarPlus } from "lucide-preact";
import type { ComingDay } from "@/ml/datasets/types.ts";
import { daysText, spansOf } from "@/components/datasets/say.ts";
import { markText } from "@/components/datasets/marks.ts";
import { useT } from "@/components/i18n.ts";

const SHOWN = 8;

/** Christmas lies within the days of the New Year. */
const groupOf = (holiday: string | null) => holiday === "christmas" ? "new-year" : holiday;

export function Coming({ coming, locale }: { coming: readonly ComingDay[]; locale: string }) {
  const t = useT();
  const alike = (a: ComingDay, b: ComingDay) =>
    a.kind === b.kind && a.marked?.kind === b.marked?.kind && a.marked?.name === b.marked?.name &&
    (a.kind === "closed" || groupOf(a.holiday) === groupOf(b.holiday));
  const spans = spansOf(coming, alike);
  const nameOf = ({ holiday, marked }: ComingDay) =>
    marked ? marked.name || markText(t, marked.kind) : holiday ? t(`calendar.holiday.${holiday}`) : null;
  return (
    <section class="dq-coming" aria-label={t("datasets.quality.coming")}>
      <header>
        <h3>{t("datasets.quality.coming")}</h3>
        <a class="btn small plain" href="/forecasting/days">
          <CalendarPlus size={15} aria-hidden="true" />
          {t("datasets.quality.mark")}
        </a>
      </header>
      {spans.length === 0 ? <p class="quiet">{t("datasets.quality.coming.none")}</p> : (
        <ul>
          {spans.slice(0, SHOWN).map(({ first, last }) => {
            const name = nameOf(first);
            return (
              <li key={first.day}>
                <b>{daysText(first.day, last.day, locale, false)}</b>
                {name && <span>{name}</span>}
                <span class="quiet">{t(`datasets.quality.coming.${first.kind}`)}</span>
              </li>
            );
          })}
          {spans.length > SHOWN && (
            <li class="quiet">{t("datasets.quality.coming.more", { count: spans.length - SHOWN })}</li>
          )}
        </ul>
      )}
    </section>
  );
}
