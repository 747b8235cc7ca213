/**
 * The analyst's workshop in a real Chromium, with trainings by the product itself: a model in five presses, live progress
 * and stopping, data that is refused in words, retraining from the list, and who may do what.
 * Run: `deno test -A --unstable-kv tests/ui/workshop_e2e.ts`. Steps by name: `… -- "five"`.
 */
import assert from "node:assert/strict";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { seedDemoPast } from "@/crm/demo/mod.ts";
import { listModels } from "@/ml/registry/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { withFixture } from "./fixture.ts";
import { faults } from "./import_scene.ts";
import type { Scene } from "./lists_scene.ts";
import {
  atDoor,
  callsCsv,
  countPresses,
  type DoorOptions,
  ended,
  openList,
  openNew,
  withFile,
} from "./workshop_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");

Deno.test("the analyst's workshop in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    await seedDemoPast(fixture.store, { weeks: 12 });
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const scene: Scene = { fixture, browser };
    const { url } = fixture;
    const step = (name: string, options: DoorOptions, use: (page: Page) => Promise<void>) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => atDoor(scene, options, use) });
    const models = () => listModels(fixture.store, SYSTEM);
    try {
      await step(
        "an analyst makes a model of a queue in five presses and reads whether it is good",
        {},
        async (page) => {
          await openList(page, url);
          assert.match(await page.innerText(".empty"), /Моделей пока нет/);
          const presses = await countPresses(page);
          await page.click(".empty .btn.primary");
          await page.waitForSelector(".ws-new[data-ready]");
          await page.click(`[data-queue="${fixture.queues[0].id}"]`);
          await page.waitForSelector(".dq-facts");
          await page.click('[data-do="train"]');
          await ended(page);
          const text = await page.innerText(".ws-result");
          assert.match(text, /Готово: модель обучена/);
          assert.match(text, /шибается примерно на 1 звонок из \d/);
          assert.match(text, /меньше, чем у простых способов/);
          assert.equal(await page.locator(".ws-compare [data-model]").count(), 3);
          await page.click(".ws-result .ws-foot .btn.primary");
          await page.waitForURL(/\/forecasting\/models\/[0-9a-f-]{36}$/);
          const pressed = await presses();
          assert.ok(pressed <= 5, `${pressed} presses`);
          const [model] = await models();
          assert.equal(model.champion?.n, 1);
          assert.equal(model.schedule, "daily");
        },
      );

      await step("a training is followed and stopped, and leaves no version behind", {}, async (page) => {
        await openNew(page, url);
        await page.click(`[data-queue="${fixture.queues[1].id}"]`);
        await page.waitForSelector(".dq-facts");
        // Long enough to be stopped.
        await page.click('[data-more="data"] > summary');
        await page.selectOption("#mp-step", "5");
        await page.click('[data-more="model"] > summary');
        for (const box of await page.locator(".mp-families input:not(:checked)").all()) await box.check();
        await page.fill("#mp-weeks", "8");
        await page.waitForSelector(".ws-look:not([data-busy])");
        await page.click('[data-do="train"]');
        await page.waitForSelector('.ws-run[data-step="back-test"]', { timeout: 30_000 });
        await page.waitForFunction(() =>
          (document.querySelector<HTMLProgressElement>(".ws-run progress")?.value ?? 0) > 0.06
        );
        assert.match(await page.innerText(".ws-run"), /Проверяем на прошлых неделях – \d+ из \d+/);
        // A reload goes on where it was.
        await page.reload();
        await page.waitForSelector('.ws-new[data-ready][data-step="train"] .ws-run');
        await page.click(".ws-run .btn");
        await page.waitForSelector('[data-refused="cancelled"]', { timeout: 30_000 });
        const made = (await models()).filter(({ queue }) => queue?.id === fixture.queues[1].id);
        assert.equal(made.length, 1, "a reload made a second model");
        assert.equal(made[0].champion, null);
        assert.equal(made[0].challenger, null);
        // The settings are as they were left, and a second try works.
        await page.click(".ws-step .btn.primary");
        await page.waitForSelector(".dq-facts");
        await page.click('[data-more="data"] > summary');
        assert.equal(await page.inputValue("#mp-step"), "5");
        await page.selectOption("#mp-step", "30");
        await page.waitForSelector(".ws-look:not([data-busy])");
        await page.click('[data-do="train"]');
        await page.waitForSelector(".ws-result", { timeout: 120_000 });
        assert.equal((await models()).filter(({ queue }) => queue?.id === fixture.queues[1].id).length, 1);
      });

      await step("data that nothing can be learnt from is refused in words before any training", {}, async (page) => {
        const bad: [string, Parameters<typeof callsCsv>[1]][] = [
          ["one day", { days: 1 }],
          ["constant", { days: 70, spoil: () => 7 }],
          ["zeros", { days: 70, spoil: () => 0 }],
        ];
        for (const [name, options] of bad) {
          await openNew(page, url);
          await withFile(page, callsCsv(`${name}.csv`, options));
          const alert = page.locator('.ws-look [role="alert"]');
          await alert.waitFor();
          const words = await alert.innerText();
          assert.doesNotMatch(words, /datasets\.|NaN|undefined/);
          assert.match(words, /[А-Яа-яё]{4,}[\s\S]*\n[\s\S]*[А-Яа-яё]{4,}/, `${name}: what is wrong, and what to do`);
          assert.ok(await page.isDisabled('[data-do="train"]'), name);
        }
      });

      await step(
        "a file with holes and errors is taken, told what is wrong with it, and trained on",
        {},
        async (page) => {
          await openNew(page, url);
          const spoil = (calls: number, n: number) => n === 200 ? -5 : n === 300 ? 900_000 : calls;
          await withFile(page, callsCsv("old-system.csv", { days: 84, spoil }));
          await page.waitForSelector(".dq-findings");
          await page.click('[data-do="train"]');
          await page.waitForSelector(".ws-result", { timeout: 120_000 });
          assert.match(await page.innerText(".ws-result"), /WAPE/);
        },
      );

      await step("a score of deals is trained or refused in a sentence, never in a code", {}, async (page) => {
        await openNew(page, url);
        await page.locator(".ws-step .segmented button").nth(1).click();
        await page.click('[data-records="deal"]');
        await page.waitForSelector(".ws-records");
        await page.click('[data-do="train"]');
        await ended(page);
        const text = await page.innerText(".ws-step");
        assert.doesNotMatch(text, /scores\.|datasets\.|training\.|NaN|прервал/);
      });

      await step(
        "the list retrains a model, says whether it got better, puts it to use and takes it back",
        {},
        async (page) => {
          await openList(page, url);
          const [first] = (await models()).filter(({ queue }) => queue?.id === fixture.queues[0].id);
          const card = page.locator(`[data-model="${first.id}"]`);
          await card.locator("footer .btn").click();
          await card.locator(".ws-challenger").waitFor({ timeout: 120_000 });
          assert.match(await card.innerText(), /Версия 2/);
          await card.locator(".ws-challenger .btn.primary").click();
          await card.locator(".ws-challenger").waitFor({ state: "detached" });
          assert.match(await card.innerText(), /Версия 2, обучена/);
          await page.click(".toasts button:has-text('Вернуть прежнюю')");
          await page.waitForFunction(
            (id) => /Версия 1, обучена/.test(document.querySelector(`[data-model="${id}"]`)?.textContent ?? ""),
            first.id,
          );
        },
      );

      await step("a word of the trade explains itself by keyboard, and Escape closes it", {}, async (page) => {
        await openList(page, url);
        const mark = page.locator(".ws-accuracy .ws-term-button").first();
        await mark.focus();
        await page.keyboard.press("Enter");
        const note = page.locator(".ws-term-note:popover-open");
        await note.waitFor();
        assert.match(await note.innerText(), /Чем меньше, тем лучше/);
        await page.keyboard.press("Escape");
        await page.waitForSelector(".ws-term-note:popover-open", { state: "detached" });
      });

      await step("a supervisor looks and changes nothing; a list that cannot be renewed says so", {
        login: "olga",
        spoilt: true,
      }, async (page) => {
        await openList(page, url);
        assert.equal(await page.locator(".ws-model footer .btn, .page-head .btn.primary").count(), 0);
        const refused = await page.goto(`${url}/forecasting/models/new`);
        assert.equal(refused?.status(), 403);
      });

      await step("a dead server is told on the list, and a press asks again", { spoilt: true }, async (page) => {
        await openList(page, url);
        const card = page.locator(".ws-model").first();
        await page.route("**/api/v1/forecasting/models**", (route) => route.abort());
        await card.locator("footer .btn").click();
        await page.waitForSelector('.ws-list > [role="alert"]');
        await page.unroute("**/api/v1/forecasting/models**");
        await page.click('.ws-list > [role="alert"] .btn');
        await page.waitForSelector('.ws-list > [role="alert"]', { state: "detached" });
      });

      for (const locale of ["ru", "en"] as const) {
        for (const theme of ["light", "dark"] as const) {
          for (const width of [1280, 390]) {
            await step(
              `pages are whole and readable: ${locale}, ${theme}, ${width}`,
              { locale, theme, width },
              async (page) => {
                const whole = async (where: string) => {
                  assert.deepEqual(await faults(page), [], where);
                  assert.doesNotMatch(
                    await page.innerText("main"),
                    /\b(workshop|datasets|models|training|scores)\.[a-z]/,
                    where,
                  );
                };
                await openList(page, url);
                await whole("list");
                await openNew(page, url);
                await whole("source");
                await page.click(`[data-queue="${fixture.queues[2].id}"]`);
                await page.waitForSelector(".dq-facts");
                for (const one of await page.locator(".ws-settings summary").all()) await one.click();
                await whole("look");
                const [{ id }] = (await models()).filter(({ queue }) => queue?.id === fixture.queues[0].id);
                await openNew(page, url, `?model=${id}`);
                await page.waitForSelector(".ws-result");
                await whole("result");
              },
            );
          }
        }
      }
    } finally {
      await browser.close();
    }
  });
});
