/** How calls end, in the words of the company. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listDispositions, listQueueNames } from "@/crm/queues/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ListEditor, { type Item } from "@/islands/ListEditor.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  items: Item[];
  queues: { value: string; label: string }[];
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "queues.manage");
    const { store } = ctx.state;
    const [items, queues] = await Promise.all([listDispositions(store, access), listQueueNames(store, access)]);
    return page<Data>({
      items: items.map((one) => ({ ...one })),
      queues: queues.filter((one) => !one.archived).map((one) => ({ value: one.id, label: one.name })),
    });
  },
});

export default define.page<typeof handlers>(function ListPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.dispositions")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.dispositions")}</h1>
          <p>{t("admin.disposition.lead")}</p>
        </div>
      </div>
      <ListEditor
        idField="code"
        items={data.items}
        columns={["titleRu", "titleEn", "queue", "outcome"]}
        blank={{ code: "", titleRu: "", titleEn: "", queue: null, outcome: "neutral", position: 0 }}
        style="put"
        path="/api/dispositions"
        words={{
          add: t("admin.disposition.add"),
          edit: t("admin.disposition.edit"),
          remove: t("admin.disposition.remove"),
          empty: t("admin.disposition.empty"),
          emptyHint: t("admin.disposition.lead"),
        }}
        fields={[
          {
            name: "code",
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
          {
            name: "queue",
            label: t("admin.disposition.queue"),
            kind: "select",
            nullable: true,
            options: [{ value: "", label: t("admin.disposition.all-queues") }, ...data.queues],
          },
          {
            name: "outcome",
            label: t("admin.disposition.outcome"),
            kind: "select",
            options: ["success", "neutral", "failure", "call-back"].map((value) => ({
              value,
              label: t(`admin.disposition.outcome.${value}`),
            })),
          },
          { name: "position", label: t("admin.field.position"), kind: "number", unit: "", max: 1000 },
        ]}
      />
    </>
  );
});
