/** Tasks: what is to be done by whom and when; a call-back is a task to call with its number. */
import { z } from "zod";
import { Refusal } from "@/crm/result.ts";
import type { Point, RecordKind } from "@/crm/record/types.ts";
import { creatorOf, nextOf, ownerOf } from "@/crm/automation/actions/people.ts";
import { type ActionContext, type ActionDef, defineAction, type Said } from "@/crm/automation/actions/types.ts";
import { make } from "@/crm/automation/actions/write.ts";
import { dueAfter } from "@/crm/automation/due.ts";
import { fill } from "@/crm/automation/template.ts";
import type { Input } from "@/crm/automation/types.ts";

export const spanSchema = z.object({
  n: z.number().int().min(0).max(10_000),
  unit: z.enum(["minutes", "hours", "days"]),
});
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).nullable().default(null);
const id = z.uuid().nullable().default(null);

const ASSIGNEES = ["owner", "creator", "person", "round-robin", "nobody"] as const;
const assignee = { to: z.enum(ASSIGNEES).default("owner"), user: id, team: id };
export const assigneeInputs: readonly Input[] = [
  { key: "to", type: "select", choices: ASSIGNEES, initial: "owner" },
  { key: "user", type: "user", when: { key: "to", is: ["person"] } },
  { key: "team", type: "team", when: { key: "to", is: ["round-robin"] } },
];

interface Assignee {
  to: typeof ASSIGNEES[number];
  user: string | null;
  team: string | null;
}

/** @throws {Refusal} a person is named who is not there */
async function assigneeOf(context: ActionContext, given: Assignee): Promise<string | null> {
  switch (given.to) {
    case "owner":
      return ownerOf(context);
    case "creator":
      return creatorOf(context);
    case "person":
      return given.user;
    case "round-robin": {
      const next = given.team ? await nextOf(context, given.team) : null;
      if (!next) throw new Refusal("automation.error.no-person");
      return next;
    }
    case "nobody":
      return null;
  }
}

/** The subject and what it is linked to, as a task's links. */
function links(context: ActionContext): Record<string, unknown> {
  const { records } = context.facts;
  const of = (kind: RecordKind) => records[kind]?.id;
  const found = { deal: of("deal"), lead: of("lead"), contact: of("contact"), companyLink: of("company") };
  return Object.fromEntries(Object.entries(found).filter(([, id]) => id !== undefined));
}

/** The number to call: of the call, else the first phone of who is nearest. */
function numberOf(context: ActionContext): string | null {
  const { subject, records } = context.facts;
  if (subject?.kind === "call") return subject.values.number as string | null;
  for (const record of [subject, records.contact, records.lead, records.company]) {
    const phone = (record?.values.phones as readonly Point[] | undefined)?.[0]?.value ?? record?.values.phone;
    if (typeof phone === "string" && phone !== "") return phone;
  }
  return null;
}

async function create(
  context: ActionContext,
  given: { values: Record<string, unknown>; due: number },
): Promise<Said> {
  const due = new Date(given.due).toISOString();
  const values = { ...links(context), ...given.values, due };
  const said = { name: String(given.values.name), owner: (given.values.owner as string | null) ?? null, due };
  if (context.dry) return said;
  const task = await make(context, "task", values);
  return { ...said, task: task.id };
}

const TYPES = ["todo", "call", "meeting", "email", "message", "visit"] as const;

export const TASK_ACTIONS: readonly ActionDef[] = [
  defineAction({
    id: "task.create",
    group: "task",
    inputs: [
      { key: "name", type: "text" },
      { key: "task", type: "select", choices: TYPES, initial: "todo" },
      { key: "due", type: "duration", initial: { n: 1, unit: "days" }, min: 0 },
      { key: "at", type: "time", optional: true },
      { key: "working", type: "check", initial: true },
      ...assigneeInputs,
      { key: "priority", type: "select", choices: ["low", "normal", "high"], initial: "normal" },
      { key: "note", type: "long-text", optional: true },
    ],
    params: z.object({
      name: z.string().trim().min(1).max(300),
      task: z.enum(TYPES).default("todo"),
      due: spanSchema,
      at: time,
      working: z.boolean().default(false),
      ...assignee,
      priority: z.enum(["low", "normal", "high"]).default("normal"),
      note: z.string().max(2_000).default(""),
    }).refine(hasWho, { path: ["user"] }),
    async run(context, params) {
      const { facts, working, ports } = context;
      const due = dueAfter(params.due, {
        from: ports.now(),
        timeZone: facts.timeZone,
        working: params.working ? working : null,
        at: params.at,
      });
      const owner = await assigneeOf(context, params);
      const number = params.task === "call" ? numberOf(context) : null;
      return await create(context, {
        due,
        values: {
          name: fill(params.name, facts).trim().slice(0, 300),
          type: params.task,
          priority: params.priority,
          note: fill(params.note, facts),
          owner,
          ...(number ? { phone: number } : {}),
        },
      });
    },
  }),
  defineAction({
    id: "call.back",
    group: "task",
    inputs: [{ key: "name", type: "text" }, ...assigneeInputs],
    params: z.object({ name: z.string().trim().min(1).max(300), ...assignee }).refine(hasWho, { path: ["user"] }),
    async run(context, params) {
      const phone = numberOf(context);
      if (!phone) throw new Refusal("automation.error.no-phone");
      const owner = await assigneeOf(context, params);
      const name = fill(params.name, context.facts).trim().slice(0, 300);
      const said = await create(context, {
        due: context.ports.now(),
        values: { name, type: "call", priority: "high", phone, owner },
      });
      return { ...said, phone };
    },
  }),
];

/** Somebody is named where somebody must be. */
function hasWho({ to, user, team }: Assignee): boolean {
  return to === "person" ? user !== null : to === "round-robin" ? team !== null : true;
}
