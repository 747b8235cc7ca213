import assert from "node:assert/strict";
import iconv from "npm:iconv-lite@0.7.3";
import { openTable } from "@/crm/import/files/mod.ts";
import { cellsOf, fileOf, open } from "@/crm/import/files/testing.ts";

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `Лид ${at};+7916${String(at).padStart(7, "0")}`);

Deno.test("a Windows-1251 file with semicolons opens by itself", async () => {
  const bytes = new Uint8Array(iconv.encode(["Имя;Телефон", ...lines(3)].join("\r\n"), "windows-1251"));
  const table = await open(bytes);
  assert.equal(table.encoding, "windows-1251");
  assert.equal(table.separator, ";");
  assert.deepEqual(table.header, ["Имя", "Телефон"]);
  assert.deepEqual((await cellsOf(table))[2], ["Лид 2", "+79160000002"]);
});

Deno.test("the first Russian name may stand far below, and still decides the encoding", async () => {
  const text = "name;phone\n" + "John Smith;12345\n".repeat(20_000) + "Иванов Иван;1\n";
  const table = await open(new Uint8Array(iconv.encode(text, "windows-1251")));
  assert.equal(table.encoding, "windows-1251");
  assert.equal((await cellsOf(table)).at(-1)?.[0], "Иванов Иван");
  assert.equal((await open(text)).encoding, "utf-8");
});

Deno.test("an import goes on at the row where it stopped, and reading begins again as often as wished", async () => {
  const table = await open(["Имя;Телефон", ...lines(1234)].join("\n"));
  const from = async (from: number) => {
    const rows = [];
    let done = 0;
    for await (const batch of table.rows({ from, batch: 100 })) {
      assert.ok(batch.done >= done && batch.rows.length <= 100);
      done = batch.done;
      rows.push(...batch.rows);
    }
    assert.equal(done, 1);
    return rows;
  };
  const all = await from(0);
  assert.equal(all.length, 1234);
  assert.deepEqual(await from(777), all.slice(777));
  assert.deepEqual(all[777], { index: 777, line: 779, cells: ["Лид 777", "+79160000777"] });
  assert.deepEqual(table.sample, all.slice(0, 50));
});

Deno.test("a person's choice wins over the guess", async () => {
  const text = "Имя,Телефон\nИван,1\n";
  assert.equal((await open(text, { separator: ";" })).header[0], "Имя,Телефон");
  assert.deepEqual((await open(text, { header: false })).header, ["", ""]);
  assert.equal((await open(text, { header: false })).sample.length, 2);
  assert.equal((await open(text, { encoding: "windows-1251" })).encoding, "windows-1251");
});

Deno.test("a separator inside an unquoted text is an error of its row, short rows and empty ends are not", async () => {
  const table = await open("Имя;Город;\nИван;Уфа;\nПётр\nАнна;Омск;и ещё;что-то\n\n");
  assert.deepEqual(table.header, ["Имя", "Город"]);
  assert.deepEqual(table.sample.map((row) => row.cells.slice(0, 2)), [["Иван", "Уфа"], ["Пётр", ""], ["Анна", "Омск"]]);
  assert.deepEqual(table.sample[2].error, { code: "import.error.too-many-cells", detail: { cells: 4, columns: 2 } });
});

Deno.test("columns without a title are columns when most rows have them", async () => {
  assert.deepEqual((await open("Имя;Город\nИван;Уфа;x\nПётр;Омск;y\n")).header, ["Имя", "Город", ""]);
});

Deno.test("what is no table is refused with a code, whatever it is", async () => {
  const code = async (bytes: Uint8Array | string, size?: number) => {
    const opened = await openTable(fileOf(bytes, { size }));
    return opened.ok ? "" : opened.code.replace("import.error.", "");
  };
  assert.equal(await code(""), "empty-file");
  assert.equal(await code(";;;\n;;\n"), "empty-file");
  assert.equal(await code("%PDF-1.4"), "not-a-table");
  assert.equal(await code("a;b", 300 * 1_048_576), "too-large");
  const ole = new Uint8Array(600_000);
  ole.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  ole[30] = 9;
  assert.equal(await code(ole), "old-excel");
  new DataView(ole.buffer).setUint32(48, 999, true);
  ole.set(iconv.encode("EncryptedPackage", "utf-16le"), 512_000 + 128);
  assert.equal(await code(ole), "encrypted");
});

Deno.test("a source that fails is not taken for a damaged file", async () => {
  const stream = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("disk")) });
  await assert.rejects(openTable({ name: "x", size: 10, stream }), /disk/);
});

Deno.test("a file that grows beyond its bound while it is read ends with an error row", async () => {
  const text = "a;b\n" + "1;2\n".repeat(100_000);
  const opened = await openTable(fileOf(text, { size: 10 }), { limits: { bytes: 300_000 } });
  assert.ok(opened.ok);
  const rows = [];
  for await (const batch of opened.value.rows()) rows.push(...batch.rows);
  assert.equal(rows.at(-1)?.error?.code, "import.error.too-large");
  assert.equal(rows.at(-1)?.error?.fatal, true);
});
