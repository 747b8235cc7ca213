/** Roles and what they may do. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listRoles, type Role } from "@/crm/people/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import RolesMatrix from "@/islands/RolesMatrix.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return page<Role[]>(await listRoles(ctx.state.store, allowed(ctx, "users.manage")));
  },
});

export default define.page<typeof handlers>(function RolesPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.roles")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("admin.roles.title")}</h1>
          <p>{t("admin.roles.lead")}</p>
        </div>
      </div>
      <RolesMatrix roles={data} />
    </>
  );
});
