/** "Put it back" beside a change; what was changed since is named and asked about again. */
import { Undo2 } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { CardField } from "@/components/records/card/types.ts";
import { useT } from "@/components/i18n.ts";

export function RevertChange(
  props: { id: string; fields: ReadonlyMap<string, Pick<CardField, "label">>; onDone(): unknown },
) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [left, setLeft] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const titles = (keys: readonly string[]) => keys.map((key) => props.fields.get(key)?.label ?? key).join(", ");
  const revert = async (force: boolean) => {
    setBusy(true);
    const answer = await post<{ reverted: string[]; left: string[] }>(`/api/v1/audit/${props.id}/revert`, { force });
    setBusy(false);
    if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
    const { reverted } = answer.value;
    if (reverted.length > 0) toast("good", t("timeline.reverted", { fields: titles(reverted) }));
    if (answer.value.left.length > 0 && !force) {
      setLeft(answer.value.left);
      dialog.current?.showModal();
    } else {
      dialog.current?.close();
      if (reverted.length === 0) toast("info", t("timeline.nothing-to-revert"));
    }
    if (reverted.length > 0) await props.onDone();
  };
  return (
    <>
      <button type="button" class="btn small plain" disabled={busy} onClick={() => void revert(false)}>
        <Undo2 size={14} aria-hidden="true" />
        {t("timeline.revert")}
      </button>
      <dialog ref={dialog} aria-label={t("timeline.revert.left.title")}>
        <header>
          <h2>{t("timeline.revert.left.title")}</h2>
        </header>
        <div class="dialog-body">
          <p>{t("timeline.revert.left", { fields: titles(left) })}</p>
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>
            {t("timeline.revert.leave")}
          </button>
          <button type="button" class="btn danger" disabled={busy} onClick={() => void revert(true)}>
            {t("timeline.revert.force")}
          </button>
        </div>
      </dialog>
    </>
  );
}
