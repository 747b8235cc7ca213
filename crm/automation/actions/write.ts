/** Changes of records as actions make them: by the verbs' own parts, inside the run's transaction. */
import { Refusal } from "@/crm/result.ts";
import { changeRecord, created, type CrmRecord, insertRecord, lockOne, type RecordKind } from "@/crm/record/mod.ts";
import { readInput } from "@/crm/record/input.ts";
import { recordOf } from "@/crm/automation/decide.ts";
import type { FactRecord, Of } from "@/crm/automation/types.ts";
import type { ActionContext } from "@/crm/automation/actions/types.ts";

const RECORDS: ReadonlySet<string> = new Set<RecordKind>(["lead", "contact", "company", "deal", "task"]);

/** The record that an action speaks of. @throws {Refusal} none there */
export function target(context: ActionContext, of: Of): FactRecord & { kind: RecordKind } {
  const record = recordOf(context.facts, of);
  if (!record || !RECORDS.has(record.kind)) throw new Refusal("automation.error.no-record");
  return record as FactRecord & { kind: RecordKind };
}

/** Changes a record. `values` may be made of the record as it stands, locked. @throws {Refusal} */
export async function change(
  context: ActionContext,
  record: { kind: RecordKind; id: string },
  values: Record<string, unknown> | ((before: CrmRecord) => Record<string, unknown>),
): Promise<void> {
  const { trx, access } = context;
  const { kind, id } = record;
  const schema = context.schemas[kind];
  const before = await lockOne(trx, access, { kind, id, schema });
  const given = readInput(typeof values === "function" ? values(before) : values, access, { kind, schema });
  const { change } = await changeRecord(trx, access, { before, values: given, schema });
  if (!change) return;
  await context.write(change);
  context.tell(kind, id);
}

/** Makes a record. @throws {Refusal} */
export async function make(
  context: ActionContext,
  kind: RecordKind,
  values: Record<string, unknown>,
): Promise<CrmRecord> {
  const { trx, access } = context;
  const record = await insertRecord(trx, access, { kind, values, schema: context.schemas[kind] });
  await context.write(created(record));
  context.tell(kind, record.id);
  return record;
}
