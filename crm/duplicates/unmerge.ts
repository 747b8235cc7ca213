/**
 * Takes a merge back: the merged records return, what pointed to them points to them again, and the survivor gets the
 * values it had. A field that was changed since the merge keeps what it has now and is named.
 */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, type Plain, verb, writeChange } from "@/crm/verb.ts";
import { follow } from "@/crm/record/derive.ts";
import {
  CONSTRAINTS,
  lockRows,
  PLURAL,
  reaches,
  RECORDS_CHANNEL,
  schemaOf,
  tell,
  type Values,
  writeRaw,
} from "@/crm/record/mod.ts";
import type { Before } from "@/crm/duplicates/merge.ts";
import { moveBack, type Moved, movedRecords, putTexts } from "@/crm/duplicates/moves.ts";
import { planRevert } from "@/crm/revert/plan.ts";

export interface Unmerged {
  /** Ids of the records that are there again. */
  restored: string[];
  /** Fields of the survivor that were changed since and keep their present value. */
  kept: string[];
}

/** @throws {ForbiddenError} */
export function undoMerge(store: Store, access: Access, input: { id: string }): Promise<Result<Unmerged>> {
  return verb(store, access, {
    permission: "records.merge",
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const merge = await trx.selectFrom("merges").selectAll().where("id", "=", input.id).forUpdate()
        .executeTakeFirst();
      if (!merge || merge.undone_at) throw new Refusal("duplicates.error.no-merge");
      const { kind, survivor_id, merged_ids } = merge;
      const before = merge.before as unknown as Before;
      const moved = merge.moved as unknown as Moved;
      const schema = await schemaOf(store, kind);
      const ids = [survivor_id, ...merged_ids];
      const rows = await lockRows(trx, access, { kind, ids, action: "view", schema });
      const survivor = rows.find((row) => row.id === survivor_id);
      const others = rows.filter((row) => row.id !== survivor_id);
      if (!survivor || others.length < merged_ids.length) throw new Refusal("records.error.no-record");
      if (survivor.archived) throw new Refusal("duplicates.error.survivor-gone");
      for (const row of rows) {
        const { owner, team } = row.values as { owner: string | null; team: string | null };
        if (!reaches(access, kind, { action: "edit", owner, team })) throw new Refusal("records.error.not-yours");
      }

      const plan = planRevert(before.changed, survivor.values, { force: false, may: () => true });
      const changed = difference(survivor.values as Plain, { ...survivor.values, ...plan.values });
      if (changed) {
        await writeRaw(trx, { kind, id: survivor.id, values: changed.after as Values, schema });
        await follow(trx, { kind, id: survivor.id, changed: changed.after as Values });
      }
      if (kind === "contact" && before.records.some(({ id, draft }) => id === survivor.id && draft)) {
        await trx.updateTable("contacts").set({ draft: true }).where("id", "=", survivor.id)
          .where("name", "=", `${before.records[0].values.name ?? ""}`).execute();
      }
      const restored = others.filter((row) => row.archived);
      await sql`update ${sql.table(PLURAL[kind])} set archived_at = null, version = version + 1, updated_at = now()
        where id = any(${restored.map(({ id }) => id)}::uuid[])`.execute(trx);
      await moveBack(trx, { kind, moved, survivor: survivor.id, gone: merged_ids });
      if (kind === "company") {
        const now = { ...survivor.values, ...plan.values };
        // The survivor's own ones show its name after this, the others still that of the merge.
        for (const shown of new Set([`${survivor.values.name ?? ""}`, `${now.name ?? ""}`])) {
          await putTexts(trx, { texts: before.texts, shown });
        }
      }
      await sql`update duplicate_pairs set state = 'open', settled_at = null, settled_by = null
        where state = 'merged' and id = any(${moved.pairs?.open ?? []}::uuid[])`.execute(trx);
      await trx.updateTable("merges").set({ undone_at: sql`now()` }).where("id", "=", merge.id).execute();

      for (const { id, values } of restored) {
        const after = { archived: false, name: values.name };
        const change = { type: `${kind}.restored`, entity: { kind, id }, before: { archived: true }, after };
        await writeChange(trx, access, { change, cause: merge.id });
      }
      await tell(trx, kind, merged_ids);
      const touched = movedRecords(moved);
      for (const one of ["lead", "contact", "deal", "task"] as const) await tell(trx, one, touched[one]);
      const sides = changed ?? { before: {}, after: {} };
      return {
        value: { restored: restored.map(({ id }) => id), kept: plan.left },
        change: {
          type: `${kind}.unmerged`,
          entity: { kind, id: survivor.id },
          ...sides,
          data: { ...sides.after, merge: merge.id },
        },
      };
    },
  });
}
