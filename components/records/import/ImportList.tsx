/** Earlier imports: what became of them. */
import { FileInput, ServerCrash } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { Empty } from "@/components/Empty.tsx";
import { CheckField } from "@/components/form/Field.tsx";
import type { Failure, ImportLine } from "@/components/records/import/types.ts";
import { isBusy, TONES } from "@/components/records/import/words.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { formatPercent } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

interface Page {
  rows: ImportLine[];
  next: string | null;
}

const PAGE = 25;
const LOOK_MS = 2_000;

export function ImportList({ all, zone }: { all: boolean; zone: Zone }) {
  const t = useT();
  const [page, setPage] = useState<Page | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [others, setOthers] = useState(false);
  const turn = useRef(0);

  const load = async (after?: string) => {
    const mine = ++turn.current;
    const query = new URLSearchParams({
      limit: `${PAGE}`,
      ...(others ? { all: "true" } : {}),
      ...(after ? { after } : {}),
    });
    const answer = await call<Page>("GET", `/api/v1/imports?${query}`);
    if (mine !== turn.current) return;
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setPage((now) => after && now ? { ...answer.value, rows: [...now.rows, ...answer.value.rows] } : answer.value);
  };
  useEffect(() => void load(), [others]);
  const working = page?.rows.some(({ state }) => isBusy(state)) ?? false;
  const onFirstPage = (page?.rows.length ?? 0) <= PAGE;
  useEffect(() => {
    if (!working || !onFirstPage) return;
    const timer = setInterval(() => void load(), LOOK_MS);
    return () => clearInterval(timer);
  }, [working, onFirstPage, others]);

  if (failure && !page) {
    return (
      <div class="card">
        <Empty
          icon={ServerCrash}
          title={t("import_pages.list.failed")}
          action={<button type="button" class="btn" onClick={() => void load()}>{t("shell.retry")}</button>}
        >
          {t(failure.code, failure.detail)}
        </Empty>
      </div>
    );
  }
  if (!page) return <p class="quiet" role="status">{t("shell.loading")}</p>;
  return (
    <section class="stack" aria-labelledby="im-list">
      <div class="row wrap im-list-head">
        <h2 id="im-list" class="grow">{t("import_pages.list")}</h2>
        {all && <CheckField label={t("import_pages.list.all")} checked={others} onChange={setOthers} />}
      </div>
      {failure && (
        <p class="note-box" data-tone="warn" role="alert">
          <span class="grow">{t(failure.code, failure.detail)}</span>
          <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
        </p>
      )}
      {page.rows.length === 0
        ? (
          <div class="card">
            <Empty
              icon={FileInput}
              title={t("import_pages.list.empty")}
              action={
                <button
                  type="button"
                  class="btn"
                  onClick={() => document.querySelector<HTMLInputElement>(".im-drop input[type=file]")?.click()}
                >
                  {t("import_pages.start.choose")}
                </button>
              }
            >
              {t("import_pages.list.empty.hint")}
            </Empty>
          </div>
        )
        : (
          <div class="table-wrap" tabIndex={0} role="region" aria-label={t("import_pages.list")}>
            <table class="table cards">
              <thead>
                <tr>
                  <th scope="col">{t("import_pages.list.file")}</th>
                  <th scope="col">{t("import_pages.list.kind")}</th>
                  <th scope="col">{t("import_pages.list.state")}</th>
                  <th scope="col" class="num">{t("import_pages.list.came")}</th>
                  <th scope="col" class="num">{t("import_pages.was.failed")}</th>
                  <th scope="col">{t("import_pages.list.who")}</th>
                  <th scope="col">{t("import_pages.list.when")}</th>
                </tr>
              </thead>
              <tbody>{page.rows.map((one) => <Line key={one.id} it={one} zone={zone} />)}</tbody>
            </table>
          </div>
        )}
      {page.next && (
        <p class="pager btn-row">
          <button type="button" class="btn" onClick={() => void load(page.next!)}>
            {t("import_pages.errors.next")}
          </button>
        </p>
      )}
    </section>
  );
}

function Line({ it, zone }: { it: ImportLine; zone: Zone }) {
  const t = useT();
  const { counters, state } = it;
  const ran = it.startedAt !== null;
  return (
    <tr data-id={it.id}>
      <th scope="row">
        <a href={`/import/${it.id}`}>{it.fileName}</a>
      </th>
      <td data-label={t("import_pages.list.kind")}>{t(`records.kinds.${PLURAL[it.kind]}`)}</td>
      <td data-label={t("import_pages.list.state")}>
        <span class="badge" data-tone={TONES[state]}>
          {t(`import_pages.state.${state}`)}
          {isBusy(state) && ` ${formatPercent(zone.locale, it.progress)}`}
        </span>
      </td>
      <td class="num" data-label={t("import_pages.list.came")}>
        {ran ? t("import_pages.number", { count: counters.created + counters.updated }) : "–"}
      </td>
      <td class="num" data-label={t("import_pages.was.failed")}>
        {ran ? t("import_pages.number", { count: counters.failed }) : "–"}
      </td>
      <td data-label={t("import_pages.list.who")}>{it.user.name}</td>
      <td class="nowrap" data-label={t("import_pages.list.when")}>{dateTimeOf(Date.parse(it.createdAt), zone)}</td>
    </tr>
  );
}
