/** Whether a webhook works, in a badge and a sentence. */
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import type { Webhook } from "@/crm/webhooks/mod.ts";
import { useT } from "@/components/i18n.ts";

export function WebhookState(props: { webhook: Webhook; zone: Zone }) {
  const t = useT();
  const { enabled, failingSince } = props.webhook;
  if (!enabled) return <span class="badge" data-tone="bad">{t("webhooks.state.off")}</span>;
  if (failingSince) {
    const at = dateTimeOf(Date.parse(failingSince), props.zone);
    return <span class="badge" data-tone="warn">{t("webhooks.state.failing", { at })}</span>;
  }
  return <span class="badge" data-tone="good">{t("webhooks.state.on")}</span>;
}
