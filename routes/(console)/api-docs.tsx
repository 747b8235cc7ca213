/** The reference of the API, to read and to try. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { Download, KeyRound } from "lucide-preact";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ApiDocs from "@/islands/ApiDocs.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  GET(ctx) {
    const access = allowed(ctx);
    return page<{ origin: string; mayTokens: boolean }>({
      origin: ctx.state.publicOrigin ?? ctx.url.origin,
      mayTokens: access.permissions.has("api.use"),
    });
  },
});

export default define.page<typeof handlers>(function ApiDocsPage({ data, state }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("api.docs.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("api.docs.title")}</h1>
          <p>{t("api.docs.lead")}</p>
        </div>
        <div class="btn-row">
          {data.mayTokens && (
            <a class="btn" href="/profile#api-tokens">
              <KeyRound size={16} aria-hidden="true" />
              {t("api.docs.guide")}
            </a>
          )}
          <a class="btn" href={`/api/v1/openapi.json?language=${state.locale}`} download="kommutator-openapi.json">
            <Download size={16} aria-hidden="true" />
            {t("api.docs.download")}
          </a>
        </div>
      </div>
      <ApiDocs locale={state.locale} origin={data.origin} />
    </>
  );
});
