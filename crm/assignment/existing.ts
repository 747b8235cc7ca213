/** "Assign by rules" for leads that are there, and the trial on the last ones. */
import { sql } from "kysely";
import { type Access, ForbiddenError, require, SYSTEM } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, writeChanges } from "@/crm/verb.ts";
import {
  type BulkDone,
  changeRecord,
  listIds,
  listRecords,
  lockRows,
  MOST_AT_ONCE,
  reachOf,
  schemaOf,
  type Selection,
  tell,
} from "@/crm/record/mod.ts";
import { assign, type Assigned, tryRules } from "@/crm/assignment/apply.ts";
import type { UndoEntry } from "@/store/tables/records.ts";

const STEP = 200;

/**
 * Gives the selected leads to whom the rules say; leads that no rule fits stay as they are. Can be undone like any bulk
 * change. Needs a right over more than own leads. @throws {ForbiddenError}
 */
export async function assignExisting(
  store: Store,
  access: Access,
  input: { select: Selection },
): Promise<Result<BulkDone>> {
  const reach = reachOf(access, "lead", "edit");
  if (reach !== "team" && reach !== "all") throw new ForbiddenError("leads.edit.team");
  const schema = await schemaOf(store, "lead");
  const ids = "ids" in input.select
    ? [...new Set(input.select.ids)]
    : await listIds(store, access, { ...input.select.query, kind: "lead", action: "edit", most: MOST_AT_ONCE + 1 });
  if (ids.length > MOST_AT_ONCE) {
    return { ok: false, code: "records.error.too-many-at-once", detail: { most: MOST_AT_ONCE } };
  }
  const set = newId();
  let changed = 0;
  try {
    for (let from = 0; from < ids.length; from += STEP) {
      changed += await store.tx(async (trx) => {
        const rows = await lockRows(trx, access, {
          kind: "lead",
          ids: ids.slice(from, from + STEP),
          action: "edit",
          schema,
        });
        const changes: Change[] = [];
        const entries: UndoEntry[] = [];
        for (const before of rows.filter((row) => !row.archived)) {
          const given = await assign(trx, { values: before.values, schema, at: new Date() });
          if (!given.rule) continue;
          const values = { owner: given.owner, team: given.team };
          const { record, change } = await changeRecord(trx, access, { before, values, schema, trusted: true });
          if (!change) continue;
          changes.push(change);
          entries.push({ id: record.id, version: record.version, before: change.before ?? {} });
        }
        await writeChanges(trx, access, { changes, cause: set });
        if (entries.length > 0) {
          await sql`insert into undo_sets as u (id, user_id, verb, kind, count, entries) values (${set},
            ${access.user === "system" ? null : access.user}, 'updated', 'lead', ${entries.length},
            ${JSON.stringify(entries)}::jsonb) on conflict (id) do update
            set count = u.count + excluded.count, entries = u.entries || excluded.entries`.execute(trx);
        }
        await tell(trx, "lead", changes.map((change) => change.entity.id));
        return changes.length;
      });
    }
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    throw error;
  }
  return { ok: true, value: { changed, undo: changed > 0 ? set : null } };
}

export interface Trial {
  id: string;
  name: string;
  created: string;
  rule: string | null;
  owner: string | null;
  team: string | null;
}

/** What the rules would have done with the last leads, were they to come now. @throws {ForbiddenError} */
export async function tryOnLast(store: Store, access: Access, options: { count: number }): Promise<Trial[]> {
  require(access, "sources.manage");
  // Whoever keeps the rules sees names only of leads in reach.
  const page = await listRecords(store, access, {
    kind: "lead",
    text: "",
    filter: [],
    sort: { field: "created", desc: true },
    limit: options.count,
    archived: false,
  });
  const found = await tryRules(store, SYSTEM, page.rows);
  return page.rows.map(({ id, values }) => {
    const given = found.get(id) as Assigned;
    return {
      id,
      name: String(values.name ?? ""),
      created: String(values.created ?? ""),
      rule: given.rule?.name ?? null,
      owner: given.owner,
      team: given.team,
    };
  });
}
