/** All models of forecasting: how each does, what waits for somebody, and trainings as they go on. */
import { BrainCircuit, CloudOff, Plus, RefreshCw, Search } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { ModelCard } from "@/components/workshop/ModelCard.tsx";
import type { ListSetup } from "@/components/workshop/types.ts";
import { inOrder, useModels } from "@/components/workshop/useModels.ts";
import { useT } from "@/components/i18n.ts";

const KINDS = ["volume", "score"] as const;
/** More than a screen of them are searched. */
const MANY = 8;

export default function ModelList({ setup }: { setup: ListSetup }) {
  const t = useT();
  const models = useModels(setup.models);
  const [ready, setReady] = useState(false);
  const [text, setText] = useState("");
  useEffect(() => setReady(true), []);
  const { mayManage, zone } = setup;
  if (models.rows.length === 0) {
    return (
      <div class="card" data-ready={ready || undefined}>
        <Empty
          icon={BrainCircuit}
          title={t("workshop.empty")}
          action={mayManage
            ? (
              <a class="btn primary" href="/forecasting/models/new">
                <Plus size={16} aria-hidden="true" />
                {t("workshop.new")}
              </a>
            )
            : undefined}
        >
          {t(mayManage ? "workshop.empty.hint" : "workshop.empty.ask")}
        </Empty>
      </div>
    );
  }
  const wanted = text.trim().toLowerCase();
  const found = models.rows.filter(({ name, queue }) => `${name} ${queue?.name ?? ""}`.toLowerCase().includes(wanted));
  return (
    <div class="stack ws-list" data-ready={ready || undefined}>
      {models.stale && (
        <div class="note-box" data-tone="warn" role="alert">
          <CloudOff size={16} aria-hidden="true" />
          <span class="grow">{t("workshop.stale", { why: t(models.stale.code, models.stale.detail) })}</span>
          <button type="button" class="btn small" onClick={models.refresh}>
            <RefreshCw size={14} aria-hidden="true" />
            {t("shell.retry")}
          </button>
        </div>
      )}
      {models.rows.length > MANY && (
        <label class="search">
          <Search size={15} aria-hidden="true" />
          <input
            class="input"
            type="search"
            placeholder={t("workshop.search")}
            aria-label={t("workshop.search")}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
      )}
      {found.length === 0 && <p class="quiet" role="status">{t("workshop.search.none")}</p>}
      {KINDS.map((kind) => {
        const list = inOrder(found.filter((model) => model.kind === kind));
        if (list.length === 0) return null;
        return (
          <section key={kind} aria-labelledby={`ws-kind-${kind}`}>
            <h2 id={`ws-kind-${kind}`} class="ws-kind">
              {t(`workshop.kind.${kind}`)} <span class="quiet">{list.length}</span>
            </h2>
            <div class="ws-models">
              {list.map((model) => (
                <ModelCard key={model.id} model={model} models={models} mayManage={mayManage} zone={zone} />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
