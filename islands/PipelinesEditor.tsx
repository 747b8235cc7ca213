/** Set-up of pipelines: which there are, the columns of the chosen one, and what was put away. */
import { Archive, ArchiveRestore, ArrowLeft, ArrowRight, Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { type ArchiveAsk, ArchiveDialog } from "@/components/admin/pipelines/ArchiveDialog.tsx";
import { movedTo } from "@/components/admin/pipelines/draft.ts";
import { NewPipeline } from "@/components/admin/pipelines/NewPipeline.tsx";
import { StageBoard } from "@/components/admin/pipelines/StageBoard.tsx";
import type { PipelinesSetUp } from "@/components/admin/pipelines/types.ts";
import { usePipelines } from "@/components/admin/pipelines/use_pipelines.ts";
import type { Pipeline, PipelineStage } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export default function PipelinesEditor(props: { setUp: PipelinesSetUp }) {
  const t = useT();
  const state = usePipelines(props.setUp);
  const [ask, setAsk] = useState<ArchiveAsk | null>(null);
  const [making, setMaking] = useState(false);
  const live = state.pipelines.filter(({ archived }) => !archived);
  const gone = state.pipelines.filter(({ archived }) => archived);
  const { shown } = state;
  const at = live.findIndex(({ id }) => id === shown?.id);
  const goneStages = shown?.stages.filter(({ archived }) => archived) ?? [];

  /** Stages of other places that can take deals of a type: the own pipeline's first. */
  const targets = (type: PipelineStage["type"], options: { not: readonly string[]; of?: Pipeline[] }) =>
    (options.of ?? live).flatMap((pipeline) =>
      pipeline.stages.filter((stage) => !stage.archived && stage.type === type && !options.not.includes(stage.id))
        .map((stage) => ({
          value: stage.id,
          label: pipeline.id === shown?.id ? stage.name : `${pipeline.name}: ${stage.name}`,
        }))
    );
  const archiveStage = (stage: PipelineStage) =>
    setAsk({
      what: "stage",
      name: stage.name,
      deals: state.counts[stage.id] ?? 0,
      targets: targets(stage.type, { not: [stage.id], of: [shown!, ...live.filter(({ id }) => id !== shown!.id)] }),
      run: (moveTo) => state.archiveStage(stage, moveTo),
    });
  const archivePipeline = (pipeline: Pipeline) => {
    const open = pipeline.stages.filter(({ type }) => type === "open");
    setAsk({
      what: "pipeline",
      name: pipeline.name,
      deals: open.reduce((sum, { id }) => sum + (state.counts[id] ?? 0), 0),
      targets: targets("open", { not: [], of: live.filter(({ id }) => id !== pipeline.id) }),
      run: (moveTo) => state.archivePipeline(pipeline, moveTo),
    });
  };
  const movePipeline = (by: number) => void state.reorder(movedTo(live.map(({ id }) => id), at, at + by));

  return (
    <>
      <div class="pipeline-bar">
        <div class="segmented" role="group" aria-label={t("pipelines.title")}>
          {live.map((one) => (
            <button
              type="button"
              key={one.id}
              aria-pressed={one.id === shown?.id}
              onClick={() => state.show(one.id)}
            >
              {one.name}
            </button>
          ))}
        </div>
        <button type="button" class="btn" onClick={() => setMaking(true)}>
          <Plus size={16} aria-hidden="true" />
          {t("pipelines.new")}
        </button>
      </div>
      {shown && (
        <section class="card pipeline-card" key={shown.id} aria-label={shown.name}>
          <header>
            <input
              class="input pipeline-name"
              aria-label={t("pipelines.pipeline-name")}
              maxLength={120}
              value={shown.name}
              onKeyDown={(event) => {
                if (event.key === "Enter") event.currentTarget.blur();
                if (event.key === "Escape") {
                  event.currentTarget.value = shown.name;
                  event.currentTarget.blur();
                }
              }}
              onBlur={(event) => {
                const name = event.currentTarget.value.trim();
                if (name === "") event.currentTarget.value = shown.name;
                else if (name !== shown.name) void state.rename(shown, name);
              }}
            />
            <span class="grow" />
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("pipelines.earlier", { name: shown.name })}
              disabled={at <= 0}
              onClick={() => movePipeline(-1)}
            >
              <ArrowLeft size={15} aria-hidden="true" />
            </button>
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("pipelines.later", { name: shown.name })}
              disabled={at === live.length - 1}
              onClick={() => movePipeline(1)}
            >
              <ArrowRight size={15} aria-hidden="true" />
            </button>
            <button
              type="button"
              class="btn small plain"
              disabled={live.length < 2}
              title={live.length < 2 ? t("pipelines.error.last-pipeline") : undefined}
              onClick={() => archivePipeline(shown)}
            >
              <Archive size={15} aria-hidden="true" />
              {t("pipelines.archive")}
            </button>
          </header>
          <StageBoard pipeline={shown} state={state} fields={props.setUp.fields} archive={archiveStage} />
          {goneStages.length > 0 && (
            <PutAway
              title={t("pipelines.stages.archived", { count: goneStages.length })}
              items={goneStages}
              restore={(id) => void state.restoreStage(goneStages.find((one) => one.id === id)!)}
            />
          )}
        </section>
      )}
      {gone.length > 0 && (
        <PutAway
          title={t("pipelines.archived-list", { count: gone.length })}
          items={gone}
          restore={(id) => void state.restorePipeline(gone.find((one) => one.id === id)!)}
        />
      )}
      <ArchiveDialog ask={ask} close={() => setAsk(null)} />
      <NewPipeline
        open={making}
        pipelines={live}
        create={(input) => state.create({ ...input, locale: props.setUp.locale })}
        close={() => setMaking(false)}
      />
    </>
  );
}

function PutAway(props: { title: string; items: { id: string; name: string }[]; restore(id: string): void }) {
  const t = useT();
  return (
    <details class="fold">
      <summary>{props.title}</summary>
      <ul class="plain-list card">
        {props.items.map(({ id, name }) => (
          <li key={id}>
            <span class="grow">{name}</span>
            <button type="button" class="btn small" onClick={() => props.restore(id)}>
              <ArchiveRestore size={15} aria-hidden="true" />
              {t("pipelines.restore")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
