/**
 * Import in a real Chromium on the fixture: files as Excel writes them come in, are checked, run, counted in the lists
 * and undone; what is no table is refused in words. Run: `deno test -A --unstable-kv tests/ui/import_e2e.ts`.
 */
import assert from "node:assert/strict";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { withFixture } from "./fixture.ts";
import { count, excelCsv, faults, given, leads, sendFile, state, TITLES, workbook } from "./import_scene.ts";
import type { Scene } from "./lists_scene.ts";

const MANY = 12_000;

/** Steps to run by hand: `deno test … tests/ui/import_e2e.ts -- "refused"`. */
const ONLY = new RegExp(Deno.args[0] ?? ".");

async function withPage(
  { fixture, browser }: Scene,
  options: { login?: string; theme?: "light" | "dark"; width?: number },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { login = "admin", theme = "light", width = 1280 } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 860 },
  });
  const errors: string[] = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await use(page);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

Deno.test("import in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const scene: Scene = { fixture, browser };
    const step = (name: string, options: Parameters<typeof withPage>[1], use: (page: Page) => Promise<void>) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withPage(scene, options, use) });
    const target = (page: Page, at: number) => page.locator(`tr[data-column="${at}"] .im-target select`);
    const listed = async (page: Page, path: string) => {
      await page.goto(fixture.url + path);
      await page.waitForSelector(".rl-count, .rl .empty");
      return Number(((await page.locator(".rl-count").first().textContent()) ?? "0").replaceAll(/\D/g, ""));
    };
    const byTag = (tag: string) =>
      `/leads?filter=${encodeURIComponent(JSON.stringify([{ field: "tags", op: "contains", value: tag }]))}`;
    try {
      await step("a file of a Russian Excel goes in, is counted in the list, and is undone", {}, async (page) => {
        const rows = leads(30);
        rows[4][1] = "позвонить позже";
        rows[7][4] = "вчера";
        await sendFile(page, fixture.url, { kind: "lead", file: excelCsv("Клиенты.csv", [TITLES, ...rows]) });
        assert.equal(await page.inputValue("#im-encoding"), "windows-1251");
        assert.equal(await page.inputValue("#im-separator"), ";");
        const expected = ["field:name", "field:phones", "field:emails", "field:city", "created"];
        for (const [at, code] of expected.entries()) assert.equal(await target(page, at).inputValue(), code);
        assert.equal(await page.locator("[data-suggested]").count(), 5);

        await target(page, 3).selectOption("skip");
        await page.waitForSelector('.save-state[data-save="saved"]');
        await page.reload();
        await page.waitForSelector(".im[data-ready]");
        assert.equal(await target(page, 3).inputValue(), "skip", "an edit was lost by a reload");
        await target(page, 3).selectOption("field:city");
        await page.click(".im-foot .primary");
        await page.waitForSelector('.im[data-step="options"]');
        assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2", "the focus stays behind");
        await page.click(".im-offer");
        await page.click(".im-foot .primary");

        await state(page, "checked");
        assert.deepEqual([await count(page, "created"), await count(page, "failed")], [28, 2]);
        await page.waitForSelector(".im-errors tbody tr");
        const errors = await page.locator(".im-errors tbody").innerText();
        assert.match(errors, /6[\s\S]*Телефон[\s\S]*позвонить позже[\s\S]*не похоже на телефон/);
        assert.match(errors, /9[\s\S]*Дата создания[\s\S]*вчера/);
        assert.match(await page.locator(".im-preview tbody").innerText(), /\+7 916 100-00-00/);
        const [file] = await Promise.all([page.waitForEvent("download"), page.click(".im-errors header a")]);
        assert.match(await Deno.readTextFile(await file.path()), /позвонить позже/);

        await page.click(".im-foot .primary");
        await state(page, "done");
        assert.equal(await count(page, "created"), 28);
        const address = page.url();
        await page.click('.im-foot a[href^="/leads"]');
        await page.waitForSelector(".rl-count");
        assert.match(page.url(), /filter=/);
        assert.equal(await listed(page, byTag("Клиенты")), 28);

        await page.goto(address);
        await page.waitForSelector(".im[data-ready]");
        await page.click(".im-foot .danger-quiet");
        await page.click("dialog[open] .danger");
        await state(page, "undone");
        assert.match(await page.innerText(".im-body"), /Удалены? 28|Удалено 28/);
        assert.equal(await listed(page, byTag("Клиенты")), 0);
      });

      await step("a workbook of companies goes in, and the same file again makes no second ones", {}, async (page) => {
        const rows = Array.from(
          { length: 12 },
          (_, n) => [`ООО «Ромашка ${n}»`, `+7 495 700-10-${10 + n}`, "Торговля"],
        );
        const before = await listed(page, "/companies");
        for (const [created, skipped] of [[12, 0], [0, 12]]) {
          const file = await workbook("companies.xlsx", [["Название компании", "Рабочий телефон", "Отрасль"], ...rows]);
          await sendFile(page, fixture.url, { kind: "company", file });
          assert.equal(await page.locator("#im-encoding").count(), 0, "a workbook has no encoding");
          assert.equal(await target(page, 0).inputValue(), "field:name");
          await page.locator(".im-steps button").nth(2).click();
          await page.click(".im-ask .primary");
          await state(page, "checked");
          assert.deepEqual([await count(page, "created"), await count(page, "skipped")], [created, skipped]);
          if (created === 0) {
            await page.waitForSelector('.note-box[data-tone="bad"]');
            assert.ok(await page.locator(".im-foot .btn").last().isDisabled());
          } else {
            await page.click(".im-foot .primary");
            await state(page, "done");
          }
        }
        assert.equal(await listed(page, "/companies"), before + 12);
      });

      await step(
        "values of the file are matched with ours, and the settings are kept for the next file",
        {},
        async (page) => {
          const rows = leads(6, 500).map((row, n) => [...row, n % 2 ? "Горячий" : "Холодный"]);
          const file = excelCsv("stages.csv", [[...TITLES, "Стадия"], ...rows]);
          await sendFile(page, fixture.url, { kind: "lead", file });
          await target(page, 5).selectOption("field:status");
          await page.locator('tr[data-column="5"] .btn.icon').click();
          const line = (text: string) => page.locator(".im-values li", { hasText: text }).locator("select");
          await line("Горячий").selectOption("=qualified");
          await line("Холодный").selectOption("=new");
          await page.click("dialog[open] .primary");
          await page.locator(".im-head .btn").last().click();
          await page.fill("#im-preset-name", "Из старой системы");
          await page.click("dialog[open] .primary");
          await page.waitForSelector("dialog[open]", { state: "detached" });
          await page.locator(".im-steps button").nth(2).click();
          await page.click(".im-ask .primary");
          await state(page, "checked");
          assert.match(await page.locator(".im-preview tbody").innerText(), /Квалифицирован/);
          assert.equal(await count(page, "failed"), 0);

          const another = excelCsv("next.csv", [
            [...TITLES, "Стадия"],
            ...leads(2, 600).map((row) => [...row, "Горячий"]),
          ]);
          await sendFile(page, fixture.url, { kind: "lead", file: another });
          await target(page, 5).selectOption("skip");
          await page.locator(".im-head [aria-haspopup]").click();
          await page.locator(".im-presets button", { hasText: "Из старой системы" }).click();
          await page.waitForFunction(() =>
            document.querySelector<HTMLSelectElement>('tr[data-column="5"] select')?.value === "field:status"
          );
          await page.waitForSelector('tr[data-column="5"] .btn.icon[data-mapped="2"]');
        },
      );

      await step("what is no table is refused in words, and the next file goes in", {}, async (page) => {
        await page.goto(`${fixture.url}/import`);
        await page.waitForSelector(".im[data-ready]");
        const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
        const refused: [string, Uint8Array | string, RegExp][] = [
          ["photo.csv", picture, /не таблица/i],
          ["empty.csv", "", /ни одной строки/],
          [
            "old.xls",
            new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]),
            /старого Excel/,
          ],
          ["report.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>", /веб-страница/],
        ];
        for (const [name, bytes, words] of refused) {
          await page.setInputFiles(".im-drop input[type=file]", given(name, bytes));
          const alert = page.locator('.im-drop [role="alert"]', { hasText: name });
          await alert.waitFor();
          assert.match(await alert.innerText(), words);
        }
        await page.setInputFiles(".im-drop input[type=file]", excelCsv("good.csv", [TITLES, ...leads(1, 700)]));
        await page.waitForURL(/\/import\/[0-9a-f-]{36}/);
      });

      await step(
        "a run goes on while its page is reloaded, is paused and resumed, and nothing is lost",
        {},
        async (page) => {
          const file = excelCsv("many.csv", [TITLES, ...leads(MANY, 10_000)]);
          await sendFile(page, fixture.url, { kind: "lead", file });
          await page.click(".im-foot .primary");
          await page.click(".im-offer");
          await page.locator(".im-steps button").nth(2).click();
          await page.locator(".im-foot .btn").last().click();
          await state(page, "running");
          await page.reload();
          await page.waitForSelector('.im[data-ready][data-step="run"]');
          await page.waitForSelector(".im-progress progress");
          await page.locator(".im-foot .btn").first().click();
          await state(page, "paused");
          const stood = await count(page, "created");
          assert.ok(stood < MANY, "the run was over before it could be paused: make the file longer");
          await page.click(".im-foot .primary");
          await state(page, "done", 120_000);
          assert.equal(await count(page, "created"), MANY);
          await page.waitForSelector(".im-foot .danger-quiet");
          const address = page.url();
          await page.goto(fixture.url + byTag("many"));
          await page.waitForFunction(() => /\d/.test(document.querySelector(".rl-count")?.textContent ?? ""));
          assert.match(await page.innerText(".rl-count"), /больше 10\s000/);
          await page.goto(address);
          await page.waitForSelector(".im[data-ready]");
          await page.click(".im-foot .danger-quiet");
          await page.click("dialog[open] .danger");
          await state(page, "undone", 120_000);
          assert.equal(await listed(page, byTag("many")), 0);
        },
      );

      await step("an upload can be stopped, and a lost one is tried again", {}, async (page) => {
        await page.goto(`${fixture.url}/import`);
        await page.waitForSelector(".im[data-ready]");
        // Taken and never answered.
        await page.route("**/api/v1/imports?kind=*", () => {});
        await page.setInputFiles(".im-drop input[type=file]", excelCsv("slow.csv", [TITLES, ...leads(1, 750)]));
        await page.click(".im-sending .btn");
        await page.waitForSelector(".im-drop .im-ask .btn:focus");
        await page.unroute("**/api/v1/imports?kind=*");
        await page.context().setOffline(true);
        await page.setInputFiles(".im-drop input[type=file]", excelCsv("lost.csv", [TITLES, ...leads(1, 760)]));
        await page.waitForSelector('.im-drop [role="alert"] .btn');
        await page.context().setOffline(false);
        await page.click('.im-drop [role="alert"] .btn');
        await page.waitForURL(/\/import\/[0-9a-f-]{36}/);
      });

      await step("edits made without a connection are kept and saved when it is back", {}, async (page) => {
        await sendFile(page, fixture.url, { kind: "contact", file: excelCsv("wire.csv", [TITLES, ...leads(3, 800)]) });
        await page.context().setOffline(true);
        await target(page, 3).selectOption("skip");
        await page.waitForSelector('[data-notice="offline"]');
        assert.equal(await target(page, 3).inputValue(), "skip");
        await page.context().setOffline(false);
        await page.click('[data-notice="offline"] .btn');
        await page.waitForSelector('.save-state[data-save="saved"]');
        await page.reload();
        await page.waitForSelector(".im[data-ready]");
        assert.equal(await target(page, 3).inputValue(), "skip");
      });

      await step("a colleague's import is watched by who manages the settings, and set up by nobody else", {
        login: "olga",
      }, async (page) => {
        const titles = [...TITLES, "Любимый цвет"];
        const rows = leads(3, 850).map((row) => [...row, "синий"]);
        await sendFile(page, fixture.url, { kind: "lead", file: excelCsv("olga.csv", [titles, ...rows]) });
        assert.equal(await target(page, 5).inputValue(), "skip", "fields are made by who may manage them");
        assert.equal(await page.locator('option[value^="new:"]').count(), 0);
        const address = page.url();
        await withPage(scene, {}, async (admin) => {
          await admin.goto(`${fixture.url}/import`);
          await admin.waitForSelector(".im[data-ready]");
          await admin.locator(".im-list-head input").check();
          await admin.locator("tr[data-id] a", { hasText: "olga.csv" }).click();
          await admin.waitForURL(address);
          await admin.waitForSelector('.im[data-ready][data-step="check"]');
          assert.match(await admin.innerText(".im"), /Импорт начал сотрудник/);
          assert.equal(await admin.locator(".im-steps button:not(:disabled)").count(), 1);
          assert.equal(await admin.locator(".im-foot .btn").count(), 0);
        });
      });

      for (const theme of ["light", "dark"] as const) {
        for (const width of [1280, 390]) {
          await step(`every step can be used by everybody: ${theme}, ${width} px`, { theme, width }, async (page) => {
            const found: string[] = [];
            const look = async (name: string) =>
              found.push(...(await faults(page)).map((fault) => `${name}: ${fault}`));
            await page.goto(`${fixture.url}/import`);
            await page.waitForSelector(".im[data-ready]");
            await page.waitForSelector(".im > :nth-child(2):not(p)");
            await look("start");
            const rows = leads(5, 900 + width + (theme === "dark" ? 50 : 0));
            rows[2][1] = "нет";
            const titles = [...TITLES, "Любимый цвет"];
            const file = excelCsv("look.csv", [titles, ...rows.map((row) => [...row, "синий"])]);
            await sendFile(page, fixture.url, { kind: "lead", file });
            await look("columns");
            await page.locator('tr[data-column="0"] .btn.icon').click();
            await look("values");
            await page.keyboard.press("Escape");
            await page.waitForSelector("dialog[open]", { state: "detached" });
            await page.click(".im-foot .primary");
            await look("options");
            await page.click(".im-foot .primary");
            await state(page, "checked");
            await page.waitForSelector(".im-errors tbody tr");
            await look("check");
            await page.click(".im-foot .primary");
            await state(page, "done");
            await look("done");
            assert.deepEqual(found, []);
          });
        }
      }
    } finally {
      await browser.close();
    }
  });
});
