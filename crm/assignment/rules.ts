/** Rules of assignment as administrators keep them. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { BadInputError, Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { schemaOf } from "@/crm/record/schema.ts";
import type { orderSchema, RuleInput } from "@/crm/assignment/schemas.ts";
import type { AssignmentRulesTable } from "@/store/tables/intake.ts";
import type { Selectable } from "kysely";

export interface Rule extends RuleInput {
  id: string;
  version: number;
  /** Leads given by this rule so far. */
  given: number;
}

const constraints = { assignment_rules_team_id_fkey: "people.error.no-team" };

export function toRule(row: Selectable<AssignmentRulesTable>): Rule {
  const { id, name, enabled, conditions, hours, strategy, pool, fallback, version } = row;
  return {
    id,
    name,
    enabled,
    conditions: conditions as RuleInput["conditions"],
    hours,
    strategy,
    pool: { users: pool.users ?? [], teams: pool.teams ?? [], weights: pool.weights ?? {} },
    onlineOnly: row.online_only,
    fallback,
    team: row.team_id,
    version,
    given: Number(row.given),
  };
}

/** In the order in which they are asked. @throws {ForbiddenError} */
export async function listRules(store: Store, access: Access): Promise<Rule[]> {
  require(access, "sources.manage");
  const rows = await store.db.selectFrom("assignment_rules").selectAll().orderBy("position").orderBy("id").execute();
  return rows.map(toRule);
}

/** @throws {ForbiddenError} */
export function createRule(store: Store, access: Access, input: RuleInput): Promise<Result<string>> {
  return verb(store, access, {
    permission: "sources.manage",
    constraints,
    work: async (trx) => {
      await requireMeant(store, access, input);
      const id = newId();
      const { rows: [{ position }] } = await sql<{ position: number }>`select
        coalesce(max(position), 0) + 1 as position from assignment_rules`.execute(trx);
      await trx.insertInto("assignment_rules").values({ id, position, ...toRow(input) }).execute();
      return {
        value: id,
        change: { type: "assignment-rule.created", entity: { kind: "assignment-rule", id }, after: { ...input } },
      };
    },
  });
}

/** @throws {ForbiddenError} */
export function updateRule(
  store: Store,
  access: Access,
  input: RuleInput & { id: string; version?: number },
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "sources.manage",
    constraints,
    work: async (trx) => {
      const { id, version, ...fields } = input;
      await requireMeant(store, access, fields);
      const row = await trx.selectFrom("assignment_rules").selectAll().where("id", "=", id).forUpdate()
        .executeTakeFirst();
      if (!row) throw new Refusal("intake.error.no-rule");
      if (version !== undefined && version !== row.version) throw new Refusal("records.error.stale");
      const { id: _, version: __, given: ___, ...before } = toRule(row);
      const changed = difference(before, fields);
      if (changed) {
        await trx.updateTable("assignment_rules").set({ ...toRow(fields), version: sql`version + 1` })
          .where("id", "=", id).execute();
      }
      return {
        value: null,
        change: changed &&
          { type: "assignment-rule.updated", entity: { kind: "assignment-rule", id }, ...changed },
      };
    },
  });
}

/** @throws {ForbiddenError} */
export function deleteRule(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "sources.manage",
    work: async (trx) => {
      const row = await trx.deleteFrom("assignment_rules").where("id", "=", input.id).returningAll()
        .executeTakeFirst();
      if (!row) throw new Refusal("intake.error.no-rule");
      return {
        value: null,
        change: {
          type: "assignment-rule.deleted",
          entity: { kind: "assignment-rule", id: input.id },
          before: { ...toRule(row) },
        },
      };
    },
  });
}

/** Puts the rules into this order; those that are not named keep theirs behind them. @throws {ForbiddenError} */
export function orderRules(store: Store, access: Access, input: z.output<typeof orderSchema>): Promise<Result<null>> {
  return verb(store, access, {
    permission: "sources.manage",
    work: async (trx) => {
      await sql`update assignment_rules r set position = coalesce(o.n, 1000 + r.position) from assignment_rules a
        left join unnest(${input.ids}::uuid[]) with ordinality o (id, n) on o.id = a.id where r.id = a.id`.execute(trx);
      return {
        value: null,
        change: {
          type: "assignment-rule.ordered",
          entity: { kind: "assignment-rule", id: "all" },
          after: { ids: input.ids },
        },
      };
    },
  });
}

function toRow(input: RuleInput) {
  return {
    name: input.name,
    enabled: input.enabled,
    conditions: JSON.stringify(input.conditions),
    hours: JSON.stringify(input.hours),
    strategy: input.strategy,
    pool: JSON.stringify(input.pool),
    online_only: input.onlineOnly,
    fallback: input.fallback,
    team_id: input.team,
  };
}

/** A condition that no lead can be asked is refused now and not when a lead comes. @throws {Refusal} */
async function requireMeant(store: Store, access: Access, input: RuleInput): Promise<void> {
  const schema = await schemaOf(store, "lead");
  try {
    conditionsOf(input.conditions, { ...access, fields: undefined }, { kind: "lead", schema, timeZone: "UTC" });
  } catch (error) {
    if (error instanceof BadInputError) throw new Refusal("intake.error.bad-condition", { field: error.field });
    throw error;
  }
}
