/** The door of people: users, teams, roles, log-in, sessions, audit. */
export * from "@/crm/people/schemas.ts";
export * from "@/crm/people/audit.ts";
export { changeOwnPassword, type LoggedIn, logIn, purgeLoginFailures } from "@/crm/people/log_in.ts";
export { firstAdministrator } from "@/crm/people/first_administrator.ts";
export { createRole, listRoles, removeRole, type Role, seedRoles, updateRole } from "@/crm/people/roles.ts";
export {
  accessOf,
  type Door,
  listOwnSessions,
  logOut,
  purgeSessions,
  revokeOwnSession,
  type Session,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  type SessionInfo,
  type SessionUser,
} from "@/crm/people/sessions.ts";
export { covers } from "@/crm/people/narrow.ts";
export { accessBy, accessOfPerson, isPermission, type Standing, standing } from "@/crm/people/standing.ts";
export { archiveTeam, createTeam, listTeams, renameTeam, type Team } from "@/crm/people/teams.ts";
export {
  createUser,
  getUser,
  listPeople,
  listUsers,
  type Person,
  setPassword,
  updateOwnProfile,
  updateUser,
  type User,
} from "@/crm/people/users.ts";
