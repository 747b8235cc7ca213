/** Numbers of the company and where they lead. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listNumbers, listQueueNames } from "@/crm/queues/mod.ts";
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
    const [items, queues] = await Promise.all([listNumbers(store, access), listQueueNames(store, access)]);
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
        <title>{t("shell.nav.numbers")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.numbers")}</h1>
          <p>{t("admin.number.lead")}</p>
        </div>
      </div>
      <ListEditor
        idField="id"
        items={data.items}
        columns={["did", "label", "queue", "language", "record"]}
        blank={{
          did: "",
          label: "",
          queue: data.queues[0]?.value ?? "",
          greeting: [],
          language: "ru",
          priority: 0,
          record: true,
        }}
        style="rest"
        path="/api/numbers"
        words={{
          add: t("admin.number.add"),
          edit: t("admin.number.edit"),
          remove: t("admin.number.remove"),
          empty: t("admin.number.empty"),
          emptyHint: t("admin.number.lead"),
        }}
        fields={[
          {
            name: "did",
            label: t("admin.number.did"),
            hint: t("admin.number.did.hint"),
            kind: "text",
            required: true,
            pattern: "\\+?[0-9*#]{1,20}",
            max: 21,
          },
          { name: "label", label: t("admin.number.label"), kind: "text" },
          { name: "queue", label: t("admin.number.queue"), kind: "select", options: data.queues },
          { name: "greeting", label: t("admin.number.greeting"), hint: t("admin.number.greeting.hint"), kind: "words" },
          {
            name: "language",
            label: t("admin.number.language"),
            kind: "select",
            options: [
              { value: "ru", label: t("shell.language.ru.name") },
              { value: "en", label: t("shell.language.en.name") },
            ],
          },
          {
            name: "priority",
            label: t("admin.number.priority"),
            hint: t("admin.number.priority.hint"),
            kind: "number",
            unit: "",
            min: -1000,
            max: 1000,
          },
          { name: "record", label: t("admin.queue.record"), kind: "check" },
        ]}
      />
    </>
  );
});
