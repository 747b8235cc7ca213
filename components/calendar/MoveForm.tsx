/** "Move to…": the same as dragging, for fingers, keys and far days. */
import { useState } from "preact/hooks";
import { addDays, momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { call } from "@/components/api.ts";
import { clockText } from "@/components/calendar/dates.ts";
import { DEFAULT_MINUTES } from "@/components/calendar/items.ts";
import { placeOf } from "@/components/calendar/place.ts";
import type { Item, Place } from "@/components/calendar/types.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { explain } from "@/components/desk/act.ts";
import { SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { serverNow } from "@/components/time/now.ts";
import { useT } from "@/components/i18n.ts";

export function MoveForm(props: { item: Item; calendar: Calendar; onMove(place: Place): void }) {
  const t = useT();
  const { item, calendar } = props;
  const { zone: { timeZone }, people, may } = calendar.setup;
  const place = placeOf(item);
  const wall = wallOf(place.due, timeZone);
  const [day, setDay] = useState(wall.day);
  const [time, setTime] = useState(clockText(wall.minute));
  const [minutes, setMinutes] = useState(place.minutes ?? 0);
  const [owner, setOwner] = useState(item.owner);
  const submit = (event: Event) => {
    event.preventDefault();
    const [hours, rest] = time.split(":").map(Number);
    const minute = place.allDay ? 0 : hours * 60 + rest;
    props.onMove({ ...place, owner, minutes: minutes || null, due: momentOf({ day, minute }, timeZone) });
  };
  const on = (day: string) => props.onMove({ ...place, due: momentOf({ day, minute: wall.minute }, timeZone) });
  const tomorrow = addDays(wallOf(serverNow(), timeZone).day, 1);
  const toWork = async () => {
    const from = new Date(Math.ceil(serverNow() / 900_000) * 900_000).toISOString();
    const query = new URLSearchParams({ from, ...(item.owner ? { user: item.owner } : {}) });
    const answer = await call<{ at: string | null }>("GET", `/api/v1/working-time/next?${query}`);
    if (!explain(answer, t) || !answer.ok || !answer.value.at) return;
    const due = Date.parse(answer.value.at);
    props.onMove({ ...place, due, allDay: false, minutes: place.allDay ? DEFAULT_MINUTES : place.minutes });
  };
  return (
    <form class="cal-move" onSubmit={submit} aria-label={t("calendar.move.title")}>
      <div class="btn-row">
        <button type="button" class="btn small" onClick={() => on(tomorrow)}>{t("calendar.move.tomorrow")}</button>
        <button type="button" class="btn small" onClick={() => on(addDays(wall.day, 7))}>
          {t("calendar.move.week")}
        </button>
        <button type="button" class="btn small" onClick={() => void toWork()}>{t("calendar.move.working")}</button>
      </div>
      <div class="form-grid">
        <TextField
          id="cal-move-day"
          label={t("calendar.move.day")}
          type="date"
          required
          value={day}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        {!place.allDay && (
          <>
            <TextField
              id="cal-move-time"
              label={t("calendar.move.time")}
              type="time"
              required
              value={time}
              onInput={(event) => setTime(event.currentTarget.value)}
            />
            <UnitField
              id="cal-move-length"
              label={t("calendar.move.length")}
              unit={t("calendar.move.minutes")}
              max={10_080}
              step={5}
              value={minutes}
              onChange={setMinutes}
            />
          </>
        )}
        {may.edit !== "own" && (
          <SelectField
            id="cal-move-owner"
            label={t("calendar.move.owner")}
            value={owner}
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setOwner}
          />
        )}
      </div>
      <div class="btn-row">
        <button type="submit" class="btn primary">{t("calendar.move.save")}</button>
      </div>
    </form>
  );
}
