/** People of the company. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { Plus, Search, Users } from "lucide-preact";
import { listRoles, listTeams, listUsers, listUsersSchema, type User } from "@/crm/people/mod.ts";
import { allowed, filled } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  users: User[];
  teams: { id: string; name: string }[];
  roles: { key: string; title: string | null }[];
  text: string;
  team: string;
  disabled: boolean;
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "users.manage");
    const { store } = ctx.state;
    const raw = filled(ctx.url.searchParams);
    const parsed = listUsersSchema.safeParse({ ...raw, disabled: raw.disabled === "on" });
    const filter = parsed.success ? parsed.data : { disabled: false };
    const [users, teams, roles] = await Promise.all([
      listUsers(store, access, filter),
      listTeams(store, access),
      listRoles(store, access),
    ]);
    return page<Data>({
      users,
      teams,
      roles,
      text: raw.text ?? "",
      team: raw.team ?? "",
      disabled: raw.disabled === "on",
    });
  },
});

export default define.page<typeof handlers>(function UsersPage({ data }) {
  const t = useT();
  const teams = new Map(data.teams.map((team) => [team.id, team.name]));
  const roles = new Map(data.roles.map((role) => [role.key, role.title ?? t(`people.role.${role.key}`)]));
  return (
    <>
      <Head>
        <title>{t("shell.nav.users")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.users")}</h1>
        </div>
        <div class="head-actions">
          <a class="btn primary" href="/admin/users/new">
            <Plus size={16} aria-hidden="true" />
            {t("admin.users.new")}
          </a>
        </div>
      </div>
      <form class="filters" role="search">
        <span class="search">
          <Search size={15} aria-hidden="true" />
          <input
            class="input"
            type="search"
            name="text"
            value={data.text}
            placeholder={t("admin.users.find")}
            aria-label={t("admin.users.find")}
          />
        </span>
        <select class="select" name="team" aria-label={t("admin.user.team")}>
          <option value="">{t("wallboard.filter.all-teams")}</option>
          {data.teams.map((team) => (
            <option key={team.id} value={team.id} selected={team.id === data.team}>{team.name}</option>
          ))}
        </select>
        <label class="check">
          <input type="checkbox" name="disabled" checked={data.disabled} />
          <span>{t("admin.users.with-disabled")}</span>
        </label>
        <button type="submit" class="btn">{t("shell.apply")}</button>
      </form>
      {data.users.length === 0
        ? (
          <div class="card">
            <Empty
              icon={Users}
              title={t("admin.users.empty")}
              action={<a class="btn" href="/admin/users">{t("shell.clear-filters")}</a>}
            />
          </div>
        )
        : (
          <div class="table-wrap" tabIndex={0} role="region" aria-label={t("shell.nav.users")}>
            <table class="table cards">
              <thead>
                <tr>
                  <th scope="col">{t("admin.user.name")}</th>
                  <th scope="col">{t("admin.user.login")}</th>
                  <th scope="col">{t("admin.user.roles")}</th>
                  <th scope="col">{t("admin.user.team")}</th>
                  <th scope="col">{t("admin.user.phone")}</th>
                </tr>
              </thead>
              <tbody>
                {data.users.map((user) => (
                  <tr key={user.id}>
                    <th scope="row">
                      <a class="person" href={`/admin/users/${user.id}`}>
                        <Avatar name={user.name} size="small" />
                        <span>{user.name}</span>
                        {user.disabled && <span class="badge" data-tone="warn">{t("admin.user.disabled")}</span>}
                      </a>
                    </th>
                    <td data-label={t("admin.user.login")}>{user.login}</td>
                    <td data-label={t("admin.user.roles")}>
                      {user.roles.map((role) => roles.get(role) ?? role).join(", ") || "–"}
                    </td>
                    <td data-label={t("admin.user.team")}>{user.team ? teams.get(user.team) ?? "–" : "–"}</td>
                    <td data-label={t("admin.user.phone")}>{t(`softphone.kind.${user.phone}`)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
    </>
  );
});
