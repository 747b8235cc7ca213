/** One model of forecasting: how good it is, what it is made of, and everything that can be done with it. */
import { Archive, CloudOff, TriangleAlert } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { DataPanel } from "@/components/models/DataPanel.tsx";
import { isVolume } from "@/components/models/draft.ts";
import { DownloadsPanel } from "@/components/models/DownloadsPanel.tsx";
import { ModelHead } from "@/components/models/ModelHead.tsx";
import { PromoteDialog } from "@/components/models/PromoteDialog.tsx";
import { ResultPanel } from "@/components/models/ResultPanel.tsx";
import { RunsPanel } from "@/components/models/RunsPanel.tsx";
import { sayIn } from "@/components/models/say.ts";
import { SettingsForm } from "@/components/models/SettingsForm.tsx";
import { type ModelSetup, type Sheet, type Tab, TABS } from "@/components/models/types.ts";
import { useDetails, useEndOf, useModel } from "@/components/models/useModel.ts";
import { VersionsPanel } from "@/components/models/VersionsPanel.tsx";
import { isRunning } from "@/components/workshop/run.ts";
import { toast } from "@/components/toast.ts";
import type { VersionRow } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export default function ModelPage(props: { setup: ModelSetup }) {
  const t = useT();
  const { setup } = props;
  const state = useModel(setup);
  const { model, versions } = state;
  const [tab, setTab] = useState<Tab>(setup.tab);
  const [wanted, setWanted] = useState(setup.shown);
  const [promoting, setPromoting] = useState<VersionRow | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const tabs = useRef<HTMLElement>(null);
  // On a phone not all tabs have room: the open one is brought into sight.
  useEffect(() => {
    const bar = tabs.current;
    const here = bar?.querySelector<HTMLElement>("[aria-current]");
    if (bar && here) bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.clientWidth) / 2;
  }, [tab]);
  const say = useMemo(() => sayIn(setup.zone.locale), [setup.zone.locale]);
  const sheet: Sheet = useMemo(() => ({ t, say, zone: setup.zone, mayManage: setup.mayManage }), [t, say]);
  const usual = model.challenger?.id ?? model.champion?.id ?? versions[0]?.id ?? null;
  const shown = versions.find(({ id }) => id === wanted) ?? versions.find(({ id }) => id === usual) ?? null;
  useEndOf(state.run, (version) => {
    setWanted(version);
    toast("good", t("models.trained"));
  });
  const path = (to: Tab, version: string | null) => {
    const query = new URLSearchParams({
      ...(to === "result" ? {} : { tab: to }),
      ...(version ? { version } : {}),
    });
    return `/forecasting/models/${model.id}${query.size > 0 ? `?${query}` : ""}`;
  };
  const open = (to: Tab, version: string | null = wanted) => {
    setTab(to);
    setWanted(version);
    history.replaceState(null, "", path(to, version));
  };
  const show = (version: string) => open("result", version);
  const train = () => {
    void state.train();
    scrollTo({ top: 0 });
  };
  const rollBack = async (said = "models.rolled-back") => {
    if (!await state.rollBack()) return;
    toast("good", t(said), {
      label: t("models.undo"),
      run: () => void state.rollBack().then((done) => done && toast("good", t("models.undone"))),
    });
  };
  const put = async (version: VersionRow, reason: string | null) => {
    const had = model.champion !== null;
    const done = await state.promote(version.id, reason);
    if (done) {
      toast(
        "good",
        t("models.promoted", { n: version.n }),
        had
          ? {
            label: t("models.undo"),
            run: () => void state.rollBack().then((back) => back && toast("good", t("models.undone"))),
          }
          : undefined,
      );
    }
    return done;
  };
  const promote = (version: VersionRow) => version.verdict.promotable ? void put(version, null) : setPromoting(version);
  const archive = () => {
    if (confirm(t("models.archive.ask", { name: model.name }))) void state.archive();
  };
  const known = useDetails(model.id, [model.kind === "score" ? shown?.id ?? null : null]).get(shown?.id ?? "");
  const scored = known && "columns" in known.report ? known.report : null;
  return (
    <div class="mp stack" data-ready={ready || undefined} data-run={state.run?.state}>
      {state.offline && (
        <p class="note-box" data-tone="warn" role="alert" data-notice="offline">
          <CloudOff size={16} aria-hidden="true" />
          <span class="grow">{t("models.offline")}</span>
          <button type="button" class="btn small" onClick={() => void state.refresh()}>{t("shell.retry")}</button>
        </p>
      )}
      {state.refusal && (
        <p class="note-box" data-tone="bad" role="alert" data-notice="refused">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">{t(state.refusal.code, state.refusal.detail)}</span>
          <button type="button" class="btn small" onClick={() => void state.refresh().then(state.forget)}>
            {t("models.reload")}
          </button>
        </p>
      )}
      <ModelHead
        sheet={sheet}
        state={state}
        train={train}
        promote={promote}
        rollBack={() => void rollBack()}
        show={show}
      />
      <div>
        <nav class="tabs" ref={tabs} aria-label={t("models.tabs")}>
          {TABS.map((one) => (
            <a
              key={one}
              href={path(one, wanted)}
              aria-current={one === tab ? "page" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                open(one);
              }}
            >
              {t(`models.tab.${one}`)}
            </a>
          ))}
        </nav>
        {tab === "result" && (
          <ResultPanel sheet={sheet} state={state} shown={shown} show={show} promote={promote} train={train} />
        )}
        {tab === "data" && <DataPanel sheet={sheet} state={state} shown={shown} />}
        {tab === "settings" && (
          <>
            <SettingsForm
              sheet={sheet}
              state={state}
              queues={setup.queues}
              numbers={setup.numbers}
              pipelines={setup.pipelines}
              columns={scored?.columns ?? []}
              leaks={scored?.leaks.map(({ column }) => column) ?? []}
              train={train}
            />
            {setup.mayManage && (
              <div class="mp-archive">
                <p class="quiet small-text">{t("models.archive.hint")}</p>
                <button
                  type="button"
                  class="btn danger-quiet"
                  disabled={isRunning(state.run) || state.busy !== null}
                  onClick={archive}
                >
                  <Archive size={15} aria-hidden="true" />
                  {t("models.archive")}
                </button>
              </div>
            )}
          </>
        )}
        {tab === "versions" && (
          <VersionsPanel
            sheet={sheet}
            state={state}
            show={show}
            promote={promote}
            rollBack={() => void rollBack()}
            train={train}
          />
        )}
        {tab === "downloads" && (
          <DownloadsPanel
            sheet={sheet}
            model={model}
            today={setup.today}
            origin={setup.origin}
            horizon={isVolume(model.settings) ? model.settings.horizon : 56}
          />
        )}
        {tab === "runs" && <RunsPanel sheet={sheet} state={state} show={show} train={train} />}
      </div>
      {promoting && (
        <PromoteDialog
          sheet={sheet}
          version={promoting}
          promote={(reason) => put(promoting, reason)}
          closed={() => setPromoting(null)}
        />
      )}
    </div>
  );
}
