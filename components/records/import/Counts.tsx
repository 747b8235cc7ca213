/** What became, or would become, of the rows. */
import type { ImportLine } from "@/components/records/import/types.ts";
import { type CounterKey, COUNTERS } from "@/components/records/import/words.ts";
import { useT } from "@/components/i18n.ts";

const TONES: Partial<Record<CounterKey, string>> = {
  created: "good",
  updated: "accent",
  failed: "bad",
  warned: "warn",
};

/** @param future the words of a check: what would be */
export function Counts(props: { counters: ImportLine["counters"]; future?: boolean }) {
  const t = useT();
  const { counters, future } = props;
  const shown = COUNTERS.filter((key) => key !== "warned" || counters.warned > 0);
  return (
    <dl class="im-counts">
      {shown.map((key) => (
        <div key={key} data-count={key} data-tone={counters[key] > 0 ? TONES[key] : undefined}>
          <dt>{t(future ? `import_pages.will.${key}` : `import_pages.was.${key}`)}</dt>
          <dd>{t("import_pages.number", { count: counters[key] })}</dd>
        </div>
      ))}
    </dl>
  );
}
