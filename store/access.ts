/**
 * Who asks: every query and verb of the records takes an {@link Access}, and the row rights in it are applied in SQL.
 * Made at the door from the session (or a token) and never from what the browser sent.
 */

/** Kinds of records with rights over rows, as permissions name them. */
export type RowEntity = "leads" | "contacts" | "companies" | "deals" | "tasks";
type RowWord<Entity extends RowEntity> =
  | `${Entity}.${"view" | "edit"}.${"own" | "team" | "all"}`
  | `${Entity}.${"delete" | "export"}`;

/** Seeing and changing reach own rows, those of the person's teams, or all; deleting reaches what may be changed. */
function rowWords<Entity extends RowEntity>(entity: Entity): RowWord<Entity>[] {
  const reaches = (["view", "edit"] as const).flatMap((action) =>
    (["own", "team", "all"] as const).map((reach) => `${entity}.${action}.${reach}` as const)
  );
  return [...reaches, `${entity}.delete`, `${entity}.export`];
}

/** What a role may do. Roles are rows that administrators edit; these are the words they are made of. */
export const PERMISSIONS = [
  "console.use", // agent's desk and softphone
  "wallboard.view",
  "agents.control", // force log-out, pause others
  "calls.view.own",
  "calls.view.team",
  "calls.view.all",
  "recordings.play",
  ...rowWords("leads"),
  ...rowWords("contacts"),
  ...rowWords("companies"),
  ...rowWords("deals"),
  ...rowWords("tasks"),
  "phones.full", // sees and exports whole phone numbers and e-mails; without it they are masked
  "inbox.handle", // accepts, declines and links requests from outside
  "records.import",
  "records.merge",
  "views.share",
  "fields.manage",
  "sources.manage", // sources of leads and rules of assignment
  "pipelines.manage", // pipelines, stages, products, reasons of loss
  "automation.manage",
  "mail.manage", // the server that letters go out by
  "queues.manage", // queues, numbers, members, skills, pause reasons, dispositions
  "users.manage", // users, teams, roles
  "audit.view",
  "settings.manage",
  "api.use", // makes tokens with the own rights
  "api.manage", // service accounts, their tokens, webhooks
  "analytics.view", // forecasts, staffing and dashboards of calls
  "quotas.manage", // sets the quotas of people and teams in reach
  "models.manage", // trains, compares, promotes and rolls back models; uploads data for them
] as const;

export type Permission = typeof PERMISSIONS[number];

/** The four roles every installation starts with; administrators may change what they hold, and add their own. */
export const DEFAULT_ROLES: Record<"agent" | "supervisor" | "analyst" | "administrator", readonly Permission[]> = {
  agent: [
    "console.use",
    "calls.view.own",
    "recordings.play",
    "leads.view.own",
    "leads.edit.own",
    "contacts.view.all",
    "contacts.edit.all",
    "companies.view.all",
    "companies.edit.all",
    "deals.view.own",
    "deals.edit.own",
    "tasks.view.own",
    "tasks.edit.own",
    "phones.full",
    "inbox.handle",
  ],
  supervisor: [
    "console.use",
    "wallboard.view",
    "agents.control",
    "calls.view.team",
    "recordings.play",
    "leads.view.team",
    "leads.edit.team",
    "leads.delete",
    "leads.export",
    "contacts.view.all",
    "contacts.edit.all",
    "contacts.delete",
    "contacts.export",
    "companies.view.all",
    "companies.edit.all",
    "companies.delete",
    "companies.export",
    "deals.view.team",
    "deals.edit.team",
    "deals.delete",
    "deals.export",
    "tasks.view.team",
    "tasks.edit.team",
    "tasks.delete",
    "tasks.export",
    "phones.full",
    "inbox.handle",
    "records.import",
    "records.merge",
    "views.share",
    "api.use",
    "analytics.view",
    "quotas.manage",
  ],
  analyst: [
    "wallboard.view",
    "calls.view.all",
    "recordings.play",
    "leads.view.all",
    "leads.export",
    "contacts.view.all",
    "contacts.export",
    "companies.view.all",
    "companies.export",
    "deals.view.all",
    "deals.export",
    "tasks.view.all",
    "tasks.export",
    "phones.full",
    "api.use",
    "analytics.view",
    "models.manage",
  ],
  administrator: PERMISSIONS,
};

export type UserId = string & { readonly brand: "UserId" };

/** The asking person with everything that rights need. `system` is us: seeds, recovery, projections. */
export interface Access {
  user: UserId | "system";
  permissions: ReadonlySet<Permission>;
  /** Teams whose records `…team` rights reach. */
  teams: readonly string[];
  /** Fields the person may only see, or not even that, by `<kind>.<field>`; absent ones are free. */
  fields?: ReadonlyMap<string, "view" | "hidden">;
  /** For the audit: where the request came from. */
  origin: "web" | "api" | "system" | "import" | "sync" | "automation";
  ip?: string;
  /** The idempotency key that the request came with; the first change marks it as done (crm/idempotency). */
  once?: { user: string; key: string; claim: string };
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

/** Words of which any one lets a person see (or change) some rows of the entity. */
export function anyReach<Entity extends RowEntity, Action extends "view" | "edit">(
  entity: Entity,
  action: Action,
): `${Entity}.${Action}.${"own" | "team" | "all"}`[] {
  return [`${entity}.${action}.own`, `${entity}.${action}.team`, `${entity}.${action}.all`];
}

/** @throws {ForbiddenError} */
export function require(access: Access, permission: Permission): void {
  if (!access.permissions.has(permission)) throw new ForbiddenError(permission);
}
