/** What all decisions share: names of people, stages and others, the zone, the working hours. Read now and then. */
import { sql, type Transaction } from "kysely";
import type { Database, Store } from "@/crm/records.ts";
import { KINDS } from "@/crm/record/kinds.ts";
import { type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { workingTimeOf } from "@/crm/calendar/times.ts";
import type { WorkingTime } from "@/crm/calendar/working.ts";

export interface Surroundings {
  timeZone: string;
  working: WorkingTime;
  /** By id; of choices by `<field>:<value>`. */
  names: Readonly<Record<string, string>>;
}

/** Another person's change of a name or of the hours is seen after this. */
const FRESH_MS = 3_000;

export class SurroundingsKeeper {
  #known: { at: number; value: Surroundings } | null = null;

  /** `words`: what a choice is called in texts. */
  constructor(private readonly words: Readonly<Record<string, string>> = {}) {}

  async get(trx: Transaction<Database>): Promise<Surroundings> {
    const now = performance.now();
    if (this.#known && now - this.#known.at < FRESH_MS) return this.#known.value;
    const { rows } = await sql<{ id: string; name: string }>`
      select id::text, name from users union all select id::text, name from teams
      union all select id::text, name from stages union all select id::text, name from pipelines
      union all select id::text, name from sources union all select id::text, name from loss_reasons
      union all select id::text, name from queues`.execute(trx);
    const names: Record<string, string> = Object.assign(Object.create(null), this.words);
    for (const { id, name } of rows) names[id] = name;
    const { timeZone } = await siteSettings(trx);
    const value = { timeZone, working: await workingTimeOf(trx, null), names };
    this.#known = { at: now, value };
    return value;
  }
}

/** Fields of all kinds. Asked outside a transaction: inside it would need a second connection. */
export async function allSchemas(store: Store): Promise<Record<RecordKind, Schema>> {
  const entries = await Promise.all(KINDS.map(async (kind) => [kind, await schemaOf(store, kind)] as const));
  return Object.fromEntries(entries) as Record<RecordKind, Schema>;
}
