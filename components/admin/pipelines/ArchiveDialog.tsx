/** Putting a stage or a whole pipeline away: first it is said where its deals go. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { SelectField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

export interface ArchiveAsk {
  what: "stage" | "pipeline";
  name: string;
  deals: number;
  /** Stages that can take the deals. */
  targets: { value: string; label: string }[];
  /** @returns the refusal in words; null: done */
  run(moveTo: string | null): Promise<string | null>;
}

export function ArchiveDialog(props: { ask: ArchiveAsk | null; close(): void }) {
  const t = useT();
  const { ask } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [target, setTarget] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (!ask) return dialog.current?.close();
    setTarget(ask.targets[0]?.value ?? "");
    setError(null);
    dialog.current?.showModal();
  }, [ask]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!ask) return;
    setBusy(true);
    const refusal = await ask.run(ask.deals > 0 ? target : null);
    setBusy(false);
    if (refusal === null) props.close();
    else setError(refusal);
  };
  const stuck = ask !== null && ask.deals > 0 && ask.targets.length === 0;
  return (
    <dialog ref={dialog} aria-labelledby="archive-title" onClose={props.close}>
      {ask && (
        <form onSubmit={submit}>
          <header>
            <h2 id="archive-title">{t(`pipelines.archive.${ask.what}`, { name: ask.name })}</h2>
            <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.close}>
              <X size={16} aria-hidden="true" />
            </button>
          </header>
          <div class="dialog-body">
            <p>{t(`pipelines.archive.${ask.what}.lead`, { deals: ask.deals })}</p>
            {ask.deals > 0 && !stuck && (
              <SelectField
                id="archive-target"
                label={t("pipelines.archive.to")}
                value={target}
                options={ask.targets}
                onChange={setTarget}
              />
            )}
            {stuck && <p class="note-box" data-tone="warn">{t("pipelines.archive.nowhere")}</p>}
            {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
          </div>
          <div class="dialog-foot">
            <button type="button" class="btn" onClick={props.close}>{t("shell.cancel")}</button>
            <button type="submit" class="btn danger" disabled={busy || stuck}>
              {t(ask.deals > 0 ? "pipelines.archive.move" : "pipelines.archive", { deals: ask.deals })}
            </button>
          </div>
        </form>
      )}
    </dialog>
  );
}
