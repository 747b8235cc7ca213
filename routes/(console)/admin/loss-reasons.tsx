/** Why deals are lost, in the words of the company. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listLossReasons, type LossReason } from "@/crm/pipeline/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import LossReasons from "@/islands/LossReasons.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "pipelines.manage");
    return page<{ reasons: LossReason[] }>({
      reasons: await listLossReasons(ctx.state.store, access, { archived: true }),
    });
  },
});

export default define.page<typeof handlers>(function ListPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.loss-reasons")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.loss-reasons")}</h1>
          <p>{t("pipelines.reasons.lead")}</p>
        </div>
      </div>
      <LossReasons reasons={data.reasons} />
    </>
  );
});
