/** Adding and changing a webhook; a new one's secret is shown once. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { OnceShown } from "@/components/admin/api/OnceShown.tsx";
import { CheckField, Field, TextField, tied } from "@/components/form/Field.tsx";
import type { Webhook } from "@/crm/webhooks/mod.ts";
import { useT } from "@/components/i18n.ts";

/** How an address begins, in every language. */
const SCHEME = "https://";

export interface WebhookDialogProps {
  /** null: a new one. */
  webhook: Webhook | null;
  /** Whether the person may allow addresses inside. */
  mayInside: boolean;
  closed(changed: boolean): void;
}

export function WebhookDialog(props: WebhookDialogProps) {
  const t = useT();
  const { webhook } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState(webhook?.name ?? "");
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [events, setEvents] = useState((webhook?.events ?? ["lead.*", "contact.*", "company.*"]).join("\n"));
  const [allowPrivate, setAllowPrivate] = useState(webhook?.allowPrivate ?? false);
  const [secret, setSecret] = useState<string | null>(null);
  const [changed, setChanged] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const body = { name, url, events: events.split(/[\s,]+/).filter(Boolean), allowPrivate };
    const answer = webhook
      ? await call<{ secret?: string }>("PATCH", `/api/v1/webhooks/${webhook.id}`, {
        ...body,
        version: webhook.version,
      })
      : await call<{ secret?: string }>("POST", "/api/v1/webhooks", body);
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    setChanged(true);
    if (answer.value.secret) setSecret(answer.value.secret);
    else props.closed(true);
  };
  const eventsField = { id: "webhook-events", label: t("webhooks.events"), hint: t("webhooks.events.hint") };
  return (
    <dialog ref={dialog} aria-labelledby="webhook-dialog-title" onClose={() => props.closed(changed)}>
      <form onSubmit={submit}>
        <header>
          <h2 id="webhook-dialog-title">
            {t(secret ? "api.secret.made" : webhook ? "webhooks.edit" : "webhooks.new")}
          </h2>
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
          {secret ? <OnceShown text={secret} label={t("api.secret.made")} /> : (
            <>
              <TextField
                id="webhook-name"
                label={t("webhooks.name")}
                required
                maxLength={120}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
              <TextField
                id="webhook-url"
                type="url"
                label={t("webhooks.url")}
                hint={t("webhooks.url.hint")}
                required
                maxLength={2000}
                placeholder={SCHEME}
                value={url}
                onInput={(event) => setUrl(event.currentTarget.value)}
              />
              <Field {...eventsField}>
                <textarea
                  class="textarea mono"
                  required
                  spellcheck={false}
                  value={events}
                  onInput={(event) => setEvents(event.currentTarget.value)}
                  {...tied(eventsField)}
                />
              </Field>
              <CheckField
                label={t("webhooks.allow-private")}
                hint={t("webhooks.allow-private.hint")}
                checked={allowPrivate}
                disabled={!props.mayInside && !allowPrivate}
                onChange={setAllowPrivate}
              />
              {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
            </>
          )}
        </div>
        <div class="dialog-foot">
          {secret
            ? (
              <button type="button" class="btn primary" onClick={() => dialog.current?.close()}>
                {t("shell.done")}
              </button>
            )
            : (
              <>
                <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("shell.cancel")}</button>
                <button type="submit" class="btn primary" disabled={busy}>
                  {t(webhook ? "shell.save" : "webhooks.create")}
                </button>
              </>
            )}
        </div>
      </form>
    </dialog>
  );
}
