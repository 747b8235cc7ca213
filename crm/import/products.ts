/** A price list from a table: products by their names, made or brought up to date. No more than a screenful of thought. */
import type { Access } from "@/store/access.ts";
import { require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Refused, Result } from "@/crm/result.ts";
import { createProduct, createProductSchema, updateProduct } from "@/crm/pipeline/mod.ts";
import { readMoney } from "@/crm/record/money.ts";
import type { Money } from "@/crm/record/mod.ts";
import { openTable, type Table } from "@/crm/import/files/mod.ts";
import { squeeze } from "@/crm/import/mapping/titles.ts";
import titles from "@/crm/import/mapping/layouts_products.json" with { type: "json" };

const MOST = 2_000;

export interface ProductsImported {
  created: number;
  updated: number;
  same: number;
  failed: { row: number; value: string; code: string }[];
}

type Column = keyof typeof titles;

/** A name that differs in case, spaces and punctuation only is the same product. @throws {ForbiddenError} */
export async function importProducts(
  store: Store,
  access: Access,
  input: { name: string; currency: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<Result<ProductsImported>> {
  require(access, "pipelines.manage");
  const { name, bytes, currency } = input;
  const opened = await openTable({ name, size: bytes.length, stream: () => new Blob([bytes]).stream() });
  if (!opened.ok) return opened;
  const at = columnsOf(opened.value.header);
  if (at.name === undefined) return { ok: false, code: "import.error.no-product-column" };
  const rows = await rowsOf(opened.value);
  if ("code" in rows) return rows;
  const known = await store.db.selectFrom("products").select(["id", "name", "sku", "price"])
    .where("archived_at", "is", null).execute();
  const byName = new Map(known.map((product) => [squeeze(product.name), product]));
  const done: ProductsImported = { created: 0, updated: 0, same: 0, failed: [] };
  for (const { line, cells } of rows) {
    const cell = (column: Column) => at[column] === undefined ? "" : (cells[at[column]!] ?? "").trim();
    const fail = (code: string, value: string) =>
      void done.failed.push({ row: line, value: value.slice(0, 200), code });
    const price = cell("price") === "" ? null : readMoney(cell("price"), cell("currency").toUpperCase() || currency);
    if (price && !price.ok) {
      fail(price.code, cell("price"));
      continue;
    }
    const given = createProductSchema.safeParse({ name: cell("name"), sku: cell("sku"), price: price?.value ?? null });
    if (!given.success) {
      fail("import.error.row", cell("name"));
      continue;
    }
    const old = byName.get(squeeze(given.data.name));
    const next = old ? { ...old, ...filled(given.data) } : given.data;
    if (old && same(old, next)) {
      done.same++;
      continue;
    }
    const written = old
      ? await updateProduct(store, access, { ...filled(given.data), id: old.id })
      : await createProduct(store, access, given.data);
    if (!written.ok) fail(written.code, given.data.name);
    else {
      if (old) done.updated++;
      else done.created++;
      byName.set(squeeze(given.data.name), written.value);
    }
  }
  return { ok: true, value: done };
}

interface Given {
  name: string;
  sku: string;
  price: Money | null;
}

/** Empty cells erase nothing. */
const filled = ({ name, sku, price }: Given): Partial<Given> => ({
  name,
  ...(sku ? { sku } : {}),
  ...(price ? { price } : {}),
});

const same = (a: Given, b: Given) =>
  a.name === b.name && a.sku === b.sku && a.price?.minor === b.price?.minor && a.price?.currency === b.price?.currency;

function columnsOf(header: readonly string[]): Partial<Record<Column, number>> {
  const names = header.map(squeeze);
  const place = (wanted: readonly string[]) => {
    const at = names.findIndex((name) => wanted.includes(name));
    return at < 0 ? undefined : at;
  };
  return Object.fromEntries(Object.entries(titles).map(([column, wanted]) => [column, place(wanted)]));
}

async function rowsOf(table: Table): Promise<{ line: number; cells: string[] }[] | Refused> {
  const all: { line: number; cells: string[] }[] = [];
  for await (const { rows } of table.rows({ batch: MOST })) {
    for (const { line, cells, error } of rows) {
      if (error) return { ok: false, code: error.code, ...(error.detail ? { detail: error.detail } : {}) };
      all.push({ line, cells });
    }
    if (all.length > MOST) return { ok: false, code: "import.error.too-many-products", detail: { limit: MOST } };
  }
  return all;
}
