/** One source. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { isId } from "@/crm/ids.ts";
import { listRules } from "@/crm/assignment/mod.ts";
import { getSource, mailboxState, type Source, USUAL_FORM } from "@/crm/intake/mod.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { closedToStrangers } from "@/routes/(_door)/public_form.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { SourceSetup } from "@/components/intake/source/types.ts";
import SourceForm from "@/islands/SourceForm.tsx";
import { t as wordsOf } from "@/locales/mod.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "sources.manage");
    const { store, locale } = ctx.state;
    const { id } = ctx.params;
    const source = isId(id) ? await getSource(store, access, { id }) : null;
    if (!source) throw new HttpError(404);
    const [rules, schema, mailbox] = await Promise.all([
      listRules(store, access),
      schemaOf(store, "lead"),
      mailboxState(store, { source: source.id }),
    ]);
    const say = wordsOf(locale);
    const fields = [...schema.values()].filter((field) =>
      !field.readOnly && !closedToStrangers(field.key) || field.key === "tags"
    )
      .map((field) => ({
        key: field.key,
        title: field.title?.[locale] ?? say(`records.field.${field.key}`),
        open: !closedToStrangers(field.key),
      }));
    return page<{ setup: SourceSetup }>({
      setup: {
        source: filledForm(source),
        name: source.builtin ? say(`intake.builtin.${source.builtin}`) : source.name,
        origin: ctx.state.publicOrigin ?? ctx.url.origin,
        fields,
        rules: rules.map(({ id, name }) => ({ id, name })),
        locale,
        zone: zoneOf(ctx.state),
        mailbox: mailbox?.state ?? null,
        hasPassword: mailbox?.hasPassword ?? false,
      },
    });
  },
});

/** The usual inputs stand in an empty form, to be changed. */
function filledForm(source: Source): Source {
  const { form } = source.settings;
  if (source.kind !== "form" || form.fields.length > 0) return source;
  return { ...source, settings: { ...source.settings, form: { ...form, fields: USUAL_FORM } } };
}

export default define.page<typeof handlers>(function SourcePage({ data }) {
  const t = useT();
  const { name } = data.setup;
  return (
    <>
      <Head>
        <title>{name} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/admin/sources">{t("shell.nav.sources")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{name}</h1>
        </div>
      </div>
      <SourceForm setup={data.setup} />
    </>
  );
});
