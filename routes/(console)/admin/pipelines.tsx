/** Pipelines and their stages, set up on a picture of the board. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { dealsInStages, listPipelines, mayBeRequired } from "@/crm/pipeline/mod.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { PipelinesSetUp } from "@/components/admin/pipelines/types.ts";
import PipelinesEditor from "@/islands/PipelinesEditor.tsx";
import { t as wordsOf } from "@/locales/mod.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "pipelines.manage");
    const { store, locale } = ctx.state;
    const [pipelines, counts, schema] = await Promise.all([
      listPipelines(store, access, { archived: true }),
      dealsInStages(store, access),
      schemaOf(store, "deal"),
    ]);
    const fields = [...schema.values()].filter(mayBeRequired).map(({ key, title }) => ({
      key,
      title: title?.[locale] ?? wordsOf(locale)(`records.field.${key}`),
    }));
    return page<{ setUp: PipelinesSetUp }>({
      setUp: { pipelines, counts, fields, shown: ctx.url.searchParams.get("pipeline"), locale },
    });
  },
});

export default define.page<typeof handlers>(function PipelinesPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.pipelines")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("pipelines.title")}</h1>
          <p>{t("pipelines.lead")}</p>
        </div>
      </div>
      <PipelinesEditor setUp={data.setUp} />
    </>
  );
});
