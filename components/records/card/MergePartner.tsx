/** Chooses the record to merge with, when nothing was found by itself. */
import { X } from "lucide-preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { RecordKind } from "@/crm/record/types.ts";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { useT } from "@/components/i18n.ts";

export function MergePartner(
  props: { open: boolean; kind: RecordKind; record: string; onPick(id: string): void; onClose(): void },
) {
  const t = useT();
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (props.open && !dialog.current?.open) dialog.current?.showModal();
    if (!props.open) dialog.current?.close();
  }, [props.open]);
  return (
    <dialog ref={dialog} class="roomy" aria-labelledby={title} onClose={() => props.open && props.onClose()}>
      <header>
        <h2 id={title}>{t("duplicates.partner")}</h2>
        <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        {props.open && (
          <RecordPicker
            kind={props.kind}
            id={`${title}-pick`}
            label={t("duplicates.partner")}
            except={[props.record]}
            autoFocus
            onPick={({ id }) => props.onPick(id)}
            onCancel={props.onClose}
          />
        )}
      </div>
    </dialog>
  );
}
