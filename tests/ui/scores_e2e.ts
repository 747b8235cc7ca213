/**
 * Scores in a real Chromium on the fixture, told by models that the product trained: in lists, on cards with their reasons,
 * on the board, hidden from whom they are hidden. Run: `deno test -A --unstable-kv tests/ui/scores_e2e.ts [-- step]`.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { unwrap } from "@/crm/result.ts";
import { createModel, createModelSchema } from "@/ml/registry/mod.ts";
import { type Fixture, withFixture } from "./fixture.ts";
import { as } from "./lists_scene.ts";
import { faultsOf, trainedNow, until } from "./models_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");
const SHOTS = Deno.env.get("SHOTS");

interface Open {
  login?: string;
  path: string;
  ready: string;
  theme?: "light" | "dark";
  width?: number;
  locale?: "ru" | "en";
}

Deno.test("scores in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const { store } = fixture;
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const models = new Map<string, string>();
    for (const [kind, name] of [["lead", "Оценка лидов"], ["deal", "Оценка сделок"]] as const) {
      const input = createModelSchema.parse({
        kind: "score",
        name,
        dataset: { from: "records", kind },
        settings: { fairness: [kind === "lead" ? "source" : "owner"] },
      });
      const { id } = unwrap(await createModel(store, as(fixture, "admin"), input));
      models.set(kind, id);
      const trained = await trainedNow(fixture, id);
      assert.equal(trained.run?.state, "done", JSON.stringify(trained.run));
      await until(`open ${kind}s are scored`, async () => {
        const { rows: [left] } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(`${kind}s`)}
          where score is null and archived_at is null and status in ('new', 'working', 'qualified', 'open')`
          .execute(store.db);
        return left.n === 0;
      });
    }
    const step = (name: string, open: Open, use: (page: Page) => Promise<void>) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withPage(fixture, browser, open, use) });
    const best = await store.db.selectFrom("leads").select(["id", "score"]).where("score", "is not", null)
      .orderBy("score", "desc").limit(1).executeTakeFirstOrThrow();
    const deal = await store.db.selectFrom("deals").select("id").where("score", "is not", null)
      .orderBy("score", "desc").limit(1).executeTakeFirstOrThrow();
    const card = { path: `/leads/${best.id}`, ready: "[data-panel=score] .score-reasons" };
    try {
      await step(
        "the promising ones stand on top of their own list",
        { path: "/leads?view=promising", ready: '.rl[data-link="live"] .score-badge' },
        async (page) => {
          const told = await page.locator(".rl-row .score-badge > span:nth-child(2)").allInnerTexts();
          assert.deepEqual(told.map(Number), told.map(Number).toSorted((a, b) => b - a));
          assert.equal(Number(told[0]), best.score);
          await shot(page, "list");
        },
      );

      await step("a card says why, and its score follows a change without a reload", card, async (page) => {
        const panel = page.locator("[data-panel=score]");
        assert.equal(Number(await panel.locator(".score-number strong").innerText()), best.score);
        assert.match(await panel.innerText(), /Повышает|Понижает/);
        assert.match(await panel.innerText(), /Модель «Оценка лидов», версия 1/);
        assert.doesNotMatch(await panel.innerText(), /[0-9a-f]{8}-[0-9a-f]{4}|scores\.|records\./);
        await panel.locator("header button").click();
        await page.waitForSelector(".score-why:popover-open");
        await page.keyboard.press("Escape");
        await shot(page, "card");
        const before = await store.db.selectFrom("leads").select(["score", "version"]).where("id", "=", best.id)
          .executeTakeFirstOrThrow();
        await sql`update leads set source_id = (select id from sources where name ilike '%виджет%' or name ilike
          '%вебхук%' or name ilike '%реклам%' order by name limit 1), company = '' where id = ${best.id}`
          .execute(store.db);
        const noted = await page.evaluate(async (path) => {
          const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')!.content;
          const answer = await fetch(path, {
            method: "POST",
            headers: { "content-type": "application/json", "x-csrf": csrf },
            body: JSON.stringify({ body: "Перезвонить" }),
          });
          return answer.status;
        }, `/api/v1/leads/${best.id}/notes`);
        assert.equal(noted, 200);
        await page.waitForFunction(
          (was) => Number(document.querySelector("[data-panel=score] .score-number strong")?.textContent) !== was,
          before.score,
        );
        const after = await store.db.selectFrom("leads").select("version").where("id", "=", best.id)
          .executeTakeFirstOrThrow();
        assert.equal(after.version, before.version, "a score is nobody's change");
        await page.waitForSelector(".score-history");
        assert.equal(await page.locator("text=score-changed").count(), 0);
      });

      await step(
        "a deal's score stands on the board and on its card",
        { path: "/board", ready: ".bd-card" },
        async (page) => {
          await page.waitForSelector(".bd-card .score-badge");
          await shot(page, "board");
          await page.goto(`${fixture.url}/deals/${deal.id}`);
          await page.waitForSelector("[data-panel=score] .score-reasons");
          assert.doesNotMatch(
            await page.locator("[data-panel=score]").innerText(),
            /[0-9a-f]{8}-[0-9a-f]{4}|scores\.|records\./,
          );
          await shot(page, "deal");
        },
      );

      await step(
        "rules can wait for a score",
        { path: "/admin/automation/new", ready: "#when-type" },
        async (page) => {
          await page.selectOption("#when-type", "lead.score-changed");
          await page.selectOption("#when-bound", "80");
          assert.equal(await page.locator("#when-passes option:checked").innerText(), "Поднялась до неё или выше");
        },
      );

      await t.step({
        name: "from whom scores are hidden they come out by no way",
        ignore: !ONLY.test("hidden"),
        fn: async () => {
          await sql`insert into field_rights (role, kind, field, level) values ('agent', 'lead', 'score', 'hidden')`
            .execute(store.db);
          const own = await store.db.selectFrom("leads").select("id").where("owner_id", "=", fixture.users.get("anna")!)
            .where("score", "is not", null).limit(1).executeTakeFirstOrThrow();
          const open = { login: "anna", path: `/leads/${own.id}`, ready: ".record-card[data-ready]" };
          await withPage(fixture, browser, open, async (page) => {
            assert.equal(await page.locator("[data-panel=score]").count(), 0);
            const status = await page.evaluate(
              async (path) => (await fetch(path)).status,
              `/api/v1/forecasting/scores/lead/${own.id}`,
            );
            assert.equal(status, 404);
            await page.goto(`${fixture.url}/leads`);
            await page.waitForSelector('.rl[data-link="live"]');
            assert.equal(await page.locator("text=Перспективные").count(), 0);
          });
          await sql`delete from field_rights where field = 'score'`.execute(store.db);
        },
      });

      for (
        const [width, theme, locale] of [[1280, "light", "ru"], [1280, "dark", "en"], [390, "dark", "ru"], [
          390,
          "light",
          "en",
        ]] as const
      ) {
        const look = { width, theme, locale };
        const name = `${width}-${theme}-${locale}`;
        await step(`nobody is kept out of a score: card ${name}`, { ...card, ...look }, async (page) => {
          await page.locator("[data-panel=score]").scrollIntoViewIfNeeded();
          await shot(page, `card-${name}`);
          assert.deepEqual(await faultsOf(page), []);
        });
        const report = { login: "rita", path: `/forecasting/models/${models.get("lead")}`, ready: ".score-report" };
        await step(`nobody is kept out of a score: report ${name}`, { ...report, ...look }, async (page) => {
          await page.waitForSelector('.score-report[aria-busy="false"]');
          await shot(page, `report-${name}`, true);
          const text = await page.locator(".score-report").innerText();
          assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}|scores\.|records\.|NaN|null/);
          assert.deepEqual(await faultsOf(page), []);
        });
      }
    } finally {
      await browser.close();
    }
  });
});

async function withPage(
  fixture: Fixture,
  browser: Awaited<ReturnType<typeof chromium.launch>>,
  open: Open,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { login = "admin", path, ready, theme = "light", width = 1280, locale = "ru" } = open;
  await fixture.store.db.updateTable("users").set({ locale }).where("login", "=", login).execute();
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: width < 600 ? 844 : 900 },
  });
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.goto(fixture.url + path);
    await page.waitForSelector(ready);
    // Islands answer once they are alive.
    await page.waitForLoadState("networkidle");
    await use(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    await fixture.store.db.updateTable("users").set({ locale: "ru" }).where("login", "=", login).execute();
  }
}

/** For people who look: `SHOTS=folder`. */
async function shot(page: Page, name: string, fullPage = false): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/f-${name}.png`, fullPage });
}
