/** What pages of revenue give their islands. */
import { sql } from "kysely";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { listPipelines } from "@/crm/pipeline/mod.ts";
import { fieldRight, reachOf } from "@/crm/record/mod.ts";
import type { RevenueFilter } from "@/ml/revenue/view.ts";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import { type Access, anyReach } from "@/store/access.ts";
import { HttpError } from "fresh";
import type { Ctx } from "./api.ts";
import { revenueQuery } from "./api_schemas/revenue.ts";
import { allowed, dayOf, filled, zoneOf } from "./page.ts";

export async function revenueSetUp(ctx: Ctx, options: { months: number }): Promise<RevenueSetUp> {
  const access = allowed(ctx, "analytics.view");
  if (!anyReach("deals", "view").some((word) => access.permissions.has(word))) throw new HttpError(403);
  const { store, site } = ctx.state;
  const [pipelines, people, teams, used] = await Promise.all([
    listPipelines(store, access, { archived: true }),
    listPeople(store, access),
    listTeams(store, access),
    // Currencies by how often they are met; the totals of columns know them without counting deals.
    sql<{ currency: string }>`select currency from deal_totals group by 1 having sum(deals) > 0
      order by sum(deals) desc`.execute(store.db),
  ]);
  const reach = reachOf(access, "deal", "view");
  const currencies = used.rows.map(({ currency }) => currency).filter(Boolean);
  const usual: RevenueFilter = {
    pipeline: null,
    team: null,
    owner: null,
    currency: currencies[0] ?? "RUB",
    months: options.months,
  };
  const given = { currency: usual.currency, months: `${usual.months}`, ...filled(ctx.url.searchParams) };
  const asked = revenueQuery.safeParse(given);
  const known = (key: string) => fieldRight(access, "deal", key) !== "hidden";
  const inTeams = (team: string | null) => reach === "all" || (team !== null && access.teams.includes(team));
  return {
    filter: asked.success ? asked.data : usual,
    usual,
    today: dayOf(Date.now(), site.timeZone),
    pipelines: known("pipeline") ? pipelines.map(({ id, name }) => ({ value: id, label: name })) : [],
    people: reach === "own" || !known("owner")
      ? []
      : people.filter(({ team }) => inTeams(team)).map(({ id, name }) => ({ value: id, label: name })),
    teams: reach === "own" || !known("team")
      ? []
      : teams.filter(({ id }) => inTeams(id)).map(({ id, name }) => ({ value: id, label: name })),
    currencies: [...new Set([...currencies, usual.currency])],
    any: used.rows.length > 0,
    mayExport: reachOf(access, "deal", "export") !== "none",
    mayQuota: mayQuota(access),
    blind: !known("amount"),
    zone: zoneOf(ctx.state),
  };
}

function mayQuota(access: Access): boolean {
  const reach = reachOf(access, "deal", "edit");
  return access.permissions.has("quotas.manage") && (reach === "all" || reach === "team");
}
