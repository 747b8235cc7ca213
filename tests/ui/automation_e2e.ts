/**
 * Automation in a real Chromium on the fixture: rules made of recipes and by hand, tried, fired by every way of changing
 * a record, and looked into. Run: `deno test -A --unstable-kv tests/ui/automation_e2e.ts`.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { createRule, ruleSchema } from "@/crm/automation/mod.ts";
import { bulkUpdate, createRecord, insertRecords, schemaOf, updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { type Fixture, withFixture } from "./fixture.ts";
import { as } from "./lists_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");

interface Open {
  path: string;
  theme?: "light" | "dark";
  width?: number;
}

Deno.test("automation in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const step = (name: string, open: Open, use: (page: Page) => Promise<void>) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withPage(fixture, browser, { ...open, use }) });
    const { store } = fixture;
    const admin = as(fixture, "admin");
    const rulesOf = (name: string) =>
      store.db.selectFrom("automation_rules").selectAll().where("name", "=", name).execute();
    /** Until the engine has done it: it looks by itself. */
    const until = async <T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> => {
      for (let n = 0; n < 600; n++) {
        const found = await ask();
        if (found) return found;
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`never: ${what}`);
    };
    const tasks = async (name: string) =>
      await store.db.selectFrom("tasks").select(["id", "name", "lead_id", "deal_id"]).where("name", "=", name)
        .execute();
    try {
      await step("a recipe becomes a rule that is on", { path: "/admin/automation" }, async (page) => {
        await page.click('a[href$="recipe=site-lead"]');
        await page.waitForURL(/recipe=site-lead/);
        await page.waitForSelector(".auto-example");
        assert.match(await page.locator(".auto-example").first().innerText(), /^Например: Позвонить: \S/);
        await page.fill("#name", "Заявка – позвонить");
        await page.click(".auto-save .primary");
        await page.waitForURL(/\/admin\/automation$/);
        const [rule] = await rulesOf("Заявка – позвонить");
        assert.equal(rule.enabled, true);
        assert.match(await page.locator(".auto-rule").innerText(), /Когда\s+Пришла заявка/);
      });

      await step("what is missing is said at its place, and by keyboard actions change places", {
        path: "/admin/automation/new",
      }, async (page) => {
        await page.fill("#name", "Клавиатура");
        await page.click(".auto-save .primary");
        await page.waitForSelector(".auto-part[data-part=then] .error");
        await page.waitForFunction(() => document.activeElement?.id === "then-add");
        await page.selectOption("#then-add", "notify");
        await page.waitForSelector("#then-0-text");
        await page.click(".auto-save .primary");
        await page.waitForSelector("#then-0-text-error");
        await page.fill("#then-0-text", "Новый лид {{record.nme}}");
        await page.waitForFunction(() =>
          document.querySelector("#then-0-text-error")?.textContent?.includes("record.nme")
        );
        await page.fill("#then-0-text", "Новый лид {{record.name}}");
        await page.selectOption("#then-add", "stop");
        await page.waitForSelector("#then-1-type");
        await page.focus("#then-1-type");
        await page.keyboard.press("Alt+ArrowUp");
        await page.waitForFunction(() => document.querySelector<HTMLSelectElement>("#then-0-type")?.value === "stop");
        // The focus follows the action in the next frame.
        await page.waitForFunction(() => document.activeElement?.id === "then-0-type");
        await page.keyboard.press("Alt+ArrowDown");
        await page.waitForFunction(() => document.querySelector<HTMLSelectElement>("#then-0-type")?.value === "notify");
      });

      await step("a draft survives a reload and can be discarded", { path: "/admin/automation/new" }, async (page) => {
        await page.fill("#name", "Черновик правила");
        await page.selectOption("#when-type", "deal.won");
        await page.reload();
        await page.waitForFunction(() =>
          document.querySelector<HTMLInputElement>("#name")?.value === "Черновик правила"
        );
        assert.equal(await page.inputValue("#when-type"), "deal.won");
        await page.click(".note-box button");
        await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#name")?.value === "");
      });

      await step("the same rule fires from the card, the API, a bulk change and an import", {
        path: "/admin/automation/new",
      }, async (page) => {
        await page.fill("#name", "Любой путь");
        await page.selectOption("#when-type", "tag.added");
        await page.selectOption("#when-kind", "lead");
        await page.fill("#when-tag", "путь");
        await page.selectOption("#then-add", "task.create");
        await page.fill("#then-0-name", "Путь {{record.name}}");
        await page.selectOption("#then-0-to", "nobody");
        await page.click(".auto-save .primary");
        await page.waitForURL(/\/admin\/automation$/);
        const lead = async (name: string) =>
          unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name } })).id;
        const [card, api, bulk] = [await lead("карточка"), await lead("программа"), await lead("многие")];
        // As the card saves: with the page's own session.
        const saved = await page.evaluate(async (id) => {
          const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')!.content;
          const answer = await fetch(`/api/v1/leads/${id}`, {
            method: "PATCH",
            headers: { "content-type": "application/json", "x-csrf": csrf },
            body: JSON.stringify({ values: { tags: ["путь"] }, was: { tags: [] } }),
          });
          return answer.status;
        }, card);
        assert.equal(saved, 200);
        unwrap(
          await updateRecord(store, { ...admin, origin: "api" }, { kind: "lead", id: api, values: { tags: ["путь"] } }),
        );
        unwrap(
          await bulkUpdate(store, admin, {
            kind: "lead",
            select: { ids: [bulk] },
            values: {},
            addTags: ["путь"],
            removeTags: [],
          }),
        );
        const schema = await schemaOf(store, "lead");
        const rows = [{ values: { name: "из файла", status: "new", tags: ["путь"] } }];
        await store.tx((trx) => insertRecords(trx, { ...admin, origin: "import" }, { kind: "lead", rows, schema }));
        for (const name of ["карточка", "программа", "многие", "из файла"]) {
          const [task] = await until(name, async () => {
            const found = await tasks(`Путь ${name}`);
            return found.length > 0 ? found : null;
          });
          assert.ok(task.lead_id);
        }
        await page.goto(`${fixture.url}/admin/automation/runs?rule=${(await rulesOf("Любой путь"))[0].id}`);
        await page.waitForSelector(".auto-runs li");
        assert.equal(await page.locator(".auto-runs > li").count(), 4);
        await page.locator(".auto-runs summary").first().click();
        await page.waitForSelector(".auto-decision");
        assert.match(await page.locator(".auto-decision").first().innerText(), /Задача «Путь из файла»/);
      });

      await step(
        "a card that is moved on the board fires what stands on its stage",
        { path: "/admin/automation" },
        async (page) => {
          const stages = await store.db.selectFrom("stages").select(["id", "pipeline_id"]).where("type", "=", "open")
            .where("archived_at", "is", null).orderBy("pipeline_id").orderBy("position").limit(2).execute();
          const rule = ruleSchema.parse({
            name: "Доска",
            when: { type: "deal.stage-entered", stage: stages[1].id },
            then: [{ type: "task.create", name: "Шаг {{record.name}}", due: { n: 1, unit: "days" }, to: "owner" }],
          });
          unwrap(await createRule(store, admin, { rule, enabled: true }));
          const { id } = unwrap(
            await createRecord(store, admin, { kind: "deal", values: { name: "С доски", stage: stages[0].id } }),
          );
          await page.goto(`${fixture.url}/board/${stages[0].pipeline_id}`);
          const moved = await page.evaluate(async ([id, stage, was]) => {
            const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')!.content;
            const answer = await fetch(`/api/v1/deals/${id}/move`, {
              method: "POST",
              headers: { "content-type": "application/json", "x-csrf": csrf },
              body: JSON.stringify({ stage, was }),
            });
            return `${answer.status} ${await answer.text()}`;
          }, [id, stages[1].id, stages[0].id]);
          assert.match(moved, /^200/);
          const [task] = await until("the step", async () => {
            const found = await tasks("Шаг С доски");
            return found.length > 0 ? found : null;
          });
          assert.equal(task.deal_id, id);
        },
      );

      await step("a trial shows what would be and changes nothing", { path: "/admin/automation/new" }, async (page) => {
        await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Пробный", city: "Тестоград" } });
        const before = await store.db.selectFrom("tasks").select((one) => one.fn.countAll<string>().as("n"))
          .executeTakeFirstOrThrow();
        await page.selectOption("#when-type", "lead.created");
        await page.click(".auto-part[data-part=if] .btn");
        await page.selectOption("#if-0-0-what", "record.city");
        await page.selectOption("#if-0-0-op", "is");
        await page.fill("#if-0-0-value", "Тестоград");
        await page.selectOption("#then-add", "task.create");
        await page.fill("#then-0-name", "Проба {{record.name}}");
        await page.selectOption("#then-0-to", "nobody");
        await page.click(".auto-trial .btn");
        await page.waitForSelector(".auto-tried li");
        assert.match(await page.locator(".auto-trial .note-box").innerText(), /условия выполнились 1 раз/);
        const row = page.locator(".auto-tried > li", { hasText: "Пробный" });
        await row.locator("summary").click();
        assert.match(await row.innerText(), /Было: Тестоград/);
        assert.match(await row.innerText(), /Задача «Проба Пробный»/);
        const after = await store.db.selectFrom("tasks").select((one) => one.fn.countAll<string>().as("n"))
          .executeTakeFirstOrThrow();
        assert.equal(after.n, before.n);
        assert.equal((await rulesOf("Пробный")).length, 0);
      });

      await step(
        "rules in a circle stop, and the log shows the circle",
        { path: "/admin/automation" },
        async (page) => {
          for (const [name, from, to] of [["Круг А", "Б", "А"], ["Круг Б", "А", "Б"]]) {
            const rule = ruleSchema.parse({
              name,
              when: { type: "field.changed", kind: "lead", field: "city", becomes: from },
              then: [{ type: "field.set", field: "city", value: to }],
            });
            unwrap(await createRule(store, admin, { rule, enabled: true }));
          }
          const { id } = unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Круговой" } }));
          unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id, values: { city: "А" } }));
          await until(
            "stopped",
            async () =>
              await store.db.selectFrom("automation_runs").select("id").where("record_id", "=", id)
                .where("state", "=", "stopped").executeTakeFirst(),
          );
          await page.goto(`${fixture.url}/admin/automation/runs?state=stopped`);
          const line = page.locator(".auto-runs > li", { hasText: "Круговой" });
          assert.match(await line.innerText(), /по кругу \(шагов: 2\)/);
          await line.locator("summary").click();
          await line.locator(".auto-chain").waitFor();
          assert.match(await line.locator(".auto-chain").innerText(), /Круг Б\s+Круг А\s+Круг Б/);
          const { rows } = await sql`select 1 from notices where kind = 'automation-failed'
          and user_id = ${admin.user}::uuid`.execute(store.db);
          assert.ok(rows.length > 0, "its owner is told");
        },
      );

      await step("a rule that somebody else changed meanwhile is not overwritten", {
        path: "/admin/automation",
      }, async (page) => {
        const body = { when: { type: "lead.created" }, then: [{ type: "tags.change", add: ["x"] }] };
        const rule = unwrap(
          await createRule(store, admin, { rule: ruleSchema.parse({ name: "Спорное", ...body }), enabled: false }),
        );
        await page.goto(`${fixture.url}/admin/automation/${rule.id}`);
        await page.waitForSelector("#name");
        await sql`update automation_rules set name = 'Чужое', version = version + 1 where id = ${rule.id}::uuid`
          .execute(store.db);
        await page.fill("#name", "Моё");
        await page.click(".auto-save .primary");
        await page.waitForSelector('.note-box[data-tone="bad"]');
        assert.match(await page.locator('.note-box[data-tone="bad"]').innerText(), /изменил кто-то другой/);
        assert.equal((await rulesOf("Чужое")).length, 1);
      });

      await step("rules are switched, put in order, copied, put away and brought back", {
        path: "/admin/automation",
      }, async (page) => {
        const body = { when: { type: "lead.created" }, then: [{ type: "tags.change", add: ["x"] }] };
        for (const name of ["Первое", "Второе"]) {
          unwrap(await createRule(store, admin, { rule: ruleSchema.parse({ name, ...body }), enabled: false }));
        }
        await page.reload();
        const card = (name: string) => page.locator(".auto-rule").filter({ has: page.locator(`a:text-is("${name}")`) });
        await card("Первое").getByRole("switch").click();
        await until("on", async () => (await rulesOf("Первое"))[0].enabled);
        const order = async () => (await page.locator(".auto-rule-name").allInnerTexts()).slice(-2);
        assert.deepEqual(await order(), ["Первое", "Второе"]);
        await card("Второе").getByRole("button", { name: /Поднять/ }).click();
        await page.waitForFunction(() =>
          [...document.querySelectorAll(".auto-rule-name")].at(-2)?.textContent === "Второе"
        );
        await card("Второе").getByRole("button", { name: /Скопировать/ }).click();
        await card("Второе (копия)").waitFor();
        await card("Второе (копия)").getByRole("button", { name: /Убрать/ }).click();
        await card("Второе (копия)").waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Вернуть" }).click();
        await card("Второе (копия)").waitFor();
        assert.equal((await rulesOf("Второе (копия)"))[0].enabled, false);
      });

      for (const theme of ["light", "dark"] as const) {
        await step(`pages have no faults of access in the ${theme} theme, and fit a phone`, {
          path: "/admin/automation",
          theme,
          width: theme === "light" ? 1280 : 390,
        }, async (page) => {
          for (const path of ["", "/new?recipe=proposal", "/runs"]) {
            await page.goto(`${fixture.url}/admin/automation${path}`);
            await page.waitForSelector("h1");
            await page.waitForLoadState("networkidle");
            await page.evaluate(axe.source);
            const found = await page.evaluate(async () => {
              // deno-lint-ignore no-explicit-any
              const { violations } = await (globalThis as any).axe.run(document, {
                resultTypes: ["violations"],
                runOnly: ["wcag2a", "wcag2aa", "wcag21aa"],
              });
              // deno-lint-ignore no-explicit-any
              return violations.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => node.html).slice(0, 3)}`);
            });
            assert.deepEqual(found, [], path);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
          }
        });
      }

      await step("all of it is English for who reads English", { path: "/admin/automation" }, async (page) => {
        await sql`update users set locale = 'en' where id = ${admin.user}::uuid`.execute(store.db);
        for (
          const [path, words] of [["", "Ready recipes"], ["/new?recipe=won", "Onboarding"], ["/runs", "All rules"]]
        ) {
          await page.goto(`${fixture.url}/admin/automation${path}`);
          await page.waitForSelector("h1");
          const text = await page.locator("main").innerHTML();
          assert.ok(text.includes(words), `${path}: ${words}`);
          assert.ok(!/automation\.[a-z]/.test(await page.locator("main").innerText()), "no key is shown");
        }
        await sql`update users set locale = 'ru' where id = ${admin.user}::uuid`.execute(store.db);
      });
    } finally {
      await browser.close();
    }
  });
});

async function withPage(
  fixture: Fixture,
  browser: Browser,
  options: Open & { use(page: Page): Promise<void> },
): Promise<void> {
  const { path, theme = "light", width = 1280, use } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 900 },
  });
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", "admin");
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.goto(fixture.url + path);
    await page.waitForSelector("h1");
    // Islands answer once they are alive.
    await page.waitForLoadState("networkidle");
    await use(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}
