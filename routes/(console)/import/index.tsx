/** Import: a new one, and those of before. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { KINDS, reachOf, type RecordKind } from "@/crm/record/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { StartSetup } from "@/components/records/import/types.ts";
import ImportStart from "@/islands/ImportStart.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  GET(ctx) {
    const access = allowed(ctx, "records.import");
    const kinds = KINDS.filter((kind) => reachOf(access, kind, "edit") !== "none");
    if (kinds.length === 0) throw new HttpError(403);
    const kind = kinds.find((one) => one === ctx.url.searchParams.get("kind")) ?? kinds[0];
    return page<{ setup: StartSetup; kind: RecordKind }>({
      setup: { kinds: [...kinds], all: access.permissions.has("settings.manage"), zone: zoneOf(ctx.state) },
      kind,
    });
  },
});

export default define.page<typeof handlers>(function ImportPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("import_pages.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("import_pages.title")}</h1>
          <p>{t("import_pages.lead")}</p>
        </div>
      </div>
      <ImportStart setup={data.setup} kind={data.kind} />
    </>
  );
});
