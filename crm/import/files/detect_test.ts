import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import iconv from "npm:iconv-lite@0.7.3";
import { detect, isEncrypted, oleDirectory } from "@/crm/import/files/detect.ts";
import { detectEncoding } from "@/crm/import/files/encoding.ts";
import { detectHeader } from "@/crm/import/files/separator.ts";
import type { Encoding, Separator } from "@/crm/import/files/types.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytesOf = (text: string, encoding: string, addBOM = false) =>
  new Uint8Array(iconv.encode(text, encoding, { addBOM }));
const whole = { whole: true };

const WORDS =
  ("Иванов Иван Петрович Смирнова Анна ООО Ромашка Москва Казань перезвонить завтра интересует цена доставки " +
    "новый клиент со стенда в холодильном цехе Ёлкина Щукин объявление съёмка ПЕТРОВ").split(" ");
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 14, maxLength: 40 });
const row = (words: string[]) => words.map((word, at) => word + (at % 3 === 2 ? "\r\n" : ";")).join("");

Deno.test("Russian in any of its encodings is read as Russian, not as rubbish", () => {
  const encodings: Encoding[] = ["utf-8", "windows-1251", "koi8-r", "ibm866"];
  fc.assert(
    fc.property(words, fc.constantFrom(...encodings), (words, encoding) => {
      const name = encoding === "ibm866" ? "cp866" : encoding;
      assert.equal(detectEncoding(bytesOf(row(words), name), whole)?.encoding, encoding);
    }),
    { numRuns: 500 },
  );
});

Deno.test("one short Russian header tells Windows-1251", () => {
  for (const text of ["Имя;Телефон\r\n", "ФИО;EMAIL\r\nJohn;a@b.c\r\n", "id,Город\n1,Уфа\n", "ИВАНОВ;1\n"]) {
    assert.equal(detectEncoding(bytesOf(text, "windows-1251"), whole)?.encoding, "windows-1251", text);
  }
});

Deno.test("UTF-16 is known by its mark and without it, UTF-8 with its mark and without", () => {
  const text = "Имя;Телефон;Город\r\nИван;+79161234567;Уфа\r\n";
  for (const encoding of ["utf-16le", "utf-16be", "utf-8"]) {
    for (const mark of [true, false]) {
      assert.equal(detectEncoding(bytesOf(text, encoding, mark), whole)?.encoding, encoding, `${encoding} ${mark}`);
    }
  }
});

Deno.test("a letter cut at the end of the first bytes, or one damaged byte, does not turn UTF-8 into another encoding", () => {
  const bytes = utf8(row(WORDS));
  for (let cut = 40; cut < 60; cut++) assert.equal(detectEncoding(bytes.subarray(0, cut))?.encoding, "utf-8");
  const hurt = bytes.slice();
  hurt[20] = 0xff;
  assert.equal(detectEncoding(hurt, whole)?.encoding, "utf-8");
});

Deno.test("Western names in the old Western encoding keep their umlauts", () => {
  assert.equal(
    detectEncoding(bytesOf("Name;City\nMüller;Köln\nJosé;Málaga\n", "windows-1252"), whole)?.encoding,
    "windows-1252",
  );
});

Deno.test("the separator is found whatever stands in quoted cells", () => {
  const separator = fc.constantFrom<Separator>(",", ";", "\t", "|");
  const cell = fc.oneof(
    fc.constantFrom(...WORDS),
    fc.constantFrom("", "12", "a@b.ru", '"x, y; z|w\t"', '"two\nlines; here"', '"say ""hi"", he said"'),
  );
  const table = fc.integer({ min: 2, max: 8 }).chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 30 })
  );
  fc.assert(
    fc.property(table, separator, fc.constantFrom("\n", "\r\n"), (table, separator, end) => {
      const header = table[0].map((_, at) => `Поле ${at + 1}`).join(separator);
      const text = [header, ...table.map((row) => row.join(separator))].join(end) + end;
      const found = detect(utf8(text), whole);
      assert.deepEqual(found, { kind: "csv", encoding: "utf-8", separator, header: true, ascii: false });
    }),
    { numRuns: 300 },
  );
});

Deno.test("decimal commas and commas in sentences do not make a comma the separator", () => {
  for (
    const [text, separator] of [
      ["Цена;Вес;Имя\n1,5;2,5;a\n2,5;3,5;b\n", ";"],
      ["Имя\tЗаметка\nИван\tда, конечно\nПётр\tнет, спасибо\n", "\t"],
      ["Имя,Заметка\nИван,да; конечно\nПётр,нет\n", ","],
      ["sep=|\na;b|c;d\n", "|"],
      ["Имя\nИван\nПётр\n", ";"],
    ]
  ) {
    const found = detect(utf8(text), whole);
    assert.equal(found.kind === "csv" && found.separator, separator, text);
  }
});

Deno.test("a header is told from the first lead, or one lead is lost or a header is imported", () => {
  const yes = [
    [["Имя", "Телефон"], ["Иван", "+7 916 123-45-67"]],
    [["Name", "Phone"]],
    [["Колонка", "Ещё"], ["а", "1"], ["б", "2"]],
    [["Prospect ID", "Lead Number", ""], ["571b5c8e", "579533", ""]],
    [["ФИО", "2024"], ["Иван", "5"]],
  ];
  const no = [
    [["Иван", "+7 916 123-45-67"], ["Пётр", "+7 916 123-45-68"]],
    [["Анна", "a@b.ru"]],
    [["Иванов", "01.02.2024"]],
    [["Казань"], ["Уфа"], ["Казань"]],
  ];
  for (const rows of yes) assert.equal(detectHeader(rows), true, JSON.stringify(rows));
  for (const rows of no) assert.equal(detectHeader(rows), false, JSON.stringify(rows));
});

Deno.test("what is no table is named as what it is, so that people know what to do", () => {
  const ole = new Uint8Array(1536);
  ole.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  ole[30] = 9;
  const code = (bytes: Uint8Array) => {
    const found = detect(bytes, whole);
    return found.kind === "unsupported" ? found.code.replace("import.error.", "") : found.kind;
  };
  assert.equal(code(new Uint8Array()), "empty-file");
  assert.equal(code(utf8("\ufeff \r\n\r\n")), "empty-file");
  assert.equal(code(ole), "old-excel");
  assert.equal(oleDirectory(ole), 512);
  ole.set(bytesOf("EncryptedPackage", "utf-16le"), 700);
  assert.equal(code(ole), "encrypted");
  assert.ok(isEncrypted(ole.subarray(512)));
  assert.equal(
    code(utf8("PK\x03\x04" + "\0".repeat(26) + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
    "open-document",
  );
  assert.equal(code(utf8("PK\x03\x04" + "\0".repeat(26) + "[Content_Types].xml")), "xlsx");
  assert.equal(code(utf8("<html><body><table><tr><td>Имя</td></tr></table>")), "web-page");
  assert.equal(code(utf8("%PDF-1.7\n...")), "not-a-table");
  assert.equal(code(Uint8Array.from({ length: 3000 }, (_, at) => (at * 7919) % 251)), "not-a-table");
});

Deno.test("any bytes get an answer, never a throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    detect(bytes, whole);
    detect(bytes);
  }));
});
