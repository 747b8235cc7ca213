/** Head and tabs of the pages of programs and webhooks. */
import { Head } from "fresh/runtime";
import { BookOpen } from "lucide-preact";
import { useT } from "@/components/i18n.ts";

export function ApiHead(props: { tab: "accounts" | "webhooks" }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.api")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("api.admin.title")}</h1>
          <p>{t("api.admin.lead")}</p>
        </div>
        <a class="btn" href="/api-docs">
          <BookOpen size={16} aria-hidden="true" />
          {t("api.admin.docs")}
        </a>
      </div>
      <nav class="tabs" aria-label={t("api.admin.title")}>
        <a href="/admin/api" aria-current={props.tab === "accounts" ? "page" : undefined}>
          {t("api.admin.tab.accounts")}
        </a>
        <a href="/admin/api/webhooks" aria-current={props.tab === "webhooks" ? "page" : undefined}>
          {t("api.admin.tab.webhooks")}
        </a>
      </nav>
    </>
  );
}
