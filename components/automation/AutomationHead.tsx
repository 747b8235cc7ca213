/** Head and tabs of the pages of automation. */
import { Head } from "fresh/runtime";
import { useT } from "@/components/i18n.ts";

export function AutomationHead(props: { tab: "rules" | "runs" }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.automation")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("automation.title")}</h1>
          <p>{t("automation.lead")}</p>
        </div>
      </div>
      <nav class="tabs" aria-label={t("automation.title")}>
        <a href="/admin/automation" aria-current={props.tab === "rules" ? "page" : undefined}>
          {t("automation.tab.rules")}
        </a>
        <a href="/admin/automation/runs" aria-current={props.tab === "runs" ? "page" : undefined}>
          {t("automation.tab.runs")}
        </a>
      </nav>
    </>
  );
}
