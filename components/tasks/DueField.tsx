/** When a task is due: quick choices, day and time, and for how long. */
import { CalendarX2 } from "lucide-preact";
import type { TaskSetup } from "@/crm/tasks/mod.ts";
import { dayNumber, momentOf, postponed } from "@/crm/tasks/moments.ts";
import { type Draft, dueOf, withDue } from "@/components/tasks/draft.ts";
import { lengthText } from "@/components/tasks/words.ts";
import { serverNow } from "@/components/time/now.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240, 480];

export function DueField(
  props: { id: string; draft: Draft; setup: TaskSetup; zone: Zone; disabled: boolean; change(draft: Draft): void },
) {
  const t = useT();
  const { draft, setup, change, disabled } = props;
  const { timeZone } = setup;
  const has = dueOf(draft, timeZone) !== null;
  const choose = (at: number, allDay = false) => change(withDue(draft, at, { timeZone, allDay }));
  const quick = (to: "hour" | "tomorrow" | "week") =>
    choose(postponed(to, { now: serverNow(), zone: timeZone, work: setup.work }));
  const lengths = [...new Set([...LENGTHS, ...(Number(draft.minutes) > 0 ? [Number(draft.minutes)] : [])])]
    .sort((a, b) => a - b);
  return (
    <fieldset class="field due-field" disabled={disabled}>
      <legend>{t("tasks.dialog.due")}</legend>
      <div class="row wrap due-inputs">
        <input
          class="input"
          type="date"
          id={props.id}
          aria-label={t("tasks.dialog.day")}
          value={draft.day}
          min="2000-01-01"
          max="2100-12-31"
          onInput={(event) => change({ ...draft, day: event.currentTarget.value })}
        />
        <input
          class="input"
          type="time"
          aria-label={t("tasks.dialog.time")}
          value={draft.time}
          disabled={disabled || draft.day === ""}
          onInput={(event) => change({ ...draft, time: event.currentTarget.value })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={has && draft.time === ""}
            disabled={disabled || !has}
            onChange={(event) => change({ ...draft, time: event.currentTarget.checked ? "" : setup.work.from })}
          />
          <span>{t("tasks.all-day")}</span>
        </label>
      </div>
      <div class="row wrap due-quick">
        <button type="button" class="btn small" onClick={() => quick("hour")}>{t("tasks.dialog.due.hour")}</button>
        <button
          type="button"
          class="btn small"
          onClick={() => choose(momentOf(dayNumber(serverNow(), timeZone), 0, timeZone), true)}
        >
          {t("tasks.dialog.due.today")}
        </button>
        <button type="button" class="btn small" onClick={() => quick("tomorrow")}>
          {t("tasks.dialog.due.tomorrow")}
        </button>
        <button type="button" class="btn small" onClick={() => quick("week")}>{t("tasks.dialog.due.week")}</button>
        {has && (
          <button
            type="button"
            class="btn small plain"
            onClick={() => change({ ...draft, day: "", time: "", minutes: "", repeat: "" })}
          >
            <CalendarX2 size={14} aria-hidden="true" />
            {t("tasks.dialog.clear-due")}
          </button>
        )}
      </div>
      {has && draft.time !== "" && (
        <select
          class="select"
          aria-label={t("tasks.dialog.length")}
          value={draft.minutes}
          onChange={(event) => change({ ...draft, minutes: event.currentTarget.value })}
        >
          <option value="" selected={draft.minutes === ""}>{t("tasks.dialog.length.none")}</option>
          {lengths.map((minutes) => (
            <option key={minutes} value={`${minutes}`} selected={draft.minutes === `${minutes}`}>
              {lengthText(minutes, props.zone.locale)}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}
