/** What is wrong with which row, in words; loaded a page at a time. */
import { Download } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { Failure, ImportDetail, RowErrors } from "@/components/records/import/types.ts";
import { useT } from "@/components/i18n.ts";

const PAGE = 50;

export function ErrorTable({ it }: { it: ImportDetail }) {
  const t = useT();
  const [page, setPage] = useState<RowErrors | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const load = async (after?: string) => {
    setBusy(true);
    const query = new URLSearchParams({ limit: `${PAGE}`, ...(after ? { after } : {}) });
    const answer = await call<RowErrors>("GET", `/api/v1/imports/${it.id}/errors?${query}`);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const { value } = answer;
    setPage((now) => after && now ? { ...value, rows: [...now.rows, ...value.rows] } : value);
  };
  const wrong = it.counters.failed + it.counters.warned;
  useEffect(() => void load(), [it.id, it.state, wrong]);
  if (failure) {
    return (
      <p class="note-box" data-tone="bad" role="alert">
        <span class="grow">{t(failure.code, failure.detail)}</span>
        <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
      </p>
    );
  }
  if (!page) return <p class="quiet" role="status">{t("shell.loading")}</p>;
  if (page.rows.length === 0) return null;
  return (
    <section class="im-errors" aria-labelledby="im-errors">
      <header class="row wrap">
        <h3 id="im-errors" class="grow">{t("import_pages.errors", { count: page.total })}</h3>
        {it.counters.failed > 0 && it.fileKept && (
          <a class="btn small" href={`/api/v1/imports/${it.id}/errors.csv`} download>
            <Download size={14} aria-hidden="true" />
            {t("import_pages.errors.file")}
          </a>
        )}
      </header>
      {!it.fileKept && <p class="quiet small-text">{t("import_pages.errors.gone")}</p>}
      {page.more && <p class="quiet small-text">{t("import_pages.errors.more")}</p>}
      <div class="table-wrap" tabIndex={0} role="region" aria-label={t("import_pages.errors.table")}>
        <table class="table cards">
          <thead>
            <tr>
              <th scope="col" class="num">{t("import_pages.errors.row")}</th>
              <th scope="col">{t("import_pages.errors.column")}</th>
              <th scope="col">{t("import_pages.errors.value")}</th>
              <th scope="col">{t("import_pages.errors.why")}</th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((error, n) => (
              <tr key={n}>
                <td class="num tight" data-label={t("import_pages.errors.row")}>
                  {t("import_pages.number", { count: error.row })}
                </td>
                <td data-label={t("import_pages.errors.column")}>{error.column}</td>
                <td class="im-cell" data-label={t("import_pages.errors.value")}>{error.value}</td>
                <td data-label={t("import_pages.errors.why")}>
                  {t(error.code, error.detail)}
                  {error.warning && <small class="quiet">{t("import_pages.errors.warning")}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {page.next && (
        <p class="pager btn-row">
          <button type="button" class="btn small" disabled={busy} onClick={() => void load(page.next!)}>
            {t("import_pages.errors.next")}
          </button>
        </p>
      )}
    </section>
  );
}
