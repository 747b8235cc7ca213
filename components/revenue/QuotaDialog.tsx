/** The quota of one person or team for one period. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { Field, tied } from "@/components/form/Field.tsx";
import { readSum } from "@/components/revenue/quota.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import { minorDigits } from "@/crm/record/money.ts";
import type { QuotaRow } from "@/ml/revenue/view.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export interface QuotaDialogProps {
  who: { by: "owner" | "team"; key: string; name: string };
  period: string;
  say: RevenueSay;
  /** As it is; null: none yet. */
  row: QuotaRow | null;
  /** null: taken away; undefined: nothing was changed. */
  done(row: QuotaRow | null | undefined): void;
}

export function QuotaDialog(props: QuotaDialogProps) {
  const t = useT();
  const { who, period, say, row } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const digits = minorDigits(say.currency);
  const [text, setText] = useState(row ? `${row.minor / 10 ** digits}` : "");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const send = async (minor: number | null) => {
    setBusy(true);
    const answer = await call<QuotaRow | null>("PUT", "/api/v1/forecasting/quotas", {
      period,
      [who.by]: who.key,
      currency: say.currency,
      minor,
      version: row?.version ?? 0,
    });
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    toast("good", t(minor === null ? "revenue.quota.removed" : "revenue.quota.saved", { name: who.name }));
    props.done(answer.value);
  };
  const save = (event: Event) => {
    event.preventDefault();
    const minor = readSum(text, digits);
    if (minor === null || minor === 0) return setError(t("revenue.quota.bad"));
    void send(minor);
  };
  const field = { id: "quota-sum", label: t("revenue.quota.sum", { currency: say.currency }), error };
  return (
    <dialog ref={dialog} aria-labelledby="quota-title" closedby="any" onClose={() => props.done(undefined)}>
      <form onSubmit={save}>
        <header>
          <h2 id="quota-title">{t("revenue.quota.title", { name: who.name, period: say.period(period) })}</h2>
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
          <Field {...field}>
            <input
              class="input"
              inputMode="decimal"
              autocomplete="off"
              value={text}
              onInput={(event) => {
                setText(event.currentTarget.value);
                setError(null);
              }}
              {...tied(field)}
            />
          </Field>
          {period.includes("Q") && <p class="quiet">{t("revenue.quota.quarter")}</p>}
        </div>
        <div class="dialog-foot">
          {row && (
            <button type="button" class="btn" disabled={busy} onClick={() => void send(null)}>
              {t("revenue.quota.remove")}
            </button>
          )}
          <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
