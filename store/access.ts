/**
 * Who asks: every query and verb of the records takes an {@link Access}, and the row rights in it are applied in SQL.
 * Made at the door from the session (or a token) and never from what the browser sent.
 */

/** What a role may do. Roles are rows that administrators edit; these are the words they are made of. */
export const PERMISSIONS = [
  "console.use", // agent's desk and softphone
  "wallboard.view",
  "agents.control", // force log-out, pause others
  "calls.view.own",
  "calls.view.team",
  "calls.view.all",
  "recordings.play",
  "contacts.view",
  "contacts.edit",
  "queues.manage", // queues, numbers, members, skills, pause reasons, dispositions
  "users.manage", // users, teams, roles
  "audit.view",
  "settings.manage",
  "analytics.view",
] as const;

export type Permission = typeof PERMISSIONS[number];

/** The four roles every installation starts with; administrators may change what they hold, and add their own. */
export const DEFAULT_ROLES: Record<"agent" | "supervisor" | "analyst" | "administrator", readonly Permission[]> = {
  agent: ["console.use", "calls.view.own", "recordings.play", "contacts.view", "contacts.edit"],
  supervisor: [
    "console.use",
    "wallboard.view",
    "agents.control",
    "calls.view.team",
    "recordings.play",
    "contacts.view",
    "contacts.edit",
    "analytics.view",
  ],
  analyst: ["wallboard.view", "calls.view.all", "recordings.play", "contacts.view", "analytics.view"],
  administrator: PERMISSIONS,
};

export type UserId = string & { readonly brand: "UserId" };

/** The asking person with everything that rights need. `system` is us: seeds, recovery, projections. */
export interface Access {
  user: UserId | "system";
  permissions: ReadonlySet<Permission>;
  /** Teams whose records `…team` rights reach. */
  teams: readonly string[];
  /** For the audit: where the request came from. */
  origin: "web" | "api" | "system" | "import" | "sync" | "automation";
  ip?: string;
}

/** Full rights, for work that no person asked for. */
export const SYSTEM: Access = { user: "system", permissions: new Set(PERMISSIONS), teams: [], origin: "system" };

/** Raised when a verb is called without its permission; mapped to HTTP 403 in one place. */
export class ForbiddenError extends Error {
  override name = "ForbiddenError";
  constructor(readonly permission: Permission) {
    super(`permission needed: ${permission}`);
  }
}

/** @throws {ForbiddenError} */
export function require(access: Access, permission: Permission): void {
  if (!access.permissions.has(permission)) throw new ForbiddenError(permission);
}
