/** Pipelines as the page holds them, and every change of them: painted at once, taken back when it is refused. */
import { useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";
import { bodyOf, type StageDraft } from "@/components/admin/pipelines/draft.ts";
import type { PipelinesSetUp } from "@/components/admin/pipelines/types.ts";
import type { Pipeline, PipelineStage } from "@/crm/pipeline/types.ts";

interface Moved {
  deals: number;
  undo: string | null;
}

/** Somebody else was faster: what is shown is old. */
const OLD = ["records.error.stale", "pipelines.error.gone"];

export function usePipelines(given: PipelinesSetUp) {
  const t = useT();
  const [pipelines, setPipelines] = useState(given.pipelines);
  const [counts, setCounts] = useState(given.counts);
  const [shown, setShown] = useState(given.shown ?? pipelines.find(({ archived }) => !archived)?.id ?? null);

  const reload = async () => {
    const answer = await call<{ pipelines: Pipeline[] }>("GET", "/api/v1/pipelines?archived=true");
    if (answer.ok) setPipelines(answer.value.pipelines);
  };
  /** Says a refusal and shows what there is now. */
  const refused = (answer: Answer<unknown>): boolean => {
    if (answer.ok) return false;
    explain(answer, t);
    if (OLD.includes(answer.code)) void reload();
    return true;
  };
  const show = (id: string) => {
    setShown(id);
    history.replaceState(null, "", `?pipeline=${id}`);
  };
  const put = (next: Pipeline) =>
    setPipelines((all) =>
      all.some(({ id }) => id === next.id) ? all.map((one) => one.id === next.id ? next : one) : [
        ...all.filter(({ archived }) => !archived),
        next,
        ...all.filter(({ archived }) => archived),
      ]
    );
  const putStages = (pipeline: string, change: (stages: PipelineStage[]) => PipelineStage[]) =>
    setPipelines((all) => all.map((one) => one.id === pipeline ? { ...one, stages: change(one.stages) } : one));
  const carried = (from: readonly string[], to: string | null, deals: number) =>
    setCounts((all) => ({
      ...all,
      ...Object.fromEntries(from.map((id) => [id, 0])),
      ...(to && deals > 0 ? { [to]: (all[to] ?? 0) + deals } : {}),
    }));

  return {
    pipelines,
    counts,
    shown: pipelines.find(({ id }) => id === shown) ?? pipelines.find(({ archived }) => !archived) ?? null,
    show,
    /** @returns the refusal in words; null: done */
    async create(input: { name: string; like?: string; locale: "ru" | "en" }): Promise<string | null> {
      const answer = await post<Pipeline>("/api/v1/pipelines", input);
      if (!answer.ok) return t(answer.code, answer.detail);
      put(answer.value);
      show(answer.value.id);
      toast("good", t("pipelines.created", { name: answer.value.name }));
      return null;
    },
    async rename(pipeline: Pipeline, name: string): Promise<void> {
      put({ ...pipeline, name });
      const { version } = pipeline;
      const answer = await call<Pipeline>("PATCH", `/api/v1/pipelines/${pipeline.id}`, { name, version });
      put(answer.ok ? answer.value : pipeline);
      if (!refused(answer)) toast("good", t("shell.saved"));
    },
    async reorder(ids: string[]): Promise<void> {
      const before = pipelines;
      const placed = (id: string) => ids.includes(id) ? ids.indexOf(id) : ids.length;
      setPipelines([...pipelines].sort((a, b) => placed(a.id) - placed(b.id)));
      if (refused(await post("/api/v1/pipelines/order", { ids }))) setPipelines(before);
    },
    async reorderStages(pipeline: string, ids: string[]): Promise<void> {
      const before = pipelines;
      const placed = (id: string) => ids.includes(id) ? ids.indexOf(id) : ids.length;
      putStages(pipeline, (stages) => [...stages].sort((a, b) => placed(a.id) - placed(b.id)));
      if (refused(await post(`/api/v1/pipelines/${pipeline}/stages/order`, { ids }))) setPipelines(before);
    },
    /** @returns the refusal in words; null: saved */
    async saveStage(pipeline: string, draft: StageDraft): Promise<string | null> {
      const answer = draft.id === null
        ? await post<PipelineStage>(`/api/v1/pipelines/${pipeline}/stages`, bodyOf(draft))
        : await call<PipelineStage>("PATCH", `/api/v1/stages/${draft.id}`, bodyOf(draft));
      if (!answer.ok) {
        if (OLD.includes(answer.code)) void reload();
        return t(answer.code, answer.detail);
      }
      if (draft.id === null) await reload();
      else putStages(pipeline, (stages) => stages.map((one) => one.id === draft.id ? answer.value : one));
      toast("good", t("shell.saved"));
      return null;
    },
    /** @returns the refusal in words; null: done */
    async archiveStage(stage: PipelineStage, moveTo: string | null): Promise<string | null> {
      const body = { moveTo, version: stage.version };
      const answer = await call<Moved>("POST", `/api/v1/stages/${stage.id}/archive`, body, { patienceMs: 120_000 });
      if (!answer.ok) return t(answer.code, answer.detail);
      const { deals, undo } = answer.value;
      carried([stage.id], moveTo, deals);
      await reload();
      const back = async () => {
        if (refused(await post(`/api/v1/stages/${stage.id}/restore`))) return;
        if (undo && !refused(await post(`/api/v1/undo/${undo}`))) {
          setCounts((all) => ({ ...all, [stage.id]: deals, ...(moveTo ? { [moveTo]: all[moveTo] - deals } : {}) }));
        }
        await reload();
      };
      toast("good", t("pipelines.stage.archived", { name: stage.name, deals }), {
        label: t("pipelines.undo"),
        run: () => void back(),
      });
      return null;
    },
    async restoreStage(stage: PipelineStage): Promise<void> {
      if (!refused(await post(`/api/v1/stages/${stage.id}/restore`))) await reload();
    },
    /** @returns the refusal in words; null: done */
    async archivePipeline(pipeline: Pipeline, moveTo: string | null): Promise<string | null> {
      const body = { moveTo, version: pipeline.version };
      const path = `/api/v1/pipelines/${pipeline.id}/archive`;
      const answer = await call<Moved>("POST", path, body, { patienceMs: 120_000 });
      if (!answer.ok) return t(answer.code, answer.detail);
      const open = pipeline.stages.filter(({ type }) => type === "open").map(({ id }) => id);
      carried(open, moveTo, answer.value.deals);
      setShown(null);
      await reload();
      toast("good", t("pipelines.archived", { name: pipeline.name, deals: answer.value.deals }));
      return null;
    },
    async restorePipeline(pipeline: Pipeline): Promise<void> {
      if (refused(await post(`/api/v1/pipelines/${pipeline.id}/restore`))) return;
      await reload();
      show(pipeline.id);
    },
  };
}

export type PipelinesState = ReturnType<typeof usePipelines>;
