/** One webhook: what it does, what was sent, and everything that can be done with it. */
import { Pencil, Send } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { DeliveryTable } from "@/components/admin/api/DeliveryTable.tsx";
import { OnceShown } from "@/components/admin/api/OnceShown.tsx";
import { WebhookDialog } from "@/components/admin/api/WebhookDialog.tsx";
import { WebhookState } from "@/components/admin/api/WebhookState.tsx";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import type { Delivery, Webhook } from "@/crm/webhooks/mod.ts";
import { useT } from "@/components/i18n.ts";

const STATES = ["pending", "failed", "delivered", "dead"] as const;
/** While something is under way its outcome is asked for. */
const LOOK_EVERY_MS = 2_000;

export interface WebhookPageProps {
  webhook: Webhook;
  page: { rows: Delivery[]; next: string | null };
  /** Of the query: state and page shown. */
  state: string | null;
  after: string | null;
  mayInside: boolean;
  zone: Zone;
}

export default function WebhookPage(props: WebhookPageProps) {
  const t = useT();
  const { webhook, zone } = props;
  const base = `/api/v1/webhooks/${webhook.id}`;
  const here = `/admin/api/webhooks/${webhook.id}`;
  const [page, setPage] = useState(props.page);
  const [editing, setEditing] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const refresh = async () => {
    const query = new URLSearchParams({
      ...(props.state ? { state: props.state } : {}),
      ...(props.after ? { after: props.after } : {}),
    });
    const answer = await call<WebhookPageProps["page"]>("GET", `${base}/deliveries?${query}`);
    if (answer.ok) setPage(answer.value);
  };
  const waiting = page.rows.some(({ state }) => state === "pending");
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => document.hidden || void refresh(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waiting]);
  const act = async (path: string, said: string) => {
    if (!explain(await call("POST", `${base}${path}`, {}), t)) return;
    toast("good", t(said));
    await refresh();
  };
  const rotate = async () => {
    if (!confirm(t("webhooks.rotate.ask"))) return;
    const answer = await call<{ secret: string }>("POST", `${base}/secret`, {});
    if (explain(answer, t) && answer.ok) setSecret(answer.value.secret);
  };
  const remove = async () => {
    if (!confirm(t("webhooks.remove.ask", { name: webhook.name }))) return;
    if (explain(await call("DELETE", base, {}), t)) location.assign("/admin/api/webhooks");
  };
  const toggle = async () => {
    if (explain(await call("PATCH", base, { enabled: !webhook.enabled }), t)) location.reload();
  };
  const ping = (
    <button type="button" class="btn" onClick={() => void act("/ping", "webhooks.pinged")}>
      <Send size={15} aria-hidden="true" />
      {t("webhooks.ping")}
    </button>
  );
  return (
    <div class="stack">
      <section class="card" aria-label={webhook.name}>
        <header>
          <WebhookState webhook={webhook} zone={zone} />
          <span class="grow" />
          {ping}
          <button type="button" class="btn" onClick={() => setEditing(true)}>
            <Pencil size={15} aria-hidden="true" />
            {t("webhooks.edit")}
          </button>
        </header>
        <div class="body stack" data-tight>
          {webhook.disabledReason && (
            <p class="note-box" data-tone="bad">{t(`webhooks.disabled.${webhook.disabledReason}`)}</p>
          )}
          <p class="break">
            <code>{webhook.url}</code>
          </p>
          <p class="chips">{webhook.events.map((one) => <code key={one}>{one}</code>)}</p>
          {webhook.oldSecretUntil && (
            <p class="quiet small-text">
              {t("webhooks.rotate.until", { at: dateTimeOf(Date.parse(webhook.oldSecretUntil), zone) })}
            </p>
          )}
          <div class="btn-row">
            <button type="button" class="btn small" onClick={() => void toggle()}>
              {t(webhook.enabled ? "api.accounts.disable" : "api.accounts.enable")}
            </button>
            <button type="button" class="btn small" onClick={() => void rotate()}>{t("webhooks.rotate")}</button>
            <button type="button" class="btn small danger-quiet" onClick={() => void remove()}>
              {t("webhooks.remove")}
            </button>
          </div>
        </div>
      </section>
      <section class="stack" data-tight aria-labelledby="deliveries">
        <h2 id="deliveries">{t("webhooks.deliveries")}</h2>
        <nav class="tabs" aria-label={t("webhooks.state")}>
          <a href={here} aria-current={props.state === null ? "page" : undefined}>{t("webhooks.delivery.all")}</a>
          {STATES.map((state) => (
            <a key={state} href={`${here}?state=${state}`} aria-current={props.state === state ? "page" : undefined}>
              {t(`webhooks.delivery.state.${state}`)}
            </a>
          ))}
        </nav>
        {page.rows.length === 0
          ? (
            <div class="card">
              <Empty icon={Send} title={t("webhooks.deliveries.empty")} action={ping}>
                {t("webhooks.deliveries.empty.hint")}
              </Empty>
            </div>
          )
          : (
            <DeliveryTable
              rows={page.rows}
              zone={zone}
              canResend={webhook.enabled}
              resend={(id) => void act(`/deliveries/${id}/resend`, "webhooks.resent")}
            />
          )}
        <Pages here={here} {...props} next={page.next} />
      </section>
      {editing && (
        <WebhookDialog
          webhook={webhook}
          mayInside={props.mayInside}
          closed={(changed) => {
            setEditing(false);
            if (changed) location.reload();
          }}
        />
      )}
      {secret && <NewSecret secret={secret} closed={() => location.reload()} />}
    </div>
  );
}

function Pages(props: { here: string; state: string | null; after: string | null; next: string | null }) {
  const t = useT();
  const to = (after?: string) => {
    const query = new URLSearchParams({ ...(props.state ? { state: props.state } : {}), ...(after ? { after } : {}) });
    return `${props.here}?${query}`;
  };
  if (!props.after && !props.next) return null;
  return (
    <nav class="btn-row pager" aria-label={t("shell.pages")}>
      {props.after && <a class="btn" href={to()}>{t("shell.first-page")}</a>}
      {props.next && <a class="btn" href={to(props.next)}>{t("shell.next-page")}</a>}
    </nav>
  );
}

function NewSecret(props: { secret: string; closed(): void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="new-secret" onClose={props.closed}>
      <header>
        <h2 id="new-secret">{t("api.secret.made")}</h2>
      </header>
      <div class="dialog-body">
        <OnceShown text={props.secret} label={t("api.secret.made")} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn primary" onClick={() => dialog.current?.close()}>{t("shell.done")}</button>
      </div>
    </dialog>
  );
}
