/** Which queue, which view, which day. */
import { ChevronLeft, ChevronRight } from "lucide-preact";
import { addDays } from "@/ml/calendar/days.ts";
import type { Line } from "@/ml/staffing/lines.ts";
import { useT } from "@/components/i18n.ts";

export interface ToolbarProps {
  lines: readonly Line[];
  model: string;
  views: readonly string[];
  view: string;
  day: string;
  today: string;
  /** Days that the arrows go; 0: the view has no day. */
  step: number;
  change(patch: { model?: string; view?: string; day?: string }): void;
}

export function nameOf(line: Line, lines: readonly Line[]): string {
  if (!line.queue) return line.name;
  const twins = lines.filter(({ queue }) => queue?.id === line.queue!.id).length > 1;
  return twins ? `${line.queue.name} — ${line.name}` : line.queue.name;
}

export function Toolbar(props: ToolbarProps) {
  const t = useT();
  const { lines, model, views, view, day, today, step, change } = props;
  return (
    <div class="filters staff-bar" role="group" aria-label={t("staffing.bar")}>
      <select
        class="select"
        aria-label={t("staffing.line")}
        value={model}
        onChange={(event) => change({ model: event.currentTarget.value })}
      >
        {lines.map((line) => (
          <option key={line.model} value={line.model} selected={line.model === model}>{nameOf(line, lines)}</option>
        ))}
      </select>
      <div class="segmented" role="group" aria-label={t("staffing.view")}>
        {views.map((one) => (
          <button
            type="button"
            key={one}
            aria-pressed={one === view}
            onClick={() => change({ view: one })}
          >
            {t(`staffing.view.${one}`)}
          </button>
        ))}
      </div>
      {step > 0 && (
        <span class="staff-days">
          <button
            type="button"
            class="btn icon"
            aria-label={t(step === 1 ? "staffing.day.before" : "staffing.week.before")}
            onClick={() => change({ day: addDays(day, -step) })}
          >
            <ChevronLeft size={16} aria-hidden="true" />
          </button>
          <input
            class="input"
            type="date"
            required
            aria-label={t("staffing.day")}
            value={day}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value && event.currentTarget.checkValidity()) change({ day: value });
              else event.currentTarget.value = day;
            }}
          />
          <button
            type="button"
            class="btn icon"
            aria-label={t(step === 1 ? "staffing.day.after" : "staffing.week.after")}
            onClick={() => change({ day: addDays(day, step) })}
          >
            <ChevronRight size={16} aria-hidden="true" />
          </button>
          {day !== today && (
            <button type="button" class="btn plain" onClick={() => change({ day: today })}>
              {t("staffing.today")}
            </button>
          )}
        </span>
      )}
    </div>
  );
}
