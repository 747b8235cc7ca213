/**
 * Own fields, rights over records and fields, and the palette that finds everybody, in a real Chromium on the fixture.
 * Run: `deno test -A --unstable-kv tests/ui/set_up_e2e.ts`.
 */
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";
import { type Fixture, withFixture } from "./fixture.ts";

async function logIn(browser: Browser, fixture: Fixture, login: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "ru" });
  const page = await context.newPage();
  await page.goto(`${fixture.url}/login`);
  await page.fill("#login", login);
  await page.fill("#password", fixture.password);
  await page.click("button.primary");
  await page.waitForURL((url) => url.pathname !== "/login");
  return page;
}

const said = (page: Page, text: string) => page.locator(".toast", { hasText: text }).first().waitFor();

/** The key is heard once the page's script is there. */
async function openPalette(page: Page): Promise<void> {
  const opened = () => page.waitForSelector("dialog.palette[open]", { timeout: 500 }).catch(() => null);
  do await page.keyboard.press("Control+k"); while (!await opened());
}

Deno.test("the set-up of records in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    try {
      const page = await logIn(browser, fixture, "admin");

      await t.step(
        "an administrator makes a list field, orders it by keys, archives it and takes that back",
        async () => {
          await page.goto(`${fixture.url}/admin/fields?kind=leads`);
          await page.getByRole("button", { name: "Новое поле" }).click();
          await page.fill("#field-ru", "Цвет");
          await page.selectOption("#field-type", "select");
          for (const [n, word] of ["Красный", "Синий"].entries()) {
            await page.getByRole("button", { name: "Добавить вариант" }).click();
            await page.getByLabel("По-русски", { exact: true }).nth(n).fill(word);
          }
          await page.getByRole("button", { name: "Создать поле" }).click();
          const row = page.locator("tbody tr", { hasText: "Цвет" });
          await row.waitFor();
          assert.match(await row.innerText(), /c_tsvet/);
          await row.getByRole("button", { name: "Поднять «Цвет»" }).focus();
          await page.keyboard.press("Enter");
          await page.waitForFunction(() => document.querySelector("tbody tr th")?.textContent?.includes("Цвет"));
          assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""), /«Цвет»/);
          await page.waitForLoadState("networkidle");
          await page.reload();
          assert.match(await page.locator("tbody tr").first().innerText(), /Цвет/);

          await row.getByRole("button", { name: "Изменить поле" }).click();
          await page.getByRole("button", { name: "Убрать в архив" }).click();
          await page.locator(".toast button", { hasText: "Вернуть" }).click();
          await said(page, "Поле возвращено");
          assert.equal(await page.locator("tbody tr", { hasText: "Цвет" }).count(), 1);
        },
      );

      await t.step(
        "a type that stored values do not fit is refused before anything is saved, with examples",
        async () => {
          await page.locator("tbody tr", { hasText: "Интересует" }).getByRole("button", { name: "Изменить поле" })
            .click();
          await page.selectOption("#field-type", "number");
          await page.locator('.note-box[data-tone="bad"]', { hasText: "не подходят" }).waitFor();
          assert.equal(await page.getByRole("button", { name: "Сохранить" }).isDisabled(), true);
          await page.selectOption("#field-type", "text");
          await page.locator('.note-box[data-tone="good"]').waitFor();
          assert.equal(await page.getByRole("button", { name: "Сохранить" }).isDisabled(), false);
          await page.keyboard.press("Escape");
        },
      );

      await t.step("a narrower reach is saved at once, and a refused change goes back to what holds", async () => {
        await page.goto(`${fixture.url}/admin/roles`);
        const choice = page.getByLabel("Супервизор: Видеть лиды");
        await choice.selectOption("own");
        await said(page, "Сохранено");
        assert.equal(
          await page.getByLabel("Супервизор: Создавать и менять лиды").inputValue(),
          "own",
          "never more than seen",
        );
        const tick = page.getByLabel("Администратор: Управлять сотрудниками");
        await tick.click();
        await said(page, "последний администратор");
        await page.waitForFunction(() =>
          document.querySelector<HTMLInputElement>('[aria-label="Администратор: Управлять сотрудниками"]')?.checked
        );
        await choice.selectOption("team");
        await page.waitForLoadState("networkidle");
      });

      await t.step("a field hidden from a role is gone from its next answer, without a new log-in", async () => {
        const anna = await logIn(browser, fixture, "anna");
        const fields = async () =>
          await anna.evaluate(async () => {
            const answer = await fetch("/api/v1/fields?kind=leads");
            return ((await answer.json()) as { fields: { key: string }[] }).fields.map((field) => field.key);
          });
        assert.ok((await fields()).includes("budget"));
        await page.goto(`${fixture.url}/admin/roles?fields=leads`);
        await page.getByLabel("Оператор: Бюджет").selectOption("hidden");
        await said(page, "Сохранено");
        assert.ok(!(await fields()).includes("budget"));
        await anna.context().close();
      });

      await t.step("the palette finds a person while one types and opens the card by Enter", async () => {
        const olga = await logIn(browser, fixture, "olga");
        await olga.goto(`${fixture.url}/profile`);
        await openPalette(olga);
        await olga.keyboard.type("dtrnjh");
        await olga.locator(".palette-item", { hasText: "Вектор" }).first().waitFor();
        assert.match(await olga.locator(".palette-list").innerText(), /Показано по запросу «вектор»/);
        await olga.route("**/api/v1/search**", (route) => route.abort());
        await olga.keyboard.type("q");
        await olga.getByRole("button", { name: "Поиск не ответил. Повторить" }).waitFor();
        await olga.unroute("**/api/v1/search**");
        await olga.keyboard.press("Backspace");
        await olga.locator('.palette-item[aria-selected="true"]', { hasText: "Вектор" }).waitFor();
        await olga.keyboard.press("Enter");
        await olga.waitForURL((url) => /^\/companies\/[0-9a-f-]{36}$/.test(url.pathname));
        await olga.locator("h1", { hasText: "Вектор" }).waitFor();
        // A page that goes away in the middle of its questions would keep the server from its end.
        await olga.waitForLoadState("networkidle");
        await olga.context().close();
      });
    } finally {
      await browser.close();
    }
  });
});
