/** How far a lead is: steps in a row, and the way out with its reason. */
import { Ban, Check } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { toast } from "@/components/toast.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";

const STEPS = ["new", "working", "qualified"] as const;

export function StatusSteps(props: { card: Card; mayEdit: boolean; mayReason: boolean }) {
  const t = useT();
  const { card, mayEdit } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const status = `${card.record.values.status ?? "new"}`;
  const at = STEPS.findIndex((step) => step === status);
  const put = async (values: Record<string, string>) => {
    setBusy(true);
    const was = Object.fromEntries(Object.keys(values).map((key) => [key, card.record.values[key] ?? null]));
    const answer = await card.save({ values, was });
    setBusy(false);
    if (!answer.ok) {
      toast("bad", t(answer.code, answer.detail), {
        label: t("card.again"),
        run: () => void put(values),
      });
    }
    return answer.ok;
  };
  if (status === "converted") return <span class="badge" data-tone="good">{t("records.status.converted")}</span>;
  return (
    <div class="steps" role="group" aria-label={t("records.field.status")}>
      {STEPS.map((step, n) => (
        <button
          key={step}
          type="button"
          class="step"
          data-done={at > n ? "true" : undefined}
          aria-current={step === status ? "step" : undefined}
          disabled={!mayEdit || busy}
          onClick={() => step !== status && void put({ status: step })}
        >
          {at > n && <Check size={13} aria-hidden="true" />}
          {t(`records.status.${step}`)}
        </button>
      ))}
      <button
        type="button"
        class="step out"
        aria-current={status === "disqualified" ? "step" : undefined}
        aria-haspopup="dialog"
        disabled={!mayEdit || busy}
        onClick={() => {
          setReason(`${card.record.values.reason ?? ""}`);
          dialog.current?.showModal();
        }}
      >
        <Ban size={13} aria-hidden="true" />
        {t("records.status.disqualified")}
      </button>
      {status === "disqualified" && card.record.values.reason && (
        <span class="quiet small-text">{`${card.record.values.reason}`}</span>
      )}
      <dialog ref={dialog} aria-labelledby="reason-title">
        <form
          method="dialog"
          onSubmit={async (event) => {
            event.preventDefault();
            const values = { status: "disqualified", ...(props.mayReason ? { reason: reason.trim() } : {}) };
            if (await put(values)) dialog.current?.close();
          }}
        >
          <header>
            <h2 id="reason-title">{t("card.disqualify")}</h2>
          </header>
          <div class="dialog-body">
            <label class="field">
              <span class="label">{t("records.field.reason")}</span>
              <textarea
                class="textarea"
                required
                disabled={!props.mayReason}
                maxLength={300}
                value={reason}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            </label>
          </div>
          <div class="dialog-foot">
            <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("card.give-up")}</button>
            <button type="submit" class="btn primary" disabled={busy}>{t("card.disqualify.do")}</button>
          </div>
        </form>
      </dialog>
    </div>
  );
}
