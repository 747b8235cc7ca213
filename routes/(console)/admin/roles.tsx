/** Roles: what they may do, and what they may do with each field. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listFieldRights, NEVER_HIDDEN } from "@/crm/fields/mod.ts";
import { listRoles, type Role } from "@/crm/people/mod.ts";
import { kindOf, KINDS, PLURAL, type RecordKind, schemaOf } from "@/crm/record/mod.ts";
import { t as wordsOf } from "@/locales/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import FieldRights, { type FieldRightsProps } from "@/islands/FieldRights.tsx";
import RolesMatrix from "@/islands/RolesMatrix.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  roles: Role[];
  fields: FieldRightsProps | null;
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "users.manage");
    const { store, locale } = ctx.state;
    const roles = await listRoles(store, access);
    const of = ctx.url.searchParams.get("fields");
    if (of === null) return page<Data>({ roles, fields: null });
    const kind: RecordKind = kindOf(of) ?? "lead";
    const rights = await listFieldRights(store, access);
    const schema = await schemaOf(store, kind);
    const t = wordsOf(locale);
    return page<Data>({
      roles,
      fields: {
        kind,
        roles: roles.map(({ key, title }) => ({ key, title })),
        fields: [...schema.values()].map(({ key, title, readOnly, column }) => ({
          key,
          title: title ? title[locale] : t(`records.field.${key}`),
          own: column === null,
          readOnly,
          canHide: !NEVER_HIDDEN.includes(key),
        })),
        rights: Object.fromEntries(
          rights.filter((right) => right.kind === kind).map(({ role, field, level }) => [`${role}.${field}`, level]),
        ),
      },
    });
  },
});

export default define.page<typeof handlers>(function RolesPage({ data }) {
  const t = useT();
  const { roles, fields } = data;
  return (
    <>
      <Head>
        <title>{t("shell.nav.roles")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("admin.roles.title")}</h1>
          <p>{t(fields ? "admin.roles.fields.lead" : "admin.roles.lead")}</p>
        </div>
      </div>
      <nav class="tabs" aria-label={t("admin.roles.title")}>
        <a href="/admin/roles" aria-current={fields ? "false" : "page"}>{t("admin.roles.tab.rights")}</a>
        {KINDS.map((kind) => (
          <a
            key={kind}
            href={`/admin/roles?fields=${PLURAL[kind]}`}
            aria-current={fields?.kind === kind ? "page" : "false"}
          >
            {t("admin.roles.tab.fields", { kind: t(`records.kinds.${PLURAL[kind]}`) })}
          </a>
        ))}
      </nav>
      {fields ? <FieldRights key={fields.kind} {...fields} /> : <RolesMatrix roles={roles} />}
    </>
  );
});
