/** The columns of one pipeline as on the board: dragged into another order, edited and added in place. */
import { Plus } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { blankStage, draftOf, movedTo, type StageDraft } from "@/components/admin/pipelines/draft.ts";
import { StageColumn } from "@/components/admin/pipelines/StageColumn.tsx";
import { StageForm } from "@/components/admin/pipelines/StageForm.tsx";
import { useDrag } from "@/components/admin/pipelines/use_drag.ts";
import type { PipelinesState } from "@/components/admin/pipelines/use_pipelines.ts";
import type { Pipeline, PipelineStage } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export interface StageBoardProps {
  pipeline: Pipeline;
  state: PipelinesState;
  fields: { key: string; title: string }[];
  archive(stage: PipelineStage): void;
}

export function StageBoard(props: StageBoardProps) {
  const t = useT();
  const { pipeline, state } = props;
  const [draft, setDraft] = useState<StageDraft | null>(null);
  /** Moving a column takes the focus off its button; it is given back. */
  const [focus, setFocus] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const live = pipeline.stages.filter(({ archived }) => !archived);
  const ids = live.map(({ id }) => id);
  const drag = useDrag(ids, (order) => void state.reorderStages(pipeline.id, order));
  const shown = drag.order ? drag.order.flatMap((id) => live.find((stage) => stage.id === id) ?? []) : live;
  useEffect(() => {
    if (!focus) return;
    const button = document.getElementById(focus) as HTMLButtonElement | null;
    if (button?.disabled) button.parentElement?.querySelector<HTMLButtonElement>("button:not(:disabled)")?.focus();
    else button?.focus();
    setFocus(null);
  }, [focus, pipeline]);

  // A stage that went away while it was open takes its form along.
  useEffect(() => {
    if (draft?.id && !ids.includes(draft.id)) setDraft(null);
  }, [pipeline]);

  const titleOf = (key: string) => props.fields.find((field) => field.key === key)?.title ?? key;
  const move = (stage: PipelineStage, by: number) => {
    const at = ids.indexOf(stage.id);
    const way = document.activeElement?.id.split("-")[0] ?? "grip";
    setSaid(t("pipelines.stage.moved", { name: stage.name, at: at + by + 1, of: live.length }));
    setFocus(`${way}-${stage.id}`);
    void state.reorderStages(pipeline.id, movedTo(ids, at, at + by));
  };
  const close = () => {
    setFocus(draft?.id ? `edit-${draft.id}` : "stage-add");
    setDraft(null);
  };
  const form = (stage: PipelineStage | null) => (
    <StageForm
      key={stage?.id ?? "new"}
      draft={draft!}
      fields={props.fields}
      taken={stage !== null && (state.counts[stage.id] ?? 0) > 0}
      change={setDraft}
      save={async () => {
        const refusal = await state.saveStage(pipeline.id, draft!);
        if (refusal === null) close();
        return refusal;
      }}
      cancel={close}
      archive={stage && (() => props.archive(stage))}
    />
  );
  return (
    <>
      <div class="stage-board" data-stages role="group" aria-label={t("pipelines.stages")}>
        {shown.map((stage, at) =>
          draft?.id === stage.id ? form(stage) : (
            <StageColumn
              key={stage.id}
              stage={stage}
              deals={state.counts[stage.id] ?? 0}
              at={at}
              of={live.length}
              held={drag.held === stage.id}
              titleOf={titleOf}
              edit={() => setDraft(draftOf(stage))}
              move={(by) => move(stage, by)}
              grab={(event) => draft === null && drag.start(event, stage.id)}
            />
          )
        )}
        {draft?.id === null
          ? form(null)
          : (
            <button type="button" class="stage-add" id="stage-add" onClick={() => setDraft(blankStage(live))}>
              <Plus size={18} aria-hidden="true" />
              {t("pipelines.stage.new")}
            </button>
          )}
      </div>
      <p class="unseen" role="status" aria-live="polite">{said}</p>
    </>
  );
}
