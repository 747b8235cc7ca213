/** What an action is. A room that has one adds it to the list of mod.ts. */
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Database } from "@/crm/records.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type { Change } from "@/crm/verb.ts";
import type { WorkingTime } from "@/crm/calendar/working.ts";
import type { Facts, Input, StepResult, SubjectKind } from "@/crm/automation/types.ts";

/** What the engine needs of the rest of the program. */
export interface Ports {
  now(): number;
  /** Deliveries of webhooks; null: that action is not offered. */
  jobs: Jobs | null;
  /** Sends a letter behind the transaction; null: not set up, the action is not offered. */
  mail: ((trx: Transaction<Database>, letter: Letter) => Promise<void>) | null;
}

export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** Once. */
  key: string;
}

export interface ActionContext {
  trx: Transaction<Database>;
  /** System's rights, origin `automation`. */
  access: Access;
  facts: Facts;
  schemas: Readonly<Record<RecordKind, Schema>>;
  working: WorkingTime;
  rule: { id: string; name: string; owner: string | null };
  /** Id of the run: cause of what is written. */
  run: string;
  /** Number of the action in its rule. */
  step: number;
  ports: Ports;
  /** Only tell what would be done. */
  dry: boolean;
  /** Writes the change with its cause, and marks the record as changed for what follows. */
  write(change: Change): Promise<void>;
  /** Whoever looks at the record is told, once for all runs of a transaction. */
  tell(kind: RecordKind, id: string): void;
}

export type Said = StepResult["said"];

export interface ActionDef<Params extends z.ZodObject = z.ZodObject> {
  /** Words: `automation.action.<id>`; what it did: `automation.did.<id>`. */
  id: string;
  group: "task" | "record" | "people" | "outside" | "flow";
  /** Kinds of subjects that it is offered for; absent: any. */
  subjects?: readonly SubjectKind[];
  inputs: readonly Input[];
  params: Params;
  /** Absent: always there. */
  ready?(ports: Ports): boolean;
  /** Does it, or with `dry` only tells. @throws {Refusal} to fail with a reason */
  run(context: ActionContext, params: z.output<Params>): Promise<Said>;
}

/** Ties the parameters to their schema. */
export function defineAction<Params extends z.ZodObject>(def: ActionDef<Params>): ActionDef {
  return def as unknown as ActionDef;
}
