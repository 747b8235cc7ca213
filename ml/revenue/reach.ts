/** Which deals a person asks about: inside of the person's reach, of the filter; what of them may be told. */
import { type RawBuilder, sql } from "kysely";
import { type Condition, fieldRight, inReach, reachOf, schemaOf } from "@/crm/record/mod.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { BadInputError, type Refused } from "@/crm/result.ts";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { RevenueFilter, RevenueView } from "@/ml/revenue/view.ts";

export interface Reached {
  ok: true;
  where: RawBuilder<boolean>;
  timeZone: string;
  conditions: Condition[];
  hidden: RevenueView["hidden"];
  /** Whoever has the same key sees the same deals. */
  key: string;
}

type Narrowing = Pick<RevenueFilter, "pipeline" | "team" | "owner" | "currency">;

/** @throws {ForbiddenError} Refusals: `revenue.error.no-amounts`, `revenue.error.bad-filter` */
export async function reached(store: Store, access: Access, filter: Narrowing): Promise<Reached | Refused> {
  require(access, "analytics.view");
  const reach = inReach(access, "deal", "view");
  const sees = (key: string) => fieldRight(access, "deal", key) !== "hidden";
  if (!sees("amount")) return { ok: false, code: "revenue.error.no-amounts" };
  const [schema, { timeZone }] = await Promise.all([schemaOf(store, "deal"), siteSettings(store.db)]);
  const conditions: Condition[] = (["pipeline", "owner", "team"] as const).flatMap((field) =>
    filter[field] === null ? [] : [{ field, op: "is" as const, value: filter[field] }]
  );
  try {
    const parts = [reach, ...conditionsOf(conditions, access, { kind: "deal", schema, timeZone })];
    const how = reachOf(access, "deal", "view");
    return {
      ok: true,
      where: sql<boolean>`${sql.join(parts, sql` and `)}`,
      timeZone,
      conditions,
      hidden: [
        ...(["owner", "team", "pipeline", "stage"] as const).filter((key) => !sees(key)),
        ...(["closeDate", "probability", "forecastCategory"].every(sees) ? [] : ["categories" as const]),
      ],
      key: JSON.stringify([how, how === "all" ? null : access.user, how === "team" ? access.teams : null, filter]),
    };
  } catch (error) {
    if (error instanceof BadInputError) {
      return { ok: false, code: "revenue.error.bad-filter", detail: { field: error.field } };
    }
    throw error;
  }
}

/**
 * Whether what is kept of a person or a team may be told: a colleague's history is that of all the colleague's deals.
 * null: what the person sees is not what is kept of anybody.
 */
export async function keptScope(
  store: Store,
  access: Access,
  filter: Pick<RevenueFilter, "pipeline" | "team" | "owner">,
): Promise<Pick<RevenueFilter, "pipeline" | "team" | "owner"> | null> {
  const { pipeline } = filter;
  const reach = reachOf(access, "deal", "view");
  if (reach === "none") return null;
  if (reach === "all") return filter;
  if (reach === "own") {
    const own = access.user === "system" ? null : access.user;
    return filter.team === null && (filter.owner ?? own) === own ? { pipeline, team: null, owner: own } : null;
  }
  if (filter.owner !== null) {
    const row = await store.db.selectFrom("users").select("team_id").where("id", "=", filter.owner).executeTakeFirst();
    const inTeams = filter.owner === access.user || (row?.team_id && access.teams.includes(row.team_id));
    return inTeams ? { pipeline, team: null, owner: filter.owner } : null;
  }
  const team = filter.team ?? (access.teams.length === 1 ? access.teams[0] : null);
  return team !== null && access.teams.includes(team) ? { pipeline, team, owner: null } : null;
}
