/** What a trigger is. A room that has one adds it to the list of mod.ts. */
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Database } from "@/crm/records.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { Input, RuleEvent, SubjectKind, When } from "@/crm/automation/types.ts";
import type { RecordKind } from "@/store/tables/records.ts";

/** Became due: found by its time. */
export interface Due {
  kind: RecordKind;
  id: string;
  name: string;
  /** Once per rule. */
  key: string;
  at: Date;
}

export interface DueQuery {
  /** What this rule has found already is left out; null: a trial. */
  rule: string | null;
  when: When;
  /** Nothing that was due before this. */
  since: Date;
  /** Looked at up to here; moments after it, up to and with `to`. */
  from: Date;
  to: Date;
  timeZone: string;
  /** Of the kind that the trigger is about. */
  schema: Schema;
  limit: number;
}

export interface TriggerDef {
  /** Words: `automation.trigger.<id>`. */
  id: string;
  /** Words: `automation.group.<group>`. */
  group: RecordKind | "call" | "record" | "outside";
  subject(when: When): SubjectKind;
  inputs: readonly Input[];
  params: z.ZodObject;
  /** Of triggers that events fire: whom the rule is then about; null: not this event. */
  matches?(
    event: RuleEvent,
    options: { when: When; rule: string },
  ): { kind: SubjectKind; id: string } | null;
  /** Of triggers that time fires: what became due and this rule has not found yet. */
  due?(trx: Transaction<Database>, query: DueQuery): Promise<Due[]>;
}
