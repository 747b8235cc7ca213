/** Roles against permissions. Each change is saved at once; a refused one goes back. */
import { Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { useSaving } from "@/components/admin/save.ts";
import { useT } from "@/components/i18n.ts";

export interface MatrixRole {
  key: string;
  title: string | null;
  builtin: boolean;
  users: number;
  permissions: string[];
}

const GROUPS: [string, string[]][] = [
  ["work", ["console.use", "wallboard.view", "agents.control", "analytics.view"]],
  ["records", [
    "calls.view.own",
    "calls.view.team",
    "calls.view.all",
    "recordings.play",
    "contacts.view",
    "contacts.edit",
  ]],
  ["setup", ["queues.manage", "users.manage", "settings.manage", "audit.view"]],
];

export default function RolesMatrix(props: { roles: MatrixRole[] }) {
  const t = useT();
  const [roles, setRoles] = useState(props.roles);
  const [title, setTitle] = useState("");
  const adding = useSaving();
  const nameOf = (role: MatrixRole) => role.title ?? t(`people.role.${role.key}`);
  const change = async (role: MatrixRole, permission: string, on: boolean) => {
    const permissions = on ? [...role.permissions, permission] : role.permissions.filter((one) => one !== permission);
    const put = (next: string[]) =>
      setRoles((all) => all.map((one) => one.key === role.key ? { ...one, permissions: next } : one));
    put(permissions);
    const answer = await call("PUT", `/api/roles/${role.key}`, { title: role.title, permissions });
    if (!explain(answer, t)) put(role.permissions);
    else toast("good", t("shell.saved"));
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const key = `role-${crypto.randomUUID().slice(0, 8)}`;
    await adding.run("POST", "/api/roles", { key, title, permissions: [] }, "/admin/roles");
  };
  return (
    <>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={t("admin.roles.title")}>
        <table class="table matrix">
          <thead>
            <tr>
              <th scope="col">{t("admin.roles.permission")}</th>
              {roles.map((role) => (
                <th scope="col" key={role.key}>
                  {nameOf(role)}
                  <br />
                  <small class="quiet">{t("admin.roles.users", { count: role.users })}</small>
                </th>
              ))}
            </tr>
          </thead>
          {GROUPS.map(([group, permissions]) => (
            <tbody key={group}>
              <tr class="group">
                <th scope="rowgroup" colSpan={roles.length + 1}>{t(`admin.roles.group.${group}`)}</th>
              </tr>
              {permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row">
                    {t(`admin.permission.${permission}`)}
                    <small>{t(`admin.permission.${permission}.hint`)}</small>
                  </th>
                  {roles.map((role) => (
                    <td key={role.key}>
                      <input
                        type="checkbox"
                        checked={role.permissions.includes(permission)}
                        aria-label={`${nameOf(role)}: ${t(`admin.permission.${permission}`)}`}
                        onChange={(event) => void change(role, permission, event.currentTarget.checked)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <form class="row wrap add-line" onSubmit={add}>
        <input
          class="input"
          required
          maxLength={120}
          aria-label={t("admin.roles.new")}
          placeholder={t("admin.roles.new")}
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <button type="submit" class="btn" disabled={adding.busy}>
          <Plus size={16} aria-hidden="true" />
          {t("shell.add")}
        </button>
        {roles.filter((role) => !role.builtin && role.users === 0).map((role) => (
          <button
            type="button"
            class="btn danger-quiet"
            key={role.key}
            onClick={() => void adding.run("DELETE", `/api/roles/${role.key}`, {}, "/admin/roles")}
          >
            {t("admin.roles.remove", { role: nameOf(role) })}
          </button>
        ))}
      </form>
      {adding.error && <p class="note-box" data-tone="bad" role="alert">{adding.error}</p>}
    </>
  );
}
