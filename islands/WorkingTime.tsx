/** The company's week and holidays, days that differ, and people with hours of their own. */
import { TriangleAlert } from "lucide-preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { PeopleTimes } from "@/components/calendar/time/PeopleTimes.tsx";
import { SpecialDays } from "@/components/calendar/time/SpecialDays.tsx";
import type { TimeSetup } from "@/components/calendar/time/types.ts";
import { hoursOf, WeekEditor } from "@/components/calendar/time/WeekEditor.tsx";
import { ZoneField } from "@/components/calendar/time/ZoneField.tsx";
import { todayIn } from "@/components/calendar/query.ts";
import { SelectField } from "@/components/form/Field.tsx";
import type { KeptTime } from "@/crm/calendar/times.ts";
import { serverNow } from "@/components/time/now.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export default function WorkingTime(setup: TimeSetup) {
  const t = useT();
  const [time, setTime] = useState(setup.company);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const answer = await call<KeptTime>("PUT", "/api/v1/working-time", time);
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    setTime(answer.value);
    toast("good", t("shell.saved"));
  };
  const unsure = setup.years.filter(({ final }) => !final);
  return (
    <div class="stack wt">
      <form class="card" onSubmit={submit}>
        <header>
          <h2>{t("calendar.time.week")}</h2>
          <span class="quiet small-text">{t("calendar.time.hours-week", { hours: hoursOf(time.week) })}</span>
        </header>
        <div class="body form">
          <p class="quiet small-text">{t("calendar.time.week.hint")}</p>
          <WeekEditor
            id="wt"
            week={time.week}
            weekStart={setup.weekStart}
            change={(week) => setTime({ ...time, week })}
          />
          <div class="form-grid">
            <ZoneField
              id="wt-zone"
              label={t("calendar.time.zone")}
              value={time.timeZone}
              otherwise={t("calendar.time.zone.site")}
              onChange={(timeZone) => setTime({ ...time, timeZone })}
            />
            <SelectField
              id="wt-holidays"
              label={t("calendar.time.holidays")}
              value={time.holidays}
              options={(["ru", "none"] as const).map((one) => ({
                value: one,
                label: t(`calendar.time.holidays.${one}`),
              }))}
              onChange={(holidays) => setTime({ ...time, holidays: holidays as KeptTime["holidays"] })}
            />
          </div>
          {time.holidays === "ru" && (
            <>
              {unsure.map(({ year }) => (
                <p key={year} class="note-box" data-tone="warn">
                  <TriangleAlert size={16} aria-hidden="true" />
                  <span>{t("calendar.time.preliminary", { year: `${year}` })}</span>
                </p>
              ))}
              <ul class="wt-sources quiet small-text">
                {setup.years.map(({ year, source }) => (
                  <li key={year} lang="ru">{t("calendar.time.source", { year: `${year}`, source })}</li>
                ))}
              </ul>
            </>
          )}
          {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
          <div class="btn-row">
            <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
          </div>
        </div>
      </form>
      <section class="card">
        <header>
          <h2>{t("calendar.time.days")}</h2>
        </header>
        <div class="body">
          <p class="quiet small-text">{t("calendar.time.days.hint")}</p>
          <SpecialDays setup={setup} today={todayIn(setup.zone.timeZone, serverNow())} />
        </div>
      </section>
      <section class="card">
        <header>
          <h2>{t("calendar.time.people")}</h2>
        </header>
        <div class="body">
          <p class="quiet small-text">{t("calendar.time.people.hint")}</p>
          <PeopleTimes setup={setup} />
        </div>
      </section>
    </div>
  );
}
