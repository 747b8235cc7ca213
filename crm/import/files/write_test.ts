import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { parse } from "npm:csv-parse@7.0.3/sync";
import { readSheet } from "npm:read-excel-file@9.3.17/universal";
import { guard, unguard } from "@/crm/import/files/guard.ts";
import { type Cell, type Column, wallClock, writeCsv, writeXlsx } from "@/crm/import/files/write.ts";
import { bytesOf, cellsOf, open } from "@/crm/import/files/testing.ts";

const columns: Column[] = [{ title: "Имя" }, { title: "Телефон", width: 20 }, { title: "Дата" }];
const text = (bytes: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const csv = async (rows: Cell[][], separator: ";" | "," = ";") =>
  text(await bytesOf(writeCsv(columns, [rows], { separator })));

Deno.test("Excel opens the CSV as it is: a mark, its separator, its decimal sign, CR LF", async () => {
  const rows: Cell[][] = [["Иван; «Ко»", "+79161234567", { date: "2024-01-31 10:00:00" }], [1.5, true, null]];
  assert.equal(
    await csv(rows),
    '\ufeffИмя;Телефон;Дата\r\n"Иван; «Ко»";+79161234567;2024-01-31 10:00:00\r\n1,5;true;\r\n',
  );
  assert.match(await csv(rows, ","), /\r\n1\.5,true,\r\n$/);
});

Deno.test("no exported lead runs as a formula in the spreadsheet of whoever opens it", async () => {
  for (const attack of ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1", '=HYPERLINK("http://x")']) {
    assert.equal(guard(attack), `'${attack}`);
    const [, [cell]]: string[][] = parse(await csv([[attack, "", ""]]), { delimiter: ";", bom: true });
    assert.equal(cell[0], "'", attack);
  }
  for (const plain of ["+79161234567", "-5", "+12,5", "-0.5", "Иван", "'тихо'", ""]) assert.equal(guard(plain), plain);
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "1", "a", "\t") }), (value) => {
    assert.equal(unguard(guard(value)), value);
    assert.doesNotMatch(guard(value), /^[=@\t]|^[+-](?!\d+$)/);
  }));
});

const piece = fc.constantFrom(
  "a",
  "Ж",
  " ",
  "'",
  '"',
  ";",
  ",",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "=",
  "+",
  "-",
  "@",
  "<",
  "&",
  "😀",
  "_x000D_",
);
const cell = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
const table = fc.array(
  fc.tuple(cell, cell, cell).filter((row) => row.some((value) => value !== "")),
  { minLength: 1, maxLength: 5 },
);

Deno.test("what is written as CSV is read back the same, whatever stands in it", async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom<";" | ",">(";", ","), async (rows, separator) => {
      const bytes = await bytesOf(writeCsv(columns, [rows], { separator }));
      const read = await open(bytes, { header: true });
      assert.equal(read.encoding, "utf-8");
      assert.deepEqual(await cellsOf(await open(bytes, { header: true, separator })), rows);
    }),
    { numRuns: 300 },
  );
});

const typed = fc.oneof(
  cell,
  fc.integer(),
  fc.boolean(),
  fc.date({ min: new Date("1900-01-01"), max: new Date("9999-01-01"), noInvalidDate: true })
    .map((date): Cell => ({ date: date.toISOString().slice(0, 19).replace("T", " ").replace(" 00:00:00", "") })),
  fc.constantFrom("\u0001", "\ufffe", "_x0041_"),
);
const asText = (value: Cell) => value === null ? "" : typeof value === "object" ? value.date : String(value);

Deno.test("what is written as .xlsx is read back the same: texts, numbers, flags, days and moments", async () => {
  const rows = fc.array(fc.tuple(fc.constant("x"), typed, typed), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const read = await open(await bytesOf(writeXlsx(columns, [rows], { sheet: "A" })), { header: true });
      assert.deepEqual(read.header, columns.map(({ title }) => title));
      assert.deepEqual(await cellsOf(read), rows.map((row) => row.map(asText)));
    }),
    { numRuns: 60 },
  );
});

Deno.test("another program reads our .xlsx: the types are real ones", async () => {
  const rows: Cell[][] = [['Иван <&> "Ко"', 1.5, { date: "2024-01-31" }], ["=1+1", true, {
    date: "2024-01-31 12:00:00",
  }]];
  const bytes = await bytesOf(writeXlsx(columns, [rows], { sheet: "Лиды: [1]" }));
  assert.deepEqual(await readSheet(new Blob([new Uint8Array(bytes)])), [
    ["Имя", "Телефон", "Дата"],
    ['Иван <&> "Ко"', 1.5, new Date("2024-01-31")],
    ["=1+1", true, new Date("2024-01-31T12:00:00Z")],
  ]);
  assert.deepEqual((await open(bytes)).sheets, [{ name: "Лиды   1", hidden: false }]);
});

Deno.test("more rows than a sheet holds go on in the next, none is lost", async () => {
  const rows: Cell[][] = Array.from({ length: 7 }, (_, at) => [`n${at}`, at, null]);
  const bytes = await bytesOf(writeXlsx(columns, [rows], { sheet: "Лиды", sheetRows: 4 }));
  const names: string[] = [];
  for (const { name } of (await open(bytes)).sheets) {
    names.push(...(await cellsOf(await open(bytes, { sheet: name, header: true }))).map(([name]) => name));
  }
  assert.deepEqual(names, rows.map(([name]) => name));
});

Deno.test("a text longer than Excel takes does not make the file a damaged one", async () => {
  const bytes = await bytesOf(writeXlsx(columns, [[["x".repeat(50_000), 1, null]]], { sheet: "A" }));
  const [[value]] = await cellsOf(await open(bytes, { header: true }));
  assert.equal(value.length, 32_767);
  assert.ok(value.endsWith("…"));
});

for (const [kind, write] of [["csv", writeCsv], ["xlsx", writeXlsx]] as const) {
  const options = { separator: ";", sheet: "A" } as const;

  Deno.test(`${kind}: whoever goes away ends the export, and the store's pages are let go`, async () => {
    let ended = false;
    async function* rows(): AsyncGenerator<Cell[][]> {
      try {
        while (true) yield Array.from({ length: 500 }, () => [crypto.randomUUID(), crypto.randomUUID(), null]);
      } finally {
        ended = true;
      }
    }
    const reader = write(columns, rows(), options).getReader();
    for (let bytes = 0; bytes < 100_000;) bytes += (await reader.read()).value!.length;
    await reader.cancel();
    for (let turn = 0; turn < 100 && !ended; turn++) await new Promise((done) => setImmediate(done));
    assert.ok(ended);
  });

  Deno.test(`${kind}: an export that fails half-way is a broken download, not a short file that looks whole`, async () => {
    async function* rows(): AsyncGenerator<Cell[][]> {
      yield [["a", 1, null]];
      throw new Error("the store went away");
    }
    await assert.rejects(bytesOf(write(columns, rows(), options)), /the store went away/);
  });
}

Deno.test("moments are written on the exporter's wall clock", () => {
  assert.deepEqual(wallClock(new Date("2024-01-31T22:30:00Z"), "Europe/Moscow"), { date: "2024-02-01 01:30:00" });
});
