/** The list of webhooks: how each does, and a new one. */
import { Plus, Webhook as WebhookIcon } from "lucide-preact";
import { useState } from "preact/hooks";
import { WebhookDialog } from "@/components/admin/api/WebhookDialog.tsx";
import { WebhookState } from "@/components/admin/api/WebhookState.tsx";
import { Empty } from "@/components/Empty.tsx";
import type { Zone } from "@/components/time/format.ts";
import type { Webhook } from "@/crm/webhooks/mod.ts";
import { useT } from "@/components/i18n.ts";

export interface WebhooksProps {
  rows: { webhook: Webhook; day: { delivered: number; waiting: number; dead: number } }[];
  mayInside: boolean;
  zone: Zone;
}

export default function Webhooks(props: WebhooksProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const add = (
    <button type="button" class="btn primary" onClick={() => setOpen(true)}>
      <Plus size={16} aria-hidden="true" />
      {t("webhooks.new")}
    </button>
  );
  return (
    <>
      {props.rows.length === 0
        ? (
          <div class="card">
            <Empty icon={WebhookIcon} title={t("webhooks.empty")} action={add}>{t("webhooks.hint")}</Empty>
          </div>
        )
        : (
          <>
            <div class="table-wrap">
              <table class="table cards">
                <thead>
                  <tr>
                    <th scope="col">{t("webhooks.name")}</th>
                    <th scope="col">{t("webhooks.events")}</th>
                    <th scope="col">{t("webhooks.state")}</th>
                    <th scope="col">{t("webhooks.day")}</th>
                  </tr>
                </thead>
                <tbody>
                  {props.rows.map(({ webhook, day }) => (
                    <tr key={webhook.id}>
                      <th scope="row">
                        <a href={`/admin/api/webhooks/${webhook.id}`}>{webhook.name}</a>
                        <small class="second clip">{webhook.url}</small>
                      </th>
                      <td data-label={t("webhooks.events")}>
                        <span class="chips">
                          {webhook.events.slice(0, 4).map((one) => <code key={one}>{one}</code>)}
                          {webhook.events.length > 4 && <span class="quiet">+{webhook.events.length - 4}</span>}
                        </span>
                      </td>
                      <td data-label={t("webhooks.state")}>
                        <WebhookState webhook={webhook} zone={props.zone} />
                      </td>
                      <td data-label={t("webhooks.day")}>{t("webhooks.day.counts", day)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div class="btn-row add-line">{add}</div>
          </>
        )}
      {open && (
        <WebhookDialog
          webhook={null}
          mayInside={props.mayInside}
          closed={(changed) => {
            setOpen(false);
            if (changed) location.reload();
          }}
        />
      )}
    </>
  );
}
