/** One part of the page: its name, what it is, its files, and its own state while it is asked. */
import { Download, RefreshCw } from "lucide-preact";
import type { ComponentChildren } from "preact";
import type { Asked } from "@/components/revenue/use_asked.ts";
import { useT } from "@/components/i18n.ts";

export interface PanelProps {
  /** Words: `revenue.panel.<name>`, and `.hint` where there is one. */
  name: string;
  /** Address of its file without the format; null: no right to take it, or no file. */
  file?: string | null;
  actions?: ComponentChildren;
  hint?: ComponentChildren;
  /** Asked apart from the page: waits and fails alone. */
  asked?: Pick<Asked<unknown>, "value" | "error" | "again">;
  children?: ComponentChildren;
}

export function Panel(props: PanelProps) {
  const t = useT();
  const { asked, file } = props;
  const title = t(`revenue.panel.${props.name}`);
  const body = () => {
    if (asked?.error) {
      return (
        <div class="rev-failed" role="alert">
          <p>{t(asked.error.code, asked.error.detail)}</p>
          {asked.error.code !== "revenue.error.no-history" && (
            <button type="button" class="btn small" onClick={asked.again}>
              <RefreshCw size={14} aria-hidden="true" />
              {t("reports.again")}
            </button>
          )}
        </div>
      );
    }
    if (asked && asked.value === null) {
      return <div class="rev-wait" role="status">{t("revenue.loading")}</div>;
    }
    return props.children;
  };
  return (
    <section class="card report-panel rev-panel" aria-label={title} data-panel={props.name}>
      <header>
        <h2>{title}</h2>
        {props.actions}
        {file && !asked?.error && (
          <span class="rev-files">
            {(["csv", "xlsx"] as const).map((format) => (
              <a
                key={format}
                class="btn small plain"
                href={`${file}&format=${format}`}
                download
                aria-label={t("revenue.file", { name: title, format: format.toUpperCase() })}
              >
                {format === "csv" && <Download size={15} aria-hidden="true" />}
                {format.toUpperCase()}
              </a>
            ))}
          </span>
        )}
      </header>
      {props.hint && <p class="report-hint">{props.hint}</p>}
      {body()}
    </section>
  );
}

/** A table that scrolls by itself where it is wider than the page. */
export function Scroll(props: { label: string; children: ComponentChildren }) {
  return <div class="report-table" tabIndex={0} role="region" aria-label={props.label}>{props.children}</div>;
}
