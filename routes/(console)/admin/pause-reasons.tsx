/** Why agents pause. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listPauseReasons } from "@/crm/queues/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ListEditor, { type Item } from "@/islands/ListEditor.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "queues.manage");
    const items = await listPauseReasons(ctx.state.store, access);
    return page<{ items: Item[] }>({ items: items.map((one) => ({ ...one })) });
  },
});

export default define.page<typeof handlers>(function ListPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.pause-reasons")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.pause-reasons")}</h1>
          <p>{t("admin.pause.lead")}</p>
        </div>
      </div>
      <ListEditor
        idField="key"
        items={data.items}
        columns={["titleRu", "titleEn", "countsAsWork", "key"]}
        blank={{ key: "", titleRu: "", titleEn: "", countsAsWork: false, position: 0 }}
        style="put"
        path="/api/pause-reasons"
        words={{
          add: t("admin.pause.add"),
          edit: t("admin.pause.edit"),
          remove: t("admin.pause.remove"),
          empty: t("admin.pause.empty"),
          emptyHint: t("admin.pause.lead"),
        }}
        fields={[
          {
            name: "key",
            label: t("admin.field.key"),
            hint: t("admin.field.key.hint"),
            kind: "text",
            required: true,
            pattern: "[a-z][a-z0-9\\-]{0,39}",
            max: 40,
            fixed: true,
          },
          { name: "titleRu", label: t("admin.field.title-ru"), kind: "text", required: true },
          { name: "titleEn", label: t("admin.field.title-en"), kind: "text", required: true },
          { name: "countsAsWork", label: t("admin.pause.work"), hint: t("admin.pause.work.hint"), kind: "check" },
          { name: "position", label: t("admin.field.position"), kind: "number", unit: "", max: 1000 },
        ]}
      />
    </>
  );
});
