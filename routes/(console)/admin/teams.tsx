/** Teams: whose calls a supervisor sees. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listTeams } from "@/crm/people/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ListEditor, { type Item } from "@/islands/ListEditor.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "users.manage");
    const items = await listTeams(ctx.state.store, access);
    return page<{ items: Item[] }>({ items: items.map((one) => ({ ...one })) });
  },
});

export default define.page<typeof handlers>(function ListPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.teams")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.teams")}</h1>
          <p>{t("admin.team.lead")}</p>
        </div>
      </div>
      <ListEditor
        idField="id"
        items={data.items}
        columns={["name", "people"]}
        blank={{ name: "" }}
        style="rest"
        path="/api/teams"
        words={{
          add: t("admin.team.add"),
          edit: t("admin.team.edit"),
          remove: t("admin.team.remove"),
          empty: t("admin.team.empty"),
          emptyHint: t("admin.team.lead"),
        }}
        fields={[
          { name: "name", label: t("admin.team.name"), kind: "text", required: true },
          { name: "people", label: t("admin.team.people"), kind: "text", fixed: true },
        ]}
      />
    </>
  );
});
