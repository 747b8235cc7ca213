import assert from "node:assert/strict";
import { BUILT_IN } from "@/crm/record/fields.ts";
import { codeOfTarget } from "@/crm/import/mapping/testing.ts";
import { suggest } from "@/crm/import/mapping/suggest.ts";
import { closingOf } from "@/crm/import/mapping/titles.ts";
import { choiceOf } from "@/crm/import/mapping/sales.ts";
import ru from "@/locales/ru/records.json" with { type: "json" };
import en from "@/locales/en/records.json" with { type: "json" };

const STAGES = ["Новая", "Квалификация", "Переговоры", "Выиграна", "Проиграна"];

function targets(kind: "deal" | "task", columns: readonly (readonly [title: string, cell: string])[]) {
  const { mapping, system } = suggest(columns.map(([title]) => title), [columns.map(([, cell]) => cell)], {
    kind,
    fields: [...BUILT_IN[kind].values()],
    mayMakeFields: true,
    stages: STAGES,
    sources: new Set(["x"]),
  });
  return { system, codes: mapping.columns.map(({ target }) => codeOfTarget(target)) };
}

Deno.test("deals of amoCRM are understood without a click: stage, money, people, dates", () => {
  const { codes, system } = targets("deal", [
    ["ID", "101"],
    ["Название сделки", "Окна"],
    ["Компания", "ООО Ромашка"],
    ["Основной контакт", "Иван Петров"],
    ["Ответственный", "Анна"],
    ["Этап сделки", "Переговоры"],
    ["Воронка", "Продажи"],
    ["Бюджет ₽", "1 500"],
    ["Дата создания", "01.02.2024 10:00"],
    ["Кем создана", "Анна"],
    ["Дата закрытия", "05.02.2024"],
    ["Теги сделки", "вип"],
    ["Примечание", "звонить"],
    ["Ближайшая задача", ""],
    ["Рабочий телефон (контакт)", "+79161234567"],
    ["Рабочий email (контакт)", "a@b.ru"],
    ["Причина отказа", "Дорого"],
    ["Размер", "42"],
  ]);
  assert.equal(system, "amocrm");
  assert.deepEqual(codes, [
    ...["external-id", "field:name", "company", "contact:name", "owner", "field:stage", "field:pipeline"],
    ...["field:amount", "created", "skip", "moment:closed", "field:tags", "field:note", "skip", "contact:phone"],
    ...["contact:email", "field:lossReason", "new:text"],
  ]);
});

Deno.test("deals of Bitrix24 are understood: direction, currency, products, expected close", () => {
  const { codes } = targets("deal", [
    ["ID", "7"],
    ["Название сделки", "Двери"],
    ["Направление сделки", "Продажи"],
    ["Стадия сделки", "В работе"],
    ["Вероятность", "40"],
    ["Сумма", "1500.00"],
    ["Валюта", "Российский рубль"],
    ["Контакт: Рабочий телефон", "+79160001122"],
    ["Предполагаемая дата закрытия", "01.03.2026"],
    ["Товар", "Дверь"],
    ["Цена товара", "750"],
    ["Количество", "2"],
    ["Ответственный", "Пётр"],
    ["Дата создания", "01.02.2026"],
    ["Дата перехода на этап Квалификация", "02.02.2026"],
    ["Сделка закрыта", "Нет"],
  ]);
  assert.deepEqual(codes, [
    ...["external-id", "field:name", "field:pipeline", "field:stage", "field:probability", "field:amount", "currency"],
    ...["contact:phone", "field:closeDate", "product:name", "product:price", "product:quantity", "owner", "created"],
    ...["entered:Квалификация", "skip"],
  ]);
});

Deno.test("our own export of deals and tasks comes back by its titles, in both languages", () => {
  for (const words of [ru, en] as Record<string, string>[]) {
    for (const kind of ["deal", "task"] as const) {
      const keys = [...BUILT_IN[kind].keys()];
      const { codes } = targets(kind, keys.map((key) => [words[`records.field.${key}`], "x"]));
      const made = keys.filter((_, at) => codes[at].startsWith("new:"));
      assert.deepEqual(made, [], `${kind}: ${codes.join()}`);
      const wanted = kind === "deal"
        ? {
          name: "field:name",
          stage: "field:stage",
          lines: "product:name",
          contacts: "contact:name",
          closed: "moment:closed",
        }
        : { name: "field:name", due: "field:due", deal: "link:deal", contact: "contact:name", done: "moment:done" };
      for (const [key, code] of Object.entries(wanted)) assert.equal(codes[keys.indexOf(key)], code, key);
    }
  }
});

Deno.test("words of other systems for ends of deals and for tasks are ours", () => {
  assert.equal(closingOf("Успешно реализовано"), "won");
  assert.equal(closingOf("Закрыто и не реализовано"), "lost");
  assert.equal(closingOf("Closed Won"), "won");
  assert.equal(closingOf("Переговоры"), null);
  const field = (key: string) => BUILT_IN.task.get(key)!;
  assert.equal(choiceOf(field("type"), "Связаться с клиентом"), "call");
  assert.equal(choiceOf(field("status"), "Завершена"), "done");
  assert.equal(choiceOf(field("priority"), "Срочно"), "high");
});
