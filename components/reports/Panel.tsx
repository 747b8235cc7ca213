/** One table of the report: its name, its file, and what is said where there is nothing. */
import { Download } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useT } from "@/components/i18n.ts";

export interface PanelProps {
  table: string;
  title?: string;
  hint?: string;
  /** Where its file is; null: no right to take it. */
  file: string | null;
  actions?: ComponentChildren;
  empty: boolean;
  children: ComponentChildren;
  /** Beside or above the table. */
  chart?: ComponentChildren;
}

export function Panel(props: PanelProps) {
  const t = useT();
  const title = props.title ?? t(`reports.table.${props.table}`);
  return (
    <section class="card report-panel" aria-label={title} data-table={props.table}>
      <header>
        <h2>{title}</h2>
        {props.actions}
        {props.file && !props.empty && (
          <a class="btn small plain" href={props.file} download aria-label={t("reports.csv.of", { name: title })}>
            <Download size={15} aria-hidden="true" />
            {t("reports.csv")}
          </a>
        )}
      </header>
      {props.hint && <p class="report-hint">{props.hint}</p>}
      {props.empty ? <p class="report-hint">{t("reports.nothing")}</p> : (
        <>
          {props.chart}
          <div class="report-table" tabIndex={0} role="region" aria-label={title}>{props.children}</div>
        </>
      )}
    </section>
  );
}
