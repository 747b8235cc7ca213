/** Whose revenue: pipeline, person, team, currency, and how far ahead. */
import { RotateCcw } from "lucide-preact";
import type { RevenueFilter } from "@/ml/revenue/view.ts";
import { ChoiceSelect, CurrencySelect } from "@/components/reports/Choices.tsx";
import type { Choice } from "@/components/reports/types.ts";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import { useT } from "@/components/i18n.ts";

const MONTHS = [3, 6, 12];

export function RevenueFilters(props: {
  setUp: RevenueSetUp;
  filter: RevenueFilter;
  change(patch: Partial<RevenueFilter>): void;
  /** Without the choice of months. */
  plain?: boolean;
}) {
  const t = useT();
  const { setUp, filter, change } = props;
  const choose = (key: "pipeline" | "owner" | "team", options: { all: string; label: string; choices: Choice[] }) => (
    <ChoiceSelect {...options} value={filter[key]} onChange={(value) => change({ [key]: value })} />
  );
  const changed = JSON.stringify(filter) !== JSON.stringify(setUp.usual);
  return (
    <div class="filters" role="group" aria-label={t("revenue.filter")}>
      {choose("pipeline", {
        all: t("reports.all-pipelines"),
        label: t("reports.pipeline"),
        choices: setUp.pipelines,
      })}
      {choose("team", { all: t("reports.all-teams"), label: t("reports.team"), choices: setUp.teams })}
      {choose("owner", { all: t("reports.all-people"), label: t("reports.person"), choices: setUp.people })}
      <CurrencySelect
        currencies={setUp.currencies}
        value={filter.currency}
        onChange={(currency) => change({ currency })}
      />
      {!props.plain && (
        <div class="segmented" role="group" aria-label={t("revenue.months")}>
          {MONTHS.map((months) => (
            <button
              type="button"
              key={months}
              aria-pressed={months === filter.months}
              onClick={() => change({ months })}
            >
              {t("revenue.months.ahead", { months })}
            </button>
          ))}
        </div>
      )}
      {changed && (
        <button type="button" class="btn plain" onClick={() => change(setUp.usual)}>
          <RotateCcw size={15} aria-hidden="true" />
          {t("reports.reset")}
        </button>
      )}
    </div>
  );
}
