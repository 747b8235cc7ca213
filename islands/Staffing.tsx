/** How many agents a queue needs: by its forecast and its target, with what-if, costs, and queues that share people. */
import { Download, UserRoundX } from "lucide-preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { CallsWeek } from "@/ml/intraday/week.ts";
import type { KeptSettings } from "@/ml/staffing/keep.ts";
import type { StaffingSettings } from "@/ml/staffing/settings.ts";
import { call } from "@/components/api.ts";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";
import { CostPanel } from "@/components/staffing/CostPanel.tsx";
import { CurvePanel } from "@/components/staffing/CurvePanel.tsx";
import { sayIn } from "@/components/staffing/say.ts";
import { SettingsForm } from "@/components/staffing/SettingsForm.tsx";
import { SkillsPanel } from "@/components/staffing/SkillsPanel.tsx";
import { Arrived, Loading, NotTold } from "@/components/staffing/States.tsx";
import { Toolbar } from "@/components/staffing/Toolbar.tsx";
import type { StaffingSetUp } from "@/components/staffing/types.ts";
import { useCurves } from "@/components/staffing/use_curves.ts";
import { useData } from "@/components/staffing/use_data.ts";
import { WeekPlan } from "@/components/staffing/WeekPlan.tsx";
import { WhatIf } from "@/components/staffing/WhatIf.tsx";
import { toast } from "@/components/toast.ts";

const VIEWS = ["day", "week"] as const;
type View = typeof VIEWS[number];
type Line = StaffingSetUp["lines"][number];

export default function Staffing(props: { setUp: StaffingSetUp }) {
  const t = useT();
  const { setUp } = props;
  const [shown, setShown] = useState({ model: setUp.model ?? "", view: setUp.view, day: setUp.day });
  const line = setUp.lines.find(({ model }) => model === shown.model);
  const view: View = shown.view === "week" ? "week" : "day";
  const monday = addDays(shown.day, -weekdayOf(shown.day));
  const span = view === "week" ? `from=${monday}&days=7` : `from=${shown.day}&days=1`;
  const asked = useData<CallsWeek>(line ? `/api/v1/forecasting/calls/week?model=${shown.model}&${span}` : null);
  if (!line) {
    return (
      <div class="card">
        <Empty
          icon={UserRoundX}
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
    if (next.day !== setUp.today) query.set("day", next.day);
    history.replaceState(null, "", `?${query}`);
  };
  const onDay = (day: string) => change({ day, view: "day" });
  const file = (format: string) => `/api/v1/forecasting/staffing/export?model=${shown.model}&${span}&format=${format}`;
  return (
    <>
      <div class="staff-top">
        <Toolbar
          lines={setUp.lines}
          model={shown.model}
          views={VIEWS}
          view={view}
          day={shown.day}
          today={setUp.today}
          step={view === "day" ? 1 : 7}
          change={change}
        />
        <div class="btn-row">
          {["csv", "xlsx"].map((format) => (
            <a key={format} class="btn plain" href={file(format)} download title={t("staffing.file.hint")}>
              <Download size={15} aria-hidden="true" />
              {format.toUpperCase()}
            </a>
          ))}
        </div>
      </div>
      <div class="report-body" aria-busy={asked.busy}>
        <Arrived asked={asked}>
          {(week) =>
            week.days.some(({ planned }) => planned)
              ? (
                <Planned
                  key={shown.model}
                  week={week}
                  view={view}
                  line={line}
                  setUp={setUp}
                  onDay={onDay}
                />
              )
              : <NotTold next={nextTold(shown.day, line)} onDay={(day) => change({ day })} />}
        </Arrived>
      </div>
    </>
  );
}

const same = (a: StaffingSettings, b: StaffingSettings) => JSON.stringify(a) === JSON.stringify(b);

function Planned(
  props: { week: CallsWeek; view: View; line: Line; setUp: StaffingSetUp; onDay(day: string): void },
) {
  const t = useT();
  const { week, line, setUp, view } = props;
  const say = useMemo(() => sayIn(setUp.zone.locale), [setUp.zone.locale]);
  const [kept, setKept] = useState<KeptSettings>(week.kept);
  const [settings, setSettings] = useState(week.kept.settings);
  const [saving, setSaving] = useState(false);
  // Another day brings what is kept now; what was tried stays.
  useEffect(() => {
    if (same(settings, kept.settings)) setSettings(week.kept.settings);
    setKept(week.kept);
  }, [week]);
  const days = useMemo(() => week.days.flatMap(({ planned }) => planned ?? []), [week]);
  const plans = useCurves(days, { settings, usual: week.usual });
  const save = async () => {
    setSaving(true);
    const answer = await call<KeptSettings>("PUT", `/api/v1/forecasting/staffing/${line.model}/settings`, {
      version: kept.version,
      settings,
    });
    setSaving(false);
    if (answer.ok) {
      setKept(answer.value);
      toast("good", t("staffing.settings.saved"));
    } else toast("bad", t(answer.code, answer.detail));
  };
  const [first] = week.days;
  const plan = first.planned ? plans.get(first.day) : undefined;
  return (
    <div class="staff-page">
      <div class="report-body">
        {view === "week" && (
          <WeekPlan week={week} plans={plans} say={say} shrinkage={settings.shrinkage} onDay={props.onDay} />
        )}
        {view === "day" && first.planned && (plan
          ? (
            <>
              <CurvePanel
                planned={first.planned}
                plan={plan}
                settings={settings}
                people={first.scheduled}
                say={say}
              />
              <WhatIf
                plan={plan}
                settings={settings}
                people={first.scheduled}
                say={say}
                step={first.planned.step}
              />
              {settings.prices && (
                <CostPanel
                  plan={plan}
                  prices={settings.prices}
                  people={first.scheduled}
                  shrinkage={settings.shrinkage}
                  within={settings.serviceLevel?.within}
                  say={say}
                />
              )}
              <SkillsPanel
                lines={setUp.lines}
                model={line.model}
                day={first.day}
                opens={first.planned.opens}
                closes={first.planned.opens + first.planned.expected.length * first.planned.step}
                busiest={first.planned.opens +
                  first.planned.step * first.planned.expected.indexOf(Math.max(...first.planned.expected))}
                say={say}
              />
            </>
          )
          : <Loading />)}
      </div>
      <SettingsForm
        settings={settings}
        usual={week.usual}
        forecast={{
          handle: days.some(({ handle }) => handle !== null),
          patience: days.some(({ patience }) => patience !== null),
        }}
        changed={!same(settings, kept.settings)}
        saving={saving}
        mayManage={setUp.mayManage}
        change={(patch) => setSettings({ ...settings, ...patch })}
        save={() => void save()}
        reset={() => setSettings(kept.settings)}
      />
    </div>
  );
}

/** A day that something is told of; null: there is none but this. */
function nextTold(day: string, line: Line): string | null {
  if (day < line.from) return line.from;
  if (day > line.to) return line.to;
  const next = addDays(day, weekdayOf(day) >= 4 ? 7 - weekdayOf(day) : 1);
  return next > line.to ? line.to : next;
}
