/** What if: other calls, longer talks, less patience, agents more or fewer. Answered while the slider moves. */
import { RotateCcw } from "lucide-preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useT } from "@/components/i18n.ts";
import type { DayPlan } from "@/components/staffing/plan_day.ts";
import type { Say } from "@/components/staffing/say.ts";
import { changed, dayOutcome, requirementCurve, type WhatIf as Change } from "@/ml/staffing/plan.ts";
import { type StaffingSettings, targetOf } from "@/ml/staffing/settings.ts";

const NONE: Required<Change> = { calls: 1, handle: 1, patience: 1, agents: 0 };
const SLIDERS = [
  { key: "calls", min: 0.5, max: 1.6, step: 0.01 },
  { key: "handle", min: 0.5, max: 1.6, step: 0.01 },
  { key: "patience", min: 0.25, max: 3, step: 0.05 },
  { key: "agents", min: -20, max: 20, step: 1 },
] as const;
/** The requirement takes longer than the outcome: it waits until the hand rests. */
const REST_MS = 120;

export interface WhatIfProps {
  plan: DayPlan;
  settings: StaffingSettings;
  people: readonly number[] | null;
  say: Say;
  /** Minutes of an interval. */
  step: number;
}

export function WhatIf(props: WhatIfProps) {
  const t = useT();
  const { plan, settings, people, say, step } = props;
  const [change, setChange] = useState(NONE);
  const [base, setBase] = useState<"needed" | "list">("needed");
  const within = settings.serviceLevel?.within;
  const agents = useMemo(
    () =>
      base === "list" && people
        ? people.map((one) => Math.round(one * (1 - settings.shrinkage)))
        : plan.curve.map((one) => one.agents ?? 0),
    [plan, people, base, settings.shrinkage],
  );
  const before = useMemo(() => dayOutcome(plan.intervals, agents, { within }).day, [plan, agents, within]);
  const after = useMemo(
    () => dayOutcome(plan.intervals, agents, { within, whatIf: change }).day,
    [plan, agents, within, change],
  );
  const needed = useNeeded(plan, { settings, change, step });
  const moved = JSON.stringify(change) !== JSON.stringify(NONE);
  const rows = [
    {
      key: "level",
      values: [before.serviceLevel, after.serviceLevel].map(say.percent),
      good: after.serviceLevel - before.serviceLevel,
    },
    { key: "abandon", values: [before.abandon, after.abandon].map(say.percent), good: before.abandon - after.abandon },
    {
      key: "wait",
      values: [before.meanWait, after.meanWait].map((one) =>
        one === null ? t("staffing.whatif.endless") : t("staffing.seconds", { seconds: say.fine(one) })
      ),
      good: (before.meanWait ?? Infinity) - (after.meanWait ?? Infinity),
    },
    { key: "occupancy", values: [before.occupancy, after.occupancy].map(say.percent), good: 0 },
    { key: "hours", values: [before.agentHours, after.agentHours].map(say.whole), good: 0 },
  ];
  return (
    <section class="card report-panel" aria-label={t("staffing.whatif")}>
      <header>
        <h2>{t("staffing.whatif")}</h2>
        {people && (
          <div class="segmented" role="group" aria-label={t("staffing.whatif.base")}>
            {(["needed", "list"] as const).map((one) => (
              <button
                type="button"
                key={one}
                aria-pressed={one === base}
                onClick={() => setBase(one)}
              >
                {t(`staffing.whatif.base.${one}`)}
              </button>
            ))}
          </div>
        )}
        <button type="button" class="btn small plain" disabled={!moved} onClick={() => setChange(NONE)}>
          <RotateCcw size={14} aria-hidden="true" />
          {t("staffing.whatif.reset")}
        </button>
      </header>
      <div class="staff-whatif">
        <div class="staff-sliders">
          {SLIDERS.map(({ key, min, max, step }) => (
            <label key={key} class="staff-slider">
              <span>{t(`staffing.whatif.${key}`)}</span>
              <output>{key === "agents" ? say.signed(change.agents) : say.signedPercent(change[key] - 1)}</output>
              <input
                type="range"
                name={key}
                min={min}
                max={max}
                step={step}
                value={change[key]}
                disabled={key === "patience" && settings.patience === "endless"}
                aria-valuetext={key === "agents" ? say.signed(change.agents) : say.signedPercent(change[key] - 1)}
                onInput={(event) => setChange({ ...change, [key]: Number(event.currentTarget.value) })}
              />
            </label>
          ))}
        </div>
        <div class="report-table">
          <table class="table staff-compare">
            <thead>
              <tr>
                <th scope="col">
                  <span class="unseen">{t("staffing.col.figure")}</span>
                </th>
                <th scope="col" class="num">{t("staffing.whatif.before")}</th>
                <th scope="col" class="num">{t("staffing.whatif.after")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, values, good }) => (
                <tr key={key}>
                  <th scope="row">{t(`staffing.whatif.row.${key}`)}</th>
                  <td class="num">{values[0]}</td>
                  <td class="num" data-gap={Math.abs(good) < 5e-4 ? undefined : good > 0 ? "over" : "under"}>
                    {values[1]}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <p class="report-hint" role="status">
        {needed === null ? t("staffing.whatif.reckoning") : t("staffing.whatif.needed", {
          hours: say.whole(needed.hours),
          by: say.signed(Math.round(needed.hours - needed.before)),
        })}
      </p>
    </section>
  );
}

/** People's hours on the list for the target with the sliders' calls, and without; null: being reckoned. */
function useNeeded(
  plan: DayPlan,
  given: { settings: StaffingSettings; change: Required<Change>; step: number },
): { hours: number; before: number } | null {
  const [needed, setNeeded] = useState<{ hours: number; before: number } | null>(null);
  const { settings, change, step } = given;
  const { calls, handle, patience } = change;
  useEffect(() => {
    const before = plan.curve.reduce((sum, { scheduled }) => sum + (scheduled ?? 0), 0) * step / 60;
    if (calls === 1 && handle === 1 && patience === 1) return setNeeded({ hours: before, before });
    const timer = setTimeout(() => {
      const curve = requirementCurve(plan.intervals.map((one) => changed(one, { calls, handle, patience })), {
        target: targetOf(settings),
        shrinkage: settings.shrinkage,
      });
      setNeeded({ hours: curve.reduce((sum, { scheduled }) => sum + (scheduled ?? 0), 0) * step / 60, before });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [plan, settings, calls, handle, patience, step]);
  return needed;
}
