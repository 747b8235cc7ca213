import assert from "node:assert/strict";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { withDatabase } from "@/store/testing.ts";
import { importProducts } from "@/crm/import/mod.ts";

Deno.test("a price list makes products and brings prices up to date, each product once; wrong rows are told", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    const read = (text: string, as = admin) =>
      importProducts(store, as, { name: "prices.csv", currency: "USD", bytes: new TextEncoder().encode(text) });
    const first = unwrap(
      await read("product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\nGTK 500,GTK,dear"),
    );
    assert.deepEqual(first, {
      created: 2,
      updated: 0,
      same: 0,
      failed: [{ row: 4, value: "dear", code: "records.error.bad-number" }],
    });
    const second = unwrap(await read("Артикул;Товар;Цена;Валюта\nA-1;GTXPro;5 000,50;RUB\n;MG Special;;"));
    assert.deepEqual([second.created, second.updated, second.same], [0, 1, 1]);
    const products = await store.db.selectFrom("products").select(["name", "sku", "price"]).orderBy("name").execute();
    assert.deepEqual(products, [
      { name: "GTXPro", sku: "A-1", price: { minor: 500_050, currency: "RUB" } },
      { name: "MG Special", sku: "", price: { minor: 5_500, currency: "USD" } },
    ]);
    const none = await read("a,b\n1,2");
    assert.ok(!none.ok && none.code === "import.error.no-product-column");
    await assert.rejects(() => read("product\nX", agent), { permission: "pipelines.manage" });
  });
});
