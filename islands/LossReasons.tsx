/** Reasons of loss in the order in which people choose them; names are changed in place. */
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, ListX, Plus } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { movedTo } from "@/components/admin/pipelines/draft.ts";
import { Empty } from "@/components/Empty.tsx";
import type { LossReason } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

const ROOM = "/api/v1/loss-reasons";

export default function LossReasons(props: { reasons: LossReason[] }) {
  const t = useT();
  const [reasons, setReasons] = useState(props.reasons);
  const [fresh, setFresh] = useState("");
  /** Moving a row takes the focus off its button; it is given back. */
  const [held, setHeld] = useState<string | null>(null);
  const live = reasons.filter(({ archived }) => !archived);
  const gone = reasons.filter(({ archived }) => archived);
  useEffect(() => {
    if (!held) return;
    const button = document.getElementById(held) as HTMLButtonElement | null;
    if (button?.disabled) button.parentElement?.querySelector<HTMLButtonElement>("button:not(:disabled)")?.focus();
    else button?.focus();
  }, [held, reasons]);
  const put = (next: LossReason) => setReasons((all) => all.map((one) => one.id === next.id ? next : one));

  const add = async (event: Event) => {
    event.preventDefault();
    const name = fresh.trim();
    if (name === "") return;
    const answer = await post<LossReason>(ROOM, { name });
    if (!explain(answer, t) || !answer.ok) return;
    setReasons([...live, answer.value, ...gone]);
    setFresh("");
  };
  const rename = async (reason: LossReason, input: HTMLInputElement) => {
    const name = input.value.trim();
    if (name === "" || name === reason.name) return void (input.value = reason.name);
    const answer = await call<LossReason>("PATCH", `${ROOM}/${reason.id}`, { name, version: reason.version });
    if (answer.ok) {
      put(answer.value);
      return toast("good", t("shell.saved"));
    }
    explain(answer, t);
    input.value = reason.name;
  };
  const move = async (at: number, by: number) => {
    const before = reasons;
    const next = movedTo(live, at, at + by);
    setReasons([...next, ...gone]);
    setHeld(`${by < 0 ? "up" : "down"}-${live[at].id}`);
    if (!explain(await post(`${ROOM}/order`, { ids: next.map(({ id }) => id) }), t)) setReasons(before);
  };
  const setArchived = async (reason: LossReason, archived: boolean) => {
    const answer = archived
      ? await call("DELETE", `${ROOM}/${reason.id}`, {})
      : await post(`${ROOM}/${reason.id}/restore`);
    if (!explain(answer, t)) return;
    const next = { ...reason, archived, version: reason.version + 1 };
    put(next);
    if (!archived) return toast("good", t("pipelines.restored", { name: reason.name }));
    toast("good", t("pipelines.thing-archived", { name: reason.name }), {
      label: t("pipelines.undo"),
      run: () => void setArchived(next, false),
    });
  };
  return (
    <>
      {live.length === 0
        ? (
          <div class="card">
            <Empty icon={ListX} title={t("pipelines.reasons.empty")}>{t("pipelines.reasons.lead")}</Empty>
          </div>
        )
        : (
          <ol class="plain-list card reason-list">
            {live.map((reason, at) => (
              <li key={reason.id}>
                <input
                  class="input grow"
                  aria-label={t("pipelines.reason.name", { at: at + 1 })}
                  maxLength={200}
                  value={reason.name}
                  onKeyDown={(event) => {
                    if (event.key === "Enter") event.currentTarget.blur();
                    if (event.key === "Escape") event.currentTarget.value = reason.name;
                  }}
                  onBlur={(event) => void rename(reason, event.currentTarget)}
                />
                {([["up", -1, at === 0], ["down", 1, at === live.length - 1]] as const).map(([way, by, off]) => (
                  <button
                    type="button"
                    class="btn icon small plain"
                    key={way}
                    id={`${way}-${reason.id}`}
                    aria-label={t(`pipelines.reason.${way}`, { name: reason.name })}
                    disabled={off}
                    onClick={() => void move(at, by)}
                  >
                    {way === "up"
                      ? <ArrowUp size={15} aria-hidden="true" />
                      : <ArrowDown size={15} aria-hidden="true" />}
                  </button>
                ))}
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("pipelines.archive-one", { name: reason.name })}
                  onClick={() => void setArchived(reason, true)}
                >
                  <Archive size={15} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ol>
        )}
      <form class="btn-row add-line" onSubmit={add}>
        <input
          class="input"
          aria-label={t("pipelines.reason.new")}
          placeholder={t("pipelines.reason.new")}
          maxLength={200}
          value={fresh}
          onInput={(event) => setFresh(event.currentTarget.value)}
        />
        <button type="submit" class="btn primary" disabled={fresh.trim() === ""}>
          <Plus size={16} aria-hidden="true" />
          {t("shell.add")}
        </button>
      </form>
      {gone.length > 0 && (
        <details class="fold">
          <summary>{t("pipelines.put-away", { count: gone.length })}</summary>
          <ul class="plain-list card">
            {gone.map((reason) => (
              <li key={reason.id}>
                <span class="grow">{reason.name}</span>
                <button type="button" class="btn small" onClick={() => void setArchived(reason, false)}>
                  <ArchiveRestore size={15} aria-hidden="true" />
                  {t("pipelines.restore")}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
