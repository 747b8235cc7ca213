/** How texts with placeholders would read for the newest record of a kind. */
import { sql } from "kysely";
import { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import { FactBook } from "@/crm/automation/facts.ts";
import { allSchemas, SurroundingsKeeper } from "@/crm/automation/surroundings.ts";
import { fill, strangers } from "@/crm/automation/template.ts";
import type { RuleEvent } from "@/crm/automation/types.ts";
import { CALL_FIELDS } from "@/crm/automation/call_fields.ts";

const KINDS = ["lead", "contact", "company", "deal", "task", "call", "none"] as const;

export const previewSchema = z.object({
  kind: z.enum(KINDS),
  texts: z.array(z.string().max(10_000)).max(40),
});

export interface Preview {
  /** How the record is called that stands in for all; null: there is none yet. */
  of: string | null;
  texts: { text: string; unknown: string[] }[];
}

/** @throws {ForbiddenError} */
export async function preview(
  store: Store,
  access: Access,
  options: z.output<typeof previewSchema> & { words?: Readonly<Record<string, string>> },
): Promise<Preview> {
  require(access, "automation.manage");
  const { kind, texts } = options;
  const schemas = await allSchemas(store);
  const known = (of: string, key: string) => {
    const whose = of === "record" ? kind : of;
    if (whose === "call") return CALL_FIELDS.has(key);
    return whose !== "none" && (key === "id" || schemas[whose as RecordKind]?.has(key));
  };
  return await store.db.transaction().setAccessMode("read only").execute(async (trx) => {
    const around = await new SurroundingsKeeper(options.words).get(trx);
    const newest = kind === "none"
      ? undefined
      : kind === "call"
      ? (await sql<{ id: string }>`select id from calls where ended_at is not null order by started_at desc limit 1`
        .execute(trx)).rows[0]
      : (await sql<{ id: string }>`select id from ${sql.table(PLURAL[kind])} where archived_at is null
        order by created_at desc, id desc limit 1`.execute(trx)).rows[0];
    const event: RuleEvent = {
      id: null,
      type: "",
      entity: { kind, id: newest?.id ?? "" },
      at: new Date().toISOString(),
      actor: access.user,
      origin: "web",
      cause: null,
      depth: 0,
      data: {},
      before: null,
    };
    const subject = newest ? { kind, id: newest.id } : { kind: "none" as const, id: "" };
    const facts = await new FactBook(trx, schemas, around).factsOf(subject, { event, now: Date.now() });
    return {
      of: facts?.subject ? String(facts.subject.values.name ?? "") : null,
      texts: texts.map((text) => ({ text: facts ? fill(text, facts) : text, unknown: strangers(text, known) })),
    };
  });
}
