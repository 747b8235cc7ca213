/** Verbs of products. A product that is put away stays in the deals that hold it. */
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { BY_MANAGERS, lockThing, setArchived } from "@/crm/pipeline/put_away.ts";
import type { createProductSchema, thingSchema, updateProductSchema } from "@/crm/pipeline/schemas.ts";
import type { Product } from "@/crm/pipeline/types.ts";

/** @throws {ForbiddenError} */
export function createProduct(
  store: Store,
  access: Access,
  input: z.output<typeof createProductSchema>,
): Promise<Result<Product>> {
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      const id = newId();
      await trx.insertInto("products").values({ ...input, id, price: input.price && JSON.stringify(input.price) })
        .execute();
      return {
        value: { id, ...input, version: 1, archived: false },
        change: { type: "product.created", entity: { kind: "product", id }, after: input },
      };
    },
  });
}

/** Only what is given is changed; deals keep the price that they were made with. @throws {ForbiddenError} */
export function updateProduct(
  store: Store,
  access: Access,
  input: z.output<typeof updateProductSchema>,
): Promise<Result<Product>> {
  const { id, version: _, ...given } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      const { version } = await lockThing(trx, "products", input);
      const before = await trx.selectFrom("products").select(["name", "sku", "price"]).where("id", "=", id)
        .executeTakeFirstOrThrow();
      const after = {
        name: given.name ?? before.name,
        sku: given.sku ?? before.sku,
        price: given.price === undefined ? before.price : given.price,
      };
      const changed = difference(before, after);
      if (!changed) return { value: { id, ...after, version, archived: false }, change: null };
      await trx.updateTable("products").set({
        ...after,
        price: after.price && JSON.stringify(after.price),
        version: version + 1,
        updated_at: new Date(),
      }).where("id", "=", id).execute();
      return {
        value: { id, ...after, version: version + 1, archived: false },
        change: { type: "product.updated", entity: { kind: "product", id }, ...changed },
      };
    },
  });
}

/** @throws {ForbiddenError} */
export function archiveProduct(store: Store, access: Access, input: z.output<typeof thingSchema>) {
  return setArchived(store, access, { ...input, table: "products", archived: true });
}

/** @throws {ForbiddenError} */
export function restoreProduct(store: Store, access: Access, input: z.output<typeof thingSchema>) {
  return setArchived(store, access, { ...input, table: "products", archived: false });
}
