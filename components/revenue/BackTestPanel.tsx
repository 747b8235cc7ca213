/** What would have been told at past month ends, beside what came: how far the forecast can be trusted. */
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { Asked } from "@/components/revenue/use_asked.ts";
import { monthAfter } from "@/ml/revenue/periods.ts";
import type { BackTestAhead, BackTestView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function BackTestPanel(props: { asked: Asked<BackTestView>; say: RevenueSay; file: string | null }) {
  const t = useT();
  const { asked } = props;
  const view = asked.value;
  const told = view?.ahead.filter((ahead) => ahead.told.length > 0) ?? [];
  return (
    <Panel
      name="back-test"
      asked={asked}
      file={told.length > 0 ? props.file : null}
      hint={t("revenue.panel.back-test.hint")}
    >
      {view && told.length === 0 && <p class="report-hint">{t(`revenue.refused.${view.refused ?? "too-short"}`)}</p>}
      {told.map((ahead) => <Ahead key={ahead.months} ahead={ahead} level={view!.level} say={props.say} />)}
    </Panel>
  );
}

function Ahead(props: { ahead: BackTestAhead; level: number; say: RevenueSay }) {
  const t = useT();
  const { ahead, say } = props;
  const { months, told } = ahead;
  const title = t("revenue.ahead", { months });
  const most = Math.max(1, ...told.map(({ actual, high }) => Math.max(actual, high)));
  const at = (minor: number) => `${100 * minor / most}%`;
  return (
    <>
      <h3 class="rev-ahead">
        {title}
        {ahead.wape !== null && (
          <span>
            {t("revenue.back-test.sum", {
              share: say.percent(ahead.wape),
              count: told.length,
              before: say.percent(ahead.wapeBefore),
              known: ahead.wapeBefore === null ? "no" : "yes",
              inside: told.filter(({ low, high, actual }) => actual >= low && actual <= high).length,
            })}
          </span>
        )}
      </h3>
      <Scroll label={title}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("revenue.col.period")}</th>
              <th scope="col" class="rev-beside-col">
                <span class="unseen">{t("revenue.chart")}</span>
              </th>
              <th scope="col" class="num">{t("revenue.col.told")}</th>
              <th scope="col" class="num">{t("revenue.col.interval")}</th>
              <th scope="col" class="num">{t("revenue.col.actual")}</th>
              <th scope="col" class="num">{t("revenue.col.error")}</th>
            </tr>
          </thead>
          <tbody>
            {told.map((one) => (
              <tr key={one.origin}>
                <th scope="row" class="nowrap">
                  {say.period(
                    months === 1
                      ? monthAfter(one.origin, 1)
                      : `${monthAfter(one.origin, 1)}…${monthAfter(one.origin, months)}`,
                  )}
                </th>
                <td>
                  <span class="rev-beside" aria-hidden="true">
                    <i style={{ insetInlineStart: at(one.low), width: at(one.high - one.low) }} />
                    <b style={{ insetInlineStart: at(one.expected) }} />
                    <u style={{ insetInlineStart: at(one.actual) }} />
                  </span>
                </td>
                <td class="num">{say.money(one.expected)}</td>
                <td class="num nowrap">{say.range(one.low, one.high)}</td>
                <td class="num">{say.money(one.actual)}</td>
                <td class="num">
                  {one.actual > 0 ? say.percent((one.expected - one.actual) / one.actual) : "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
