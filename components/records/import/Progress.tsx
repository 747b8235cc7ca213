/** How far the work is; told aloud only every tenth, so that nobody is talked at. */
import type { ImportDetail } from "@/components/records/import/types.ts";
import { leftText, secondsLeft } from "@/components/records/import/words.ts";
import { formatPercent } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

export function Progress(props: { it: ImportDetail; label: string; locale: string }) {
  const t = useT();
  const { it, label, locale } = props;
  const part = Math.min(1, Math.max(0, it.progress));
  const left = it.state === "paused" ? null : secondsLeft(it);
  return (
    <div class="im-progress">
      <p class="row">
        <b class="grow">{label}</b>
        <span class="im-percent">{formatPercent(locale, part)}</span>
      </p>
      <progress max={1} value={part} aria-label={label} />
      <p class="im-speed small-text">
        <span>{t("import_pages.progress.rows", { count: it.counters.total })}</span>
        {it.rowsPerSecond !== null && it.state !== "paused" && (
          <span>{t("import_pages.progress.speed", { count: it.rowsPerSecond })}</span>
        )}
        {left !== null && <span>{leftText(left, t)}</span>}
      </p>
      <span class="unseen" role="status">
        {t("import_pages.progress.aloud", { label, percent: formatPercent(locale, Math.floor(part * 10) / 10) })}
      </span>
    </div>
  );
}
