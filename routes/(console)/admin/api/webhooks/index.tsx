/** Webhooks. */
import { page } from "fresh";
import { deliveryCounts, listWebhooks } from "@/crm/webhooks/mod.ts";
import { ApiHead } from "@/components/admin/api/ApiHead.tsx";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import Webhooks, { type WebhooksProps } from "@/islands/Webhooks.tsx";

const NOTHING = { delivered: 0, waiting: 0, dead: 0 };

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "api.manage");
    const { store } = ctx.state;
    const [webhooks, counts] = await Promise.all([listWebhooks(store, access), deliveryCounts(store, access)]);
    return page<WebhooksProps>({
      rows: webhooks.map((webhook) => ({ webhook, day: counts.get(webhook.id) ?? NOTHING })),
      mayInside: access.permissions.has("settings.manage"),
      zone: zoneOf(ctx.state),
    });
  },
});

export default define.page<typeof handlers>(function WebhooksPage({ data }) {
  return (
    <>
      <ApiHead tab="webhooks" />
      <Webhooks {...data} />
    </>
  );
});
