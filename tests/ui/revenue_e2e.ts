/**
 * The revenue forecast and the sales dashboard in a real Chromium on the fixture, as a supervisor and an analyst use
 * them. Run: `deno test -A --unstable-kv tests/ui/revenue_e2e.ts`; one step: `-- "quota"`.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { quarterOf } from "@/ml/revenue/periods.ts";
import { withFixture } from "./fixture.ts";
import { plannedSales } from "./revenue_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");
const SLOW = { timeout: 90_000 };

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return [
      ...violations.filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`),
      ...(wide > 0 ? [`wider than the window by ${wide}`] : []),
    ];
  });
}

Deno.test("revenue and the sales dashboard in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const { store } = fixture;
    await plannedSales(store, { snapshots: true });
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const open = async (
      login: string,
      path: string,
      look: { width?: number; theme?: "light" | "dark"; locale?: "ru" | "en" } = {},
    ) => {
      const { width = 1280, theme = "light", locale = "ru" } = look;
      await store.db.updateTable("users").set({ locale }).where("login", "=", login).execute();
      const context = await browser.newContext({
        viewport: { width, height: 860 },
        colorScheme: theme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(`${fixture.url}/login`);
      await page.fill("#login", login);
      await page.fill("#password", fixture.password);
      await page.click("button.primary");
      await page.waitForURL((url) => url.pathname !== "/login");
      await page.goto(fixture.url + path);
      return page;
    };
    const step = (name: string, fn: () => Promise<void>) => t.step({ name, ignore: !ONLY.test(name), fn });
    const panel = (page: Page, name: string) => page.locator(`[data-panel="${name}"]`);
    const told = (page: Page) => panel(page, "forecast").locator(".rev-columns").waitFor(SLOW);

    await step("months lead to their deals, and a filter stays in the address", async () => {
      const page = await open("admin", "/forecasting/revenue");
      await told(page);
      const bar = panel(page, "forecast").locator('.rev-columns a[data-tone="won"]').last();
      const href = decodeURIComponent((await bar.getAttribute("href"))!);
      assert.match(href, /"status".*"won".*"closed".*"between"/);
      await page.getByRole("button", { name: "3 мес." }).click();
      await page.waitForURL(/months=3/);
      await page.waitForFunction(() =>
        document.querySelectorAll('[data-panel="forecast"] tbody:first-of-type tr').length === 3
      );
      await page.reload();
      await told(page);
      assert.equal(await panel(page, "forecast").locator("tbody").first().locator("tr").count(), 3);
      await bar.click();
      await page.waitForURL(/\/deals\?/);
      await page.context().close();
    });

    await step(
      "a quota is set by its pencil, shown at once, and is there after a reload; text that is no sum is refused",
      async () => {
        const page = await open("admin", "/forecasting/revenue");
        await told(page);
        const row = panel(page, "groups").locator("tbody tr").first();
        await row.getByRole("button", { name: /^План:/ }).click();
        const dialog = page.locator("dialog[open]");
        await dialog.locator("#quota-sum").fill("много");
        await dialog.getByRole("button", { name: "Сохранить" }).click();
        await dialog.getByRole("alert").waitFor();
        await dialog.locator("#quota-sum").fill("7 654 321");
        await dialog.getByRole("button", { name: "Сохранить" }).click();
        await dialog.waitFor({ state: "detached" });
        await row.getByText(/7\s654\s321/).waitFor();
        const { rows: [kept] } = await sql<{ minor: number }>`select minor::float8 as minor from revenue_quotas
        where period = ${quarterOf(new Date().toISOString())} order by updated_at desc limit 1`.execute(store.db);
        assert.equal(kept.minor, 765_432_100);
        await page.reload();
        await told(page);
        await panel(page, "groups").getByText(/7\s654\s321/).first().waitFor();
        await page.context().close();
      },
    );

    await step("the waterfall adds up on the screen and opens the deals of a step", async () => {
      const page = await open("admin", "/forecasting/revenue");
      const fall = panel(page, "waterfall").locator(".rev-fall");
      await fall.waitFor(SLOW);
      const sums = (await fall.locator(".rev-fall-row > .num").allInnerTexts())
        .map((text) => Number(text.replace("−", "-").replace(/[^\d-]/g, "")));
      const [start, end] = [sums[0], sums.at(-1)!];
      const steps = sums.slice(1, -1).reduce((all, one) => all + one, 0);
      assert.ok(Math.abs(start + steps - end) <= sums.length, sums.join(" "));
      await fall.locator("summary").first().click();
      await fall.locator("details[open] a").first().click();
      await page.waitForURL(/\/deals\/[0-9a-f-]{36}/);
      await page.context().close();
    });

    await step("what was told in the weeks before is drawn, and past months tell how far it was off", async () => {
      const page = await open("admin", "/forecasting/revenue");
      await panel(page, "history").locator(".uplot canvas").waitFor(SLOW);
      await panel(page, "back-test").locator("table").first().waitFor(SLOW);
      assert.match(await panel(page, "back-test").innerText(), /Ошибка [\d,]+\s?%/);
      const file = await page.context().request.get(
        `${fixture.url}${await panel(page, "back-test").locator("a[download]").first().getAttribute("href")}`,
      );
      assert.equal(file.status(), 200);
      assert.match(await file.text(), /Сказано в конце месяца/);
      await page.context().close();
    });

    await step("too few deals are told in a sentence, with what is known all the same", async () => {
      const { rows: [few] } = await sql<{ owner: string }>`select owner_id::text as owner from deals
        where owner_id is not null group by 1 order by count(*) filter (where status = 'won') limit 1`.execute(
        store.db,
      );
      const page = await open("admin", `/forecasting/revenue?owner=${few.owner}`);
      await page.locator("[data-refused]").waitFor(SLOW);
      await panel(page, "categories").waitFor();
      assert.ok(!/NaN|Infinity|undefined/.test(await page.locator("main").innerText()));
      await page.context().close();
    });

    await step("a server that does not answer is said, and asked again by one button", async () => {
      const page = await open("admin", "/profile");
      await page.route(/\/api\/v1\/forecasting\/revenue\?/, (route) => route.abort());
      await page.goto(`${fixture.url}/forecasting/revenue`);
      await page.getByRole("alert").first().waitFor();
      await page.unroute(/\/api\/v1\/forecasting\/revenue\?/);
      await page.getByRole("alert").getByRole("button").first().click();
      await told(page);
      await page.context().close();
    });

    await step("an analyst sees quotas and sets none; an agent does not come in", async () => {
      const analyst = fixture.logins.find(({ role }) => role === "analyst")!.login;
      const page = await open(analyst, "/forecasting/revenue");
      await told(page);
      assert.equal(await panel(page, "groups").getByRole("button", { name: /^План:/ }).count(), 0);
      await page.context().close();
      const agent = await open("anna", "/forecasting/revenue");
      assert.equal(await agent.locator("[data-panel]").count(), 0);
      await agent.context().close();
    });

    await step("the dashboard tells fact beside quota and forecast, and changes with its period", async () => {
      const page = await open("olga", "/forecasting/sales");
      await panel(page, "people").locator("table").waitFor(SLOW);
      await panel(page, "fact").locator(".rev-columns").waitFor(SLOW);
      await page.getByRole("button", { name: "Прошлый квартал" }).click();
      await page.waitForFunction(() => document.querySelector(".report-body")?.getAttribute("aria-busy") === "false");
      assert.equal(await page.getByText("Прогноз на период").count(), 0, "a past period has no forecast");
      await page.context().close();
    });

    await step("both pages are whole in both themes, languages and widths", async () => {
      for (
        const [theme, locale, width] of [
          ["light", "ru", 1280],
          ["dark", "en", 1280],
          ["dark", "ru", 390],
          ["light", "en", 390],
        ] as const
      ) {
        const page = await open("admin", "/forecasting/revenue", { theme, locale, width });
        await panel(page, "back-test").locator("table").first().waitFor(SLOW);
        assert.deepEqual(await faults(page), [], `revenue ${theme} ${locale} ${width}`);
        await page.goto(`${fixture.url}/forecasting/sales`);
        await panel(page, "fact").locator(".rev-columns").waitFor(SLOW);
        assert.deepEqual(await faults(page), [], `sales ${theme} ${locale} ${width}`);
        await page.context().close();
      }
    });
    await browser.close();
  });
});
