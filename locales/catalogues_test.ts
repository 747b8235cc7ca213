/** The catalogues against each other and against the code: no page may show a key, a half sentence or a wrong language. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import { mergeRooms, readRooms, type Rooms } from "./load.ts";
import { type Locale, LOCALES } from "./mod.ts";
import { scan } from "./testing/scan.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rooms = Object.fromEntries(
  await Promise.all(LOCALES.map(async (locale) => [locale, await readRooms(locale)])),
) as Record<Locale, Rooms>;

type Ast = ReturnType<IntlMessageFormat["getAst"]>;

/** `name:kind` of each placeholder, with the plural forms that the message has for it. */
function placeholders(ast: Ast, into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  for (const part of ast) {
    // 0 text, 7 "#": no placeholder. 6 plural or selectordinal, 5 select, others plain.
    if (part.type === 0 || part.type === 7) continue;
    const name = "value" in part ? String(part.value) : "";
    const forms = into.get(name) ?? new Set();
    into.set(name, forms);
    if (!("options" in part)) continue;
    for (const [form, { value }] of Object.entries(part.options)) {
      if (part.type === 6) forms.add(form);
      placeholders(value, into);
    }
  }
  return into;
}

Deno.test("each room has the same messages in both languages, or half of the users read keys", () => {
  assert.deepEqual([...rooms.ru.keys()], [...rooms.en.keys()]);
  for (const [room, russian] of rooms.ru) {
    const english = rooms.en.get(room)!;
    assert.deepEqual(Object.keys(russian).sort(), Object.keys(english).sort(), `room ${room}`);
  }
  for (const locale of LOCALES) mergeRooms(rooms[locale]);
});

Deno.test("a message has the same placeholders in both languages and every plural form of its own", () => {
  const problems: string[] = [];
  for (const [room, russian] of rooms.ru) {
    for (const key of Object.keys(russian)) {
      const found = LOCALES.map((locale) => {
        const message = rooms[locale].get(room)?.[key] ?? "";
        if (message.trim() === "") problems.push(`${locale} ${key}: empty`);
        try {
          return placeholders(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
        } catch (error) {
          problems.push(`${locale} ${key}: ${error instanceof Error ? error.message : error}`);
          return new Map<string, Set<string>>();
        }
      });
      const [ru, en] = found.map((f) => [...f.keys()].sort().join());
      if (ru !== en) problems.push(`${key}: {${ru}} in Russian, {${en}} in English`);
      for (const [i, locale] of LOCALES.entries()) {
        const needed = locale === "ru" ? ["one", "few", "many", "other"] : ["one", "other"];
        for (const [name, forms] of found[i]) {
          const missing = forms.size > 0 ? needed.filter((form) => !forms.has(form)) : [];
          if (missing.length > 0) problems.push(`${locale} ${key}: {${name}} lacks ${missing.join()}`);
        }
      }
    }
  }
  assert.deepEqual(problems, []);
});

/** Where text of people may stand in code, and why. */
const ALLOWED: [path: RegExp, reason: string][] = [
  [/_test\.tsx?$|_e2e\.ts$|\/testdata\/|\/testing\.ts$|\/testing\//, "tests name things in any language"],
  [/^tests\//, "tests name things in any language"],
  [/^bench\//, "figures for engineers"],
  [/^crm\/search\//, "letters of keyboards, alphabets and names to search by"],
  [/^crm\/demo\//, "the demo company's own names are data, as a customer's would be"],
  [/^telephony\/simulator\//, "names of virtual callers are data"],
];

/** Texts that are no language, and why. */
const NO_LANGUAGE: [text: RegExp, reason: string][] = [
  [/^(Ctrl|⌘|Esc|Enter|Tab|Shift|Alt|Space)( \+? ?\w+)?$/, "a key, as it is printed on it"],
  [/^(sound|recording|tone):[\w-]+$|^(PJSIP|SIP)\/\w+$/, "an Asterisk name, typed as it stands"],
  [/^[её]$|йцукен/, "letters for folding and for the keyboard's layout"],
  [/show_trgm/, "asks PostgreSQL whether it knows Cyrillic"],
];

async function sources(): Promise<string[]> {
  const folders = [
    "actors",
    "components",
    "crm",
    "islands",
    "main",
    "ml",
    "routes",
    "sms",
    "store",
    "telephony",
    "web",
  ];
  const lists = await Promise.all(folders.map(async (folder) => {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((e) => e.isFile() && /\.tsx?$/.test(e.name))
      .map((e) => join(e.parentPath, e.name).slice(root.length));
  }));
  return ["main.ts", ...lists.flat()].filter((path) => !ALLOWED.some(([allowed]) => allowed.test(path))).sort();
}

const scans = await Promise.all((await sources()).map(async (path) => {
  const source = await readFile(join(root, path), "utf8").catch(() => "");
  return { path, ...scan(path, source) };
}));

Deno.test("every key that the code names stands in the catalogues, or people see the key", () => {
  const keys = new Set(Object.keys(mergeRooms(rooms.ru)));
  const list = [...keys];
  const missing = scans.flatMap(({ path, keys: used, prefixes }) =>
    [
      ...used.filter(({ text }) => !keys.has(text)),
      ...prefixes.filter(({ text }) => text !== "" && !list.some((key) => key.startsWith(text))),
    ].map(({ line, text }) => `${path}:${line} ${text}`)
  );
  assert.deepEqual(missing, []);
});

Deno.test("no text that a person reads stands in code, or it is never translated", () => {
  const found = scans.flatMap(({ path, cyrillic, visible }) =>
    [...cyrillic, ...visible].filter(({ text }) => !NO_LANGUAGE.some(([allowed]) => allowed.test(text)))
      .map(({ line, text }) => `${path}:${line} ${text}`)
  );
  assert.deepEqual(found, []);
});
