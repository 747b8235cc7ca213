/**
 * What follows when a deal is written: where it stands, how probable it is, when it was closed; and what a stage asks of
 * a deal that enters it. The same for boards, cards, imports, automation and the API.
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import { linesTotal } from "@/crm/deals/amount.ts";
import { type Stage, stagesIn } from "@/crm/pipeline/stages.ts";
import type { DealLine, Value, Values } from "@/crm/record/types.ts";
import { isEmpty } from "@/crm/record/values.ts";

export interface DeriveDeal {
  before: Values | null;
  /** Completed in place. */
  values: Values;
  /** Imports and undo: what stages ask is not asked. */
  trusted?: boolean;
}

/** @throws {Refusal} deals.error.no-pipeline, no-stage, stage-needs (`fields`), stage-full (`limit`) */
export async function deriveDeal(trx: Transaction<Database>, access: Access, options: DeriveDeal): Promise<void> {
  const { before, values, trusted = false } = options;
  if (values.lines !== undefined && values.amount === undefined) {
    const total = linesTotal(values.lines as readonly DealLine[]);
    if (total) values.amount = total;
  }
  if (before === null) await nameOf(trx, values);
  const moves = before === null || values.stage !== undefined || values.pipeline !== undefined;
  if (!moves && values.probability === undefined) return;
  const stage = stageFor(await stagesIn(trx), { before, values });
  if (before === null || stage.id !== before.stage) {
    if (stage.archived && !trusted) throw new Refusal("deals.error.no-stage", { field: "stage" });
    if (!trusted) await mayEnter(trx, stage, { ...before, ...values });
    enter(stage, access, { before, values });
  } else {
    delete values.stage;
    delete values.pipeline;
  }
  probable(stage, { before, values });
}

function stageFor(stages: readonly Stage[], options: { before: Values | null; values: Values }): Stage {
  const { before, values } = options;
  if (values.stage) {
    const stage = stages.find(({ id }) => id === values.stage);
    if (!stage) throw new Refusal("deals.error.no-stage", { field: "stage" });
    return stage;
  }
  const pipeline = values.pipeline ?? before?.pipeline;
  if (before && pipeline === before.pipeline) return stages.find(({ id }) => id === before.stage)!;
  const open = stages.find((stage) =>
    !stage.archived && stage.type === "open" && (!pipeline || stage.pipeline === pipeline)
  );
  if (!open) throw new Refusal("deals.error.no-pipeline", { field: "pipeline" });
  return open;
}

/** @throws {Refusal} */
async function mayEnter(trx: Transaction<Database>, stage: Stage, deal: Values): Promise<void> {
  const missing = stage.required.filter((key) => isEmpty(deal[key]));
  if (missing.length > 0) {
    throw new Refusal("deals.error.stage-needs", { field: missing[0], fields: missing.join(","), stage: stage.name });
  }
  if (stage.wipLimit === null) return;
  // One after another, or two people fill the last place at once.
  await sql`select 1 from stages where id = ${stage.id}::uuid for update`.execute(trx);
  const { rows: [{ n }] } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from deals
    where stage_id = ${stage.id}::uuid and archived_at is null limit ${stage.wipLimit}) d`.execute(trx);
  if (n >= stage.wipLimit) throw new Refusal("deals.error.stage-full", { limit: stage.wipLimit, stage: stage.name });
}

function enter(stage: Stage, access: Access, options: { before: Values | null; values: Values }): void {
  const { before, values } = options;
  const now = new Date().toISOString();
  values.stage = stage.id;
  values.pipeline = stage.pipeline;
  values.status = stage.type;
  values.stageSince ??= now;
  values.movedBy ??= access.user === "system" ? null : access.user;
  values.closed = stage.type === "open" ? null : values.closed ?? values.stageSince;
  if (stage.type !== "lost" && before && (before.lossReason || before.lossNote)) {
    values.lossReason = null;
    values.lossNote = null;
  }
}

/** Set by hand it stays, until the deal is closed or the person gives it back to the stage (null). */
function probable(stage: Stage, options: { before: Values | null; values: Values }): void {
  const { before, values } = options;
  const given: Value | undefined = values.probability;
  if (typeof given === "number" && (!Number.isInteger(given) || given < 0 || given > 100)) {
    throw new Refusal("records.error.bad-number", { field: "probability" });
  }
  const manual = stage.type === "open" && (given === undefined ? before?.probabilityManual === true : given !== null);
  values.probabilityManual = manual;
  values.probability = manual ? given ?? before?.probability ?? stage.probability : stage.probability;
}

/** A deal without a name is called as its company or its person. */
async function nameOf(trx: Transaction<Database>, values: Values): Promise<void> {
  const [main] = (values.contacts ?? []) as readonly string[];
  if (values.companyLink === undefined && main !== undefined) {
    const row = await trx.selectFrom("contacts").select(["company_id", "company"]).where("id", "=", main)
      .executeTakeFirst();
    if (row?.company_id) Object.assign(values, { companyLink: row.company_id, company: row.company });
  }
  if (values.name) return;
  if (values.company) values.name = values.company;
  else if (main !== undefined) {
    const row = await trx.selectFrom("contacts").select("name").where("id", "=", main).executeTakeFirst();
    if (row?.name) values.name = row.name;
  }
}
