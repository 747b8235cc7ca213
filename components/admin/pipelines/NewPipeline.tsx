/** A new pipeline: with the usual stages or with those of another one. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { SelectField, TextField } from "@/components/form/Field.tsx";
import type { Pipeline } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export interface NewPipelineProps {
  open: boolean;
  pipelines: readonly Pipeline[];
  /** @returns the refusal in words; null: done */
  create(input: { name: string; like?: string }): Promise<string | null>;
  close(): void;
}

export function NewPipeline(props: NewPipelineProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState("");
  const [like, setLike] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (!props.open) return dialog.current?.close();
    setName("");
    setLike("");
    setError(null);
    dialog.current?.showModal();
  }, [props.open]);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const refusal = await props.create({ name: name.trim(), ...(like ? { like } : {}) });
    setBusy(false);
    if (refusal === null) props.close();
    else setError(refusal);
  };
  return (
    <dialog ref={dialog} aria-labelledby="new-pipeline-title" onClose={props.close}>
      <form onSubmit={submit}>
        <header>
          <h2 id="new-pipeline-title">{t("pipelines.new")}</h2>
          <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.close}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <TextField
            id="pipeline-new-name"
            label={t("pipelines.name")}
            required
            maxLength={120}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <SelectField
            id="pipeline-like"
            label={t("pipelines.like")}
            value={like}
            options={[
              { value: "", label: t("pipelines.like.usual") },
              ...props.pipelines.map((one) => ({ value: one.id, label: t("pipelines.like.copy", { name: one.name }) })),
            ]}
            onChange={setLike}
          />
          {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={props.close}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={busy}>{t("pipelines.create")}</button>
        </div>
      </form>
    </dialog>
  );
}
