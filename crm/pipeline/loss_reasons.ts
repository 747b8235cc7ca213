/** Verbs of reasons of loss. One that is put away stays in the deals that were lost by it. */
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { BY_MANAGERS, lastPosition, lockThing, putInOrder, setArchived } from "@/crm/pipeline/put_away.ts";
import type {
  createLossReasonSchema,
  orderSchema,
  renameLossReasonSchema,
  thingSchema,
} from "@/crm/pipeline/schemas.ts";
import type { LossReason } from "@/crm/pipeline/types.ts";

/** @throws {ForbiddenError} */
export function createLossReason(
  store: Store,
  access: Access,
  input: z.output<typeof createLossReasonSchema>,
): Promise<Result<LossReason>> {
  const { name } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      const id = newId();
      await trx.insertInto("loss_reasons").values({ id, name, position: await lastPosition(trx, "loss_reasons") })
        .execute();
      return {
        value: { id, name, version: 1, archived: false },
        change: { type: "loss-reason.created", entity: { kind: "loss-reason", id }, after: { name } },
      };
    },
  });
}

/** @throws {ForbiddenError} */
export function renameLossReason(
  store: Store,
  access: Access,
  input: z.output<typeof renameLossReasonSchema>,
): Promise<Result<LossReason>> {
  const { id, name } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      const before = await lockThing(trx, "loss_reasons", input);
      if (before.name === name) return { value: { id, ...before }, change: null };
      const version = before.version + 1;
      await trx.updateTable("loss_reasons").set({ name, version }).where("id", "=", id).execute();
      const entity = { kind: "loss-reason", id };
      return {
        value: { id, name, version, archived: false },
        change: { type: "loss-reason.updated", entity, before: { name: before.name }, after: { name } },
      };
    },
  });
}

/** Those that are not named come after, as they were. @throws {ForbiddenError} */
export function reorderLossReasons(
  store: Store,
  access: Access,
  input: z.output<typeof orderSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      return { value: null, change: await putInOrder(trx, "loss_reasons", input) };
    },
  });
}

/** @throws {ForbiddenError} */
export function archiveLossReason(store: Store, access: Access, input: z.output<typeof thingSchema>) {
  return setArchived(store, access, { ...input, table: "loss_reasons", archived: true });
}

/** @throws {ForbiddenError} */
export function restoreLossReason(store: Store, access: Access, input: z.output<typeof thingSchema>) {
  return setArchived(store, access, { ...input, table: "loss_reasons", archived: false });
}
