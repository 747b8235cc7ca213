/** The agent's own figures of the day. */
import type { DayRow } from "@/web/live/protocol.ts";
import { clock } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function DayFigures(props: { day: Partial<DayRow> }) {
  const t = useT();
  const { day } = props;
  const answered = day.answered ?? 0;
  const handled = (day.talkMs ?? 0) + (day.wrapUpMs ?? 0);
  const atWork = handled + (day.readyMs ?? 0);
  const figures: [string, string][] = [
    ["answered", String(answered)],
    ["missed", String(day.missed ?? 0)],
    ["handle", answered ? clock(handled / answered) : "–"],
    ["occupancy", atWork > 0 ? `${Math.round((handled / atWork) * 100)}%` : "–"],
    ["talk", clock(day.talkMs ?? 0)],
    ["paused", clock(day.pausedMs ?? 0)],
  ];
  return (
    <section class="card" aria-label={t("desk.day.title")}>
      <header>
        <h2>{t("desk.day.title")}</h2>
      </header>
      <dl class="body figures">
        {figures.map(([key, value]) => (
          <div key={key}>
            <dt title={t(`desk.day.${key}.hint`)}>{t(`desk.day.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
