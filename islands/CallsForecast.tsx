/** Calls of a queue: the day as it goes, the week, and how well the last weeks were told. */
import { PhoneOff } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { CallsDay } from "@/ml/intraday/day.ts";
import type { CallsPast } from "@/ml/intraday/past.ts";
import type { CallsWeek } from "@/ml/intraday/week.ts";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";
import { CallsDayView } from "@/components/staffing/CallsDayView.tsx";
import { CallsPastView } from "@/components/staffing/CallsPastView.tsx";
import { CallsWeekView } from "@/components/staffing/CallsWeekView.tsx";
import { Arrived, NotTold } from "@/components/staffing/States.tsx";
import { Toolbar } from "@/components/staffing/Toolbar.tsx";
import type { StaffingSetUp } from "@/components/staffing/types.ts";
import { useData } from "@/components/staffing/use_data.ts";

const VIEWS = ["day", "week", "past"] as const;
/** New calls of the running interval; at its end the re-forecast comes along. */
const FRESH_MS = 30_000;
const DOOR = "/api/v1/forecasting/calls";

export default function CallsForecast(props: { setUp: StaffingSetUp }) {
  const t = useT();
  const { setUp } = props;
  const [shown, setShown] = useState({ model: setUp.model ?? "", view: setUp.view, day: setUp.day });
  const [today, setToday] = useState(setUp.today);
  const line = setUp.lines.find(({ model }) => model === shown.model);
  const view = VIEWS.find((one) => one === shown.view) ?? "day";
  const monday = addDays(shown.day, -weekdayOf(shown.day));
  const path = {
    day: `${DOOR}?model=${shown.model}&day=${shown.day}`,
    week: `${DOOR}/week?model=${shown.model}&from=${monday}`,
    past: `${DOOR}/past?model=${shown.model}`,
  };
  const asking = (one: typeof VIEWS[number]) => line && view === one ? path[one] : null;
  const day = useData<CallsDay>(asking("day"), { everyMs: shown.day === today ? FRESH_MS : null });
  const week = useData<CallsWeek>(asking("week"));
  const past = useData<CallsPast>(asking("past"));
  const reached = day.value?.today;
  useEffect(() => {
    // A screen that is left on shows the new day in the morning.
    if (!reached || reached <= today) return;
    if (shown.day === today) setShown({ ...shown, day: reached });
    setToday(reached);
  }, [reached]);
  if (!line) {
    return (
      <div class="card">
        <Empty
          icon={PhoneOff}
          title={t("staffing.first")}
          action={<a class="btn primary" href="/forecasting">{t("staffing.first.action")}</a>}
        >
          {t("staffing.first.hint")}
        </Empty>
      </div>
    );
  }
  const change = (patch: Partial<typeof shown>) => {
    const next = { ...shown, ...patch };
    setShown(next);
    const query = new URLSearchParams({ model: next.model });
    if (next.view !== "day") query.set("view", next.view);
    if (next.day !== today) query.set("day", next.day);
    history.replaceState(null, "", `?${query}`);
  };
  const onDay = (to: string) => change({ day: to, view: "day" });
  const staffing = `/forecasting/staffing?${new URLSearchParams({ model: shown.model, day: shown.day })}`;
  return (
    <>
      <Toolbar
        lines={setUp.lines}
        model={shown.model}
        views={VIEWS}
        view={view}
        day={shown.day}
        today={today}
        step={view === "day" ? 1 : view === "week" ? 7 : 0}
        change={change}
      />
      <div class="report-body" aria-busy={[day, week, past].some(({ busy }) => busy)}>
        {view === "day" && (
          <Arrived asked={day}>
            {(data) =>
              data.planned
                ? (
                  <CallsDayView
                    data={{ ...data, planned: data.planned }}
                    zone={setUp.zone}
                    within={line.within}
                    staffing={staffing}
                  />
                )
                : <NotTold next={nearest(shown.day, line)} onDay={onDay} />}
          </Arrived>
        )}
        {view === "week" && (
          <Arrived asked={week}>
            {(data) =>
              data.days.some(({ planned }) => planned)
                ? <CallsWeekView data={data} zone={setUp.zone} onDay={onDay} />
                : <NotTold next={nearest(shown.day, line)} onDay={(to) => change({ day: to })} />}
          </Arrived>
        )}
        {view === "past" && (
          <Arrived asked={past}>
            {(data) =>
              data.days.length > 0 ? <CallsPastView data={data} zone={setUp.zone} /> : (
                <div class="card">
                  <Empty
                    icon={PhoneOff}
                    title={t("staffing.past.empty")}
                    action={
                      <button type="button" class="btn primary" onClick={() => onDay(today)}>
                        {t("staffing.today")}
                      </button>
                    }
                  >
                    {t("staffing.past.empty.hint")}
                  </Empty>
                </div>
              )}
          </Arrived>
        )}
      </div>
    </>
  );
}

/** The told day nearest to one that is not; null: that one is told of. */
function nearest(day: string, line: { from: string; to: string }): string | null {
  const inside = day < line.from ? line.from : day > line.to ? line.to : addDays(day, weekdayOf(day) >= 4 ? 3 : 1);
  const next = inside > line.to ? line.to : inside;
  return next === day ? null : next;
}
