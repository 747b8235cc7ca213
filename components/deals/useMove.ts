/** A deal moved from its card: painted before the server answers, back with the reason when refused, undone at one click. */
import { useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import { worded } from "@/components/deals/refusal.ts";
import { missingFor } from "@/components/deals/stages.ts";
import type { Words } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

/** What is asked before a deal enters a stage. */
export interface Asking {
  stage: PipelineStage;
  /** Keys of fields. */
  fields: string[];
  /** Why the last try was refused. */
  refused: string | null;
}

export interface Move {
  /** Where the deal stands, or is on its way to. */
  stage: string;
  moving: boolean;
  asking: Asking | null;
  /** Asks first where the stage wants something. */
  to(stage: PipelineStage): void;
  /** With what was asked for. */
  answer(values: Record<string, unknown>): Promise<void>;
  giveUp(): void;
}

const OF_LOSS = ["lossReason", "lossNote"];

export function useMove(card: Card, words: Words): Move {
  const t = useT();
  const [target, setTarget] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const { record } = card;
  const now = `${record.values.stage}`;

  const send = async (stage: PipelineStage, values: Record<string, unknown>): Promise<void> => {
    const was = now;
    setTarget(stage.id);
    const answer = await post<{ undo: string | null }>(`${card.path}/move`, { stage: stage.id, was, values });
    if (answer.ok) await card.refresh();
    setTarget(null);
    if (answer.ok) {
      setAsking(null);
      const { undo } = answer.value;
      const back = undo ? { label: t("card.undo"), run: () => void takeBack(undo) } : undefined;
      return toast("good", t("deals.moved", { stage: stage.name }), back);
    }
    if (answer.code === "deals.error.stage-needs" && typeof answer.detail?.fields === "string") {
      return setAsking({ stage, fields: fieldsOf(stage, answer.detail.fields.split(",")), refused: null });
    }
    const why = t(answer.code, worded(answer.detail, words.fields));
    if (asking) return setAsking({ ...asking, refused: why });
    if (answer.code === "records.error.changed") await card.refresh();
    toast("bad", t("deals.not-moved", { stage: stage.name, why }), {
      label: t("shell.retry"),
      run: () => void send(stage, values),
    });
  };
  const takeBack = async (undo: string) => {
    const answer = await post(`/api/v1/undo/${undo}`);
    if (!answer.ok) toast("bad", t(answer.code, answer.detail));
    await card.refresh();
  };
  const fieldsOf = (stage: PipelineStage, missing: readonly string[]) => {
    const loss = stage.type === "lost" ? OF_LOSS : [];
    return [...new Set([...missing, ...loss])].filter((key) => words.fields.has(key));
  };
  return {
    stage: target ?? now,
    moving: target !== null,
    asking,
    to(stage) {
      if (stage.id === now || target !== null) return;
      const fields = fieldsOf(stage, missingFor(stage, record.values));
      if (fields.length > 0) setAsking({ stage, fields, refused: null });
      else void send(stage, {});
    },
    answer: (values) => asking ? send(asking.stage, values) : Promise.resolve(),
    giveUp: () => setAsking(null),
  };
}
