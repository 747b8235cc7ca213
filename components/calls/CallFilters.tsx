/** The history's filters: a plain form, so that they stand in the address and can be shared. */
import { Search } from "lucide-preact";
import { useT } from "@/components/i18n.ts";

export interface Choice {
  value: string;
  label: string;
}

export type CallFilterValues = Record<string, string | undefined> & { from: string; to: string; text: string };

const OUTCOMES = ["answered", "abandoned", "timeout", "refused", "unrouted", "lost"];

export function CallFilters(
  props: { values: CallFilterValues; queues: Choice[]; people: Choice[]; dispositions: Choice[] },
) {
  const t = useT();
  const { values } = props;
  return (
    <form class="filters" method="get" action="/calls" role="search">
      <span class="search">
        <Search size={15} aria-hidden="true" />
        <input
          class="input"
          type="search"
          name="text"
          inputMode="tel"
          value={values.text}
          placeholder={t("history.filter.number")}
          aria-label={t("history.filter.number")}
        />
      </span>
      <input class="input" type="date" name="from" value={values.from} aria-label={t("history.filter.from")} />
      <input class="input" type="date" name="to" value={values.to} aria-label={t("history.filter.to")} />
      <Pick name="queue" all={t("history.filter.queue")} value={values.queue} options={props.queues} />
      {props.people.length > 0 && (
        <Pick name="agent" all={t("history.filter.agent")} value={values.agent} options={props.people} />
      )}
      <Pick
        name="outcome"
        all={t("history.filter.outcome")}
        value={values.outcome}
        options={OUTCOMES.map((value) => ({ value, label: t(`history.outcome.${value}`) }))}
      />
      <Pick
        name="disposition"
        all={t("history.filter.disposition")}
        value={values.disposition}
        options={props.dispositions}
      />
      <button type="submit" class="btn">{t("shell.apply")}</button>
      <a class="btn plain" href="/calls">{t("shell.clear-filters")}</a>
    </form>
  );
}

function Pick(props: { name: string; all: string; value: string | undefined; options: Choice[] }) {
  return (
    <select class="select" name={props.name} aria-label={props.all}>
      <option value="">{props.all}</option>
      {props.options.map((one) => (
        <option key={one.value} value={one.value} selected={one.value === props.value}>{one.label}</option>
      ))}
    </select>
  );
}
