/** What each role may do with each field of a kind. Each change is saved at once; a refused one goes back. */
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import type { RecordKind } from "@/store/tables/records.ts";
import { useT } from "@/components/i18n.ts";

type Level = "edit" | "view" | "hidden";

export interface FieldRightsProps {
  kind: RecordKind;
  roles: { key: string; title: string | null }[];
  fields: { key: string; title: string; own: boolean; readOnly: boolean; canHide: boolean }[];
  /** Only what is restricted, by `role.field`. */
  rights: Record<string, Level>;
}

export default function FieldRights(props: FieldRightsProps) {
  const t = useT();
  const { kind, roles, fields } = props;
  const [rights, setRights] = useState(props.rights);
  const nameOf = (role: { key: string; title: string | null }) => role.title ?? t(`people.role.${role.key}`);
  const change = async (role: string, field: string, level: Level) => {
    const place = `${role}.${field}`;
    const before = rights[place] ?? "edit";
    setRights((all) => ({ ...all, [place]: level }));
    const answer = await call("PUT", `/api/roles/${role}/fields`, { kind, field, level });
    if (!explain(answer, t)) setRights((all) => ({ ...all, [place]: before }));
    else toast("good", t("shell.saved"));
  };
  const groups = [false, true].map((own) => fields.filter((field) => field.own === own));
  return (
    <div class="table-wrap tall" tabIndex={0} role="region" aria-label={t("admin.roles.fields")}>
      <table class="table matrix">
        <thead>
          <tr>
            <th scope="col">{t("admin.roles.field")}</th>
            {roles.map((role) => <th scope="col" key={role.key}>{nameOf(role)}</th>)}
          </tr>
        </thead>
        {groups.map((group, n) =>
          group.length > 0 && (
            <tbody key={n}>
              <tr class="group">
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {t(n === 0 ? "admin.roles.fields.built-in" : "admin.roles.fields.own")}
                </th>
              </tr>
              {group.map((field) => (
                <tr key={field.key}>
                  <th scope="row">{field.title}</th>
                  {roles.map((role) => {
                    const level = rights[`${role.key}.${field.key}`] ?? "edit";
                    // What the program alone sets can only be seen.
                    const levels: Level[] = field.readOnly ? ["edit"] : ["edit", "view"];
                    if (field.canHide) levels.push("hidden");
                    const shown = levels.includes(level) ? level : "edit";
                    return (
                      <td key={role.key}>
                        <select
                          class="select small"
                          aria-label={`${nameOf(role)}: ${field.title}`}
                          data-level={shown}
                          value={shown}
                          disabled={levels.length === 1}
                          onChange={(event) => void change(role.key, field.key, event.currentTarget.value as Level)}
                        >
                          {levels.map((one) => (
                            <option key={one} value={one} selected={one === shown}>
                              {t(`admin.roles.level.${field.readOnly && one === "edit" ? "view" : one}`)}
                            </option>
                          ))}
                        </select>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          )
        )}
      </table>
    </div>
  );
}
