/** Files as other programs export them, with dozens of columns: what the lists count is what the file holds. */
import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { countRecords, type ListQuery, type RecordKind, schemaOf } from "@/crm/record/mod.ts";
import { type ImportWorld, withImports } from "@/crm/import/testing.ts";

const SOURCES = ["Direct Traffic", "Google", "Olark Chat", "Organic Search", "google", ""];
const SECTORS = ["retail", "technolgy", "medical"];
const ROWS = 1_300;

type Row = Record<string, string>;

/** Leads of a school: a number, 0 or 1, words, ticks, ids, empty cells; and 20 columns that nobody needs. */
function lead(n: number): Row {
  return {
    "Prospect ID": crypto.randomUUID(),
    "Lead Number": `${579_533 + n * 5}`,
    "Lead Source": SOURCES[n % 7 % SOURCES.length],
    "Do Not Call": n % 50 === 0 ? "Yes" : "No",
    Converted: n % 13 < 5 ? "1" : "0",
    "Page Views Per Visit": n % 9 === 0 ? "" : `${n % 4}.${n % 10}`,
    "Last Activity": `Email, "opened" ${n % 3}`,
    City: n % 2 ? "Mumbai" : "",
    ...Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`Question ${at}`, (n + at) % 5 === 0 ? "Yes" : "No"])),
  };
}

const company = (n: number): Row => ({
  account: `Company ${n}`,
  sector: SECTORS[n % 7 % 3],
  revenue: `${n * 1.25}`,
  office_location: "",
});

const quoted = (cell: string) => /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
// The last column has no title and no cell, as in exports that end each line with a separator.
const csvOf = (rows: readonly Row[]) =>
  [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))].map((row) => row.map(quoted).join(",") + ",")
    .join("\r\n");

type Filter = ListQuery["filter"];

/** What a list with this filter counts. */
function counted({ store, admin }: ImportWorld, kind: RecordKind, filter: Filter): Promise<number> {
  const sort = { field: "created", desc: false };
  return countRecords(store, admin, { kind, text: "", filter, sort, limit: 1, archived: false });
}

Deno.test("lists count what the file holds, by ticks, words and empty cells, or nobody trusts the move", async () => {
  await withImports(async (world) => {
    const { upload, go, imports, admin, store } = world;
    const rows = Array.from({ length: ROWS }, (_, n) => lead(n));
    const id = await upload(csvOf(rows));
    const { mapping } = unwrap(await imports.get(admin, { id }));
    const types = new Map([["Converted", "checkbox"], ["Lead Source", "select"]] as const);
    const columns = mapping.columns.map((column) => {
      const type = types.get(column.title as "Converted");
      return type ? { ...column, target: { to: "new-field" as const, type, title: column.title } } : column;
    });
    unwrap(await imports.patch(admin, { id, mapping: { columns } }));
    const done = unwrap(await go(id, "run"));
    assert.deepEqual([done.state, done.counters.created, done.counters.failed], ["done", ROWS, 0]);

    const schema = await schemaOf(store, "lead");
    const keyOf = (title: string) => [...schema.values()].find((field) => field.title?.en === title)!.key;
    const inFile = (is: (row: Row) => boolean) => rows.filter(is).length;
    const count = (...filter: Filter) => counted(world, "lead", filter);
    assert.equal(await count(), ROWS);
    assert.equal(
      await count({ field: keyOf("Converted"), op: "is", value: true }),
      inFile((row) => row.Converted === "1"),
    );
    assert.equal(
      await count({ field: "doNotCall", op: "is", value: true }),
      inFile((row) => row["Do Not Call"] === "Yes"),
    );
    assert.equal(await count({ field: "city", op: "empty" }), inFile((row) => row.City === ""));
    const source = keyOf("Lead Source");
    const field = schema.get(source)!;
    for (const { value, titleEn } of field.options) {
      // Lists know no difference between «Google» and «google».
      const same = (row: Row) => row["Lead Source"].toLowerCase() === titleEn.toLowerCase();
      assert.equal(await count({ field: source, op: "is", value }), inFile(same), titleEn);
    }
    assert.equal(field.options.length, 4);
    assert.equal(await count({ field: source, op: "empty" }), inFile((row) => row["Lead Source"] === ""));

    const accounts = Array.from({ length: 85 }, (_, n) => company(n));
    const other = await upload(csvOf(accounts), { kind: "company" });
    assert.equal(unwrap(await go(other, "run")).counters.created, 85);
    for (const sector of SECTORS) {
      const found = await counted(world, "company", [{ field: "industry", op: "is", value: sector }]);
      assert.equal(found, accounts.filter((row) => row.sector === sector).length);
    }
  });
});
