import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import writeExcelFile from "npm:write-excel-file@4.1.1/universal";
import { openTable } from "@/crm/import/files/mod.ts";
import { archive, bookParts, cellsOf, fileOf, open } from "@/crm/import/files/testing.ts";

const code = async (bytes: Uint8Array, options = {}) => {
  const opened = await openTable(fileOf(bytes), options);
  return opened.ok ? "" : opened.code.replace("import.error.", "");
};

Deno.test("a workbook of another program comes in with its texts, numbers, dates and flags", async () => {
  const made = await writeExcelFile([
    [{ value: "Имя" }, { value: "Телефон" }, { value: "Дата" }, { value: "Сумма" }, { value: "Да" }],
    [
      { value: "Иван & <Ко>", type: String },
      { value: 79161234567, type: Number },
      { value: new Date("2024-01-31T00:00:00Z"), type: Date, format: "dd.mm.yyyy" },
      { value: 0.1 + 0.2, type: Number },
      { value: true, type: Boolean },
    ],
    [null, { value: "  пробелы  ", type: String }, {
      value: new Date("1999-12-31T23:59:59Z"),
      type: Date,
      format: "d mmm yyyy h:mm",
    }],
  ], { sheet: "Лиды" }).toBlob();
  const table = await open(new Uint8Array(await made.arrayBuffer()));
  assert.equal(table.kind, "xlsx");
  assert.deepEqual(table.sheets, [{ name: "Лиды", hidden: false }]);
  assert.deepEqual(table.header, ["Имя", "Телефон", "Дата", "Сумма", "Да"]);
  assert.deepEqual(await cellsOf(table), [
    ["Иван & <Ко>", "79161234567", "2024-01-31", "0.3", "true"],
    ["", "  пробелы  ", "1999-12-31 23:59:59", "", ""],
  ]);
});

const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;

Deno.test("every kind of cell is read: shared and rich text, formulas, errors, gaps, cells without references", async () => {
  const strings = "<sst><si><t>one</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si></sst>";
  const data = `<row r="1">${text("A1", "h1")}${text("D1", "h4")}</row>` +
    `<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3"><f>1+1</f><v>2</v></c></row>` +
    `<row><c t="str"><f>A&amp;B</f><v>joined</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>0</v></c><c><v>7.9161234567E10</v></c></row>` +
    `<row r="9"><c r="A9" s="3"/></row><row r="10">${
      text("F10", "a note beside the table")
    }</row><row r="1048576"><c r="B1048576" t="d"><v>2024-01-31T10:00:00</v></c></row>`;
  const table = await open(await archive(bookParts(data, { strings })));
  const rows = [];
  for await (const batch of table.rows()) rows.push(...batch.rows);
  assert.deepEqual(rows.map((row) => row.cells), [
    ["one", "rich text", "", "2"],
    ["joined", "#N/A", "false", "79161234567"],
    ["", "2024-01-31 10:00:00", "", ""],
  ]);
  assert.deepEqual(rows.map((row) => row.line), [3, 4, 1048576]);
  assert.deepEqual(rows.map((row) => row.index), [0, 1, 2]);
});

Deno.test("dates keep their day in both date systems, and numbers in red are no dates", async () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-419]d mmm yyyy;@"/>` +
    `<numFmt numFmtId="165" formatCode="[Red]#,##0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
    `<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;
  const data = `<row>${text("A1", "Дата")}${text("B1", "Число")}</row>` +
    `<row><c s="1"><v>45322</v></c><c s="2"><v>45322</v></c></row>`;
  assert.deepEqual(await cellsOf(await open(await archive(bookParts(data, { styles })))), [["2024-01-31", "45322"]]);
  const book = `<workbookPr date1904="1"/>`;
  const old = await open(await archive(bookParts(data.replace("45322", "43860"), { styles, book })));
  assert.deepEqual(await cellsOf(old), [["2024-01-31", "45322"]]);
});

Deno.test("prefixed XML of the OpenXML SDK is read, hidden sheets are named and left alone", async () => {
  const parts = bookParts("");
  parts["xl/a.xml"] =
    `<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Имя</x:t></x:is></x:c>` +
    `</x:row></x:sheetData></x:worksheet>`;
  parts["xl/workbook.xml"] =
    `<x:workbook xmlns:x="m" xmlns:q="r"><x:sheets><x:sheet name="H" state="hidden" q:id="s"/>` +
    `<x:sheet name="V" q:id="s"/></x:sheets></x:workbook>`;
  const table = await open(await archive(parts));
  assert.deepEqual(table.sheets, [{ name: "H", hidden: true }, { name: "V", hidden: false }]);
  assert.equal(table.sheet, "V");
  assert.deepEqual(table.header, ["Имя"]);
  assert.equal((await open(await archive(parts), { sheet: "H" })).sheet, "H");
  assert.equal(await code(await archive(parts), { sheet: "Z" }), "no-sheet");
});

Deno.test("archives that are no workbook, or under a password, or damaged, are named and never thrown", async () => {
  const parts = bookParts(`<row>${text("A1", "x")}</row>`);
  assert.equal(await code(await archive({ "a.txt": "hello" })), "not-a-table");
  assert.equal(await code(await archive({ ...parts, "xl/workbook.xml": "<document/>" })), "not-a-table");
  assert.equal(await code(await archive(parts, { password: "x" })), "encrypted");
  assert.equal(await code(await archive({ ...parts, "xl/a.xml": "<worksheet><sheetData><row>" })), "damaged");
  assert.equal(
    await code(await archive({ ...parts, "xl/a.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>" })),
    "damaged",
  );
  const whole = await archive(parts);
  for (let cut = 40; cut < whole.length; cut += 97) assert.equal(await code(whole.subarray(0, cut)), "damaged");
});

Deno.test("any damaged byte of a workbook gives rows or a code, never a throw", async () => {
  const whole = await archive(bookParts(`<row>${text("A1", "x")}</row><row>${text("A2", "y")}</row>`));
  for (let at = 4; at < whole.length; at += 3) {
    const hurt = whole.slice();
    hurt[at] ^= 0x55;
    const opened = await openTable(fileOf(hurt));
    if (opened.ok) await cellsOf(opened.value);
  }
});

Deno.test("a zip bomb is stopped by what it says and by what it does", async () => {
  const spaces = " ".repeat(3_000_000);
  const bomb = await archive(bookParts(`<row>${text("A1", "x")}</row>` + spaces));
  assert.equal(await code(bomb, { limits: { sheet: 1_000_000 } }), "too-large");
  // The directory lies about the inflated size.
  const liar = bomb.slice();
  const view = new DataView(liar.buffer);
  const needle = Buffer.from("xl/a.xml");
  const entry = Buffer.from(liar.buffer).lastIndexOf(needle) - 46;
  view.setUint32(entry + 24, 500, true);
  assert.equal(await code(liar, { limits: { sheet: 1_000_000 } }), "too-large");
  const strings = `<sst><si><t>${"x".repeat(12_000_000)}</t></si></sst>`;
  assert.equal(await code(await archive(bookParts("", { strings }))), "too-large");
  assert.equal(await code(bomb, { limits: { bytes: 100 } }), "too-large");
});

Deno.test("a sheet damaged half-way gives its rows up to there, and says so in the last", async () => {
  const rows = Array.from({ length: 3000 }, (_, at) => `<row r="${at + 1}">${text(`A${at + 1}`, `n${at}`)}</row>`);
  const parts = bookParts(rows.join("") + "</wrong>");
  const table = await open(await archive(parts));
  const read = [];
  for await (const batch of table.rows()) read.push(...batch.rows);
  assert.ok(read.length > 2000);
  assert.deepEqual(read.at(-1)?.error, { code: "import.error.damaged", fatal: true });
  assert.ok(read.slice(0, -1).every((row) => !row.error));
});

Deno.test("cells beyond the bounds are errors of their row", async () => {
  const data = `<row>${text("A1", "h")}</row><row>${text("A2", "x".repeat(40_000))}</row><row>${
    text("ZZ3", "far")
  }</row>`;
  const table = await open(await archive(bookParts(data)));
  assert.deepEqual(table.sample.map((row) => row.error?.code), [
    "import.error.cell-too-long",
    "import.error.too-many-columns",
  ]);
});
