/** What is done to many records at once: progress, the way back, and refusals by name. */
import { useState } from "preact/hooks";
import { type Answer, call } from "@/components/api.ts";
import { putBack, remove } from "@/components/records/list/rows.ts";
import type { Selection } from "@/components/records/list/selection.ts";
import type { List } from "@/components/records/list/useList.ts";
import { worded } from "@/components/deals/refusal.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

/** So many records go in one request, so that there is progress to see. */
const STEP = 500;
/** All of a list in one request takes a while. */
const PATIENCE_MS = 180_000;

export interface Progress {
  done: number;
  /** null: the server alone knows. */
  of: number | null;
}

export interface Deed {
  path: "bulk" | "delete" | "restore";
  body?: { values?: Record<string, unknown>; addTags?: string[]; removeTags?: string[] };
}

interface Done {
  changed: number;
  undo: string | null;
}

export function useBulk(list: List, options: { onDone(): void }) {
  const t = useT();
  const [progress, setProgress] = useState<Progress | null>(null);

  const send = (deed: Deed, select: unknown) =>
    call<Done>("POST", `${list.path}/${deed.path}`, { ...deed.body, select }, { patienceMs: PATIENCE_MS });

  const run = async (deed: Deed, selection: Selection): Promise<boolean> => {
    if (progress) return false;
    const before = list.current();
    const ids = selection.all ? [...before.order] : [...selection.ids];
    const { state } = list;
    const leaves = deed.path !== "bulk";
    // One's own deletion is seen at once.
    if (leaves) list.apply((rows) => remove(rows, new Set(ids)));
    const undos: string[] = [];
    let changed = 0;
    let refused: Extract<Answer<unknown>, { ok: false }> | null = null;
    if (selection.all) {
      setProgress({ done: 0, of: null });
      const query = { text: before.corrected ?? state.text, filter: state.filter };
      const answer = await send(deed, { query });
      if (answer.ok) take(answer.value);
      else refused = answer;
    } else {
      for (let from = 0; from < ids.length && !refused; from += STEP) {
        setProgress({ done: from, of: ids.length });
        const answer = await send(deed, { ids: ids.slice(from, from + STEP) });
        if (answer.ok) take(answer.value);
        else refused = answer;
      }
    }
    setProgress(null);
    function take(done: Done) {
      changed += done.changed;
      if (done.undo) undos.push(done.undo);
    }
    if (refused && changed === 0) changed = Number(refused.detail?.changed ?? 0);
    if (leaves && (refused || (!selection.all && changed < ids.length))) {
      list.apply((rows) => putBack(rows, before));
      list.distrust(ids);
      if (changed > 0) void list.load();
    } else if (selection.all && leaves) void list.load();
    else if (!leaves) list.distrust(ids);
    void list.recount();
    const undo = undos.length === 0 ? undefined : {
      label: t("card.undo"),
      run: () => void takeBack(undos, { before: leaves && !refused && !selection.all ? before : null, ids }),
    };
    if (refused) {
      const why = t(refused.code, worded(refused.detail, list.fields));
      toast("bad", changed > 0 ? t("records.list.partly", { changed, why }) : why, undo);
      return false;
    }
    const skipped = selection.all ? 0 : ids.length - changed;
    const word = t(`records.list.done.${deed.path}`, { count: changed });
    toast(
      skipped > 0 ? "info" : "good",
      skipped > 0 ? `${word}. ${t("records.list.skipped", { count: skipped })}` : word,
      undo,
    );
    options.onDone();
    return true;
  };

  const takeBack = async (undos: string[], how: { before: ReturnType<List["current"]> | null; ids: string[] }) => {
    let back = 0;
    setProgress({ done: 0, of: null });
    for (const id of undos.toReversed()) {
      const answer = await call<Done>("POST", `/api/v1/undo/${id}`, {}, { patienceMs: PATIENCE_MS });
      if (!answer.ok) {
        setProgress(null);
        toast("bad", t(answer.code, answer.detail), { label: t("shell.retry"), run: () => void takeBack(undos, how) });
        return;
      }
      back += answer.value.changed;
    }
    setProgress(null);
    if (how.before) list.apply((rows) => putBack(rows, how.before!));
    else await list.load();
    list.distrust(how.ids);
    void list.recount();
    toast("good", t("records.list.undone", { count: back }));
  };

  return { run, progress };
}

export type Bulk = ReturnType<typeof useBulk>;
