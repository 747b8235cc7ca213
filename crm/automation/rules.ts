/** Rules as administrators keep them: made, changed, switched, put in order, copied, put away. */
import { randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, type Plain, verb } from "@/crm/verb.ts";
import { type RuleRow, toRow, toRule } from "@/crm/automation/row.ts";
import type { orderRulesSchema, RuleInput } from "@/crm/automation/schemas.ts";
import type { Rule, RuleBody } from "@/crm/automation/types.ts";

export const MOST_RULES = 500;
const KIND = "automation-rule";

/** A rule as lists and programs see it. */
export interface RuleView extends RuleBody {
  id: string;
  enabled: boolean;
  version: number;
  owner: string | null;
  paused: Rule["paused"];
  fired: number;
  failed: number;
  lastFiredAt: string | null;
  /** Last part of the address that a request from outside is sent to; null: the rule waits for none. */
  secret: string | null;
}

export function viewOf(rule: Rule): RuleView {
  const { id, name, when, then, enabled, version, owner, paused, secret, counts } = rule;
  return { id, name, when, if: rule.if, then, enabled, version, owner, paused, secret, ...counts };
}

/** In the order in which they are done. @throws {ForbiddenError} */
export async function listRules(store: Store, access: Access): Promise<RuleView[]> {
  require(access, "automation.manage");
  const rows = await store.db.selectFrom("automation_rules").selectAll().where("archived_at", "is", null)
    .orderBy("position").orderBy("id").execute();
  return rows.map((row) => viewOf(toRule(row)));
}

/** null: there is none. @throws {ForbiddenError} */
export async function getRule(store: Store, access: Access, options: { id: string }): Promise<RuleView | null> {
  require(access, "automation.manage");
  const row = await store.db.selectFrom("automation_rules").selectAll().where("id", "=", options.id)
    .where("archived_at", "is", null).executeTakeFirst();
  return row ? viewOf(toRule(row)) : null;
}

/** Whoever makes a rule owns it: is told when it fails. @throws {ForbiddenError} */
export function createRule(
  store: Store,
  access: Access,
  input: { rule: RuleInput; enabled: boolean },
): Promise<Result<RuleView>> {
  return verb(store, access, {
    permission: "automation.manage",
    notify: "automation",
    work: async (trx) => {
      const { rows: [{ n, position }] } = await sql<{ n: number; position: number }>`select count(*)::int as n,
        coalesce(max(position), 0) + 1 as position from automation_rules where archived_at is null`.execute(trx);
      if (n >= MOST_RULES) throw new Refusal("automation.error.too-many", { most: MOST_RULES });
      const row = await trx.insertInto("automation_rules").values({
        id: newId(),
        position,
        ...toRow(input.rule),
        enabled: input.enabled,
        owner_id: access.user === "system" ? null : access.user,
        secret: secretFor(input.rule.when.type),
        looked_at: sql`now()`,
      }).returningAll().executeTakeFirstOrThrow();
      const after = { ...body(row), enabled: row.enabled };
      const change = { type: `${KIND}.created`, entity: { kind: KIND, id: row.id }, after };
      return { value: viewOf(toRule(row)), change };
    },
  });
}

/** With another trigger a rule begins anew: what was before is not its own. @throws {ForbiddenError} */
export function updateRule(
  store: Store,
  access: Access,
  input: { id: string; rule: RuleInput; version: number },
): Promise<Result<RuleView>> {
  return change(store, access, {
    id: input.id,
    work: (before) => {
      if (before.version !== input.version) throw new Refusal("automation.error.stale");
      const other = JSON.stringify(before.trigger) !== JSON.stringify(input.rule.when);
      const secret = secretFor(input.rule.when.type);
      return {
        ...toRow(input.rule),
        ...(other ? { since: sql<Date>`now()`, looked_at: sql<Date>`now()` } : {}),
        secret: secret && (before.secret ?? secret),
        // Mended, as far as anybody knows.
        paused_at: null,
        pause_reason: null,
        failures: 0,
      };
    },
  });
}

/** On again, a rule begins with what happens from now on, and its failures are forgotten. @throws {ForbiddenError} */
export function switchRule(
  store: Store,
  access: Access,
  input: { id: string; enabled: boolean },
): Promise<Result<RuleView>> {
  return change(store, access, {
    id: input.id,
    work: ({ enabled, paused_at }) =>
      input.enabled && (!enabled || paused_at)
        ? {
          enabled: true,
          since: sql<Date>`now()`,
          looked_at: sql<Date>`now()`,
          paused_at: null,
          pause_reason: null,
          failures: 0,
        }
        : { enabled: input.enabled },
  });
}

/** A new secret address; the old one is gone at once. @throws {ForbiddenError} */
export function rotateRuleSecret(store: Store, access: Access, input: { id: string }): Promise<Result<RuleView>> {
  return change(store, access, {
    id: input.id,
    work: ({ trigger }) => ({ secret: secretFor(trigger.type) }),
  });
}

/** Its runs stay in the log; what waits is given up. @throws {ForbiddenError} */
export function archiveRule(store: Store, access: Access, input: { id: string }): Promise<Result<RuleView>> {
  return change(store, access, {
    id: input.id,
    work: async (_, trx) => {
      await sql`update automation_runs set state = 'skipped', error = 'automation.error.archived', finished_at = now()
        where rule_id = ${input.id}::uuid and state in ('queued', 'waiting')`.execute(trx);
      return { enabled: false, archived_at: sql<Date>`now()` };
    },
  });
}

/** Brings a rule back, switched off. @throws {ForbiddenError} */
export function restoreRule(store: Store, access: Access, input: { id: string }): Promise<Result<RuleView>> {
  return change(store, access, { id: input.id, archived: true, work: () => ({ archived_at: null }) });
}

/** Puts the rules into this order; those that are not named stand behind. @throws {ForbiddenError} */
export function orderRules(
  store: Store,
  access: Access,
  input: z.output<typeof orderRulesSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "automation.manage",
    notify: "automation",
    work: async (trx) => {
      await sql`update automation_rules r set position = coalesce(o.n, 1000 + r.position) from automation_rules a
        left join unnest(${input.ids}::uuid[]) with ordinality o (id, n) on o.id = a.id where r.id = a.id`.execute(trx);
      const entity = { kind: KIND, id: "all" };
      return { value: null, change: { type: `${KIND}.ordered`, entity, after: { ids: input.ids } } };
    },
  });
}

type Sets = Record<string, unknown>;

function change(
  store: Store,
  access: Access,
  options: {
    id: string;
    archived?: true;
    work: (before: RuleRow, trx: Transaction<Database>) => Sets | Promise<Sets>;
  },
): Promise<Result<RuleView>> {
  return verb(store, access, {
    permission: "automation.manage",
    notify: "automation",
    work: async (trx) => {
      const { id } = options;
      const before = await trx.selectFrom("automation_rules").selectAll().where("id", "=", id)
        .where("archived_at", options.archived ? "is not" : "is", null).forUpdate().executeTakeFirst();
      if (!before) throw new Refusal("automation.error.no-rule");
      const sets = await options.work(before, trx);
      const row = await trx.updateTable("automation_rules")
        .set({ ...sets, version: sql`version + 1`, updated_at: sql`now()` }).where("id", "=", id).returningAll()
        .executeTakeFirstOrThrow();
      const differs = difference(state(before), state(row));
      const told = differs && { type: `${KIND}.updated`, entity: { kind: KIND, id }, ...differs };
      return { value: viewOf(toRule(row)), change: told };
    },
  });
}

/** For the audit; the secret is nowhere in it. */
function body(row: RuleRow): Plain {
  const { name, when, then, if: conditions } = toRule(row);
  return { name, when, if: conditions, then };
}
const state = (row: RuleRow): Plain => ({ ...body(row), enabled: row.enabled, archived: row.archived_at !== null });

const secretFor = (trigger: string): string | null =>
  trigger === "webhook.received" ? randomBytes(24).toString("base64url") : null;
