/** What can be done with a notice, from a pop-up and from the list alike. */
import type { ShownNotice } from "@/crm/notices/mod.ts";
import { post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import type { Translate } from "@/components/i18n.ts";
import { unpop } from "@/components/notices/news.ts";
import { timeOf, type Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";

export const SNOOZE_MINUTES = 10;

/** The pop-up goes at once; the server is told, and its news bring the count. */
export async function markRead(ids: readonly string[], read = true): Promise<boolean> {
  for (const id of ids) unpop(id);
  return (await post("/api/v1/notices/read", { ids, read })).ok;
}

/** Before the page leaves for it: the request goes on without the page. */
export function opened(notice: ShownNotice): void {
  unpop(notice.id);
  if (!notice.readAt) void post("/api/v1/notices/read", { ids: [notice.id], read: true });
}

export async function snooze(notice: ShownNotice, t: Translate, zone: Zone): Promise<boolean> {
  unpop(notice.id);
  const path = `/api/v1/notices/${notice.id}/snooze`;
  const answer = await post<{ until: string }>(path, { minutes: SNOOZE_MINUTES });
  if (!explain(answer, t) || !answer.ok) return false;
  toast("info", t("notices.snooze.said", { time: timeOf(Date.parse(answer.value.until), zone) }));
  return true;
}

/** The task is done, as from anywhere else (a recurring one goes on); taken back by one click. */
export async function finish(notice: ShownNotice, t: Translate): Promise<boolean> {
  if (!notice.task) return false;
  unpop(notice.id);
  const answer = await post<{ undo: string | null }>(`/api/v1/tasks/${notice.task}/complete`);
  if (!explain(answer, t) || !answer.ok) return false;
  const { undo } = answer.value;
  void markRead([notice.id]);
  const back = () => void post(`/api/v1/undo/${undo}`).then((undone) => explain(undone, t));
  toast("good", t("notices.done.said"), undo ? { label: t("notices.undo"), run: back } : undefined);
  return true;
}
