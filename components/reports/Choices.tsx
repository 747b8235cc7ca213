/** Selects that filters of deals share: one of several, or all; a currency. */
import type { Choice } from "@/components/reports/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ChoiceSelectProps {
  label: string;
  /** What no choice is called. */
  all: string;
  choices: readonly Choice[];
  value: string | null;
  onChange(value: string | null): void;
}

/** Nothing where there is no choice. */
export function ChoiceSelect(props: ChoiceSelectProps) {
  const { choices, value, onChange } = props;
  if (choices.length < 2) return null;
  return (
    <select
      class="select"
      aria-label={props.label}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value="" selected={value === null}>{props.all}</option>
      {choices.map((one) => (
        <option key={one.value} value={one.value} selected={one.value === value}>{one.label}</option>
      ))}
    </select>
  );
}

export function CurrencySelect(props: { currencies: readonly string[]; value: string; onChange(value: string): void }) {
  const t = useT();
  const { currencies, value, onChange } = props;
  if (currencies.length < 2) return null;
  return (
    <select
      class="select"
      aria-label={t("reports.currency")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {currencies.map((one) => <option key={one} value={one} selected={one === value}>{one}</option>)}
    </select>
  );
}
