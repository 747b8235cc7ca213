/**
 * Which calls a person may see, in SQL. Every query and verb of calls goes through this one condition.
 * - own: calls the person talked in;
 * - team: also calls taken by the person's teams, and calls nobody took in queues that those teams serve;
 * - all: everything.
 */
import { type RawBuilder, sql } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";

/**
 * Conditions over `calls c`; a call is visible when any of them holds. They are apart where a page is found faster by
 * one index each than by their "or". @throws {ForbiddenError} when the person may see no calls at all.
 */
export function visibleCallsBy(access: Access): RawBuilder<boolean>[] {
  const { permissions, user } = access;
  if (permissions.has("calls.view.all")) return [sql<boolean>`true`];
  if (!permissions.has("calls.view.own") && !permissions.has("calls.view.team")) {
    throw new ForbiddenError("calls.view.own");
  }
  if (user === "system") return [sql<boolean>`false`];
  const own = [
    sql<boolean>`c.agent_id = ${user}::uuid`,
    // An array, not a join: the planner then takes it by index.
    sql<boolean>`c.id = any(array(
      select s.call_id from call_segments s where s.agent_id = ${user}::uuid and s.handed_over))`,
  ];
  if (!permissions.has("calls.view.team") || access.teams.length === 0) return own;
  const teams = sql`${[...access.teams]}::uuid[]`;
  return [
    sql<boolean>`(${sql.join(own, sql` or `)} or c.team_id = any(${teams}) or (c.agent_id is null and c.queue_id in (
      select m.queue_id from queue_members m join users u on u.id = m.user_id where u.team_id = any(${teams}))))`,
  ];
}

/** {@link visibleCallsBy} as one condition. @throws {ForbiddenError} */
export function visibleCalls(access: Access): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(visibleCallsBy(access), sql` or `)})`;
}
