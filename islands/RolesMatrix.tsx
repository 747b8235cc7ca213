/** Roles against permissions. Each change is saved at once; a refused one goes back. */
import { Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { GROUPS, type Line, type Reach, REACHES, reachIn, withReach } from "@/components/admin/roles/words.ts";
import { useSaving } from "@/components/admin/save.ts";
import { useT } from "@/components/i18n.ts";

export interface MatrixRole {
  key: string;
  title: string | null;
  builtin: boolean;
  users: number;
  permissions: string[];
}

export default function RolesMatrix(props: { roles: MatrixRole[] }) {
  const t = useT();
  const [roles, setRoles] = useState(props.roles);
  const [title, setTitle] = useState("");
  const adding = useSaving();
  const nameOf = (role: MatrixRole) => role.title ?? t(`people.role.${role.key}`);
  const change = async (role: MatrixRole, permissions: string[]) => {
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
      <div class="table-wrap tall" tabIndex={0} role="region" aria-label={t("admin.roles.title")}>
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
          {GROUPS.map(({ key, lines }) => (
            <tbody key={key}>
              <tr class="group">
                <th scope="rowgroup" colSpan={roles.length + 1}>{t(`admin.roles.group.${key}`)}</th>
              </tr>
              {lines.map((line) => {
                const word = "tick" in line ? line.tick : line.reach;
                return (
                  <tr key={word}>
                    <th scope="row">
                      {t(`admin.permission.${word}`)}
                      <small>{t(`admin.permission.${word}.hint`)}</small>
                    </th>
                    {roles.map((role) => (
                      <td key={role.key}>
                        <Cell
                          line={line}
                          permissions={role.permissions}
                          label={`${nameOf(role)}: ${t(`admin.permission.${word}`)}`}
                          change={(permissions) => void change(role, permissions)}
                        />
                      </td>
                    ))}
                  </tr>
                );
              })}
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

function Cell(props: { line: Line; permissions: string[]; label: string; change(permissions: string[]): void }) {
  const t = useT();
  const { line, permissions } = props;
  if ("tick" in line) {
    const others = permissions.filter((one) => one !== line.tick);
    return (
      <input
        type="checkbox"
        checked={permissions.includes(line.tick)}
        aria-label={props.label}
        onChange={(event) => props.change(event.currentTarget.checked ? [...others, line.tick] : others)}
      />
    );
  }
  const reach = reachIn(permissions, line.reach);
  return (
    <select
      class="select small"
      aria-label={props.label}
      data-level={reach}
      value={reach}
      onChange={(event) => props.change(withReach(permissions, line.reach, event.currentTarget.value as Reach))}
    >
      {REACHES.map((one) => (
        <option key={one} value={one} selected={one === reach}>{t(`admin.roles.reach.${one}`)}</option>
      ))}
    </select>
  );
}
