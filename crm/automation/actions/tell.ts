/** Telling people and programs: notices, letters, webhooks. */
import { z } from "zod";
import { newId } from "@/crm/ids.ts";
import { Refusal } from "@/crm/result.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { Point, RecordKind } from "@/crm/record/types.ts";
import { notify } from "@/crm/notices/mod.ts";
import { WEBHOOKS_JOB } from "@/crm/webhooks/mod.ts";
import { recordOf } from "@/crm/automation/decide.ts";
import { creatorOf, ownerOf, supervisorsOf } from "@/crm/automation/actions/people.ts";
import { type ActionContext, type ActionDef, defineAction } from "@/crm/automation/actions/types.ts";
import { fill } from "@/crm/automation/template.ts";
import type { FactRecord } from "@/crm/automation/types.ts";

const id = z.uuid().nullable().default(null);
const WHO = ["owner", "creator", "supervisors", "person", "team", "rule-owner"] as const;
const MAIL_TO = ["contact", "owner", "address"] as const;
/** What a delivered request says it is. */
export const CALLED_EVENT = "automation-rule.called";

export const TELL_ACTIONS: readonly ActionDef[] = [
  defineAction({
    id: "notify",
    group: "people",
    inputs: [
      { key: "who", type: "select", choices: WHO, initial: "owner" },
      { key: "user", type: "user", when: { key: "who", is: ["person"] } },
      { key: "team", type: "team", when: { key: "who", is: ["team"] } },
      { key: "text", type: "long-text" },
    ],
    params: z.object({ who: z.enum(WHO), user: id, team: id, text: z.string().trim().min(1).max(1_000) })
      .refine(({ who, user }) => who !== "person" || user !== null, { path: ["user"] })
      .refine(({ who, team }) => who !== "team" || team !== null, { path: ["team"] }),
    async run(context, params) {
      const { trx, facts, rule, run, step, dry } = context;
      const users = await peopleOf(context, params);
      if (users.length === 0) throw new Refusal("automation.error.no-person");
      const text = fill(params.text, facts);
      const said = { text, who: params.who, people: users.join(",") };
      if (dry) return said;
      const data = { rule: rule.name, text };
      await notify(trx, { users, kind: "automation", data, link: linkOf(facts.subject), key: `${run}/${step}` });
      return said;
    },
  }),
  defineAction({
    id: "email",
    group: "people",
    inputs: [
      { key: "mail", type: "select", choices: MAIL_TO, initial: "contact" },
      { key: "address", type: "text", when: { key: "mail", is: ["address"] } },
      { key: "subject", type: "text" },
      { key: "text", type: "long-text" },
    ],
    params: z.object({
      mail: z.enum(MAIL_TO),
      address: z.string().trim().max(254).default(""),
      subject: z.string().trim().min(1).max(300),
      text: z.string().trim().min(1).max(10_000),
    }).refine(({ mail, address }) => mail !== "address" || z.email().safeParse(address).success, { path: ["address"] }),
    ready: (ports) => ports.mail !== null,
    async run(context, params) {
      const { trx, facts, ports, run, step, dry } = context;
      const to = await addressOf(context, params);
      if (!to) throw new Refusal("automation.error.no-address");
      const subject = fill(params.subject, facts).replaceAll(/\s+/g, " ");
      const text = fill(params.text, facts);
      if (!dry) {
        if (!ports.mail) throw new Refusal("automation.error.no-mail");
        await ports.mail(trx, { to, subject, text, key: `${run}/${step}` });
      }
      return { to, subject };
    },
  }),
  defineAction({
    id: "webhook.call",
    group: "outside",
    inputs: [{ key: "webhook", type: "webhook" }],
    params: z.object({ webhook: z.uuid() }),
    ready: (ports) => ports.jobs !== null,
    async run(context, { webhook }) {
      const { trx, facts, rule, run, ports, dry, write } = context;
      const hook = await trx.selectFrom("webhooks").select(["name", "enabled"]).where("id", "=", webhook)
        .executeTakeFirst();
      if (!hook?.enabled) throw new Refusal("automation.error.no-webhook");
      const said = { name: hook.name };
      if (dry) return said;
      if (!ports.jobs) throw new Refusal("automation.error.no-webhook");
      const { subject } = facts;
      const data = {
        rule: { id: rule.id, name: rule.name },
        run,
        record: subject && subject.kind !== "none" ? { kind: subject.kind, id: subject.id, ...subject.values } : null,
        event: { id: facts.event.id, type: facts.event.type, at: facts.event.at, data: facts.event.data },
      };
      await write({ type: CALLED_EVENT, entity: { kind: "automation-rule", id: rule.id }, data });
      // The event that was just written: its delivery stands in the same transaction.
      const event = await trx.selectFrom("events").select("id").where("cause", "=", run)
        .where("origin", "=", "automation").where("type", "=", CALLED_EVENT)
        .orderBy("position", "desc").limit(1).executeTakeFirstOrThrow();
      await trx.insertInto("webhook_deliveries")
        .values({ id: newId(), webhook_id: webhook, event_id: event.id, event_type: CALLED_EVENT })
        .onConflict((conflict) => conflict.columns(["webhook_id", "event_id"]).doNothing()).execute();
      await ports.jobs.enqueue(WEBHOOKS_JOB, { webhook }, { key: `${webhook}/rule/${event.id}`, tx: trx });
      return said;
    },
  }),
];

async function peopleOf(
  context: ActionContext,
  { who, user, team }: { who: typeof WHO[number]; user: string | null; team: string | null },
): Promise<string[]> {
  const one = (id: string | null) => id ? [id] : [];
  switch (who) {
    case "owner":
      return one(ownerOf(context));
    case "creator":
      return one(creatorOf(context));
    case "person":
      return one(user);
    case "rule-owner":
      return one(context.rule.owner);
    case "supervisors":
      return await supervisorsOf(context);
    case "team": {
      const rows = await context.trx.selectFrom("users").select("id").where("team_id", "=", team)
        .where("disabled_at", "is", null).where("service", "=", false).execute();
      return rows.map(({ id }) => id);
    }
  }
}

/** Where the subject is looked at. */
function linkOf(subject: FactRecord | null): string {
  if (!subject || subject.kind === "none") return "";
  return subject.kind === "call" ? `/calls/${subject.id}` : `/${PLURAL[subject.kind as RecordKind]}/${subject.id}`;
}

async function addressOf(
  context: ActionContext,
  { mail, address }: { mail: typeof MAIL_TO[number]; address: string },
): Promise<string | null> {
  if (mail === "address") return address;
  if (mail === "owner") {
    const owner = ownerOf(context);
    if (!owner) return null;
    const row = await context.trx.selectFrom("users").select("email").where("id", "=", owner).executeTakeFirst();
    return row?.email ?? null;
  }
  for (const whose of ["record", "contact", "lead", "company"] as const) {
    const email = (recordOf(context.facts, whose)?.values.emails as readonly Point[] | undefined)?.[0]?.value;
    if (email) return email;
  }
  return null;
}
