/** Requests from outside to a rule's secret address: each is an event, and the rule does the rest. */
import { sql, type Transaction } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { isId } from "@/crm/ids.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import type { Database, Store } from "@/crm/records.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type { Result } from "@/crm/result.ts";
import { writeChanges } from "@/crm/verb.ts";
import { textAt } from "@/crm/automation/decide.ts";
import { HOOK_EVENT } from "@/crm/automation/triggers/mod.ts";

/** Told of with every such event, so that the engine looks at once. */
export const AUTOMATION_CHANNEL = "automation";

/** The refusal does not tell an address that never was from one that is switched off. */
export async function receiveHook(
  store: Store,
  input: { secret: string; payload: unknown; ip?: string },
): Promise<Result<{ found: boolean }>> {
  return await store.tx(async (trx) => {
    const rule = await trx.selectFrom("automation_rules").select(["id", "trigger"]).where("secret", "=", input.secret)
      .where("enabled", "=", true).where("archived_at", "is", null).executeTakeFirst();
    if (!rule) return { ok: false as const, code: "automation.error.no-rule" };
    const { kind, path } = rule.trigger as { kind?: RecordKind | null; path?: string };
    const record = kind ? await find(trx, kind, textAt(input.payload, path ?? "")) : null;
    const entity = { kind: "automation-rule", id: rule.id };
    const data = { payload: input.payload, ...(record ? { record } : {}) };
    await writeChanges(trx, { ...SYSTEM, origin: "api", ip: input.ip }, {
      changes: [{ type: HOOK_EVENT, entity, data }],
      audit: false,
    });
    await sql`select pg_notify(${AUTOMATION_CHANNEL}, '')`.execute(trx);
    return { ok: true as const, value: { found: record !== null } };
  });
}

/** By id, phone or e-mail; the newest of several. A deal is found by its person too. */
async function find(trx: Transaction<Database>, kind: RecordKind, given: string | null): Promise<string | null> {
  const text = given?.trim() ?? "";
  if (isId(text)) {
    const { rows } = await sql`select 1 from ${
      sql.table(PLURAL[kind])
    } where id = ${text}::uuid and archived_at is null`
      .execute(trx);
    return rows.length > 0 ? text.toLowerCase() : null;
  }
  const point = text.includes("@") ? text.toLowerCase() : parsePhone(text);
  if (!point) return null;
  const { rows: [row] } = kind === "deal"
    ? await sql<
      { id: string }
    >`select d.id from record_points p join deals d on d.contacts @> to_jsonb(array[p.record_id])
      where p.point = ${point} and p.kind = 'contact' and d.archived_at is null
      order by d.status = 'open' desc, d.created_at desc limit 1`.execute(trx)
    : await sql<{ id: string }>`select r.id from record_points p join ${sql.table(PLURAL[kind])} r on r.id = p.record_id
      where p.point = ${point} and p.kind = ${kind} and r.archived_at is null order by r.created_at desc limit 1`
      .execute(trx);
  return row?.id ?? null;
}
