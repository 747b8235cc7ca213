/**
 * What a user may do today, read in one query by whoever lets somebody in: a session's cookie or a token. One place,
 * so that a new kind of right reaches both doors.
 */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { narrowed } from "@/crm/people/narrow.ts";
import { type Access, type Permission, PERMISSIONS, type UserId } from "@/store/access.ts";

/** The logged-in person as pages need it. */
export interface SessionUser {
  id: UserId;
  login: string;
  name: string;
  locale: "ru" | "en";
  theme: "auto" | "light" | "dark";
  team: string | null;
  roles: string[];
  mustChangePassword: boolean;
  phone: "browser" | "desk";
  deskEndpoint: string | null;
  sipLogin: string;
}

export interface Standing extends SessionUser {
  permissions: string[];
  oversees: string[];
  fields: Record<string, "view" | "hidden">;
}

/** Columns of a {@link Standing}, over the table `users` as `u`. A person of several roles has the loosest right. */
export const standing = sql<Standing>`
  u.id, u.login, u.name, u.locale, u.theme, u.team_id as team, u.must_change_password as "mustChangePassword",
  u.phone_kind as phone, u.desk_endpoint as "deskEndpoint", u.sip_login as "sipLogin",
  coalesce((select array_agg(role order by role) from user_roles where user_id = u.id), '{}') as roles,
  coalesce((select array_agg(distinct p) from user_roles ur join roles r on r.key = ur.role, unnest(r.permissions) p
    where ur.user_id = u.id), '{}') as permissions,
  coalesce((select array_agg(team_id::text) from user_oversight where user_id = u.id), '{}') as oversees,
  coalesce((select jsonb_object_agg(f.field, f.level) from (
    select fr.kind || '.' || fr.field as field, case when bool_or(fr.level = 'view') then 'view' else 'hidden' end
      as level
    from field_rights fr join user_roles ur on ur.role = fr.role and ur.user_id = u.id
    group by fr.kind, fr.field
    having count(*) = (select count(*) from user_roles where user_id = u.id)) f), '{}') as fields`;

/** The person and what it may do. `scopes`: no more than these words, whatever the roles say. */
export function accessBy(
  row: Standing,
  door: { origin: Access["origin"]; ip: string; scopes?: readonly string[] },
): { user: SessionUser; access: Access } {
  const { permissions, oversees, fields, ...rest } = row;
  const user: SessionUser = {
    id: rest.id,
    login: rest.login,
    name: rest.name,
    locale: rest.locale,
    theme: rest.theme,
    team: rest.team,
    roles: rest.roles,
    mustChangePassword: rest.mustChangePassword,
    phone: rest.phone,
    deskEndpoint: rest.deskEndpoint,
    sipLogin: rest.sipLogin,
  };
  const { scopes, origin, ip } = door;
  const allowed = scopes ? narrowed(permissions, scopes) : permissions;
  return {
    user,
    access: {
      user: user.id,
      permissions: new Set(allowed.filter(isPermission)),
      teams: [...new Set([...(user.team ? [user.team] : []), ...oversees])],
      fields: new Map(Object.entries(fields)),
      origin,
      ip,
    },
  };
}

/** Today's rights of a person who is not at the door: for work that was begun by request. null: no such person any more. */
export async function accessOfPerson(
  store: Store,
  id: string,
  door: { origin: Access["origin"]; scopes?: readonly string[] },
): Promise<Access | null> {
  const { rows: [row] } = await sql<Standing>`select ${standing} from users u
    where u.id = ${id}::uuid and u.disabled_at is null`.execute(store.db);
  return row ? accessBy(row, { ...door, ip: "" }).access : null;
}

export function isPermission(text: string): text is Permission {
  return (PERMISSIONS as readonly string[]).includes(text);
}
