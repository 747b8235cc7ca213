/** Days that people mark: those to come and those that were, with a dialog for new ones. */
import { CalendarRange, Plus, Trash2 } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { MarkDialog } from "@/components/datasets/MarkDialog.tsx";
import { markText } from "@/components/datasets/marks.ts";
import { daysText } from "@/components/datasets/say.ts";
import type { MarkedDaysProps } from "@/components/datasets/types.ts";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { toast } from "@/components/toast.ts";
import type { MarkedDay } from "@/ml/datasets/types.ts";
import { useT } from "@/components/i18n.ts";

const PATH = "/api/v1/forecasting/days";

export function MarkedDays(props: MarkedDaysProps) {
  const t = useT();
  const { queues, may, today, locale } = props;
  const [days, setDays] = useState<readonly MarkedDay[]>(props.days);
  const dialog = useRef<HTMLDialogElement>(null);
  const dates = ({ first, last }: MarkedDay) => daysText(first, last, locale);
  const remove = async (one: MarkedDay) => {
    const answer = await call("DELETE", `${PATH}/${one.id}`);
    if (!explain(answer, t)) return;
    setDays((days) => days.filter(({ id }) => id !== one.id));
    const again = { ...one, id: undefined, queue: one.queue?.id ?? null };
    toast("good", t("datasets.days.removed"), {
      label: t("datasets.days.undo"),
      run: () =>
        void call<string>("POST", PATH, again).then((back) => {
          if (explain(back, t) && back.ok) setDays((days) => [...days, { ...one, id: back.value }]);
        }),
    });
  };
  const add = may && (
    <button type="button" class="btn primary" onClick={() => dialog.current?.showModal()}>
      <Plus size={16} aria-hidden="true" />
      {t("datasets.days.add")}
    </button>
  );
  const coming = days.filter(({ last }) => last >= today).toSorted((a, b) => a.first < b.first ? -1 : 1);
  const past = days.filter(({ last }) => last < today).toSorted((a, b) => a.first < b.first ? 1 : -1);
  const table = (list: readonly MarkedDay[], title: string) =>
    list.length > 0 && (
      <section aria-label={title} class="dm-part">
        <h2>{title}</h2>
        <div class="table-wrap">
          <table class="table cards">
            <thead>
              <tr>
                {["dates", "kind", "queue", "name"].map((key) => (
                  <th scope="col" key={key}>{t(`datasets.days.${key}`)}</th>
                ))}
                {may && (
                  <th scope="col">
                    <span class="unseen">{t("datasets.days.remove")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {list.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{dates(one)}</th>
                  <td data-label={t("datasets.days.kind")}>
                    <span class="dm-kind" data-kind={one.kind}>{markText(t, one.kind)}</span>
                  </td>
                  <td data-label={t("datasets.days.queue")}>{one.queue?.name ?? t("datasets.days.queue.all")}</td>
                  <td data-label={t("datasets.days.name")}>{one.name || "–"}</td>
                  {may && (
                    <td class="actions">
                      <button
                        type="button"
                        class="btn icon small plain"
                        aria-label={t("datasets.days.remove.of", { name: one.name || dates(one) })}
                        onClick={() => void remove(one)}
                      >
                        <Trash2 size={15} aria-hidden="true" />
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    );
  return (
    <div class="stack dm">
      {days.length === 0
        ? (
          <div class="card">
            <Empty icon={CalendarRange} title={t("datasets.days.empty")} action={add || undefined}>
              {t("datasets.days.empty.more")}
            </Empty>
          </div>
        )
        : (
          <>
            <p class="quiet">{t("datasets.days.learnt")}</p>
            {add && <div class="btn-row">{add}</div>}
            {table(coming, t("datasets.days.coming"))}
            {table(past, t("datasets.days.past"))}
          </>
        )}
      {!may && <p class="quiet small-text">{t("datasets.days.read-only")}</p>}
      {may && (
        <MarkDialog
          dialog={dialog}
          queues={queues}
          today={today}
          kinds={[...new Set(days.map(({ kind }) => kind))]}
          onAdded={(day) => setDays((days) => [...days, day])}
        />
      )}
    </div>
  );
}
