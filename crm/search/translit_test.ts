import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { cyrillicOf, latinOf, latinSpellings } from "./translit.ts";
import diminutives from "./diminutives.json" with { type: "json" };

const SURNAMES =
  "иванов смирнов кузнецов попов васильев петров соколов михайлов новиков федоров морозов волков алексеев " +
  "лебедев семенов егоров павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев соловьев " +
  "борисов яковлев григорьев романов воробьев сергеев кузьмин фролов александров дмитриев королев гусев киселев ильин " +
  "максимов поляков сорокин виноградов ковалев белов медведев антонов тарасов жуков баранов филиппов комаров давыдов " +
  "беляев герасимов богданов осипов сидоров матвеев титов марков миронов крылов куликов карпов власов мельников " +
  "денисов гаврилов тихонов казаков афанасьев данилов савельев тимофеев фомин чернов абрамов мартынов ефимов " +
  "щербаков щукин чайковский цой ющенко хабибуллин крючков толстой эренбург ельцин хрущев подольский игнатьев";

Deno.test("a passport's spelling is the one in the passport, or a visa's holder is somebody else", () => {
  const cases: [string, string][] = [
    ["щукин", "shchukin"],
    ["юлия", "iuliia"],
    ["Ёлкина", "elkina"],
    ["подъячев", "podieiachev"],
    ["жуковский", "zhukovskii"],
    ["хайруллин", "khairullin"],
    ["цветаева", "tsvetaeva"],
    ["эрьзя", "erzia"],
    ["smith 7", "smith 7"],
  ];
  for (const [russian, latin] of cases) assert.equal(latinOf(russian), latin);
  assert.equal(latinOf("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), "abvgdeezhziiklmnoprstufkhtschshshchieyeiuia");
});

Deno.test("people spell themselves otherwise than their passports: both are looked for", () => {
  assert.deepEqual(latinSpellings("юрий"), ["iurii", "yuriy", "yury"]);
  assert.deepEqual(latinSpellings("андрей"), ["andrei", "andrey"]);
  assert.deepEqual(latinSpellings("белый"), ["belyi", "belyy", "bely"]);
  assert.deepEqual(latinSpellings("петр"), ["petr"]);
  assert.deepEqual(latinSpellings("татьяна"), ["tatiana", "tatyana"]);
});

Deno.test("a name typed in Latin is read as Russian, the likeliest reading first", () => {
  const first: [string, string][] = [
    ["Ivanov", "иванов"],
    ["Shchukin", "щукин"],
    ["Schukin", "щукин"],
    ["Yuliya", "юлия"],
    ["Julia", "юлия"],
    ["Aleksey", "алексей"],
    ["Alexey", "алексей"],
    ["Alexander", "александр"],
    ["Sergej", "сергей"],
    ["Yevgeny", "евгений"],
    ["Tchaikovsky", "чайковский"],
    ["Khabibullin", "хабибуллин"],
    ["Vasilyev", "васильев"],
    ["Michael", "михаил"],
    ["Dmitriy", "дмитрий"],
    ["Peter", "петр"],
    ["Zhanna", "жанна"],
    ["Tsvetkov", "цветков"],
  ];
  for (const [latin, russian] of first) assert.equal(cyrillicOf(latin)[0], russian, latin);
  const among: [string, string][] = [
    ["Natalia", "наталья"],
    ["Natalia", "наталия"],
    ["Igor", "игорь"],
    ["Lyubov", "любовь"],
    ["Ol'ga", "ольга"],
    ["Olga", "ольга"],
    ["Kuznecov", "кузнецов"],
    ["Eduard", "эдуард"],
    ["Sofia", "софья"],
    ["Yury", "юрий"],
    ["Yuri", "юрий"],
    ["Solovyov", "соловев"],
    ["Julia", "джулия"],
    ["Hohlov", "хохлов"],
  ];
  for (const [latin, russian] of among) {
    assert.ok(cyrillicOf(latin).includes(russian), `${latin}: ${cyrillicOf(latin)}`);
  }
});

Deno.test("readings stand in order and hold nothing that nobody writes, or a search tries nonsense first", () => {
  const lists = [
    "olga олга ольга",
    "lena лена лэна",
    "tema тема тэма",
    "anna анна аньна",
    "petr петр петрь петьр петьрь пэтр пэтрь пэтьр пэтьрь",
    "yana яна йана",
    "sonya соня сонья сония соныа сониа",
  ];
  for (const list of lists) {
    const [latin, ...readings] = list.split(" ");
    assert.deepEqual(cyrillicOf(latin), readings);
  }
});

Deno.test("a Russian name spelt in Latin is among its readings again, for every common name", () => {
  const lost = [...Object.keys(diminutives.names), ...SURNAMES.split(" ")].flatMap((name) =>
    latinSpellings(name).filter((latin) => !cyrillicOf(latin).includes(name)).map((latin) => `${name} ${latin}`)
  );
  assert.deepEqual(lost, []);
});

Deno.test("readings are few, Russian and the same each time; other words have none", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."aceghiklnosxyzv'"), minLength: 1, maxLength: 40 }), (word) => {
      const readings = cyrillicOf(word);
      assert.ok(readings.length <= 8);
      assert.equal(new Set(readings).size, readings.length);
      for (const reading of readings) assert.match(reading, /^[а-я]*$/);
      assert.deepEqual(cyrillicOf(word), readings);
      if (!word.includes("'")) {
        assert.ok(readings.length > 0);
        // «й» follows vowels or begins a word: after a consonant nobody writes it.
        for (const reading of readings) assert.doesNotMatch(reading, /[бвгджзклмнпрстфхцчшщ]й/);
      }
    }),
  );
  for (const word of ["", "иванов", "r2d2", "müller", "a b"]) assert.deepEqual(cyrillicOf(word), [], word);
});
