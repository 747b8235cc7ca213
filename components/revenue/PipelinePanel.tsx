/** The weighted pipeline: what stands in each stage, how often such deals were won, and what that comes to. */
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import { dealsOf } from "@/components/revenue/query.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function PipelinePanel(props: { view: RevenueView; say: RevenueSay }) {
  const t = useT();
  const { view, say } = props;
  const { stages, amount, weighted } = view.pipeline;
  if (stages.length === 0) return null;
  return (
    <Panel name="pipeline" hint={t("revenue.panel.pipeline.hint")}>
      <Scroll label={t("revenue.panel.pipeline")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("revenue.col.stage")}</th>
              <th scope="col" class="num">{t("revenue.col.open-deals")}</th>
              <th scope="col" class="num">{t("revenue.col.sum")}</th>
              <th scope="col" class="num">{t("revenue.col.chance")}</th>
              <th scope="col" class="num">{t("revenue.col.weighted")}</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((row) => {
              const name = view.names[row.stage] ?? t("revenue.none");
              const href = dealsOf(view.conditions, {
                status: "open",
                more: [{ field: "stage", op: "is", value: row.stage }],
              });
              return (
                <tr key={row.stage}>
                  <th scope="row">{name}</th>
                  <td class="num">
                    {view.names[row.stage]
                      ? (
                        <a href={href} aria-label={t("revenue.open-list", { what: `${name}, ${row.deals}` })}>
                          {say.count(row.deals)}
                        </a>
                      )
                      : say.count(row.deals)}
                  </td>
                  <td class="num">{say.money(row.amount)}</td>
                  <td class="num">{say.percent(row.chance)}</td>
                  <td class="num">{say.money(row.weighted)}</td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("reports.total")}</th>
              <td class="num">{say.count(stages.reduce((sum, { deals }) => sum + deals, 0))}</td>
              <td class="num">{say.money(amount)}</td>
              <td />
              <td class="num">{say.money(weighted)}</td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
    </Panel>
  );
}
