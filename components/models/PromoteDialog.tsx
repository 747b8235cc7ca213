/** Why a version that has not proven itself is put to use all the same: kept with it and in the audit. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Field, tied } from "@/components/form/Field.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { Accuracy } from "@/components/workshop/Accuracy.tsx";
import { verdictInWords } from "@/components/workshop/accuracy.ts";
import type { VersionRow } from "@/ml/registry/types.ts";

export interface PromoteProps {
  sheet: Sheet;
  version: VersionRow;
  promote(reason: string): Promise<boolean>;
  closed(): void;
}

const REASONS = ["new-office", "bad-past", "trial"] as const;

export function PromoteDialog(props: PromoteProps) {
  const { t } = props.sheet;
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const field = {
    id: "mp-reason",
    label: t("models.promote.reason"),
    hint: t("models.promote.reason.hint"),
    error: asked && reason.trim() === "" ? t("training.error.needs-reason") : null,
  };
  useEffect(() => {
    dialog.current?.showModal();
    document.getElementById("mp-reason")?.focus();
  }, []);
  const send = async (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (reason.trim() === "") return document.getElementById("mp-reason")?.focus();
    setBusy(true);
    await props.promote(reason.trim());
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby="mp-promote-title" onClose={props.closed}>
      <form onSubmit={send} noValidate>
        <header>
          <h2 id="mp-promote-title">{t("models.promote.title", { n: props.version.n })}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.close")}
            onClick={() => dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <p>{t(`${verdictInWords(props.version.verdict).key}.what`)}</p>
          <Accuracy figure={props.version.verdict.figure} locale={props.sheet.zone.locale} champion />
          <div class="btn-row" role="group" aria-label={t("models.promote.usual")}>
            {REASONS.map((key) => (
              <button
                type="button"
                class="btn small"
                key={key}
                onClick={() => setReason(t(`models.reason.${key}`))}
              >
                {t(`models.reason.${key}`)}
              </button>
            ))}
          </div>
          <Field {...field}>
            <textarea
              class="textarea"
              rows={2}
              maxLength={1_000}
              required
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
              {...tied(field)}
            />
          </Field>
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={busy}>{t("models.promote")}</button>
        </div>
      </form>
    </dialog>
  );
}
