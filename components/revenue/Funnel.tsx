/** How many deals came into each stage, and what share of them went on. */
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { SalesReport } from "@/crm/reports/types.ts";
import { useT } from "@/components/i18n.ts";

export function Funnel(props: { report: SalesReport; say: RevenueSay }) {
  const t = useT();
  const { say } = props;
  const rows = props.report.stages.rows.filter(({ type }) => type !== "lost");
  const most = Math.max(1, ...rows.map(({ entered }) => entered));
  return (
    <ol class="rev-funnel">
      {rows.map((row) => (
        <li key={row.id} data-colour={row.colour} data-type={row.type}>
          <span>{row.name}</span>
          <span class="rev-funnel-bar" aria-hidden="true">
            <i style={{ width: `${100 * row.entered / most}%` }} />
          </span>
          <strong class="num">{say.count(row.entered)}</strong>
          <small>
            {row.type === "open" && row.entered > 0
              ? t("revenue.funnel.on", { share: say.percent(row.on / row.entered) })
              : ""}
          </small>
        </li>
      ))}
    </ol>
  );
}
