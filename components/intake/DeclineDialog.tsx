/** Why a request is declined; usual reasons at one click. */
import { X } from "lucide-preact";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

const USUAL = ["not-client", "wrong-number", "job", "test"] as const;

export function DeclineDialog(props: { dialog: RefObject<HTMLDialogElement>; decline(reason: string): void }) {
  const t = useT();
  const [reason, setReason] = useState("");
  const done = (text: string) => {
    props.dialog.current?.close();
    props.decline(text);
    setReason("");
  };
  return (
    <dialog ref={props.dialog} aria-labelledby="decline-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          done(reason);
        }}
      >
        <header>
          <h2 id="decline-title">{t("intake.inbox.decline.title")}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.close")}
            onClick={() => props.dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <div class="btn-row">
            {USUAL.map((key) => (
              <button
                type="button"
                class="btn small"
                key={key}
                onClick={() => done(t(`intake.inbox.reason.${key}`))}
              >
                {t(`intake.inbox.reason.${key}`)}
              </button>
            ))}
          </div>
          <TextField
            id="decline-reason"
            label={t("intake.inbox.decline.reason")}
            hint={t("intake.inbox.decline.reason.hint")}
            maxLength={300}
            autoFocus
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <div class="dialog-foot">
          <button type="submit" class="btn primary">{t("intake.inbox.decline")}</button>
        </div>
      </form>
    </dialog>
  );
}
