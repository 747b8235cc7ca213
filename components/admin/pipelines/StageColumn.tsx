/** A column as it stands on the board, with what the set-up says of it. */
import { ArrowLeft, ArrowRight, Asterisk, Clock, GripVertical, Layers, Pencil } from "lucide-preact";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export interface StageColumnProps {
  stage: PipelineStage;
  deals: number;
  /** From 0, and how many there are. */
  at: number;
  of: number;
  held: boolean;
  titleOf(key: string): string;
  edit(): void;
  /** By so many places. */
  move(by: number): void;
  grab(event: PointerEvent): void;
}

export function StageColumn(props: StageColumnProps) {
  const t = useT();
  const { stage, at, of, move } = props;
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (at + by >= 0 && at + by < of) move(by);
  };
  return (
    <section class="stage-column" data-stage={stage.id} data-colour={stage.colour} data-held={props.held || undefined}>
      <header>
        <button
          type="button"
          class="btn icon small plain grip"
          id={`grip-${stage.id}`}
          aria-label={t("pipelines.stage.grip", { name: stage.name })}
          onPointerDown={props.grab}
          onKeyDown={keys}
        >
          <GripVertical size={15} aria-hidden="true" />
        </button>
        <h3 class="grow">{stage.name}</h3>
        <span class="badge">{stage.probability} %</span>
      </header>
      <p class="stage-count">
        <strong>{t("pipelines.count", { count: props.deals })}</strong>
        {stage.type !== "open" && <span class="stage-type">{t(`pipelines.type.${stage.type}`)}</span>}
      </p>
      <ul class="stage-facts">
        {stage.rottenDays !== null && (
          <li>
            <Clock size={14} aria-hidden="true" />
            {t("pipelines.fact.rotten", { days: stage.rottenDays })}
          </li>
        )}
        {stage.wipLimit !== null && (
          <li>
            <Layers size={14} aria-hidden="true" />
            {t("pipelines.fact.limit", { count: stage.wipLimit })}
          </li>
        )}
        {stage.required.length > 0 && (
          <li>
            <Asterisk size={14} aria-hidden="true" />
            {stage.required.map(props.titleOf).join(", ")}
          </li>
        )}
      </ul>
      <footer>
        <button
          type="button"
          class="btn icon small plain"
          id={`left-${stage.id}`}
          aria-label={t("pipelines.stage.left", { name: stage.name })}
          disabled={at === 0}
          onClick={() =>
            move(-1)}
        >
          <ArrowLeft size={15} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="btn icon small plain"
          id={`right-${stage.id}`}
          aria-label={t("pipelines.stage.right", { name: stage.name })}
          disabled={at === of - 1}
          onClick={() =>
            move(1)}
        >
          <ArrowRight size={15} aria-hidden="true" />
        </button>
        <span class="grow" />
        <button
          type="button"
          class="btn small plain"
          id={`edit-${stage.id}`}
          aria-label={t("pipelines.stage.edit", { name: stage.name })}
          onClick={props.edit}
        >
          <Pencil size={14} aria-hidden="true" />
          {t("pipelines.edit")}
        </button>
      </footer>
    </section>
  );
}
