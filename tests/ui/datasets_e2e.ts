/**
 * Data of models in a real Chromium: marked days with undo, files that are refused in words, what is found in bad data.
 * Run: `deno test -A --unstable-kv tests/ui/datasets_e2e.ts`. Steps by name: `… -- "marks"`.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { listMarkedDays, listUploads } from "@/ml/datasets/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { withFixture } from "./fixture.ts";
import { faults } from "./import_scene.ts";
import type { Scene } from "./lists_scene.ts";
import { atDoor, callsCsv, type DoorOptions, openNew } from "./workshop_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");

const give = async (page: Page, name: string, text: string) => {
  const input = page.locator(".du input[type=file]");
  await input.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
};

Deno.test("data of models in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const scene: Scene = { fixture, browser };
    const { url, store } = fixture;
    const step = (name: string, options: DoorOptions, use: (page: Page) => Promise<void>) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => atDoor(scene, options, use) });
    const marks = () => listMarkedDays(store, SYSTEM, { from: "1970-01-01" });
    const openDays = (page: Page) => page.goto(`${url}/forecasting/days`, { waitUntil: "networkidle" });
    const openFile = async (page: Page) => {
      await openNew(page, url);
      await page.locator("details:has(.du) summary").first().click();
    };
    try {
      await step("an analyst marks days by keyboard, takes a mark away and back", {}, async (page) => {
        await openDays(page);
        assert.match(await page.innerText(".dm .empty"), /Отмеченных дней пока нет/);
        await page.locator(".dm .btn.primary").first().focus();
        await page.keyboard.press("Enter");
        await page.selectOption("#dm-kind", "own");
        await page.fill("#dm-own", "Распродажа");
        await page.fill("#dm-first", "2030-11-25");
        await page.fill("#dm-last", "2030-11-29");
        await page.fill("#dm-name", "Чёрная пятница");
        await page.keyboard.press("Enter");
        await page.locator(".dm tbody tr", { hasText: "Чёрная пятница" }).waitFor();
        assert.match(await page.innerText(".dm tbody tr"), /25–29 нояб. 2030 г./);
        assert.equal((await marks())[0].kind, "Распродажа");
        await page.click('.dm [aria-label="Убрать отметку: Чёрная пятница"]');
        await page.locator(".dm .empty").waitFor();
        await page.locator("button", { hasText: "Вернуть" }).click();
        await page.locator(".dm tbody tr", { hasText: "Чёрная пятница" }).waitFor();
        assert.equal((await marks()).length, 1);
      });

      await step("a supervisor sees marks and cannot change them", { login: "olga" }, async (page) => {
        await openDays(page);
        await page.locator(".dm tbody tr", { hasText: "Чёрная пятница" }).waitFor();
        assert.equal(await page.locator(".dm button").count(), 0);
      });

      await step(
        "a file that is no history is refused in words, and nothing is kept",
        { spoilt: true },
        async (page) => {
          await openFile(page);
          await give(page, "days.csv", "day,calls\n2026-03-30,5\n2026-03-31,6\n");
          await page.locator(".du [role=alert]", { hasText: "только даты, без времени" }).waitFor();
          await give(page, "empty.csv", "");
          await page.locator(".du [role=alert]", { hasText: "empty.csv" }).waitFor();
          assert.deepEqual(await listUploads(store, SYSTEM), []);
        },
      );

      await step("a bad file is taken in, and everything wrong with it is named", {}, async (page) => {
        await openFile(page);
        const file = callsCsv("bad.csv", { days: 70, spoil: (calls, n) => n === 90 ? -4 : n === 400 ? 99_999 : calls });
        await give(page, "bad.csv", new TextDecoder().decode(file.buffer));
        await page.locator(".du-file", { hasText: "bad.csv" }).waitFor();
        await page.locator("button", { hasText: "Взять этот файл" }).click();
        await page.locator(".dq-findings").waitFor();
        const found = await page.innerText(".dq-findings");
        assert.match(found, /1 отрицательное значение/);
        assert.match(found, /1 неправдоподобно большое значение/);
        await page.locator(".dq-plot canvas").first().waitFor();
        assert.doesNotMatch(await page.innerText(".dq"), /NaN|undefined|datasets\./);
      });

      for (const [theme, width, locale] of [["light", 1280, "ru"], ["dark", 390, "en"]] as const) {
        await step(`marked days are usable by all, ${theme}, ${width} px`, { theme, width, locale }, async (page) => {
          await openDays(page);
          await page.locator(".dm tbody tr").first().waitFor();
          assert.deepEqual(await faults(page), []);
          await page.locator(".dm .btn.primary").first().click();
          await page.locator("dialog[open]").waitFor();
          assert.deepEqual(await faults(page), []);
        });
        await step(
          `the quality of data is readable by all, ${theme}, ${width} px`,
          { theme, width, locale },
          async (page) => {
            await openNew(page, url);
            await page.click(`[data-queue="${fixture.queues[0].id}"]`);
            await page.locator(".dq-plot canvas").first().waitFor();
            assert.deepEqual(await faults(page), []);
          },
        );
      }
    } finally {
      await browser.close();
    }
  });
});
