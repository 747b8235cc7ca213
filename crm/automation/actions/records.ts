/** Changes of records: where a deal stands, whose a record is, its fields and tags. */
import { z } from "zod";
import { Refusal } from "@/crm/result.ts";
import { assign } from "@/crm/assignment/apply.ts";
import { readValue } from "@/crm/record/values.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import { nextOf } from "@/crm/automation/actions/people.ts";
import { type ActionContext, type ActionDef, defineAction } from "@/crm/automation/actions/types.ts";
import { change, target } from "@/crm/automation/actions/write.ts";
import { fill } from "@/crm/automation/template.ts";
import type { Input } from "@/crm/automation/types.ts";

const KINDS = ["lead", "contact", "company", "deal", "task"] as const;
export const ofSchema = z.enum(["record", ...KINDS]).default("record");
const ofInput: Input = { key: "of", type: "of", choices: ["record", ...KINDS], initial: "record" };
const id = z.uuid().nullable().default(null);
const HOW = ["person", "round-robin", "team", "rules"] as const;

export const RECORD_ACTIONS: readonly ActionDef[] = [
  defineAction({
    id: "deal.move",
    group: "record",
    subjects: ["deal", "task"],
    inputs: [{ key: "stage", type: "stage" }],
    params: z.object({ stage: z.uuid() }),
    async run(context, { stage }) {
      const deal = target(context, "deal");
      const said = { name: deal.values.name as string, stage };
      if (!context.dry) await change(context, deal, { stage });
      return said;
    },
  }),
  defineAction({
    id: "record.assign",
    group: "record",
    inputs: [
      ofInput,
      { key: "how", type: "select", choices: HOW, initial: "person" },
      { key: "user", type: "user", when: { key: "how", is: ["person"] } },
      { key: "team", type: "team", when: { key: "how", is: ["round-robin", "team"] } },
      { key: "rule", type: "assignment-rule", optional: true, when: { key: "how", is: ["rules"] } },
    ],
    params: z.object({ of: ofSchema, how: z.enum(HOW), user: id, team: id, rule: id })
      .refine(({ how, user }) => how !== "person" || user !== null, { path: ["user"] })
      .refine(({ how, team }) => !["round-robin", "team"].includes(how) || team !== null, { path: ["team"] }),
    async run(context, params) {
      const record = target(context, params.of);
      const given = await whom(context, { ...params, record });
      const said = { name: record.values.name as string, owner: given.owner ?? null, team: given.team ?? null };
      if (!context.dry) await change(context, record, given);
      return said;
    },
  }),
  defineAction({
    id: "field.set",
    group: "record",
    inputs: [ofInput, { key: "field", type: "field" }, { key: "value", type: "value", optional: true }],
    params: z.object({
      of: ofSchema,
      field: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/),
      value: z.union([z.string().max(4_000), z.number(), z.boolean(), z.array(z.string().max(200)).max(50)]).nullable()
        .default(null),
    }),
    async run(context, params) {
      const record = target(context, params.of);
      const field = context.schemas[record.kind].get(params.field);
      if (!field) throw new Refusal("records.error.no-field", { field: params.field });
      const value = typeof params.value === "string" ? fill(params.value, context.facts) : params.value;
      const read = readValue(field, value);
      if (!read.ok) throw new Refusal(read.code, { field: params.field });
      const said = {
        name: record.values.name as string,
        kind: record.kind,
        field: params.field,
        value: value === null ? null : Array.isArray(value) ? value.join(", ") : String(value),
      };
      if (!context.dry) await change(context, record, { [params.field]: read.value });
      return said;
    },
  }),
  defineAction({
    id: "tags.change",
    group: "record",
    inputs: [
      ofInput,
      { key: "add", type: "tags", optional: true },
      { key: "remove", type: "tags", optional: true },
    ],
    params: z.object({
      of: ofSchema,
      add: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
      remove: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
    }).refine(({ add, remove }) => add.length + remove.length > 0, { path: ["add"] }),
    async run(context, { of, add, remove }) {
      const record = target(context, of);
      const said = { name: record.values.name as string, add: add.join(", "), remove: remove.join(", ") };
      if (!context.dry) {
        await change(context, record, ({ values }) => ({
          tags: [...new Set([...values.tags as string[], ...add])].filter((tag) => !remove.includes(tag)).slice(0, 50),
        }));
      }
      return said;
    },
  }),
];

interface Whom {
  how: typeof HOW[number];
  user: string | null;
  team: string | null;
  rule: string | null;
  record: { kind: RecordKind; values: Parameters<typeof assign>[1]["values"] };
}

/** @throws {Refusal} nobody */
async function whom(context: ActionContext, given: Whom): Promise<{ owner?: string | null; team?: string | null }> {
  switch (given.how) {
    case "person":
      return { owner: given.user };
    case "team":
      return { owner: null, team: given.team };
    case "round-robin": {
      const next = await nextOf(context, given.team!);
      if (!next) throw new Refusal("automation.error.no-person");
      return { owner: next, team: given.team };
    }
    case "rules": {
      if (given.record.kind !== "lead") throw new Refusal("automation.error.only-leads");
      const { trx, schemas, ports, dry } = context;
      const at = new Date(ports.now());
      const found = await assign(trx, { values: given.record.values, schema: schemas.lead, rule: given.rule, at, dry });
      if (!found.rule) throw new Refusal("automation.error.no-person");
      return { owner: found.owner, ...(found.team ? { team: found.team } : {}) };
    }
  }
}
