/**
 * The page of a forecasting model in a real Chromium on the fixture, with real trainings: trained, stopped, refused,
 * compared, put to use, rolled back, set up, downloaded. Run: `deno test -A --unstable-kv tests/ui/models_e2e.ts`.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { unwrap } from "@/crm/result.ts";
import { updateModel } from "@/ml/registry/mod.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";
import { withFixture } from "./fixture.ts";
import { as } from "./lists_scene.ts";
import {
  faultsOf,
  modelNow,
  modelScene,
  type Open,
  scoreScene,
  trainedNow,
  until,
  withModelPage,
} from "./models_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");
const TABS = ["result", "data", "settings", "versions", "downloads", "runs"];

Deno.test("the page of a model in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const { model: { id } } = await modelScene(fixture);
    const path = `/forecasting/models/${id}`;
    const step = (name: string, open: Partial<Open>, use: (page: Page) => Promise<void>) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withModelPage(fixture, browser, { path, ...open, use }) });
    const set = async (settings: object, dataset: object = {}) => {
      const { version, settings: old, dataset: data } = await modelNow(fixture, id);
      const input = { id, version, settings: { ...old, ...settings }, dataset: { ...data, ...dataset } as never };
      unwrap(await updateModel(fixture.store, as(fixture, "rita"), input));
    };
    try {
      await step("an analyst trains a model and reads how good it is", {}, async (page) => {
        assert.match(await page.locator(".mp-kpi[data-kpi=accuracy]").innerText(), /ещё не обучена/);
        await page.click(".mp-head .btn.primary");
        await page.waitForSelector(".ws-run progress");
        await page.waitForSelector('.mp[data-run="done"]', { timeout: 90_000 });
        await page.waitForSelector('.mp-verdict[data-verdict="champion"]');
        assert.match(await page.locator(".mp-kpi[data-kpi=accuracy]").innerText(), /Ошибается|звонк/);
        await page.waitForSelector(".mp-plot canvas");
        const names = await page.locator(".mp-models tbody tr").evaluateAll((rows) =>
          rows.map((row) => (row as HTMLElement).dataset.model)
        );
        assert.deepEqual(names.slice(0, 1), ["product"]);
        assert.ok(names.includes("seasonal-naive") && names.includes("weekday-mean"));
        assert.equal(await page.locator(".mp-errors .card").count(), 3);
        assert.match(await page.locator(".mp-readout").innerText(), /Пришло звонков: [\d\s]+, по прогнозу/);
        assert.equal((await modelNow(fixture, id)).champion?.n, 1);
      });

      await step("the back-test is looked at by week, by day and in figures", {}, async (page) => {
        await page.click('.mp-bar .segmented button:has-text("Неделя")');
        const week = page.locator(".mp-steps b");
        const last = await week.innerText();
        await page.click('[aria-label="Предыдущая неделя"]');
        await page.waitForFunction((was) => document.querySelector(".mp-steps b")?.textContent !== was, last);
        await page.locator(".mp-bar select").selectOption({ index: 1 });
        await page.click(".mp-days summary");
        assert.equal(await page.locator(".mp-days tbody tr").count(), 1);
        const box = await page.locator(".mp-plot .u-over").boundingBox();
        await page.mouse.move(box!.x + box!.width / 2, box!.y + 40);
        await page.waitForFunction(() => /границы/.test(document.querySelector(".mp-readout")?.textContent ?? ""));
      });

      await step(
        "wrong settings are told at their field, right ones are kept",
        { path: `${path}?tab=settings` },
        async (
          page,
        ) => {
          await page.fill("#mp-weeks", "1");
          await page.click(".form-foot .primary");
          await page.waitForSelector("#mp-weeks-error");
          await page.waitForFunction(() => document.activeElement?.id === "mp-weeks");
          await page.fill("#mp-weeks", "4");
          await page.uncheck('label:has-text("Учитывать праздники") input');
          await page.click(".form-foot .primary");
          await page.waitForSelector('.mp-note[data-tone="good"]');
          const { settings } = await modelNow(fixture, id);
          assert.deepEqual(settings, { ...VOLUME_SETTINGS, weeks: 4, holidays: false });
          await page.click('button:has-text("Обычные настройки")');
          assert.equal(await page.inputValue("#mp-weeks"), "8");
        },
      );

      await step("settings that somebody else changed meanwhile are not overwritten", {
        path: `${path}?tab=settings`,
      }, async (page) => {
        await set({ weeks: 3 });
        await page.fill("#mp-name", "Моё название");
        await page.click(".form-foot .primary");
        await page.waitForSelector('.mp-note[data-tone="bad"]');
        assert.match(await page.locator('.mp-note[data-tone="bad"]').innerText(), /изменил кто-то другой/);
        assert.notEqual((await modelNow(fixture, id)).name, "Моё название");
      });

      await step("a training that is stopped leaves the champion alone", {}, async (page) => {
        await set({ weeks: 10, families: [...VOLUME_SETTINGS.families, "network"] });
        await page.reload();
        await page.waitForSelector(".mp[data-ready]");
        await page.click('.mp-head button:has-text("Обучить заново")');
        await page.click(".ws-run button:has-text('Остановить')");
        await page.waitForSelector('.mp[data-run="cancelled"]', { timeout: 60_000 });
        const { champion, challenger } = await modelNow(fixture, id);
        assert.deepEqual([champion?.n, challenger], [1, null]);
        await page.click('.tabs a:has-text("Обучения")');
        await page.waitForSelector('tr[data-state-of="cancelled"]');
      });

      await step("data that nothing can be learnt from is refused in a sentence", {}, async (page) => {
        const today = new Date().toISOString().slice(0, 10);
        await set({ weeks: 3, families: VOLUME_SETTINGS.families }, { since: today });
        await page.click('.mp-head button:has-text("Обучить заново")');
        await page.waitForSelector('.mp[data-run="failed"]', { timeout: 60_000 });
        const text = await page.locator(".ws-refused").innerText();
        assert.doesNotMatch(text, /datasets\.|workshop\./);
        assert.ok(text.length > 60, text);
        await set({}, { since: null });
      });

      await step("a challenger that is no better is used only for a reason, and taken back in one click", {}, async (
        page,
      ) => {
        await set({ families: ["seasonal-naive"] });
        assert.equal((await trainedNow(fixture, id)).challenger?.n, 2);
        await page.reload();
        await page.waitForSelector('.mp-verdict[data-verdict="loses-to-simple"]');
        await page.click('.mp-verdict button:has-text("Всё равно включить")');
        await page.waitForSelector("dialog[open] #mp-reason");
        await page.click("dialog[open] .primary");
        await page.waitForSelector("dialog[open] #mp-reason-error");
        await page.fill("#mp-reason", "Проверяем на тесте");
        await page.click("dialog[open] .primary");
        await until("version 2 is in use", async () => (await modelNow(fixture, id)).champion?.n === 2);
        await page.click(".toast button:has-text('Отменить')");
        await until("version 1 is back", async () => (await modelNow(fixture, id)).champion?.n === 1);
        await page.click('.tabs a:has-text("Версии")');
        assert.match(await page.locator('tr[data-version="2"]').innerText(), /Проверяем на тесте/);
        await page.click("button:has-text('Вернуть версию 2')");
        await until("version 2 again", async () => (await modelNow(fixture, id)).champion?.n === 2);
        await page.locator(".toast button:has-text('Отменить')").last().click();
        await until("and back", async () => (await modelNow(fixture, id)).champion?.n === 1);
      });

      await step("any two versions are compared on the days that both told", { path: `${path}?tab=versions` }, async (
        page,
      ) => {
        await page.check('tr[data-version="1"] input');
        await page.check('tr[data-version="2"] input');
        await page.waitForSelector('[data-beside="2-1"] table');
        const text = await page.locator('[data-beside="2-1"]').innerText();
        assert.match(text, /На \d+ общ/);
        assert.match(text, /Способы\s+Как неделю назад/);
      });

      await step("forecast and model are downloaded as files", { path: `${path}?tab=downloads` }, async (page) => {
        const told = () =>
          fixture.store.db.selectFrom("volume_forecasts").select("day").where("model_id", "=", id).executeTakeFirst();
        await until("the champion told the days to come", told);
        for (const [words, name] of [["XLSX", /\.xlsx$/], ["CSV", /\.csv$/], ["Скачать модель", /./]] as const) {
          const [file] = await Promise.all([
            page.waitForEvent("download"),
            page.click(`main a[download]:has-text("${words}")`),
          ]);
          assert.match(file.suggestedFilename(), name);
          const { size } = await Deno.stat(await file.path());
          assert.ok(size > 500, `${words}: ${size} bytes`);
        }
        await page.fill("#mp-to", "2020-01-01");
        await page.waitForSelector("#mp-to-error");
        assert.ok(await page.isDisabled('main button:has-text("CSV")'));
      });

      await step(
        "data of the version and of the next training are shown",
        { path: `${path}?tab=data` },
        async (page) => {
          await page.waitForSelector(".dq-facts");
          assert.match(await page.locator(".mp-fingerprint code").innerText(), /^[0-9a-f]{64}$/);
        },
      );

      await step("a supervisor sees all of it and changes nothing", { login: "olga" }, async (page) => {
        await page.waitForSelector(".mp-verdict");
        assert.equal(await page.locator(".mp-head button:has-text('Обучить')").count(), 0);
        assert.equal(await page.locator("button:has-text('ключить')").count(), 0);
        await page.click('.tabs a:has-text("Настройки")');
        assert.ok(await page.isDisabled("#mp-name"));
        assert.equal(await page.locator(".form-foot, .mp-archive").count(), 0);
      });

      await step("a dead link is told, and a try again loads what was missing", {}, async (page) => {
        await page.route("**/api/v1/forecasting/**", (route) => route.abort());
        await page.reload();
        await page.waitForSelector('[role="alert"] button:has-text("Повторить")');
        await page.unroute("**/api/v1/forecasting/**");
        await page.locator('[role="alert"] button:has-text("Повторить")').first().click();
        await page.waitForSelector(".mp-plot canvas");
      });

      await step("a score's page says how good it is and what it must not see", {}, async (page) => {
        const { model } = await scoreScene(fixture);
        const { run, champion } = await trainedNow(fixture, model.id);
        assert.deepEqual([run?.state, run?.error ?? null], ["done", null]);
        assert.equal(champion?.n, 1);
        await page.goto(`${fixture.url}/forecasting/models/${model.id}`);
        await page.waitForSelector(".mp-models tr[data-model=product]");
        assert.match(await page.locator(".score-report").innerText(), /Договор/);
        for (const tab of TABS) {
          await page.goto(`${fixture.url}/forecasting/models/${model.id}?tab=${tab}`);
          await page.waitForLoadState("networkidle");
          assert.deepEqual(await faultsOf(page), [], tab);
        }
      });

      for (
        const [theme, width, locale] of [["light", 1280, "ru"], ["dark", 390, "ru"], ["dark", 1280, "en"], [
          "light",
          390,
          "en",
        ]] as const
      ) {
        await step(
          `all tabs are right in ${locale}, ${theme}, at ${width} px`,
          { theme, width, locale },
          async (page) => {
            for (const tab of TABS) {
              await page.goto(`${fixture.url}${path}?tab=${tab}`);
              await page.waitForSelector(".mp[data-ready]");
              await page.waitForLoadState("networkidle");
              assert.deepEqual(await faultsOf(page), [], tab);
            }
          },
        );
      }

      await step(
        "a model that is put away is gone from its address",
        { path: `${path}?tab=settings` },
        async (page) => {
          page.on("dialog", (dialog) => void dialog.accept());
          await page.click(".mp-archive button");
          await page.waitForURL(/\/forecasting$/);
          const { rows } = await sql`select 1 from forecast_models where id = ${id}::uuid and archived_at is not null`
            .execute(fixture.store.db);
          assert.equal(rows.length, 1);
          assert.equal((await page.goto(fixture.url + path))?.status(), 404);
        },
      );
    } finally {
      await browser.close();
    }
  });
});
