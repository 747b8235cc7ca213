/** Quotas of people and teams for months and quarters: who may see deals sees the quotas beside them. */
import { sql } from "kysely";
import { z } from "zod";
import { newId } from "@/crm/ids.ts";
import { inReach, reachOf } from "@/crm/record/mod.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { QuotaRow } from "@/ml/revenue/view.ts";

export const PERIOD = /^[0-9]{4}-(0[1-9]|1[0-2]|Q[1-4])$/;
const MOST_MINOR = 1e15;

export const setQuotaSchema = z.object({
  period: z.string().regex(PERIOD),
  owner: z.uuid().nullable().default(null),
  team: z.uuid().nullable().default(null),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** null takes it away. */
  minor: z.int().min(1).max(MOST_MINOR).nullable(),
  /** As it was read; absent: whatever it is. */
  version: z.int().optional(),
}).refine(({ owner, team }) => (owner === null) !== (team === null), { path: ["owner"] });
export type SetQuota = z.output<typeof setQuotaSchema>;

interface Row {
  id: string;
  period: string;
  owner: string | null;
  team: string | null;
  currency: string;
  minor: number;
  version: number;
}

/** Those of people and teams in reach. @throws {ForbiddenError} */
export async function listQuotas(
  store: Store,
  access: Access,
  options: { periods: readonly string[]; currency: string },
): Promise<QuotaRow[]> {
  inReach(access, "deal", "view");
  const reach = reachOf(access, "deal", "view");
  const own = access.user === "system" ? null : access.user;
  const teams = reach === "team" ? [...access.teams] : [];
  const { rows } = await sql<Row>`
    select q.id, q.period, q.owner_id as owner, q.team_id as team, q.currency, q.minor::float8 as minor, q.version
    from revenue_quotas q left join users u on u.id = q.owner_id
    where q.period = any(${[...options.periods]}::text[]) and q.currency = ${options.currency}
      and (${reach === "all"} or q.owner_id = ${own}::uuid or q.team_id = any(${teams}::uuid[])
        or u.team_id = any(${teams}::uuid[]))
    order by q.period, q.id`.execute(store.db);
  return rows;
}

/** Sets one quota, or takes it away. @throws {ForbiddenError} Refusals: `revenue.error.*` */
export async function setQuota(store: Store, access: Access, input: SetQuota): Promise<Result<QuotaRow | null>> {
  require(access, "quotas.manage");
  return await verb<QuotaRow | null>(store, access, {
    permission: "quotas.manage",
    constraints: {
      revenue_quotas_owner_id_fkey: "people.error.no-user",
      revenue_quotas_team_id_fkey: "people.error.no-team",
      revenue_quotas_owner: "revenue.error.quota-changed",
      revenue_quotas_team: "revenue.error.quota-changed",
    },
    work: async (trx) => {
      const { period, owner, team, currency, minor } = input;
      if (!await mayManage(trx, access, input)) throw new Refusal("revenue.error.quota-not-yours");
      const { rows: [before] } = await sql<Row>`select id, period, owner_id as owner, team_id as team, currency,
          minor::float8 as minor, version
        from revenue_quotas where period = ${period} and currency = ${currency}
          and owner_id is not distinct from ${owner}::uuid and team_id is not distinct from ${team}::uuid
        for update`.execute(trx);
      if (input.version !== undefined && input.version !== (before?.version ?? 0)) {
        throw new Refusal("revenue.error.quota-changed");
      }
      if ((before?.minor ?? null) === minor) return { value: before ?? null, change: null };
      const of = { period, currency, ...(owner ? { owner } : { team }) };
      if (minor === null) {
        await trx.deleteFrom("revenue_quotas").where("id", "=", before.id).execute();
        const entity = { kind: "quota", id: before.id };
        return {
          value: null,
          change: { type: "quota.deleted", entity, before: { ...of, minor: before.minor }, after: { ...of, minor } },
        };
      }
      const id = before?.id ?? newId();
      const version = (before?.version ?? 0) + 1;
      const by = access.user === "system" ? null : access.user;
      await sql`insert into revenue_quotas (id, period, owner_id, team_id, currency, minor, version, updated_by)
        values (${id}, ${period}, ${owner}::uuid, ${team}::uuid, ${currency}, ${minor}, ${version}, ${by}::uuid)
        on conflict (id) do update set minor = excluded.minor, version = excluded.version,
          updated_by = excluded.updated_by, updated_at = now()`.execute(trx);
      return {
        value: { id, period, owner, team, currency, minor, version },
        change: {
          type: before ? "quota.updated" : "quota.created",
          entity: { kind: "quota", id },
          ...(before ? { before: { ...of, minor: before.minor } } : {}),
          after: { ...of, minor },
        },
      };
    },
  });
}

/** As far as the deals reach that the person may change. */
async function mayManage(
  db: Pick<Store["db"], "selectFrom">,
  access: Access,
  { owner, team }: { owner: string | null; team: string | null },
): Promise<boolean> {
  const reach = reachOf(access, "deal", "edit");
  if (reach === "all") return true;
  if (reach !== "team") return false;
  if (team !== null) return access.teams.includes(team);
  const row = await db.selectFrom("users").select("team_id").where("id", "=", owner!).executeTakeFirst();
  return Boolean(row?.team_id && access.teams.includes(row.team_id));
}
