/** Pages of revenue with nothing to tell, and what is said beside the figures. */
import { EyeOff, TrendingUp } from "lucide-preact";
import { Empty } from "@/components/Empty.tsx";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import type { RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function Nothing(props: { setUp: RevenueSetUp }) {
  const t = useT();
  if (props.setUp.blind) {
    return (
      <div class="card">
        <Empty
          icon={EyeOff}
          title={t("revenue.blind")}
          action={<a class="btn" href="/deals">{t("reports.first.action")}</a>}
        >
          {t("revenue.blind.hint")}
        </Empty>
      </div>
    );
  }
  return (
    <div class="card">
      <Empty
        icon={TrendingUp}
        title={t("revenue.first")}
        action={<a class="btn primary" href="/deals">{t("reports.first.action")}</a>}
      >
        {t("revenue.first.hint")}
      </Empty>
    </div>
  );
}

export function Notes(props: { view: RevenueView; say: RevenueSay }) {
  const t = useT();
  const { view, say } = props;
  const notes = [
    ...(view.others.length > 0
      ? [t("revenue.others", { list: view.others.map(({ currency, deals }) => `${currency} – ${deals}`).join(", ") })]
      : []),
    ...(view.impossible > 0 ? [t("revenue.impossible", { count: view.impossible })] : []),
  ];
  return (
    <>
      {notes.map((note) => <p class="note-box report-note" key={note}>{note}</p>)}
      <p class="rev-as-of">{t("revenue.as-of", { day: say.day(view.asOf), deals: view.deals })}</p>
    </>
  );
}
