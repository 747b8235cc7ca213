/** What the report is about: period, pipeline, person, team, currency, and a slice that a table's row gave. */
import { RotateCcw, X } from "lucide-preact";
import type { SalesFilter } from "@/crm/reports/types.ts";
import { daysOfPeriod, type Period, periodOf, PERIODS } from "@/components/reports/period.ts";
import { ChoiceSelect, CurrencySelect } from "@/components/reports/Choices.tsx";
import type { Choice, ReportSetUp } from "@/components/reports/types.ts";
import { useT } from "@/components/i18n.ts";

export interface FiltersProps {
  setUp: ReportSetUp;
  filter: SalesFilter;
  /** Name of the slice's value. */
  sliced: string | null;
  change(patch: Partial<SalesFilter>): void;
}

export function Filters(props: FiltersProps) {
  const t = useT();
  const { setUp, filter, change } = props;
  const period = periodOf(filter, setUp.today);
  const choose = (key: "pipeline" | "owner" | "team", options: { all: string; label: string; choices: Choice[] }) => (
    <ChoiceSelect {...options} value={filter[key]} onChange={(value) => change({ [key]: value })} />
  );
  const day = (key: "from" | "to") => (
    <input
      class="input"
      type="date"
      required
      aria-label={t(`reports.${key}`)}
      min={key === "to" ? filter.from : undefined}
      max={key === "from" ? filter.to : undefined}
      value={filter[key]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value && event.currentTarget.checkValidity()) change({ [key]: value });
        else event.currentTarget.value = filter[key];
      }}
    />
  );
  const dimension = setUp.dimensions.find(({ key }) => key === filter.slice);
  const changed = JSON.stringify({ ...filter, by: "" }) !== JSON.stringify({ ...setUp.usual, by: "" });
  return (
    <div class="filters report-filters" role="group" aria-label={t("reports.filter")}>
      <select
        class="select"
        aria-label={t("reports.period")}
        value={period ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value) change(daysOfPeriod(value as Period, setUp.today));
        }}
      >
        {PERIODS.map((one) => (
          <option key={one} value={one} selected={one === period}>{t(`reports.period.${one}`)}</option>
        ))}
        <option value="" selected={period === null}>{t("reports.period.own")}</option>
      </select>
      <span class="report-days">
        {day("from")}
        <span aria-hidden="true">–</span>
        {day("to")}
      </span>
      {choose("pipeline", {
        all: t("reports.all-pipelines"),
        label: t("reports.pipeline"),
        choices: setUp.pipelines,
      })}
      {choose("owner", { all: t("reports.all-people"), label: t("reports.person"), choices: setUp.people })}
      {choose("team", { all: t("reports.all-teams"), label: t("reports.team"), choices: setUp.teams })}
      <CurrencySelect
        currencies={setUp.currencies}
        value={filter.currency}
        onChange={(currency) => change({ currency })}
      />
      {dimension && (
        <button
          type="button"
          class="btn report-slice"
          aria-label={t("reports.slice.clear")}
          onClick={() => change({ slice: null, value: null })}
        >
          <span class="clip">
            {t("reports.slice", { by: dimension.title, name: props.sliced ?? t("reports.none") })}
          </span>
          <X size={14} aria-hidden="true" />
        </button>
      )}
      {changed && (
        <button type="button" class="btn plain" onClick={() => change({ ...setUp.usual, by: filter.by })}>
          <RotateCcw size={15} aria-hidden="true" />
          {t("reports.reset")}
        </button>
      )}
    </div>
  );
}
