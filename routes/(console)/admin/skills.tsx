/** What agents can do, and how well. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listSkills } from "@/crm/queues/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ListEditor, { type Item } from "@/islands/ListEditor.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "queues.manage");
    const items = await listSkills(ctx.state.store, access);
    return page<{ items: Item[] }>({ items: items.map((one) => ({ ...one })) });
  },
});

export default define.page<typeof handlers>(function ListPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.skills")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.skills")}</h1>
          <p>{t("admin.skill.lead")}</p>
        </div>
      </div>
      <ListEditor
        idField="key"
        items={data.items}
        columns={["titleRu", "titleEn", "key"]}
        blank={{ key: "", titleRu: "", titleEn: "" }}
        style="put"
        path="/api/skills"
        words={{
          add: t("admin.skill.add"),
          edit: t("admin.skill.edit"),
          remove: t("admin.skill.remove"),
          empty: t("admin.skill.empty"),
          emptyHint: t("admin.skill.lead"),
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
        ]}
      />
    </>
  );
});
