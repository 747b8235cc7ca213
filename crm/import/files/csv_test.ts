import assert from "node:assert/strict";
import { parse } from "npm:csv-parse@7.0.3/sync";
import fc from "npm:fast-check@4.10.2";
import { type CsvOptions, readCsv } from "@/crm/import/files/csv.ts";
import type { Row, Separator } from "@/crm/import/files/types.ts";

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Uint8Array, options: Partial<CsvOptions> & { piece?: number } = {}): Promise<Row[]> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const rows: Row[] = [];
  const { piece = 7, ...rest } = options;
  const source = pieces(bytes, piece);
  for await (const batch of readCsv(source, { encoding: "utf-8", separator: ";", ...rest })) rows.push(...batch);
  return rows;
}

const cells = (rows: Row[]) => rows.map((row) => row.cells);
const codes = (rows: Row[]) => rows.map((row) => row.error?.code.replace("import.error.", "") ?? "");

Deno.test("quotes, separators and line ends inside cells stay inside them, or a note becomes three leads", async () => {
  const rows = await read('a;"b;1";"line 1\r\nline 2"\r\n"say ""hi""";ООО "Ромашка"; x \r\n');
  assert.deepEqual(cells(rows), [["a", "b;1", "line 1\r\nline 2"], ['say "hi"', 'ООО "Ромашка"', " x "]]);
  assert.deepEqual(rows.map((row) => row.line), [1, 3]);
});

Deno.test("line numbers name the line in the file, whatever the line ends and empty lines", async () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const rows = await read(["a;b", "", ";", `c;"x${end}y"`, "d;e"].join(end));
    assert.deepEqual(rows.map((row) => row.line), [1, 4, 6], JSON.stringify(end));
  }
});

Deno.test("one stray quote costs its own row, not the rest of the file", async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => `${at};name ${at};x`);
  lines[10] = '10;"name;x';
  lines[2000] = '2000;"say ""hi""";x';
  const rows = await read(lines.join("\n"), { piece: 65_536 });
  assert.deepEqual(rows.filter((row) => row.error).map((row) => row.line), [11]);
  assert.equal(rows.length, 3000);
  assert.deepEqual(rows[2000].cells, ["2000", 'say "hi"', "x"]);
});

Deno.test("a quote that never closes is one broken row", async () => {
  const rows = await read('a;b\n1;2\n3;"4\n5;6');
  assert.deepEqual(codes(rows), ["", "", "broken-quotes", ""]);
  assert.deepEqual(rows[2].cells, ['3;"4']);
});

Deno.test("what follows a broken row and is part of it does not become a row of its own", async () => {
  const rows = await read('a;b\n1;"ends "badly\nand goes on\nand on"\n2;c\n3;"ends\nlater "too"\n4;d\nshort');
  const wrong = "broken-quotes";
  assert.deepEqual(codes(rows), ["", wrong, wrong, wrong, "", wrong, wrong, "", ""]);
});

Deno.test("NUL characters vanish, encodings are read, the mark is no letter", async () => {
  assert.deepEqual(cells(await read("\ufeffИмя\0;b\n", { piece: 1 })), [["Имя", "b"]]);
  const russian = Uint8Array.of(0xc8, 0xe2, 0xe0, 0xed, 0x3b, 0x31, 0x0a);
  assert.deepEqual(cells(await read(russian, { encoding: "windows-1251", piece: 1 })), [["Иван", "1"]]);
  const wide = new Uint8Array(new Uint16Array([...("Ян;1\n")].map((sign) => sign.charCodeAt(0))).buffer);
  assert.deepEqual(cells(await read(wide, { encoding: "utf-16le", piece: 1 })), [["Ян", "1"]]);
});

Deno.test("cells, columns and lines beyond the bounds are errors of their row, and the next row is read", async () => {
  const limits = { cell: 10, columns: 3 };
  const rows = await read(`a;b\n${"x".repeat(11)};b\n1;2;3;4\n${"y".repeat(5000)}\nc;d`, { limits });
  assert.deepEqual(codes(rows), ["", "cell-too-long", "too-many-columns", "cell-too-long", ""]);
  assert.deepEqual(rows.map((row) => row.line), [1, 2, 3, 4, 5]);
  assert.deepEqual(rows.at(-1)?.cells, ["c", "d"]);
  assert.ok(rows.every((row) => row.cells.every((cell) => cell.length <= 10)));
});

Deno.test("Excel's own hint about the separator is no row", async () => {
  assert.deepEqual(cells(await read("sep=;\r\na;b\r\n")), [["a", "b"]]);
});

Deno.test("a file that is longer than it said is stopped", async () => {
  await assert.rejects(read("a;b\n".repeat(100), { limits: { bytes: 100 } }), { code: "import.error.too-large" });
});

const cell = fc.oneof(
  fc.stringMatching(/^[a-zА-я "';,=\n]{0,8}$/),
  fc.constantFrom('"', "\r\n", "'", "a", "x\ty", "😀"),
);
const separator = fc.constantFrom<Separator>(",", ";", "\t", "|");

Deno.test("any well-formed file is read as csv-parse reads it, in pieces of any size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      separator,
      fc.constantFrom("\n", "\r\n"),
      fc.integer({ min: 1, max: 40 }),
      async (table, separator, end, piece) => {
        const text = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator) + end)
          .join("");
        const judge: string[][] = parse(text, { delimiter: separator, relax_column_count: true });
        const expected = judge.filter((row) => row.some((cell) => cell !== ""));
        assert.deepEqual(cells(await read(text, { separator, piece, unguard: false })), expected);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("any text at all is read to its end without a throw, with every line accounted for", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom("a", '"', ";", "\n", "\r", " "), maxLength: 150 }),
      fc.nat(20),
      async (text, n) => {
        const limits = { cell: 6, columns: 4 };
        const rows = await read(text, { piece: n + 1, limits });
        assert.deepEqual(rows, await read(text, { piece: 1000, limits }));
        const lines = text.split(/\r\n|\n|\r/).length;
        for (const [at, row] of rows.entries()) {
          assert.ok(row.line <= lines && (at === 0 || row.line > rows[at - 1].line));
        }
      },
    ),
    { numRuns: 1000 },
  );
});
