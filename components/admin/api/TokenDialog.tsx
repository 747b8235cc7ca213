/** Issuing a token: what for, how long, what it may do; then its text, once. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { OnceShown } from "@/components/admin/api/OnceShown.tsx";
import { ScopePicker } from "@/components/admin/api/ScopePicker.tsx";
import { SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

const DAYS = ["30", "90", "365", "never"];
const USUAL_RATE = 20;
const MOST_RATE = 1_000;

export interface TokenDialogProps {
  /** Where it is made: `/api/tokens`, or of a service account. */
  path: string;
  /** The account's rights. */
  held: readonly string[];
  /** Ask for the rate too. */
  service: boolean;
  /** It was closed; `made`: a token is there now. */
  closed(made: boolean): void;
}

export function TokenDialog(props: TokenDialogProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState("");
  const [days, setDays] = useState("365");
  const [rate, setRate] = useState(USUAL_RATE);
  const [scopes, setScopes] = useState<string[]>([]);
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const body = { name, scopes, days: days === "never" ? null : Number(days), ...(props.service ? { rate } : {}) };
    const answer = await call<{ text: string }>("POST", props.path, body);
    setBusy(false);
    if (answer.ok) setText(answer.value.text);
    else setError(t(answer.code, answer.detail));
  };
  return (
    <dialog
      ref={dialog}
      class="token-dialog"
      aria-labelledby="token-dialog-title"
      onClose={() => props.closed(text !== null)}
    >
      <form onSubmit={submit}>
        <header>
          <h2 id="token-dialog-title">{t(text ? "api.tokens.made" : "api.tokens.new")}</h2>
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
          {text ? <OnceShown text={text} label={t("api.tokens.made")} /> : (
            <>
              <TextField
                id="token-name"
                label={t("api.tokens.name")}
                hint={t("api.tokens.name.hint")}
                required
                maxLength={120}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
              <div class="form-grid">
                <SelectField
                  id="token-days"
                  label={t("api.tokens.days")}
                  value={days}
                  options={DAYS.map((value) => ({ value, label: t(`api.tokens.days.${value}`) }))}
                  onChange={setDays}
                />
                {props.service && (
                  <UnitField
                    id="token-rate"
                    label={t("api.tokens.rate")}
                    hint={t("api.tokens.rate.hint")}
                    unit={t("api.tokens.rate.unit")}
                    min={1}
                    max={MOST_RATE}
                    value={rate}
                    onChange={setRate}
                  />
                )}
              </div>
              <ScopePicker held={props.held} scopes={scopes} change={setScopes} />
              {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
            </>
          )}
        </div>
        <div class="dialog-foot">
          {text
            ? (
              <button type="button" class="btn primary" onClick={() => dialog.current?.close()}>
                {t("shell.done")}
              </button>
            )
            : (
              <>
                <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("shell.cancel")}</button>
                <button type="submit" class="btn primary" disabled={busy || scopes.length === 0}>
                  {t("api.tokens.create")}
                </button>
              </>
            )}
        </div>
      </form>
    </dialog>
  );
}
