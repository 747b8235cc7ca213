/** Own fields of leads, contacts and companies, beside the built-in ones that they join. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listFields, type OwnField } from "@/crm/fields/mod.ts";
import { BUILT_IN, kindOf, KINDS, PLURAL, type RecordKind } from "@/crm/record/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import FieldsEditor from "@/islands/FieldsEditor.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  kind: RecordKind;
  fields: OwnField[];
  builtIn: string[];
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "fields.manage");
    const kind = kindOf(ctx.url.searchParams.get("kind") ?? "") ?? "lead";
    const fields = await listFields(ctx.state.store, access, { kind });
    return page<Data>({ kind, fields, builtIn: [...BUILT_IN[kind].keys()] });
  },
});

export default define.page<typeof handlers>(function FieldsPage({ data, state }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.fields")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("records.fields.title")}</h1>
          <p>{t("records.fields.lead")}</p>
        </div>
      </div>
      <nav class="tabs" aria-label={t("records.fields.kinds")}>
        {KINDS.map((kind) => (
          <a
            key={kind}
            href={`/admin/fields?kind=${PLURAL[kind]}`}
            aria-current={kind === data.kind ? "page" : "false"}
          >
            {t(`records.kinds.${PLURAL[kind]}`)}
          </a>
        ))}
      </nav>
      <FieldsEditor key={data.kind} kind={data.kind} fields={data.fields} locale={state.locale} />
      <details class="fold">
        <summary>{t("records.fields.built-in", { count: data.builtIn.length })}</summary>
        <p class="chips">
          {data.builtIn.map((key) => <span class="badge" key={key}>{t(`records.field.${key}`)}</span>)}
        </p>
      </details>
    </>
  );
});
