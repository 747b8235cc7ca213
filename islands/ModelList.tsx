/** All models of forecasting: how each does, what waits for somebody, and trainings as they go on. */
import { BrainCircuit, CloudOff, Plus, RefreshCw } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { ModelCard } from "@/components/workshop/ModelCard.tsx";
import type { ListSetup } from "@/components/workshop/types.ts";
import { inOrder, useModels } from "@/components/workshop/useModels.ts";
import { useT } from "@/components/i18n.ts";

const KINDS = ["volume", "score"] as const;

export default function ModelList({ setup }: { setup: ListSetup }) {
  const t = useT();
  const models = useModels(setup.models);
  const [ready, setReady] = useState(false);
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
      {KINDS.map((kind) => {
        const list = inOrder(models.rows.filter((model) => model.kind === kind));
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
