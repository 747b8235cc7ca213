/** Moves a deal to a place on the board: one verb, one transaction, one event, one audit row, and the way back. */
import { sql } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, type LogOptions, verb } from "@/crm/verb.ts";
import { remember } from "@/crm/record/bulk.ts";
import { selection } from "@/crm/record/columns.ts";
import { readInput } from "@/crm/record/input.ts";
import { ranksOf } from "@/crm/record/places.ts";
import { reachOf, wordOf } from "@/crm/record/rights.ts";
import { schemaOf } from "@/crm/record/schema.ts";
import { changeRecord, CONSTRAINTS, lockOne, RECORDS_CHANNEL } from "@/crm/record/write.ts";
import { type CardRow, shownOf, toCards } from "@/crm/board/cards.ts";
import { rankFor, standsAt } from "@/crm/board/place.ts";
import type { Move } from "@/crm/board/schemas.ts";
import type { Moved } from "@/crm/board/types.ts";

/**
 * Into another stage the event is `deal.updated`, as by any other way; to another place of the same column
 * `deal.placed` with `{stage, rank}`. Refusals: `records.error.changed` when the deal went elsewhere meanwhile, and
 * what stages refuse (`deals.error.stage-needs` with `fields`, `stage-full`, `no-stage`). @throws {ForbiddenError}
 */
export async function moveDeal(
  store: Store,
  access: Access,
  input: Move & { id: string } & LogOptions,
): Promise<Result<Moved>> {
  if (reachOf(access, "deal", "edit") === "none") throw new ForbiddenError(wordOf("deal", "edit"));
  // Before the transaction: asked inside, it would need a second connection, and a full pool would stand still.
  const schema = await schemaOf(store, "deal");
  const { id, stage } = input;
  const done = await verb(store, access, {
    ...input,
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const before = await lockOne(trx, access, { kind: "deal", id, schema });
      // Whoever wanted it where it is already has what was wanted.
      if (before.values.stage !== input.was && before.values.stage !== stage) {
        throw new Refusal("records.error.changed", { field: "stage" });
      }
      const moves = before.values.stage !== stage;
      const given = { ...input.values, ...(moves ? { stage } : {}) };
      const values = readInput(given, access, { kind: "deal", schema });
      const rank = (await ranksOf(trx, [id])).get(id)!;
      const { record, change } = await changeRecord(trx, access, { before, values, schema });
      const place = { deal: id, stage, after: input.after, before: input.before };
      const stays = !moves && await standsAt(trx, { ...place, rank });
      const next = stays ? rank : await rankFor(trx, place);
      // A place is no field, but whoever has the card must see that it is newer.
      if (!stays) {
        await sql`update deals set rank = ${next}::numeric, version = version + ${change ? 0 : 1}
          where id = ${id}::uuid`.execute(trx);
      }
      const placed: Change = {
        type: "deal.placed",
        entity: { kind: "deal", id },
        before: { stage, rank },
        after: { stage, rank: next },
      };
      const written = change ?? (stays ? null : placed);
      const undo = written ? newId() : null;
      if (written && undo) {
        const done = [{ record, change: written, rank, ...(change ? {} : { left: next }) }];
        await remember(trx, access, { set: undo, steps: { verb: "updated", kind: "deal" }, done });
      }
      const { rows } = await sql<CardRow>`select ${selection(schema)}, r.rank from deals r where r.id = ${id}::uuid`
        .execute(trx);
      return { value: { row: rows[0], undo }, change: written };
    },
  });
  if (!done.ok) return done;
  const { row, undo } = done.value;
  const sight = { schema: shownOf(schema) };
  const { cards: [card], names } = await toCards(store, access, { sight, rows: [row] });
  return { ok: true, value: { card, names, undo } };
}
