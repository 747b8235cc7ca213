/** The line that becomes a task: what people type in either language, and that nothing they type is lost. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readQuick } from "./quick.ts";

const zone = "Europe/Moscow";
const now = Date.parse("2026-11-25T09:00:00Z"); // Wednesday, noon in Moscow
const people = [{ id: "a", name: "Анна Смирнова" }, { id: "i", name: "Ivan Petrov" }, {
  id: "j",
  name: "Ivanna Petrova",
}];
const read = (text: string) => readQuick(text, { now, zone, people });
const when = (text: string) => {
  const { due, allDay } = read(text);
  if (due === null) return null;
  const local = new Date(Date.parse(due) + 3 * 3_600_000).toISOString();
  return allDay ? local.slice(0, 10) : local.slice(0, 16).replace("T", " ");
};

const TIMES: [string, string | null, string][] = [
  ["позвонить Иванову завтра в 15:00", "2026-11-26 15:00", "позвонить Иванову"],
  ["call Ivanov tomorrow 3 pm", "2026-11-26 15:00", "call Ivanov"],
  ["call Ivanov tomorrow at 3:30pm", "2026-11-26 15:30", "call Ivanov"],
  ["Отправить КП в пятницу", "2026-11-27", "Отправить КП"],
  ["Отправить КП к пятнице", null, "Отправить КП к пятнице"],
  ["send the offer on Friday at 10", "2026-11-27 10:00", "send the offer"],
  ["встреча 5 декабря в 11 утра", "2026-12-05 11:00", "встреча"],
  ["встреча 05.12 в 11:30", "2026-12-05 11:30", "встреча"],
  ["meeting December 5 2027 at noon", "2027-12-05 12:00", "meeting"],
  ["перезвонить через 2 часа", "2026-11-25 14:00", "перезвонить"],
  ["перезвонить через полчаса", "2026-11-25 12:30", "перезвонить"],
  ["ring back in an hour", "2026-11-25 13:00", "ring back"],
  ["договор через неделю", "2026-12-02", "договор"],
  ["план на следующей неделе", "2026-11-30", "план"],
  ["позвонить в 3", "2026-11-25 15:00", "позвонить"],
  ["позвонить в 9", "2026-11-26 09:00", "позвонить"],
  ["послезавтра вечером созвон", "2026-11-27 18:00", "созвон"],
  ["tomorrow morning standup", "2026-11-26 09:00", "standup"],
  ["отчёт 2026-12-31", "2026-12-31", "отчёт"],
  ["отчёт 01.02", "2027-02-01", "отчёт"],
  ["Купить 2 стола", null, "Купить 2 стола"],
  ["Скидка 15.5 процентов", null, "Скидка 15.5 процентов"],
  ["Сравнить версии 3.40 и 3.41", null, "Сравнить версии 3.40 и 3.41"],
];

Deno.test("people are understood in both languages, and the rest of the line is the name", () => {
  for (const [text, due, name] of TIMES) assert.deepEqual([text, when(text), read(text).name], [text, due, name]);
});

Deno.test("type, length, priority, colleague and repetition are read from the same line", () => {
  const quick = read("Встреча с Петровым завтра в 10:00 на 1,5 часа срочно @анна");
  assert.deepEqual(
    [quick.name, quick.type, quick.minutes, quick.priority, quick.owner],
    ["Встреча с Петровым", "meeting", 90, "high", "a"],
  );
  assert.equal(read("call @ivan now").owner, null, "two colleagues fit: nobody is chosen");
  assert.equal(read("call @ivan now").name, "call @ivan now");
  assert.equal(read("Email the offer!!").priority, "high");
  assert.deepEqual([read("Email the offer").type, read("Написать Анне").type, read("Полить цветы").type], [
    "email",
    "message",
    "todo",
  ]);
  assert.equal(read("планёрка каждый понедельник в 10:00").repeat, "FREQ=WEEKLY;BYDAY=MO");
  assert.equal(when("планёрка каждый понедельник в 10:00"), "2026-11-30 10:00");
  assert.equal(read("check the stock every 2 weeks").repeat, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE");
  assert.equal(read("сверка ежемесячно").repeat, "FREQ=MONTHLY;BYMONTHDAY=25");
  assert.equal(read("зарядка по будням в 9:00").repeat, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
});

Deno.test("whatever is typed gives a task with a name, and a name is never invented", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (text) => {
    fc.pre(text.trim() !== "");
    const quick = read(text);
    assert.ok(quick.name.length > 0 && quick.name.length <= 300);
    assert.ok(quick.due === null || !Number.isNaN(Date.parse(quick.due)));
  }));
  const parts = fc.array(
    fc.constantFrom("завтра", "в 10", "call", "Иванов", "каждый день", "5 мая", "!!", "на час", "31.02"),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(fc.property(parts, (list) => assert.ok(read(list.join(" ")).name.length > 0)));
});
