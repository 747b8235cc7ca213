/** What decisions look at, read for many runs at once; a record that an action changed is read again. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { KINDS, PLURAL } from "@/crm/record/kinds.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { RecordKind, Values } from "@/crm/record/types.ts";
import { idsIn } from "@/crm/record/values.ts";
import { CALL_FIELDS } from "@/crm/automation/call_fields.ts";
import type { Surroundings } from "@/crm/automation/surroundings.ts";
import type { FactRecord, Facts, RuleEvent, SubjectKind } from "@/crm/automation/types.ts";
import { isWorking } from "@/crm/calendar/working.ts";

type Kept = RecordKind | "call";
interface Subject {
  kind: SubjectKind;
  id: string;
}

/** Which field of a kind leads to which other record. */
const LINKS: Record<Kept, Partial<Record<RecordKind, string>>> = {
  lead: { contact: "contact", company: "companyLink" },
  contact: { company: "companyLink" },
  company: {},
  deal: { contact: "contacts", company: "companyLink", lead: "lead" },
  task: { deal: "deal", lead: "lead", contact: "contact", company: "companyLink" },
  call: { contact: "contact", lead: "lead" },
};

export class FactBook {
  readonly #records = new Map<string, FactRecord | null>();

  constructor(
    private readonly trx: Transaction<Database>,
    private readonly schemas: Readonly<Record<RecordKind, Schema>>,
    private readonly around: Surroundings,
  ) {}

  /** Reads these and what they lead to, in a few queries. */
  async read(subjects: readonly Subject[]): Promise<void> {
    await this.#load(subjects);
    const further = subjects.flatMap((subject) => this.#linked(subject));
    await this.#load(further);
  }

  /** null: the subject is gone. */
  async factsOf(subject: Subject, options: { event: RuleEvent; now: number }): Promise<Facts | null> {
    if (subject.kind !== "none") await this.read([subject]);
    const own = subject.kind === "none" ? null : this.#records.get(keyOf(subject)) ?? null;
    if (subject.kind !== "none" && !own) return null;
    const records: Facts["records"] = {};
    const names: Record<string, string> = Object.create(this.around.names);
    const linked = own ? this.#linked(subject) : [];
    for (const one of [...linked, ...(own ? [subject] : [])]) {
      const record = this.#records.get(keyOf(one));
      if (!record) continue;
      records[record.kind as Kept] = record;
      names[record.id] = String(record.values.name ?? "");
    }
    const fields: Facts["fields"] = { ...this.schemas, call: CALL_FIELDS };
    const { timeZone, working } = this.around;
    return {
      now: new Date(options.now).toISOString(),
      timeZone,
      event: options.event,
      subject: own,
      records,
      fields,
      working: isWorking(working, options.now),
      names,
    };
  }

  /** It was changed: the next who asks reads it anew. */
  forget(subject: { kind: string; id: string }): void {
    this.#records.delete(keyOf(subject));
  }

  #linked(subject: Subject): { kind: RecordKind; id: string }[] {
    const record = this.#records.get(keyOf(subject));
    if (!record || record.kind === "none") return [];
    return Object.entries(LINKS[record.kind]).flatMap(([kind, field]) => {
      const [id] = idsIn(record.values[field]);
      return id ? [{ kind: kind as RecordKind, id }] : [];
    });
  }

  async #load(wanted: readonly Subject[]): Promise<void> {
    const missing = Map.groupBy(wanted.filter((one) => !this.#records.has(keyOf(one))), ({ kind }) => kind);
    for (const kind of KINDS) {
      const ids = [...new Set((missing.get(kind) ?? []).map(({ id }) => id))];
      if (ids.length === 0) continue;
      for (const id of ids) this.#records.set(keyOf({ kind, id }), null);
      const schema = this.schemas[kind];
      const { rows } = await sql<Row>`select ${selection(schema)} from ${sql.table(PLURAL[kind])} r
        where r.id = any(${ids}::uuid[]) and r.archived_at is null`.execute(this.trx);
      for (const row of rows) {
        const { id, values } = toRecord(row, kind, schema);
        this.#records.set(keyOf({ kind, id }), { kind, id, values });
      }
    }
    const calls = [...new Set((missing.get("call") ?? []).map(({ id }) => id))];
    if (calls.length > 0) await this.#calls(calls);
  }

  async #calls(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#records.set(keyOf({ kind: "call", id }), null);
    const { rows } = await sql<Values & { id: string; started: Date }>`
      select c.id, c.direction, c.outcome, c.queue_id as queue, c.disposition, c.agent_id as agent, c.team_id as team,
        c.number, c.did, c.caller_name as "callerName", round(c.wait_ms / 1000.0)::int as wait,
        round(c.talk_ms / 1000.0)::int as talk, c.contact_id as contact, c.started_at as started,
        (select l.id from record_points p join leads l on l.id = p.record_id
          where p.point = c.number and p.kind = 'lead' and l.archived_at is null
          order by l.status in ('new', 'working') desc, l.created_at desc limit 1) as lead
      from calls c where c.id = any(${[...ids]}::text[])`.execute(this.trx);
    for (const { id, started, ...values } of rows) {
      const name = String(values.callerName || values.number);
      const record: FactRecord = { kind: "call", id, values: { ...values, name, started: started.toISOString() } };
      this.#records.set(keyOf({ kind: "call", id }), record);
    }
  }
}

const keyOf = ({ kind, id }: { kind: string; id: string }) => `${kind}:${id}`;
