/** The forecast in four figures: this month, this quarter, what stands open, and how far it has been off. */
import { attained, wholeQuota } from "@/components/revenue/quota.ts";
import { dealsOf } from "@/components/revenue/query.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { Asked } from "@/components/revenue/use_asked.ts";
import { quarterOf } from "@/ml/revenue/periods.ts";
import type { BackTestView, PeriodView, RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function Figures(props: { view: RevenueView; say: RevenueSay; backTest: Asked<BackTestView> }) {
  const t = useT();
  const { view, say } = props;
  const { forecast, pipeline } = view;
  const month = forecast?.months[0];
  const quarter = month && forecast.quarters.find(({ name }) => name === quarterOf(month.name));
  const open = view.groups.owner.reduce((all, { open }) => all + open.deals, 0) ||
    pipeline.stages.reduce((all, { deals }) => all + deals, 0);
  return (
    <dl class="report-kpis">
      {month && <Told view={view} say={say} period={month} />}
      {quarter && <Told view={view} say={say} period={quarter} />}
      <div class="card report-kpi">
        <dt>{t("revenue.figure.pipeline")}</dt>
        <dd>
          <strong>{say.short(pipeline.weighted)}</strong>
          <span>
            {t("revenue.figure.pipeline.of", { sum: say.short(pipeline.amount) })}
            <br />
            <a href={dealsOf(view.conditions, { status: "open" })}>{t("revenue.deals", { count: open })}</a>
          </span>
        </dd>
      </div>
      <Accuracy backTest={props.backTest} say={say} />
    </dl>
  );
}

function Told(props: { view: RevenueView; say: RevenueSay; period: PeriodView }) {
  const t = useT();
  const { view, say, period } = props;
  const quota = wholeQuota(view, period.name);
  const share = attained(period.won, quota);
  return (
    <div class="card report-kpi" data-tone="won">
      <dt>{say.period(period.name)}</dt>
      <dd>
        <strong>{say.short(period.expected)}</strong>
        <span>
          {say.range(period.low, period.high)}
          <br />
          <a href={dealsOf(view.conditions, { status: "won", period: period.name })}>
            {t("revenue.figure.won", { sum: say.short(period.won) })}
          </a>
          {quota !== null && (
            <>
              <br />
              {t("revenue.figure.quota", { sum: say.short(quota), share: say.percent(share) })}
            </>
          )}
        </span>
      </dd>
    </div>
  );
}

function Accuracy(props: { backTest: Asked<BackTestView>; say: RevenueSay }) {
  const t = useT();
  const { say } = props;
  const { value, error } = props.backTest;
  const one = value?.ahead[0];
  const known = one?.wape !== null && one?.wape !== undefined;
  const note = known
    ? t("revenue.figure.accuracy.of", { count: one.told.length })
    : error || value
    ? t("revenue.figure.accuracy.none")
    : t("revenue.figure.accuracy.wait");
  return (
    <div class="card report-kpi">
      <dt>{t("revenue.figure.accuracy")}</dt>
      <dd>
        <strong>{known ? t("revenue.off", { share: say.percent(one.wape) }) : "–"}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}
