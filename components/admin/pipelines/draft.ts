/** A stage as it stands in its form, and what is sent of it. Pure. */
import { type PipelineStage, STAGE_COLOURS, type StageColour } from "@/crm/pipeline/types.ts";

export interface StageDraft {
  /** null: not made yet. */
  id: string | null;
  version?: number;
  name: string;
  colour: StageColour;
  probability: number;
  type: PipelineStage["type"];
  /** Empty: never. */
  rottenDays: string;
  required: string[];
  /** Empty: any number. */
  wipLimit: string;
}

export function draftOf(stage: PipelineStage): StageDraft {
  const { id, version, name, colour, probability, type, required } = stage;
  const text = (number: number | null) => number === null ? "" : `${number}`;
  const [rottenDays, wipLimit] = [text(stage.rottenDays), text(stage.wipLimit)];
  return { id, version, name, colour, probability, type, required: [...required], rottenDays, wipLimit };
}

/** A new one: in a colour that its neighbours do not have, between the last open stage and won. */
export function blankStage(stages: readonly PipelineStage[]): StageDraft {
  const used = new Set(stages.map(({ colour }) => colour));
  const last = stages.filter(({ type }) => type === "open").at(-1)?.probability ?? 0;
  return {
    id: null,
    name: "",
    colour: STAGE_COLOURS.find((colour) => !used.has(colour)) ?? "slate",
    probability: Math.min(95, Math.round((last + 100) / 20) * 10),
    type: "open",
    rottenDays: "",
    required: [],
    wipLimit: "",
  };
}

export function bodyOf(draft: StageDraft): Record<string, unknown> {
  const { id: _, ...rest } = draft;
  const number = (text: string) => text.trim() === "" ? null : Number(text);
  return {
    ...rest,
    name: draft.name.trim(),
    probability: draft.type === "open" ? draft.probability : draft.type === "won" ? 100 : 0,
    rottenDays: draft.type === "open" ? number(draft.rottenDays) : null,
    wipLimit: number(draft.wipLimit),
  };
}

/** The list with one thing at another's place. */
export function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  next.splice(Math.max(0, Math.min(next.length, to)), 0, one);
  return next;
}
