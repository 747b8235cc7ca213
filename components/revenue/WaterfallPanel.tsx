/** What became of the open pipeline between two days, step by step, each with its deals. */
import { useState } from "preact/hooks";
import { Panel } from "@/components/revenue/Panel.tsx";
import { queryOf } from "@/components/revenue/query.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import { useAsked } from "@/components/revenue/use_asked.ts";
import { quarterOf } from "@/ml/revenue/periods.ts";
import type { RevenueFilter, WaterfallView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

const DAYS = 30;

export function WaterfallPanel(props: {
  filter: RevenueFilter;
  say: RevenueSay;
  today: string;
  periods: readonly string[];
}) {
  const t = useT();
  const { filter, say, today } = props;
  const [from, setFrom] = useState(new Date(Date.parse(today) - DAYS * 86_400_000).toISOString().slice(0, 10));
  const [to, setTo] = useState(today);
  const [period, setPeriod] = useState("");
  const { months: _, ...who } = filter;
  const asked = useAsked<WaterfallView>(
    `/api/v1/forecasting/revenue/waterfall?${queryOf(who)}&from=${from}&to=${to}${period ? `&period=${period}` : ""}`,
  );
  const day = (value: string, set: (day: string) => void, label: string, bounds: { min?: string; max?: string }) => (
    <input
      class="input"
      type="date"
      required
      aria-label={label}
      {...bounds}
      value={value}
      onChange={(event) => {
        if (event.currentTarget.value && event.currentTarget.checkValidity()) set(event.currentTarget.value);
        else event.currentTarget.value = value;
      }}
    />
  );
  return (
    <Panel
      name="waterfall"
      asked={asked}
      hint={t("revenue.panel.waterfall.hint")}
      actions={
        <>
          <span class="report-days">
            {day(from, setFrom, t("reports.from"), { max: to })}
            <span aria-hidden="true">–</span>
            {day(to, setTo, t("reports.to"), { min: from, max: today })}
          </span>
          {props.periods.length > 0 && (
            <select
              class="select small"
              aria-label={t("revenue.waterfall.closing")}
              value={period}
              onChange={(event) => setPeriod(event.currentTarget.value)}
            >
              <option value="" selected={period === ""}>{t("revenue.waterfall.any")}</option>
              {[quarterOf(today), ...props.periods.filter((one) => one !== quarterOf(today))].map((one) => (
                <option key={one} value={one} selected={one === period}>
                  {t("revenue.waterfall.in", { period: say.period(one) })}
                </option>
              ))}
            </select>
          )}
        </>
      }
    >
      {asked.value && <Fall view={asked.value} say={say} busy={asked.busy} />}
    </Panel>
  );
}

function Fall(props: { view: WaterfallView; say: RevenueSay; busy: boolean }) {
  const t = useT();
  const { view, say } = props;
  const steps = view.steps.filter(({ deals }) => deals > 0);
  let level = view.start.minor;
  const rows = steps.map((step) => {
    const before = level;
    level += step.minor;
    return { ...step, low: Math.min(before, level), high: Math.max(before, level) };
  });
  const most = Math.max(1, view.start.minor, view.end.minor, ...rows.map(({ high }) => high));
  const bar = (low: number, high: number, tone: string) => (
    <span class="rev-fall-bar" aria-hidden="true">
      <i
        data-tone={tone}
        style={{ insetInlineStart: `${100 * low / most}%`, width: `${100 * (high - low) / most}%` }}
      />
    </span>
  );
  const end = (key: "start" | "end") => (
    <li data-end="true">
      <div class="rev-fall-row">
        <span>
          <strong>{t(`revenue.waterfall.${key}`, { day: say.day(key === "start" ? view.from : view.to) })}</strong>
          <small>{t("revenue.deals", { count: view[key].deals })}</small>
        </span>
        {bar(0, view[key].minor, "total")}
        <strong class="num">{say.money(view[key].minor)}</strong>
      </div>
    </li>
  );
  return (
    <ol class="rev-fall" aria-busy={props.busy}>
      {end("start")}
      {rows.map((row) => (
        <li key={row.step}>
          <details>
            <summary class="rev-fall-row">
              <span>
                {t(`revenue.step.${row.step}`)}
                <small>{t("revenue.deals", { count: row.deals })}</small>
              </span>
              {bar(row.low, row.high, row.step === "won" ? "won" : row.minor >= 0 ? "up" : "down")}
              <span class="num">{say.change(row.minor)}</span>
            </summary>
            <ul>
              {row.top.map(({ id, minor }) => (
                <li key={id}>
                  <a href={`/deals/${id}`}>{view.names[id] || t("revenue.nameless")}</a>
                  <span class="num">{say.change(minor)}</span>
                </li>
              ))}
              {row.deals > row.top.length && (
                <li class="quiet">{t("revenue.waterfall.more", { count: row.deals - row.top.length })}</li>
              )}
            </ul>
          </details>
        </li>
      ))}
      {steps.length === 0 && <li class="report-hint">{t("revenue.waterfall.nothing")}</li>}
      {end("end")}
    </ol>
  );
}
