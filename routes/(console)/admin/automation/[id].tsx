/** One rule, or a new one (`/admin/automation/new`). */
import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { getRule } from "@/crm/automation/mod.ts";
import { isId } from "@/crm/ids.ts";
import { editorSetup } from "@/routes/(_door)/automation.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import AutomationRule, { type AutomationRuleProps } from "@/islands/AutomationRule.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "automation.manage");
    const { id } = ctx.params;
    const rule = isId(id) ? await getRule(ctx.state.store, access, { id }) : null;
    if (!rule && id !== "new") throw new HttpError(404);
    const setup = await editorSetup(ctx.state);
    return page<AutomationRuleProps>({ setup, rule, recipe: ctx.url.searchParams.get("recipe") });
  },
});

export default define.page<typeof handlers>(function AutomationRulePage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{data.rule?.name ?? t("automation.new")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <p>
            <a href="/admin/automation">{t("automation.back")}</a>
          </p>
          <h1>{data.rule?.name ?? t("automation.new")}</h1>
        </div>
      </div>
      <AutomationRule {...data} />
    </>
  );
});
