/** One webhook and its deliveries. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { isId } from "@/crm/ids.ts";
import { getWebhook, listDeliveries, listDeliveriesSchema } from "@/crm/webhooks/mod.ts";
import { allowed, filled, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import WebhookPage, { type WebhookPageProps } from "@/islands/WebhookPage.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "api.manage");
    const { store } = ctx.state;
    const { id } = ctx.params;
    const webhook = isId(id) ? await getWebhook(store, access, { id }) : null;
    if (!webhook) throw new HttpError(404);
    const query = listDeliveriesSchema.parse(filled(ctx.url.searchParams));
    return page<WebhookPageProps>({
      webhook,
      page: await listDeliveries(store, access, { ...query, webhook: id }),
      state: query.state ?? null,
      after: query.after ?? null,
      mayInside: access.permissions.has("settings.manage"),
      zone: zoneOf(ctx.state),
    });
  },
});

export default define.page<typeof handlers>(function OneWebhookPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{data.webhook.name} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <p>
            <a href="/admin/api/webhooks">{t("webhooks.back")}</a>
          </p>
          <h1>{data.webhook.name}</h1>
        </div>
      </div>
      <WebhookPage {...data} />
    </>
  );
});
