/** Which tasks are shown: types, and what is done or cancelled. */
import { Funnel } from "lucide-preact";
import type { TaskStatus, TaskType } from "@/crm/calendar/types.ts";
import { TYPE_ICON } from "@/components/calendar/icons.ts";
import { SHOWN_AT_FIRST, TYPES } from "@/components/calendar/query.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { Popover } from "@/components/records/list/Popover.tsx";
import { useT } from "@/components/i18n.ts";

export function Filters(props: { calendar: Calendar }) {
  const t = useT();
  const { calendar } = props;
  const { types, statuses } = calendar.shown;
  const changed = types.length > 0 || statuses.join() !== SHOWN_AT_FIRST.join();
  const chosen = types.length > 0 ? types : TYPES;
  const toggle = (type: TaskType) => {
    const next = TYPES.filter((one) => chosen.includes(one) !== (one === type));
    calendar.show({ types: next.length === TYPES.length || next.length === 0 ? [] : next });
  };
  const status = (one: TaskStatus) => {
    const next = statuses.includes(one) ? statuses.filter((other) => other !== one) : [...statuses, one];
    calendar.show({ statuses: (["open", "done", "cancelled"] as const).filter((other) => next.includes(other)) });
  };
  return (
    <Popover
      class="btn icon"
      panel="cal-panel"
      name={t("calendar.filter")}
      title={t("calendar.filter")}
      label={
        <>
          <Funnel size={16} aria-hidden="true" />
          {changed && <i class="cal-dot" />}
        </>
      }
    >
      {() => (
        <div class="cal-choice">
          <fieldset>
            <legend class="label">{t("calendar.filter.types")}</legend>
            {TYPES.map((type) => {
              const Icon = TYPE_ICON[type];
              return (
                <label class="check" key={type} data-type={type}>
                  <input type="checkbox" checked={chosen.includes(type)} onChange={() => toggle(type)} />
                  <span class="cal-type">
                    <Icon size={14} aria-hidden="true" />
                    {t(`records.type.${type}`)}
                  </span>
                </label>
              );
            })}
          </fieldset>
          {(["done", "cancelled"] as const).map((one) => (
            <label class="check" key={one}>
              <input type="checkbox" checked={statuses.includes(one)} onChange={() => status(one)} />
              <span>{t(`calendar.filter.${one}`)}</span>
            </label>
          ))}
          {changed && (
            <button
              type="button"
              class="btn small"
              onClick={() => calendar.show({ types: [], statuses: [...SHOWN_AT_FIRST] })}
            >
              {t("calendar.filter.reset")}
            </button>
          )}
        </div>
      )}
    </Popover>
  );
}
