/** The person's notices: filtered, read, put off, finished; new ones come by themselves. */
import { effect } from "@preact/signals";
import { Bell, CheckCheck, RefreshCw } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ShownNotice } from "@/crm/notices/mod.ts";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { SelectField } from "@/components/form/Field.tsx";
import { finish, markRead, snooze } from "@/components/notices/acts.ts";
import { changes, unpop } from "@/components/notices/news.ts";
import { NoticeRow } from "@/components/notices/NoticeRow.tsx";
import type { Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { linkStatus } from "@/components/topic.ts";
import { useT } from "@/components/i18n.ts";

interface Page {
  rows: ShownNotice[];
  next: string | null;
}

type State = "all" | "unread";

export default function NoticeList(
  props: { page: Page; state: State; kind: string | null; kinds: readonly string[]; zone: Zone },
) {
  const t = useT();
  const { zone } = props;
  const [filter, setFilter] = useState({ state: props.state, kind: props.kind ?? "" });
  const [page, setPage] = useState(props.page);
  const [failed, setFailed] = useState(false);
  const asked = useRef(0);
  const status = linkStatus().value;
  const load = async (after?: string, wanted = filter) => {
    const turn = ++asked.current;
    const query = new URLSearchParams({
      state: wanted.state,
      ...(wanted.kind ? { kind: wanted.kind } : {}),
      ...(after ? { after } : {}),
      // What is shown stays shown.
      ...(after ? {} : { limit: String(Math.min(200, Math.max(50, page.rows.length))) }),
    });
    const answer = await call<Page>("GET", `/api/v1/notices?${query}`);
    if (turn !== asked.current) return;
    setFailed(!answer.ok);
    if (!answer.ok) return;
    setPage((old) => after ? { ...answer.value, rows: [...old.rows, ...answer.value.rows] } : answer.value);
  };
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let first = true;
    return effect(() => {
      void changes.value;
      if (!first) void latest.current();
      first = false;
    });
  }, []);
  const choose = (changed: Partial<typeof filter>) => {
    const next = { ...filter, ...changed };
    setFilter(next);
    const query = new URLSearchParams({ state: next.state, ...(next.kind ? { kind: next.kind } : {}) });
    history.replaceState(null, "", `/notifications?${query}`);
    void load(undefined, next);
  };
  const readAll = async () => {
    const until = new Date().toISOString();
    const answer = await post<{ changed: number }>("/api/v1/notices/read", { until, read: true });
    if (!explain(answer, t) || !answer.ok) return;
    unpop();
    toast("good", t("notices.read-all.done", { n: answer.value.changed }));
    await load();
  };
  const after = (done: Promise<boolean>) => void done.then(() => load());
  const acts = {
    done: (notice: ShownNotice) => after(finish(notice, t)),
    snooze: (notice: ShownNotice) => after(snooze(notice, t, zone)),
    read(notice: ShownNotice, read: boolean) {
      // Painted at once; the answer puts it right.
      const readAt = read ? new Date().toISOString() : null;
      setPage((old) => ({ ...old, rows: old.rows.map((one) => one.id === notice.id ? { ...one, readAt } : one) }));
      after(markRead([notice.id], read));
    },
  };
  const offline = failed || status === "stale" || status === "offline";
  return (
    <section class="stack" data-tight aria-label={t("notices.title")}>
      <div class="notice-filters">
        <div class="segments" role="group" aria-label={t("notices.title")}>
          {(["all", "unread"] as const).map((state) => (
            <button
              key={state}
              type="button"
              class="btn"
              aria-pressed={filter.state === state}
              onClick={() => choose({ state })}
            >
              {t(`notices.filter.${state}`)}
            </button>
          ))}
        </div>
        <SelectField
          id="notice-kind"
          label={t("notices.filter.kind")}
          value={filter.kind}
          options={[
            { value: "", label: t("notices.filter.any") },
            ...props.kinds.map((kind) => ({ value: kind, label: t(`notices.kind.${kind}`) })),
          ]}
          onChange={(kind) => choose({ kind })}
        />
        <span class="grow" />
        <button type="button" class="btn" onClick={() => void readAll()}>
          <CheckCheck size={15} aria-hidden="true" />
          {t("notices.read-all")}
        </button>
      </div>
      {offline && (
        <p class="note-box" data-tone="warn" role="status">
          <span class="grow">{t("notices.stale")}</span>
          <button type="button" class="btn small" onClick={() => void load()}>
            <RefreshCw size={14} aria-hidden="true" />
            {t("notices.retry")}
          </button>
        </p>
      )}
      {page.rows.length === 0
        ? (
          <Nothing
            state={filter.state}
            filtered={filter.kind !== ""}
            showAll={() => choose({ state: "all", kind: "" })}
          />
        )
        : (
          <ul class="card notice-list">
            {page.rows.map((notice) => <NoticeRow key={notice.id} notice={notice} zone={zone} acts={acts} />)}
          </ul>
        )}
      {page.next && <button type="button" class="btn" onClick={() => void load(page.next!)}>{t("notices.more")}
      </button>}
    </section>
  );
}

function Nothing(props: { state: State; filtered: boolean; showAll(): void }) {
  const t = useT();
  const some = props.state === "unread" || props.filtered;
  const action = some
    ? <button type="button" class="btn" onClick={props.showAll}>{t("notices.empty.show-all")}</button>
    : <a class="btn" href="/notifications?tab=settings">{t("notices.empty.settings")}</a>;
  const key = some ? "notices.empty.unread" : "notices.empty";
  return (
    <div class="card">
      <Empty icon={Bell} title={t(`${key}.title`)} action={action}>{t(`${key}.text`)}</Empty>
    </div>
  );
}
