/** One import. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { isId } from "@/crm/ids.ts";
import { PLURAL } from "@/crm/record/mod.ts";
import { cardFields } from "@/routes/(_door)/card.ts";
import { salesSetup } from "@/routes/(_door)/sales.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { WizardSetup } from "@/components/records/import/types.ts";
import ImportWizard from "@/islands/ImportWizard.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "records.import");
    const { store, locale } = ctx.state;
    const { id } = ctx.params;
    const found = isId(id) ? await ctx.state.imports.get(access, { id }) : null;
    if (!found?.ok) throw new HttpError(404);
    const first = found.value;
    const fields = await cardFields(store, access, { kind: first.kind, edit: true, locale });
    const offered = (key: string) => fields.find((field) => field.key === key)?.options ?? [];
    return page<{ setup: WizardSetup }>({
      setup: {
        first,
        fields,
        people: offered("owner"),
        teams: offered("team"),
        sources: offered("source"),
        mine: first.user.id === access.user,
        sales: first.kind === "deal" ? await salesSetup(store, access) : null,
        may: { manage: access.permissions.has("pipelines.manage"), share: access.permissions.has("views.share") },
        zone: zoneOf(ctx.state),
      },
    });
  },
});

export default define.page<typeof handlers>(function OneImportPage({ data }) {
  const t = useT();
  const { kind, fileName } = data.setup.first;
  return (
    <>
      <Head>
        <title>{fileName} · {t("import_pages.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/import">{t("shell.nav.import")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{t(`import_pages.of.${PLURAL[kind]}`)}</h1>
        </div>
      </div>
      <ImportWizard setup={data.setup} />
    </>
  );
});
