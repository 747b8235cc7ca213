/** One person; `new` is a new one. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { isId } from "@/crm/ids.ts";
import { getUser, listRoles, listTeams, type User } from "@/crm/people/mod.ts";
import { listSkills, listUserSkills } from "@/crm/queues/mod.ts";
import { allowed, titleIn } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import UserForm, { type UserFormProps } from "@/islands/UserForm.tsx";
import { useT } from "@/components/i18n.ts";

interface Data extends Omit<UserFormProps, "roles"> {
  user: User | null;
  roles: { key: string; title: string | null }[];
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "users.manage");
    const { store, locale } = ctx.state;
    const { id } = ctx.params;
    const user = id !== "new" && isId(id) ? await getUser(store, access, { id }) : null;
    if (id !== "new" && !user) throw new HttpError(404);
    const maySkills = access.permissions.has("queues.manage");
    const [teams, roles, skills, levels] = await Promise.all([
      listTeams(store, access),
      listRoles(store, access),
      listSkills(store, access),
      user && maySkills ? listUserSkills(store, access) : null,
    ]);
    return page<Data>({
      user,
      teams: teams.map((team) => ({ id: team.id, name: team.name })),
      roles: roles.map((role) => ({ key: role.key, title: role.title })),
      skills: skills.map((skill) => ({ key: skill.key, title: titleIn(locale, skill) })),
      levels: user && levels ? levels[user.id] ?? {} : null,
    });
  },
});

export default define.page<typeof handlers>(function UserPage({ data }) {
  const t = useT();
  const title = data.user?.name ?? t("admin.users.new");
  return (
    <>
      <Head>
        <title>{title} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/admin/users">{t("shell.nav.users")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{title}</h1>
        </div>
      </div>
      <UserForm
        {...data}
        roles={data.roles.map((role) => ({ key: role.key, title: role.title ?? t(`people.role.${role.key}`) }))}
      />
    </>
  );
});
