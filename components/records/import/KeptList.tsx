/** Records that an undo left as they are, because people have worked with them since. */
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import type { Failure, KeptRecord } from "@/components/records/import/types.ts";
import { useT } from "@/components/i18n.ts";

interface Page {
  rows: KeptRecord[];
  next: string | null;
}

export function KeptList({ id, count }: { id: string; count: number }) {
  const t = useT();
  const [page, setPage] = useState<Page | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async (after?: string) => {
    const query = new URLSearchParams({ limit: "50", ...(after ? { after } : {}) });
    const answer = await call<Page>("GET", `/api/v1/imports/${id}/kept?${query}`);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setPage((now) => after && now ? { ...answer.value, rows: [...now.rows, ...answer.value.rows] } : answer.value);
  };
  useEffect(() => void load(), [id]);
  return (
    <section aria-labelledby="im-kept">
      <h3 id="im-kept">{t("import_pages.kept", { count })}</h3>
      <p class="quiet small-text">{t("import_pages.kept.hint")}</p>
      {failure && (
        <p class="note-box" data-tone="bad" role="alert">
          <span class="grow">{t(failure.code, failure.detail)}</span>
          <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
        </p>
      )}
      {!page && !failure && <p class="quiet" role="status">{t("shell.loading")}</p>}
      {page && (
        <ul class="im-kept">
          {page.rows.map((one) => (
            <li key={one.id} class="row">
              <a class="grow clip" href={`/${PLURAL[one.kind]}/${one.id}`}>{one.name || t("card.unnamed")}</a>
              <span class="quiet small-text">{t(`import_pages.kept.${one.why}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {page?.next && (
        <button type="button" class="btn small" onClick={() => void load(page.next!)}>
          {t("import_pages.errors.next")}
        </button>
      )}
    </section>
  );
}
