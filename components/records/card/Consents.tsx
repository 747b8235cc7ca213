/** Consents by channel: what holds, what was said before, and a new word written down with its proof. */
import { ShieldCheck, ShieldQuestion, ShieldX } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { Consent, ConsentState } from "@/crm/consents/consents.ts";
import type { Words } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { localMoment, momentIn } from "@/components/records/card/values.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import { serverNow } from "@/components/time/now.ts";
import { useT } from "@/components/i18n.ts";

const CHANNELS = ["call", "sms", "email", "messenger", "personal-data"] as const;
const MANNERS = ["call", "form", "paper", "sms", "email", "other"] as const;

interface Form {
  channel: Consent["channel"];
  granted: boolean;
  manner: string;
  at: string;
  proof: string;
}

export function Consents(props: { first: ConsentState; card: Card; words: Words; mayEdit: boolean }) {
  const t = useT();
  const { card, words } = props;
  const { zone } = words;
  const [state, setState] = useState(props.first);
  const [form, setForm] = useState<Form | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const path = `${card.path}/consents`;
  const start = useRef(true);
  useEffect(() => {
    if (start.current) return void (start.current = false);
    void call<ConsentState>("GET", path).then((answer) => answer.ok && setState(answer.value));
  }, [card.news]);
  const open = (channel: Consent["channel"], granted: boolean) => {
    setForm({ channel, granted, manner: "call", at: localMoment(serverNow(), zone.timeZone), proof: "" });
    setRefused(null);
    dialog.current?.showModal();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!form) return;
    setBusy(true);
    const at = new Date(Math.min(momentIn(form.at, zone.timeZone), serverNow())).toISOString();
    const answer = await post(path, { ...form, at });
    setBusy(false);
    if (!answer.ok) return setRefused(t(answer.code, answer.detail));
    dialog.current?.close();
    toast("good", t("consents.written"));
    const fresh = await call<ConsentState>("GET", path);
    if (fresh.ok) setState(fresh.value);
    await card.refresh();
  };
  return (
    <section class="card" aria-labelledby="consents-title">
      <header>
        <h2 id="consents-title">{t("consents.title")}</h2>
      </header>
      <ul class="consents">
        {CHANNELS.map((channel) => {
          const one = state.current[channel];
          const Icon = one === null ? ShieldQuestion : one.granted ? ShieldCheck : ShieldX;
          const name = t(`consents.channel.${channel}`);
          return (
            <li key={channel} data-state-of={one === null ? "none" : one.granted ? "given" : "withdrawn"}>
              <Icon size={16} aria-hidden="true" />
              <span class="grow">
                {name}
                <small>
                  {one === null
                    ? t("consents.none")
                    : `${t(one.granted ? "consents.given" : "consents.withdrawn")} · ${dateTimeOf(one.at, zone)}`}
                </small>
              </span>
              {props.mayEdit && !one?.granted && (
                <button
                  type="button"
                  class="btn small plain"
                  aria-label={`${t("consents.give")}: ${name}`}
                  onClick={() => open(channel, true)}
                >
                  {t("consents.give")}
                </button>
              )}
              {props.mayEdit && (one === null || one.granted) && (
                <button
                  type="button"
                  class="btn small plain"
                  aria-label={`${t("consents.withdraw")}: ${name}`}
                  onClick={() => open(channel, false)}
                >
                  {t("consents.withdraw")}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {state.history.length > 0 && (
        <details class="body">
          <summary>{t("consents.history", { count: state.history.length })}</summary>
          <ul class="consent-history">
            {state.history.map((one) => (
              <li key={one.id}>
                <b>{t(`consents.channel.${one.channel}`)}</b> {t(one.granted ? "consents.given" : "consents.withdrawn")}
                {" "}
                · {t(`consents.manner.${one.manner}`)} · {dateTimeOf(one.at, zone)}
                {one.actorName ? ` · ${one.actorName}` : ""}
                {one.proof && <q>{one.proof}</q>}
              </li>
            ))}
          </ul>
        </details>
      )}
      <dialog ref={dialog} aria-labelledby="consent-title">
        {form && (
          <form onSubmit={submit}>
            <header>
              <h2 id="consent-title">
                {t(form.granted ? "consents.give.title" : "consents.withdraw.title", {
                  channel: t(`consents.channel.${form.channel}`),
                })}
              </h2>
            </header>
            <div class="dialog-body">
              {form.channel === "call" && !form.granted && (
                <p class="note-box" data-tone="warn">{t("consents.withdraw.call")}</p>
              )}
              <label class="field">
                <span class="label">{t("consents.manner")}</span>
                <select
                  class="select"
                  value={form.manner}
                  onChange={(event) => setForm({ ...form, manner: event.currentTarget.value })}
                >
                  {MANNERS.map((manner) => (
                    <option key={manner} value={manner} selected={manner === form.manner}>
                      {t(`consents.manner.${manner}`)}
                    </option>
                  ))}
                </select>
              </label>
              <label class="field">
                <span class="label">{t("consents.at")}</span>
                <input
                  class="input"
                  type="datetime-local"
                  required
                  value={form.at}
                  onInput={(event) => setForm({ ...form, at: event.currentTarget.value })}
                />
              </label>
              <label class="field">
                <span class="label">{t("consents.proof")}</span>
                <textarea
                  class="textarea"
                  maxLength={2_000}
                  placeholder={t("consents.proof.hint")}
                  value={form.proof}
                  onInput={(event) => setForm({ ...form, proof: event.currentTarget.value })}
                />
              </label>
              {refused && <p class="note-box" data-tone="bad" role="alert">{refused}</p>}
            </div>
            <div class="dialog-foot">
              <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("card.give-up")}</button>
              <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
            </div>
          </form>
        )}
      </dialog>
    </section>
  );
}
