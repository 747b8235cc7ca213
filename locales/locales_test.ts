import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import {
  enterLocale,
  formatClock,
  formatDate,
  formatMoney,
  formatPercent,
  formatRelative,
  negotiate,
  onTranslationProblem,
  setCatalogue,
  t,
  useT,
} from "./mod.ts";
import { mergeRooms, readRooms } from "./load.ts";
import { scan } from "./testing/scan.ts";

Deno.test("Russian counts come in their four forms, or the console reads like a robot", () => {
  setCatalogue("ru", { calls: "{n, plural, one {# звонок} few {# звонка} many {# звонков} other {# звонка}}" });
  const say = t("ru");
  assert.deepEqual([1, 3, 5, 21, 1.5].map((n) => say("calls", { n })), [
    "1 звонок",
    "3 звонка",
    "5 звонков",
    "21 звонок",
    "1,5 звонка",
  ]);
});

Deno.test("a missing message or value shows something and is reported, and never breaks the page", () => {
  const problems: string[] = [];
  onTranslationProblem((problem) => problems.push(problem));
  setCatalogue("en", { hello: "Hello, {name}!", tag: "a <b>bold</b> '{'brace'}'" });
  assert.equal(t("en")("nothing.here"), "nothing.here");
  assert.equal(t("en")("constructor"), "constructor");
  assert.equal(t("en")("hello"), "Hello, {name}!");
  assert.equal(t("en")("hello", { name: "<i>" }), "Hello, <i>!");
  assert.equal(t("en")("tag"), "a <b>bold</b> {brace}");
  assert.equal(problems.length, 3);
});

Deno.test("components speak the language of the page that is rendered", () => {
  setCatalogue("ru", { yes: "да" });
  setCatalogue("en", { yes: "yes" });
  enterLocale("en");
  assert.equal(useT()("yes"), "yes");
  enterLocale("ru");
  assert.equal(useT()("yes"), "да");
});

Deno.test("a key in two rooms stops the start, since one of the two texts would vanish", async () => {
  const dir = await mkdtemp(join(tmpdir(), "rooms-"));
  try {
    await mkdir(join(dir, "ru"));
    await writeFile(join(dir, "ru", "a.json"), '{"x":"1"}');
    await writeFile(join(dir, "ru", "b.json"), '{"x":"2"}');
    const rooms = await readRooms("ru", dir);
    assert.throws(() => mergeRooms(rooms), /message x stands in a\.json and in b\.json/);
    await writeFile(join(dir, "ru", "b.json"), '{"x":{"deep":"2"}}');
    await assert.rejects(readRooms("ru", dir), /flat object of strings/);
  } finally {
    await rm(dir, { recursive: true });
  }
});

Deno.test("the browser's wish decides the language, by its weights", () => {
  assert.equal(negotiate("de, en;q=0.8, ru;q=0.9"), "ru");
  assert.equal(negotiate("en-GB,en;q=0.9"), "en");
  assert.equal(negotiate("fr"), "ru");
  assert.equal(negotiate("ru;q=0, en;q=0.1"), "en");
  assert.equal(negotiate(null, "en"), "en");
});

Deno.test("times, shares and money are written as people write them", () => {
  assert.deepEqual([-5, 7_000, 723_000, 3_723_999].map(formatClock), ["0:00", "0:07", "12:03", "1:02:03"]);
  assert.equal(formatPercent("ru", 0.8), "80\u00a0%");
  assert.equal(formatMoney("ru", { minor: 123_456_00, currency: "RUB" }), "123\u00a0456,00\u00a0₽");
  assert.equal(formatMoney("en", { minor: 500, currency: "JPY" }), "¥500");
  assert.equal(formatRelative("ru", 0, 300_000), "5 минут назад");
  assert.equal(formatRelative("en", 86_400_000, 0), "tomorrow");
  assert.equal(formatRelative("en", 400, 0), "now");
  assert.match(formatDate(0, { locale: "ru", timeZone: "Europe/Moscow" }), /1 янв\.?,? 03:00/);
});

Deno.test("the search for text in code finds tags, attributes and Cyrillic, and leaves comments and keys alone", () => {
  const found = scan(
    "x.tsx",
    `// Комментарий
    const a: Map<string, number> = new Map();
    const b = "Привет";
    export const C = () => <p title="Call now" class="wide" aria-label={t("desk.call")}>Hello {t(ok ? "a.b" : "a.c")} {"World"} + 1
      {t(\`shell.\${x}\`)}</p>;`,
  );
  assert.deepEqual(found.cyrillic.map((f) => f.text), ["Привет"]);
  assert.deepEqual(found.visible.map((f) => f.text), ["Call now", "Hello", "World"]);
  assert.deepEqual(found.keys.map((f) => f.text), ["desk.call", "a.b", "a.c"]);
  assert.deepEqual(found.prefixes.map((f) => f.text), ["shell."]);
});
