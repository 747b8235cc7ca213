import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { BUILT_IN } from "@/crm/record/fields.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type { ImportMapping } from "@/store/tables/imports.ts";
import { guessType, orderOf } from "@/crm/import/mapping/contents.ts";
import { suggest } from "@/crm/import/mapping/suggest.ts";
import ru from "@/locales/ru/records.json" with { type: "json" };
import en from "@/locales/en/records.json" with { type: "json" };

const optionsOf = (kind: RecordKind, mayMakeFields = true) => ({
  kind,
  fields: [...BUILT_IN[kind].values()],
  mayMakeFields,
});

/** Targets in short: `phones`, `name.last`, `+number`. */
function shortOf({ columns }: ImportMapping): string[] {
  return columns.map(({ target }) =>
    target.to === "field"
      ? target.field
      : target.to === "name"
      ? `name.${target.part}`
      : target.to === "new-field"
      ? `+${target.type}`
      : `<${target.to}>`
  );
}

const guess = (kind: RecordKind, header: string[], rows: string[][], mayMakeFields = true) =>
  suggest(header, rows, optionsOf(kind, mayMakeFields));

Deno.test("an export of amoCRM is understood without a click, or a migration begins with fifty choices", () => {
  const header = [
    "ID",
    "Название сделки",
    "Компания",
    "Основной контакт",
    "Ответственный",
    "Этап сделки",
    "Бюджет ₽",
    "Дата создания",
    "Теги",
    "Примечание",
    "Рабочий телефон",
    "Мобильный телефон",
    "Рабочий email",
    "Размер обуви",
  ];
  const row = "101;Окна;ООО Ромашка;Иван Петров;Анна;Думают;1 500;01.02.2024 10:00;вип;звонить;+79161234567;;a@b.ru;42";
  const { mapping, system } = guess("lead", header, [row.split(";")]);
  assert.equal(system, "amocrm");
  assert.deepEqual(shortOf(mapping), [
    "<external-id>",
    "note",
    "<company>",
    "name",
    "<owner>",
    "+text",
    "budget",
    "<created>",
    "tags",
    "note",
    "phones",
    "phones",
    "emails",
    "+text",
  ]);
});

Deno.test("an export of Bitrix24 is understood, with names joined from their parts", () => {
  const header = [
    "ID",
    "Стадия",
    "Название лида",
    "Имя",
    "Отчество",
    "Фамилия",
    "Рабочий e-mail",
    "Частный e-mail",
    "Источник",
  ];
  const rows = [["7", "Новый", "Заявка с сайта", "Иван", "Ильич", "Петров", "a@b.ru", "", "Реклама"]];
  const { mapping, system } = guess("lead", header, rows, false);
  assert.equal(system, "bitrix24");
  assert.deepEqual(shortOf(mapping), [
    "<external-id>",
    "status",
    "note",
    "name.first",
    "name.middle",
    "name.last",
    "emails",
    "emails",
    "<skip>",
  ]);
  assert.deepEqual(mapping.columns[1].values, { "Новый": "new" });
});

Deno.test("real exports keep phones, dates and names where they belong, or a migration loses them quietly", () => {
  // Titles as the systems write them, with the record they are imported as, and what becomes of each column.
  const files: [RecordKind, string | null, string][] = [
    [
      "lead",
      "amocrm",
      `ID <external-id>|Название сделки note|Компания <company>|Основной контакт name|Компания контакта <skip>
      Ответственный <owner>|Ответственный за контакт <skip>|Этап сделки status|Воронка +text|Бюджет budget
      Дата создания сделки <created>|Дата редактирования <updated>|Кем редактирована <skip>|Теги сделки tags
      Рабочий телефон (контакт) phones|Мобильный телефон (контакт) phones|Рабочий email (контакт) emails
      Должность (контакт) position|Рабочий телефон (компания) phones|Web (компания) website|Примечание 5 note`,
    ],
    [
      "contact",
      "amocrm",
      `ID <external-id>|Тип <skip>|Полное имя контакта name|Имя name.first|Фамилия name.last|Название компании <company>
      Дата создания контакта <created>|Кем создан контакт +text|Рабочий прямой телефон phones|Личный email emails`,
    ],
    [
      "company",
      "amocrm",
      `ID <external-id>|Название компании name|Дата создания компании <created>|Кем создана компания +text|Web website`,
    ],
    [
      "lead",
      "amocrm",
      `Название сделки note|Бюджет сделки budget|Тег сделки tags|Дата создания (сделка) <created>|Примечание к сделке note
      Полное имя (контакт) name|Рабочий телефон (контакт) phones|Название (компания) <company>`,
    ],
    [
      "lead",
      "bitrix24",
      `ID <external-id>|Название лида note|Обращение <skip>|Имя name.first|Фамилия name.last|Отчество name.middle
      Имя, Фамилия <skip>|Населенный пункт city|Телефон для рассылок phones|Частный e-mail emails
      Название компании <company>|Возможная сумма budget|Доступен для всех <skip>|Ответственный <owner>`,
    ],
    [
      "company",
      "bitrix24",
      `Логотип <skip>|Название компании name|Сфера деятельности industry|Доступна для всех <skip>|Фактический адрес address
      Рабочий e-mail emails|Корпоративный сайт website`,
    ],
    ["lead", null, `Имя name|Обращение note|Экспорт +text|Телефон 2 phones|Lead Owner <owner>`],
  ];
  for (const [kind, of, text] of files) {
    const columns = text.split(/[|\n]/).map((column) => /^(.*) (\S+)$/.exec(column.trim())!.slice(1));
    const titles = columns.map(([title]) => title);
    const cells = titles.map((title) => /этап/i.test(title) ? "Принимают решение" : "нечто");
    const { mapping, system } = guess(kind, titles, [cells]);
    assert.equal(system, of, titles.join());
    assert.deepEqual(
      shortOf(mapping).map((target, at) => `${titles[at]} ${target}`),
      columns.map(([title, target]) => `${title} ${target}`),
    );
  }
});

Deno.test("our own export comes back in by its titles, in both languages", () => {
  for (const words of [ru, en] as Record<string, string>[]) {
    for (
      const key of ["name", "phones", "emails", "position", "budget", "city", "region", "tags", "note", "doNotCall"]
    ) {
      const { mapping } = guess("lead", [words[`records.field.${key}`]], [[""]]);
      assert.deepEqual(shortOf(mapping), [key]);
    }
    assert.deepEqual(shortOf(guess("company", [words["records.field.taxId"]], [["77"]]).mapping), ["taxId"]);
    const { mapping } = guess(
      "contact",
      ["created", "company", "owner"].map((key) => words[`records.field.${key}`]),
      [],
    );
    assert.deepEqual(shortOf(mapping), ["<created>", "<company>", "<owner>"]);
  }
});

Deno.test("columns without a known title are told by what they hold", () => {
  const rows = [["8 (916) 123-45-67", "a@b.ru", "x", "3"], ["+7 916 000 11 22", "c@d.com", "y", "4"], [
    "",
    "e@f.org",
    "",
    "5",
  ]];
  assert.deepEqual(shortOf(guess("lead", ["A", "", "B", "C"], rows).mapping), ["phones", "emails", "+text", "+number"]);
  assert.deepEqual(shortOf(guess("lead", ["", "", "", ""], rows, false).mapping), [
    "phones",
    "emails",
    "<skip>",
    "<skip>",
  ]);
});

Deno.test("companies have their name under any of its titles", () => {
  assert.deepEqual(shortOf(guess("company", ["account", "sector", "revenue"], [["Acme", "retail", "1"]]).mapping), [
    "name",
    "industry",
    "+text",
  ]);
});

Deno.test("a preset that fits is followed, and one for other files is not", () => {
  const mapping: ImportMapping = {
    columns: [
      { title: "Кто", target: { to: "field", field: "name" } },
      { title: "Куда", target: { to: "field", field: "city" }, values: { Мск: "Москва" } },
    ],
  };
  const presets = [{ id: "p", mapping }];
  const used = suggest(["куда", "Кто", "x"], [], { ...optionsOf("lead"), presets });
  assert.deepEqual([used.preset, shortOf(used.mapping)], ["p", ["city", "name", "<skip>"]]);
  assert.deepEqual(used.mapping.columns[0].values, { Мск: "Москва" });
  assert.equal(suggest(["Кто", "y"], [], { ...optionsOf("lead"), presets }).preset, null);
});

Deno.test("a type is narrower than text only when every cell agrees, or rows are refused for nothing", () => {
  const cases: [string[], string][] = [
    [["1", "2", "3,5"], "number"],
    [["1", "2"], "text"],
    [["007", "008", "009"], "text"],
    [["Да", "нет"], "checkbox"],
    [["01.02.2024"], "date"],
    [["01.02.2024 10:00", "2024-01-01"], "datetime"],
    [["1/2/2024", "1/31/2024"], "date"],
    [["1/31/2024", "31/1/2024"], "text"],
    [["a\nb"], "long-text"],
    [["https://a.ru"], "url"],
    [[], "text"],
  ];
  for (const [cells, type] of cases) assert.equal(guessType(cells), type, cells.join("|"));
});

Deno.test("day and month are told by numbers that are no months, or a customer base comes in with wrong birthdays", () => {
  assert.equal(orderOf(["01/02/2024", "8-916-123-45-67", "1/25/24"]), "mdy");
  assert.equal(orderOf(["01/02/2024", "25/01/2024", "01/25/2024"]), "dmy");
  assert.equal(orderOf(["01/02/2024", "10-25-33", "77/88/2024"]), "dmy");
  assert.equal(orderOf(["10-25-2033"]), "mdy");
});

Deno.test("each file gets a target for each column, and single fields are given once", () => {
  const title = fc.oneof(
    fc.string(),
    fc.constantFrom("Имя", "Фамилия", "Телефон", "ФИО", "Компания", "Email", "ID", "Город"),
  );
  fc.assert(
    fc.property(
      fc.array(title, { maxLength: 12 }),
      fc.constantFrom<RecordKind>("lead", "contact", "company"),
      (header, kind) => {
        const sample = [header.map((_, n) => `${n}`)];
        const { mapping } = guess(kind, header, sample);
        assert.equal(mapping.columns.length, header.length);
        const single = shortOf(mapping).filter((one) => !/^(phones|emails|tags|note|<skip>|\+.*)$/.test(one));
        assert.equal(new Set(single).size, single.length);
      },
    ),
  );
});
