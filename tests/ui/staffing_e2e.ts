/**
 * Calls beside their forecast and staffing, in a real Chromium on the fixture with a day that is half over.
 * Run: `deno test -A --unstable-kv tests/ui/staffing_e2e.ts`. One long file: one browser and one scene for all.
 */
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { sql } from "kysely";
import { newId } from "@/crm/ids.ts";
import { type Fixture, withFixture } from "./fixture.ts";
import { type StaffingScene, staffingScene } from "./staffing_scene.ts";

interface Scene extends StaffingScene {
  fixture: Fixture;
  browser: Browser;
  /** The busiest queue's model. */
  model: string;
  queue: string;
}

interface OpenOptions {
  login?: string;
  path: string;
  theme?: "light" | "dark";
  width?: number;
  locale?: "ru" | "en";
  /** Time of the page moves by hand. */
  clock?: boolean;
}

async function withPage(scene: Scene, options: OpenOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const { fixture, browser } = scene;
  const { login = "admin", path, theme = "light", width = 1280, locale = "ru" } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 860 },
  });
  const broken: string[] = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => broken.push(error.message));
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.evaluate(async (locale) => {
      const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
      await fetch("/api/profile", {
        method: "PATCH",
        headers: { "content-type": "application/json", "x-csrf": csrf },
        body: JSON.stringify({ locale, theme: "auto" }),
      });
    }, locale);
    if (options.clock) await page.clock.install();
    await page.goto(fixture.url + path);
    await use(page);
    assert.deepEqual(broken, []);
  } finally {
    await context.close();
  }
}

const drawn = (page: Page) => page.waitForSelector(".staff-plot[data-ready]");
const figure = (page: Page, n: number) => page.locator(".staff-tile strong").nth(n).innerText();
const number = (text: string) => Number(text.replace(/\s/g, "").replace(",", ".").replace("%", ""));
const row = (page: Page, n: number) => page.locator(".staff-compare tbody tr").nth(n).locator("td").allInnerTexts();

Deno.test("supervisors see their day against its forecast and staff queues by it", async (t) => {
  await withFixture(0, async (fixture) => {
    const scenery = await staffingScene(fixture.store);
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const { id: model, queue } = scenery.models[scenery.models.length - 1];
    const scene: Scene = { ...scenery, fixture, browser, model, queue };
    try {
      for (const [name, run] of Object.entries(STEPS)) await t.step(name, () => run(scene));
    } finally {
      await browser.close();
    }
  });
});

const STEPS: Record<string, (scene: Scene) => Promise<void>> = {
  async "new calls and the rest of the day come without a reload"(scene) {
    await withPage(
      scene,
      { login: "olga", path: `/forecasting/calls?model=${scene.model}`, clock: true },
      async (page) => {
        await drawn(page);
        const before = number(await figure(page, 0));
        assert.ok(before > 50 && (await page.locator(".staff-tile").count()) === 4);
        await sql`insert into calls (id, direction, number, queue_id, started_at, queued_at)
        select 'late-' || n || ${newId()}, 'inbound', '+79160000001', ${scene.queue}::uuid, now(), now()
        from generate_series(1, 7) n`.execute(scene.fixture.store.db);
        await page.clock.runFor(40_000);
        await page.waitForFunction(
          (want) => document.querySelector(".staff-tile strong")?.textContent?.replace(/\D/g, "") === String(want),
          before + 7,
        );
      },
    );
  },

  async "the table says what the chart shows, and the running interval is marked"(scene) {
    await withPage(scene, { path: `/forecasting/calls?model=${scene.model}` }, async (page) => {
      await drawn(page);
      await page.click(".staff-fold summary");
      const rows = page.locator(".staff-fold tbody tr");
      assert.equal(await rows.count(), 24);
      assert.equal(await page.locator('.staff-fold tr[aria-current="time"]').count(), 1);
      const came = await rows.locator("td:nth-child(4)").allInnerTexts();
      const sum = came.filter((text) => /\d/.test(text)).reduce((all, text) => all + number(text), 0);
      assert.equal(sum, number(await figure(page, 0)));
    });
  },

  async "a week leads to its days, and past days are told beside what was said of them"(scene) {
    await withPage(scene, { path: `/forecasting/calls?model=${scene.model}&view=week` }, async (page) => {
      await drawn(page);
      assert.equal(await page.locator(".report-table tbody tr").count(), 7);
      await page.waitForFunction(() => !document.querySelector(".report-table")?.textContent?.includes("…"));
      await page.locator("button.link").first().click();
      await page.waitForSelector(".staff-tile");
      assert.ok(new URL(page.url()).searchParams.has("day") || (await page.locator(".staff-tile").count()) > 0);
      await page.getByRole("button", { name: "Прошлые дни" }).click();
      await page.waitForFunction(() => document.querySelectorAll(".report-table tbody tr").length > 20);
      const tile = await page.locator(".staff-tile").first().innerText();
      assert.match(tile, /1 звонок из \d+/);
    });
  },

  async "sliders are answered in under a second, and say which way the day goes"(scene) {
    await withPage(scene, { path: `/forecasting/staffing?model=${scene.model}` }, async (page) => {
      await page.waitForSelector(".staff-whatif");
      const [now] = await row(page, 0);
      const took = await page.evaluate(async () => {
        const slider = document.querySelector<HTMLInputElement>('input[name="calls"]')!;
        const cell = () => document.querySelector(".staff-compare tbody td:nth-child(3)")!.textContent;
        const before = cell(), begun = performance.now();
        slider.value = "1.3";
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        while (cell() === before) await new Promise(requestAnimationFrame);
        return performance.now() - begun;
      });
      assert.ok(took < 1_000, `answered after ${took} ms`);
      const [, worse] = await row(page, 0);
      assert.ok(number(worse) < number(now));
      await page.locator('input[name="agents"]').fill("10");
      const [, better] = await row(page, 0);
      assert.ok(number(better) > number(worse));
      await page.waitForFunction(() => /\+\d/.test(document.querySelector(".staff-whatif + p")?.textContent ?? ""));
    });
  },

  async "a harder target needs more people; it is kept for all, and nobody saves over another's"(scene) {
    await withPage(scene, { path: `/forecasting/staffing?model=${scene.model}` }, async (page) => {
      await page.waitForSelector(".staff-whatif");
      const before = number(await figure(page, 0));
      await page.fill("#staff-share", "97");
      await page.waitForFunction(
        (was) => Number(document.querySelector(".staff-tile strong")?.textContent?.replace(/\D/g, "")) > was,
        before,
      );
      await page.click('.staff-settings button[type="submit"]');
      await page.waitForSelector(".toast");
      await page.reload();
      await page.waitForSelector(".staff-whatif");
      assert.equal(await page.inputValue("#staff-share"), "97");
      await sql`update staffing_settings set version = version + 1`.execute(scene.fixture.store.db);
      await page.fill("#staff-share", "75");
      await page.click('.staff-settings button[type="submit"]');
      await page.getByText("сохранил кто-то другой").waitFor();
    });
  },

  async "prices tell what the plan costs and which would be the cheapest"(scene) {
    await withPage(scene, { path: `/forecasting/staffing?model=${scene.model}` }, async (page) => {
      await page.waitForSelector(".staff-whatif");
      await page.getByText("Посчитать стоимость").click();
      const panel = page.locator('section[aria-label="Во что это обойдётся"]');
      await panel.locator("tbody tr").nth(2).waitFor();
      const totals = (await panel.locator("tbody td:last-child").allInnerTexts()).map(number);
      assert.ok(totals[2] <= totals[0] && totals[2] <= totals[1]);
    });
  },

  async "queues that share people are played, and the play can be stopped"(scene) {
    await withPage(scene, { login: "olga", path: `/forecasting/staffing?model=${scene.model}` }, async (page) => {
      await page.waitForSelector(".staff-skills");
      assert.equal(await page.locator('.staff-settings button[type="submit"]').count(), 0);
      await page.getByRole("button", { name: "Проиграть час" }).click();
      await page.locator(".staff-result").waitFor({ timeout: 120_000 });
      const levels = (await page.locator(".staff-result table").first().locator("td:nth-child(4)").allInnerTexts()).map(
        number,
      );
      assert.ok(levels.length === scene.models.length && levels.every((one) => one >= 79.9));
      await page.getByRole("button", { name: "Проиграть час" }).click();
      await page.getByRole("button", { name: "Остановить" }).click();
      await page.getByRole("button", { name: "Проиграть час" }).waitFor();
    });
  },

  async "the curve goes to Excel, as CSV and as XLSX"(scene) {
    await withPage(scene, { path: `/forecasting/staffing?model=${scene.model}&view=week` }, async (page) => {
      await drawn(page);
      const files = await page.evaluate(async () =>
        await Promise.all(
          Array.from(document.querySelectorAll<HTMLAnchorElement>("a[download]"), async ({ href }) => {
            const response = await fetch(href);
            return { type: response.headers.get("content-type"), text: (await response.text()).slice(0, 9_000) };
          }),
        )
      );
      assert.match(files[0].type!, /csv/);
      assert.ok(files[0].text.split("\r\n").length > 50 && files[0].text.includes("Нужно на линии"));
      assert.ok(files[1].text.startsWith("PK"));
    });
  },

  async "a dead link, a day without a forecast and a company without models say what to do"(scene) {
    const { fixture, model } = scene;
    await withPage(scene, { path: `/forecasting/calls?model=${model}&day=2031-01-01` }, async (page) => {
      await page.getByRole("button", { name: "К ближайшему дню с прогнозом" }).click();
      await drawn(page);
      await page.route("**/api/v1/forecasting/calls/week**", (route) => route.abort());
      await page.getByRole("button", { name: "Неделя" }).click();
      await page.getByText("Не удалось получить данные").waitFor();
      await page.unroute("**/api/v1/forecasting/calls/week**");
      await page.getByRole("button", { name: "Повторить" }).click();
      await page.waitForSelector(".report-table tbody tr");
    });
    await sql`update forecast_models set archived_at = now()`.execute(fixture.store.db);
    try {
      for (const path of ["/forecasting/calls", "/forecasting/staffing"]) {
        await withPage(scene, { path }, async (page) => {
          assert.equal(await page.locator(".empty a").getAttribute("href"), "/forecasting");
        });
      }
    } finally {
      await sql`update forecast_models set archived_at = null`.execute(fixture.store.db);
    }
  },

  async "both pages are fit for phones, both themes, both languages and screen readers"(scene) {
    const looks = [
      { theme: "light", width: 1280, locale: "ru" },
      { theme: "dark", width: 390, locale: "en" },
    ] as const;
    const paths = ["calls?", "calls?view=week&", "calls?view=past&", "staffing?", "staffing?view=week&"];
    for (const look of looks) {
      for (const path of paths) {
        await withPage(scene, { ...look, path: `/forecasting/${path}model=${scene.model}` }, async (page) => {
          await drawn(page);
          const where = `${path} ${look.theme} ${look.width} ${look.locale}`;
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${where}: ${wide} px too wide`);
          await page.evaluate(axe.source);
          const broken = await page.evaluate(async () => {
            // deno-lint-ignore no-explicit-any
            const { violations } = await (globalThis as any).axe.run(document.querySelector("main"));
            // deno-lint-ignore no-explicit-any
            return violations.map((one: any) => `${one.id}: ${one.nodes[0].target}`);
          });
          assert.deepEqual(broken, [], where);
          const text = await page.locator("main").innerText();
          assert.doesNotMatch(text, /NaN|Infinity|undefined|staffing\./, where);
        });
      }
    }
  },
};
