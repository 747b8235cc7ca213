/** Whose calendars stand side by side. */
import { UsersRound } from "lucide-preact";
import { useState } from "preact/hooks";
import { MOST_PEOPLE } from "@/components/calendar/query.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { Popover } from "@/components/records/list/Popover.tsx";
import { useT } from "@/components/i18n.ts";

export function PeoplePicker(props: { calendar: Calendar }) {
  const t = useT();
  const { calendar } = props;
  const { setup: { people, user }, shown } = calendar;
  const only = shown.people.length === 1 && shown.people[0] === user;
  const label = only ? t("calendar.people.mine") : t("calendar.people.count", { count: shown.people.length });
  return (
    <Popover
      class="btn"
      panel="cal-panel"
      name={`${t("calendar.people")}: ${label}`}
      label={
        <>
          <UsersRound size={16} aria-hidden="true" />
          <span class="cal-tool-word">{label}</span>
          {shown.people.length > 1 && <span class="cal-tool-count" aria-hidden="true">{shown.people.length}</span>}
        </>
      }
    >
      {() => <Choice calendar={calendar} people={people} />}
    </Popover>
  );
}

function Choice(props: { calendar: Calendar; people: Calendar["setup"]["people"] }) {
  const t = useT();
  const { calendar, people } = props;
  const { shown, setup: { user } } = calendar;
  const [text, setText] = useState("");
  const words = text.trim().toLowerCase();
  const found = people.filter(({ name, team }) => `${name} ${team}`.toLowerCase().includes(words))
    .sort((a, b) => Number(b.id === user) - Number(a.id === user));
  const full = shown.people.length >= MOST_PEOPLE;
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...shown.people, id] : shown.people.filter((one) => one !== id);
    calendar.show({ people: next.length > 0 ? next : [user] });
  };
  return (
    <div class="cal-choice">
      <input
        class="input"
        type="search"
        data-first
        placeholder={t("calendar.people.search")}
        aria-label={t("calendar.people.search")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="cal-choice-list">
        {found.map(({ id, name, team }) => {
          const on = shown.people.includes(id);
          return (
            <label class="check" key={id}>
              <input type="checkbox" checked={on} disabled={full && !on} onChange={() => toggle(id, !on)} />
              <span>
                {name}
                <small>{id === user ? t("calendar.me") : team}</small>
              </span>
            </label>
          );
        })}
        {found.length === 0 && <p class="quiet small-text">{t("calendar.people.nobody")}</p>}
      </div>
      {full && <p class="quiet small-text">{t("calendar.people.most", { most: MOST_PEOPLE })}</p>}
      <button type="button" class="btn small" onClick={() => calendar.show({ people: [user] })}>
        {t("calendar.people.mine")}
      </button>
    </div>
  );
}
