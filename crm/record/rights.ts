/**
 * Which rows a person may see or change, in SQL. Every query and verb of records goes through this file.
 * - own: the person is the owner; team: also all of the person's teams; all: everything.
 */
import { type RawBuilder, sql } from "kysely";
import { type Access, ForbiddenError, type Permission } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { kindOf, PLURAL } from "@/crm/record/kinds.ts";
import type { RecordKind } from "@/crm/record/types.ts";

export type Reach = "none" | "own" | "team" | "all";
export type Action = "view" | "edit" | "delete" | "export";
const REACHES = ["all", "team", "own"] as const;
const RANK: Record<Reach, number> = { none: 0, own: 1, team: 2, all: 3 };

/**
 * How far a person's right reaches. Changing never reaches further than seeing, deleting reaches what may be changed,
 * exporting what may be seen.
 */
export function reachOf(access: Access, kind: RecordKind, action: Action): Reach {
  const entity = PLURAL[kind];
  if (action === "delete" || action === "export") {
    if (!access.permissions.has(`${entity}.${action}`)) return "none";
    return reachOf(access, kind, action === "delete" ? "edit" : "view");
  }
  const held = REACHES.find((reach) => access.permissions.has(`${entity}.${action}.${reach}`)) ?? "none";
  if (action === "view" || held === "none") return held;
  const seen = reachOf(access, kind, "view");
  return RANK[seen] < RANK[held] ? seen : held;
}

/** The word to name when a right is missing. */
export function wordOf(kind: RecordKind, action: Action): Permission {
  const entity = PLURAL[kind];
  return action === "delete" || action === "export" ? `${entity}.${action}` : `${entity}.${action}.own`;
}

/**
 * Conditions over the table as `r` (or another alias of one with the same columns); a row is in reach when any of them holds. They are apart where a page is found
 * faster by one index each than by their "or". @throws {ForbiddenError} when no row is in reach
 */
export function reachable(access: Access, kind: RecordKind, action: Action, alias = "r"): RawBuilder<boolean>[] {
  const row = sql.ref(alias);
  const reach = reachOf(access, kind, action);
  if (reach === "none") throw new ForbiddenError(wordOf(kind, action));
  if (reach === "all") return [sql<boolean>`true`];
  if (access.user === "system") return [sql<boolean>`false`];
  const own = sql<boolean>`${row}.owner_id = ${access.user}::uuid`;
  if (reach === "own") return [own];
  return [...access.teams.map((team) => sql<boolean>`${row}.team_id = ${team}::uuid`), own];
}

/** {@link reachable} as one condition. @throws {ForbiddenError} */
export function inReach(access: Access, kind: RecordKind, action: Action): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(reachable(access, kind, action), sql` or `)})`;
}

/** Whether one row, as read, is in reach. */
export function reaches(
  access: Access,
  kind: RecordKind,
  options: { action: Action; owner: string | null; team: string | null },
): boolean {
  const reach = reachOf(access, kind, options.action);
  if (reach === "all") return true;
  if (reach === "none") return false;
  if (options.owner !== null && options.owner === access.user) return true;
  return reach === "team" && options.team !== null && access.teams.includes(options.team);
}

/**
 * Those of the ids that the person may see. For feeds and searches over several kinds; kinds that are no records and
 * kinds without any right give nothing. Deleted records are seen by those who saw them before.
 */
export async function visibleIds(
  store: Store,
  access: Access,
  options: { kind: string; ids: readonly string[] },
): Promise<Set<string>> {
  const kind = kindOf(`${options.kind}s`) ?? (options.kind === "company" ? "company" : null);
  if (!kind || options.ids.length === 0 || reachOf(access, kind, "view") === "none") return new Set();
  const { rows } = await sql<{ id: string }>`select r.id from ${sql.table(PLURAL[kind])} r
    where r.id = any(${[...options.ids]}::uuid[]) and ${inReach(access, kind, "view")}`.execute(store.db);
  return new Set(rows.map(({ id }) => id));
}
