/** Requests from outside: sorted by mouse or by keys alone, live for everybody who looks. */
import { Inbox as InboxIcon, RotateCcw, WifiOff } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Answers } from "@/components/intake/Answers.tsx";
import { Callbacks } from "@/components/intake/Callbacks.tsx";
import { DeclineDialog } from "@/components/intake/DeclineDialog.tsx";
import { type Filter, useInbox } from "@/components/intake/inbox.ts";
import { LinkDialog } from "@/components/intake/LinkDialog.tsx";
import { RequestList } from "@/components/intake/RequestList.tsx";
import { RequestPane } from "@/components/intake/RequestPane.tsx";
import type { InboxSetup } from "@/components/intake/types.ts";
import { Empty } from "@/components/Empty.tsx";
import { listenForKeys } from "@/components/keys.ts";
import { useT } from "@/components/i18n.ts";

const STATES = ["unsorted", "failed", "spam", "accepted", "linked", "declined", "duplicate", "all"] as const;

export default function Inbox({ setup, filter: first }: { setup: InboxSetup; filter: Filter }) {
  const t = useT();
  const inbox = useInbox(first);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const declining = useRef<HTMLDialogElement>(null);
  const linking = useRef<HTMLDialogElement>(null);
  const { rows, chosen, filter } = inbox;
  const many = [...marked].filter((id) => rows.some((row) => row.id === id));
  const targets = many.length > 0 ? many : chosen ? [chosen] : [];

  const done = async (verb: Parameters<typeof inbox.act>[0], body?: Record<string, unknown>) => {
    if (await inbox.act(verb, targets, body)) setMarked(new Set());
  };
  const step = (by: number) => {
    const at = rows.findIndex(({ id }) => id === chosen);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    inbox.choose(next.id);
    document.querySelector(`[data-id="${next.id}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const latest = useRef({ step, done, targets, inbox });
  latest.current = { step, done, targets, inbox };
  useEffect(() =>
    listenForKeys(() => [
      { code: "KeyJ", run: () => latest.current.step(1) },
      { code: "KeyK", run: () => latest.current.step(-1) },
      { code: "KeyA", run: () => void latest.current.done("accept") },
      { code: "KeyD", run: () => latest.current.targets.length > 0 && declining.current?.showModal() },
      { code: "KeyL", run: () => latest.current.inbox.chosen && linking.current?.showModal() },
      { code: "KeyU", run: () => latest.current.inbox.undoLast() },
    ]), []);

  const offline = inbox.link === "offline" || inbox.link === "stale";
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{t("intake.inbox.title")}</h1>
          <p>{t("intake.inbox.lead")}</p>
        </div>
      </div>
      <div class="filters">
        <select
          class="select"
          aria-label={t("intake.inbox.state")}
          value={filter.state}
          onChange={(event) => inbox.setFilter({ ...filter, state: event.currentTarget.value })}
        >
          {STATES.map((state) => <option key={state} value={state}>{t(`intake.state.${state}`)}</option>)}
        </select>
        <select
          class="select"
          aria-label={t("intake.inbox.source")}
          value={filter.source}
          onChange={(event) => inbox.setFilter({ ...filter, source: event.currentTarget.value })}
        >
          <option value="">{t("intake.inbox.any-source")}</option>
          {setup.sources.map((source) => <option key={source.id} value={source.id}>{source.name}</option>)}
        </select>
      </div>
      {offline && (
        <p class="note-box inbox-offline" data-tone="warn" role="status">
          <WifiOff size={16} aria-hidden="true" />
          <span class="grow">{t("intake.inbox.offline")}</span>
          <button type="button" class="btn small" onClick={inbox.reload}>{t("shell.retry")}</button>
        </p>
      )}
      <Callbacks
        callbacks={inbox.callbacks}
        zone={setup.zone}
        people={setup.people}
        settle={(id) => void inbox.settle(id)}
        take={(id) => void inbox.take(id)}
      />
      <div class="inbox" data-open={chosen ? "" : undefined}>
        <div class="card inbox-list" aria-busy={inbox.state === "loading"}>
          {many.length > 0 && (
            <div class="inbox-bulk">
              <span class="grow">{t("intake.inbox.selected", { n: many.length })}</span>
              <button type="button" class="btn small primary" onClick={() => void done("accept")}>
                {t("intake.inbox.accept")}
              </button>
              <button type="button" class="btn small" onClick={() => declining.current?.showModal()}>
                {t("intake.inbox.decline")}
              </button>
              <button type="button" class="btn small plain" onClick={() => setMarked(new Set())}>
                {t("intake.inbox.unselect")}
              </button>
            </div>
          )}
          <Body {...{ inbox, setup, marked, setMarked }} />
        </div>
        <div class="card inbox-pane">
          {inbox.detail
            ? (
              <RequestPane
                request={inbox.detail}
                setup={setup}
                actions={{
                  accept: (me) => void inbox.act("accept", [inbox.detail!.id], { assign: me ? "me" : "rules" }),
                  decline: () => declining.current?.showModal(),
                  spam: () => void inbox.act("decline", [inbox.detail!.id], { spam: true }),
                  link: () => linking.current?.showModal(),
                  linkTo: (kind, record) => void inbox.linkTo(inbox.detail!.id, { kind, record }),
                  undo: () => void inbox.act("undo", [inbox.detail!.id]),
                  retry: () => void inbox.act("retry", [inbox.detail!.id]),
                  back: () => inbox.choose(null),
                }}
              />
            )
            : (
              <>
                <Empty icon={InboxIcon} title={t(chosen ? "shell.loading" : "intake.inbox.pick")}>
                  {chosen ? "" : t("intake.inbox.pick.hint")}
                </Empty>
                {!chosen && <Answers sources={setup.sources} zone={setup.zone} />}
              </>
            )}
        </div>
      </div>
      <DeclineDialog dialog={declining} decline={(reason) => void done("decline", { reason })} />
      <LinkDialog
        dialog={linking}
        kinds={setup.kinds}
        link={(kind, record) => chosen && void inbox.linkTo(chosen, { kind, record })}
      />
    </>
  );
}

function Body(props: {
  inbox: ReturnType<typeof useInbox>;
  setup: InboxSetup;
  marked: ReadonlySet<string>;
  setMarked(marked: ReadonlySet<string>): void;
}) {
  const t = useT();
  const { inbox, setup, marked, setMarked } = props;
  const { filter, rows } = inbox;
  if (inbox.state === "failed" && rows.length === 0) {
    return (
      <Empty
        icon={WifiOff}
        title={t("intake.inbox.failed-load")}
        action={
          <button type="button" class="btn" onClick={inbox.reload}>
            <RotateCcw size={16} aria-hidden="true" />
            {t("shell.retry")}
          </button>
        }
      />
    );
  }
  if (inbox.state === "loading" && rows.length === 0) return <p class="loading">{t("shell.loading")}</p>;
  if (rows.length === 0) {
    const usual = filter.state === "unsorted" && filter.source === "";
    return (
      <Empty
        icon={InboxIcon}
        title={t(usual ? "intake.inbox.empty" : "intake.inbox.empty.other")}
        action={usual
          ? setup.mayManage && <a class="btn" href="/admin/sources">{t("intake.inbox.empty.sources")}</a>
          : (
            <button type="button" class="btn" onClick={() => inbox.setFilter({ state: "unsorted", source: "" })}>
              {t("intake.inbox.show-unsorted")}
            </button>
          )}
      >
        {usual ? t("intake.inbox.empty.hint") : ""}
      </Empty>
    );
  }
  return (
    <>
      <RequestList
        rows={rows}
        setup={setup}
        chosen={inbox.chosen}
        choose={inbox.choose}
        marked={marked}
        mark={(id, on) => setMarked(new Set(on ? [...marked, id] : [...marked].filter((one) => one !== id)))}
        showState={filter.state === "all"}
      />
      {inbox.next && (
        <button type="button" class="btn plain inbox-more" onClick={inbox.more}>{t("intake.inbox.more")}</button>
      )}
    </>
  );
}
