/** Days that people mark: closures, campaigns, mailings, billing runs, and whatever else moves their calls. */
import { sql } from "kysely";
import { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import type { MarkedDay } from "@/ml/datasets/types.ts";
import type { Store } from "@/store/store.ts";

/** Nobody has more; a loop that makes days ends here. */
const MOST_DAYS = 2_000;
/** Each kind is an effect that is learnt: more would be learnt from one day each. */
const MOST_KINDS = 20;

export const markedDaySchema = z.object({
  queue: z.uuid().nullable().default(null),
  kind: z.string().trim().min(1).max(40),
  first: z.iso.date(),
  last: z.iso.date(),
  name: z.string().trim().max(120).default(""),
}).refine(({ first, last }) => first <= last && Date.parse(last) - Date.parse(first) <= 366 * 86_400_000, {
  path: ["last"],
});

const SPAN = [
  sql<string>`first_day::text`.as("first_day"),
  sql<string>`last_day::text`.as("last_day"),
] as const;

/** Those that end on the day or later, of all queues or of one (and of all). @throws {ForbiddenError} */
export async function listMarkedDays(
  store: Store,
  access: Access,
  asked: { from: string; queue?: string },
): Promise<MarkedDay[]> {
  require(access, "analytics.view");
  return await readMarkedDays(store, asked);
}

export async function readMarkedDays(
  store: Store,
  asked: { from: string; queue?: string },
): Promise<MarkedDay[]> {
  let query = store.db.selectFrom("marked_days as m").leftJoin("queues as q", "q.id", "m.queue_id")
    .select(["m.id", "m.queue_id", "q.name as queue_name", "m.kind", "m.name", ...SPAN])
    .where("last_day", ">=", asked.from);
  if (asked.queue !== undefined) {
    const { queue } = asked;
    query = query.where((or) => or.or([or("m.queue_id", "is", null), or("m.queue_id", "=", queue)]));
  }
  const rows = await query.orderBy("m.first_day").orderBy("m.id").limit(MOST_DAYS).execute();
  return rows.map((row) => ({
    id: row.id,
    queue: row.queue_id === null ? null : { id: row.queue_id, name: row.queue_name ?? "" },
    kind: row.kind,
    first: row.first_day,
    last: row.last_day,
    name: row.name,
  }));
}

/** @throws {ForbiddenError} */
export function addMarkedDay(
  store: Store,
  access: Access,
  input: z.output<typeof markedDaySchema>,
): Promise<Result<string>> {
  return verb(store, access, {
    permission: "models.manage",
    constraints: { marked_days_queue_id_fkey: "datasets.error.no-queue" },
    work: async (trx) => {
      const { rows: [kept] } = await sql<{ days: number; kinds: string[] }>`
        select count(*)::int as days, coalesce(array_agg(distinct kind), '{}') as kinds from marked_days`.execute(trx);
      if (kept.days >= MOST_DAYS) throw new Refusal("datasets.error.too-many-days", { most: MOST_DAYS });
      if (!kept.kinds.includes(input.kind) && kept.kinds.length >= MOST_KINDS) {
        throw new Refusal("datasets.error.too-many-kinds", { most: MOST_KINDS });
      }
      const id = newId();
      const { queue, kind, first, last, name } = input;
      await trx.insertInto("marked_days").values({
        id,
        queue_id: queue,
        kind,
        first_day: first,
        last_day: last,
        name,
        created_by: access.user === "system" ? null : access.user,
      }).execute();
      return { value: id, change: { type: "marked-day.added", entity: { kind: "marked-day", id }, after: input } };
    },
  });
}

/** @throws {ForbiddenError} */
export function removeMarkedDay(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "models.manage",
    work: async (trx) => {
      const row = await trx.deleteFrom("marked_days").where("id", "=", input.id)
        .returning(["queue_id", "kind", "name", ...SPAN]).executeTakeFirst();
      if (!row) throw new Refusal("datasets.error.no-day");
      const before = {
        queue: row.queue_id,
        kind: row.kind,
        first: row.first_day,
        last: row.last_day,
        name: row.name,
      };
      return {
        value: null,
        change: { type: "marked-day.removed", entity: { kind: "marked-day", id: input.id }, before },
      };
    },
  });
}
