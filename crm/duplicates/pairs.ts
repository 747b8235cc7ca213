/** Pairs that the scan has found: reviewed by people, the surest first. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Page } from "@/crm/page.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { type CrmRecord, getRecords, inReach, PLURAL, visibleIds } from "@/crm/record/mod.ts";
import type { dismissSchema, pairsSchema } from "@/crm/duplicates/schemas.ts";
import type { DuplicateWhy } from "@/store/tables/cards.ts";

export interface Pair {
  id: string;
  a: string;
  b: string;
  why: DuplicateWhy;
  likeness: number;
}

export interface PairPage extends Page<Pair> {
  /** Each record once, as the person may see it. */
  records: CrmRecord[];
}

/** Open pairs of which the person may change both. @throws {ForbiddenError} */
export async function listPairs(
  store: Store,
  access: Access,
  options: z.output<typeof pairsSchema>,
): Promise<PairPage> {
  require(access, "records.merge");
  const { kind, limit } = options;
  const [likeness, id] = options.after?.split("~") ?? [];
  const beyond = id ? sql`(p.likeness, p.id) < (${likeness}::real, ${id}::uuid)` : sql`true`;
  const reach = inReach(access, kind, "edit");
  const there = (side: "a" | "b") =>
    sql`exists (select 1 from ${sql.table(PLURAL[kind])} r
      where r.id = ${sql.ref(`p.${side}`)} and r.archived_at is null and ${reach})`;
  const { rows } = await sql<Pair & { key: string }>`
    select p.id, p.a, p.b, p.why, p.likeness::float8 as likeness, p.likeness::text as key from duplicate_pairs p
    where p.state = 'open' and p.kind = ${kind} and ${beyond} and ${there("a")} and ${there("b")}
    order by p.likeness desc, p.id desc limit ${limit + 1}`.execute(store.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const ids = [...new Set(page.flatMap(({ a, b }) => [a, b]))];
  return {
    rows: page.map(({ key: _, ...pair }) => pair),
    next: rows.length > limit && last ? `${last.key}~${last.id}` : null,
    records: await getRecords(store, access, { kind, ids }),
  };
}

/** "These are not the same": the scan does not bring them up again. @throws {ForbiddenError} */
export function dismissPairs(
  store: Store,
  access: Access,
  input: z.output<typeof dismissSchema>,
): Promise<Result<{ pairs: string[] }>> {
  return settle(store, access, { ids: input.ids, from: "open", to: "dismissed" });
}

/** Takes a dismissal back. @throws {ForbiddenError} */
export function reopenPairs(
  store: Store,
  access: Access,
  input: z.output<typeof dismissSchema>,
): Promise<Result<{ pairs: string[] }>> {
  return settle(store, access, { ids: input.ids, from: "dismissed", to: "open" });
}

function settle(
  store: Store,
  access: Access,
  options: { ids: readonly string[]; from: "open" | "dismissed"; to: "open" | "dismissed" },
): Promise<Result<{ pairs: string[] }>> {
  return verb(store, access, {
    permission: "records.merge",
    work: async (trx) => {
      const ids = [...options.ids];
      const rows = await trx.updateTable("duplicate_pairs").set({
        state: options.to,
        ...(options.to === "open"
          ? { settled_at: null, settled_by: null }
          : { settled_at: sql`now()`, settled_by: access.user }),
      }).where("a", "in", ids).where("b", "in", ids).where("state", "=", options.from)
        .returning(["id", "a", "b", "kind"]).execute();
      if (rows.length === 0) throw new Refusal("duplicates.error.no-pair");
      const [{ id, kind }] = rows;
      const touched = [...new Set(rows.flatMap(({ a, b }) => [a, b]))];
      const seen = await visibleIds(store, access, { kind, ids: touched });
      if (seen.size < touched.length) throw new Refusal("records.error.no-record");
      const after = { ids: touched };
      const type = options.to === "open" ? "duplicate.reopened" : "duplicate.dismissed";
      return {
        value: { pairs: rows.map((row) => row.id) },
        change: { type, entity: { kind: "duplicate", id }, after },
      };
    },
  });
}
