/** What can be done with tasks on their page, in the manner of {@link DayState}: at once, with the way back. */
import { post } from "@/components/api.ts";
import { dated } from "@/components/tasks/day_rows.ts";
import type { Bulk, Completed, DayState } from "@/components/tasks/useDay.ts";
import { dueText } from "@/components/tasks/words.ts";
import type { Zone } from "@/components/time/format.ts";
import { serverNow } from "@/components/time/now.ts";
import { type Translate, useT } from "@/components/i18n.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import { POSTPONE, type Postpone, postponed } from "@/crm/tasks/moments.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

const nameOf = (task: CrmRecord, t: Translate) => `${task.values.name ?? ""}` || t("card.unnamed");

export function useDeeds(day: DayState, options: { setup: TaskSetup; zone: Zone }) {
  const t = useT();
  const { setup, zone } = options;
  const select = (ids: readonly string[]) => ({ select: { ids } });
  const first = (ids: readonly string[]) => day.tasks.get(ids[0]);

  const complete = (ids: readonly string[], more: { result?: string; next?: Values } = {}) => {
    const values = () => ({ status: "done", done: new Date(serverNow()).toISOString(), doneBy: setup.me });
    const [id, ...others] = ids;
    if (others.length > 0) {
      const ask = () => post<Bulk>("/api/v1/tasks/complete", { ...select(ids), result: more.result || undefined });
      return day.act({ ids, values, ask, say: ({ changed }) => t("tasks.done-many", { n: changed }) });
    }
    return day.act<Completed>({
      ids,
      values,
      ask: () => post<Completed>(`/api/v1/tasks/${id}/complete`, more),
      say({ task, next }) {
        const when = next && task.values.repeat ? dueText(dated(next), zone, serverNow()) : null;
        return when ? t("tasks.done-next", { when }) : t("tasks.done", { name: nameOf(task, t) });
      },
      done: ({ task, next }) => {
        day.put([task]);
        if (next) void day.refresh([next.id]);
      },
    });
  };

  const reopen = (ids: readonly string[]) =>
    day.act({
      ids,
      values: () => ({ status: "open", done: null, doneBy: null }),
      ask: () => post<Bulk>("/api/v1/tasks/reopen", select(ids)),
      say: () => t("tasks.reopened", { name: nameOf(first(ids)!, t) }),
    });

  const skip = (ids: readonly string[]) =>
    day.act({
      ids,
      values: () => ({ status: "cancelled", done: new Date(serverNow()).toISOString() }),
      ask: () => post<Bulk>("/api/v1/tasks/skip", select(ids)),
      say: () => t("tasks.skipped", { name: nameOf(first(ids)!, t) }),
      done: () => void day.load(),
    });

  /** A choice, or a moment as ISO text. */
  const postpone = (ids: readonly string[], to: Postpone | string) => {
    const at = (POSTPONE as readonly string[]).includes(to)
      ? postponed(to as Postpone, { now: serverNow(), zone: setup.timeZone, work: setup.work })
      : Date.parse(to);
    const due = new Date(at).toISOString();
    return day.act({
      ids,
      values: () => ({ due, allDay: false }),
      ask: () => post<Bulk>("/api/v1/tasks/postpone", { ...select(ids), to }),
      say: ({ changed }) =>
        ids.length > 1
          ? t("tasks.postponed-many", { n: changed })
          : t("tasks.postponed", { when: dueText({ due, allDay: false }, zone, serverNow()) ?? "" }),
    });
  };

  const assign = (ids: readonly string[], owner: { id: string | null; name: string }) =>
    day.act({
      ids,
      values: () => ({ owner: owner.id }),
      ask: () => post<Bulk>("/api/v1/tasks/bulk", { ...select(ids), values: { owner: owner.id } }),
      say: ({ changed }) => t("tasks.assigned-many", { n: changed, name: owner.name }),
    });

  const take = (id: string) =>
    day.act({
      ids: [id],
      values: () => ({ owner: setup.me }),
      ask: () => post<{ undo: string | null }>(`/api/v1/tasks/${id}/take`),
      say: () => t("tasks.taken"),
    });

  const remove = (ids: readonly string[]) =>
    day.act({
      ids,
      values: () => ({ status: "cancelled" }),
      ask: () => post<Bulk>("/api/v1/tasks/delete", select(ids)),
      say: () => t("tasks.deleted", { name: nameOf(first(ids)!, t) }),
    });

  return { complete, reopen, skip, postpone, assign, take, remove };
}

export type Deeds = ReturnType<typeof useDeeds>;
