/**
 * The set-up of sales and the sales report in a real Chromium on the fixture. Each step makes the pipeline and the deals
 * that it looks at. Run: `deno test -A --unstable-kv tests/ui/sales_setup_e2e.ts`.
 */
import assert from "node:assert/strict";
import { chromium, type Locator, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { createPipeline, listPipelines, type Pipeline } from "@/crm/pipeline/mod.ts";
import { createRecord, getRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { withFixture } from "./fixture.ts";

/** Steps to run by hand: `deno test … tests/ui/sales_setup_e2e.ts -- "report"`. */
const ONLY = new RegExp(Deno.args[0] ?? ".");
const RUB = (minor: number) => ({ minor, currency: "RUB" });

const said = (page: Page, text: string) => page.locator(".toast", { hasText: text }).first().waitFor();

/** Presses until it works: a button is there before its page's script. */
async function press(page: Page, button: Locator, wanted: string): Promise<void> {
  const opened = () => page.waitForSelector(wanted, { timeout: 700 }).catch(() => null);
  do await button.click(); while (!await opened());
}

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

Deno.test("the set-up of sales and its report in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const { store } = fixture;
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const open = async (login: string, path: string, look: { width?: number; theme?: "light" | "dark" } = {}) => {
      const { width = 1280, theme = "light" } = look;
      const context = await browser.newContext({
        viewport: { width, height: 860 },
        colorScheme: theme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await page.goto(`${fixture.url}/login`);
      await page.fill("#login", login);
      await page.fill("#password", fixture.password);
      await page.click("button.primary");
      await page.waitForURL((url) => url.pathname !== "/login");
      await page.goto(fixture.url + path);
      return page;
    };
    const step = (name: string, fn: () => Promise<void>) => t.step({ name, ignore: !ONLY.test(name), fn });
    const pipeline = async (name: string): Promise<Pipeline> =>
      unwrap(await createPipeline(store, SYSTEM, { name, locale: "ru" }));
    const now = async (id: string) =>
      (await listPipelines(store, SYSTEM, { archived: true })).find((p) => p.id === id)!;
    const deal = async (values: Record<string, unknown>, createdAt?: Date) =>
      unwrap(
        await createRecord(store, SYSTEM, {
          kind: "deal",
          values: { name: "Проверка", ...values },
          trusted: true,
          createdAt,
        }),
      ).id;
    const names = (page: Page) => page.locator(".stage-column h3").allInnerTexts();
    /** The island listens: opening and closing a form shows it. */
    const alive = async (page: Page) => {
      await press(page, page.locator("#stage-add"), ".stage-column.editing");
      await page.locator(".stage-column.editing").getByRole("button", { name: "Отмена" }).click();
      await page.locator("#stage-add").waitFor();
    };

    try {
      await step("an administrator makes a pipeline, adds a stage in place and sees refusals with words", async () => {
        const page = await open("admin", "/admin/pipelines");
        await press(page, page.getByRole("button", { name: "Новая воронка" }), "dialog[open] #pipeline-new-name");
        await page.fill("#pipeline-new-name", "Продажи");
        await page.getByRole("button", { name: "Создать" }).click();
        await page.locator('[role="alert"]', { hasText: "уже есть" }).waitFor();
        await page.fill("#pipeline-new-name", "Продления");
        await page.getByRole("button", { name: "Создать" }).click();
        await said(page, "«Продления» готова");
        await page.getByRole("button", { name: "Новый этап" }).click();
        await page.fill("#stage-name", "Договор");
        await page.locator(".swatch[title='Розовый']").click();
        await page.fill("#stage-probability", "90");
        await page.fill("#stage-rottenDays", "5");
        await page.fill("#stage-wipLimit", "40");
        await page.getByText("Обязательные поля").click();
        await page.locator(".stage-fields").getByText("Сумма", { exact: true }).click();
        await page.getByRole("button", { name: "Сохранить" }).click();
        await page.locator(".stage-column[data-stage] h3", { hasText: "Договор" }).waitFor();
        assert.equal((await names(page)).indexOf("Договор"), 4, "before won and lost");
        const made = (await listPipelines(store, SYSTEM)).find(({ name }) => name === "Продления")!.stages[4];
        assert.deepEqual(
          [made.colour, made.probability, made.rottenDays, made.wipLimit, made.required],
          ["pink", 90, 5, 40, ["amount"]],
        );
        await page.context().close();
      });

      await step(
        "a stage is moved by the mouse and by keys, keeps the focus and is told to screen readers",
        async () => {
          const { id } = await pipeline("Порядок");
          const page = await open("admin", `/admin/pipelines?pipeline=${id}`);
          await alive(page);
          const grip = page.getByRole("button", { name: /Этап «Новая»/ });
          await grip.scrollIntoViewIfNeeded();
          const from = (await grip.boundingBox())!;
          const third = (await page.locator(".stage-column").nth(2).boundingBox())!;
          await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
          await page.mouse.down();
          await page.mouse.move(third.x + third.width / 2, third.y + 40, { steps: 12 });
          await page.waitForSelector(".stage-column[data-held]");
          const ordered = page.waitForResponse((answer) => answer.url().endsWith("/stages/order"));
          await page.mouse.up();
          await ordered;
          assert.deepEqual((await names(page)).slice(0, 3), ["Квалификация", "Предложение", "Новая"]);
          const again = page.waitForResponse((answer) => answer.url().endsWith("/stages/order"));
          await grip.focus();
          await page.keyboard.press("ArrowLeft");
          await again;
          assert.deepEqual((await names(page)).slice(0, 3), ["Квалификация", "Новая", "Предложение"]);
          assert.match(
            await page.locator('[role="status"]').allInnerTexts().then((all) => all.join(" ")),
            /место 2 из 6/,
          );
          assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""), /«Новая»/);
          assert.deepEqual((await now(id)).stages.slice(0, 2).map(({ name }) => name), ["Квалификация", "Новая"]);
          await page.context().close();
        },
      );

      await step("Escape takes a stage that is being dragged back", async () => {
        const { id } = await pipeline("Отмена");
        const page = await open("admin", `/admin/pipelines?pipeline=${id}`);
        await alive(page);
        const grip = page.getByRole("button", { name: /Этап «Новая»/ });
        await grip.scrollIntoViewIfNeeded();
        const from = (await grip.boundingBox())!;
        const second = (await page.locator(".stage-column").nth(1).boundingBox())!;
        await page.mouse.move(from.x + 4, from.y + 4);
        await page.mouse.down();
        await page.mouse.move(second.x + 60, second.y + 40, { steps: 8 });
        await page.waitForSelector(".stage-column[data-held]");
        await page.keyboard.press("Escape");
        await page.mouse.up();
        await page.waitForSelector(".stage-column[data-held]", { state: "detached" });
        assert.equal((await names(page))[0], "Новая");
        await page.context().close();
      });

      await step("a stage with deals is put away with them and comes back by one undo", async () => {
        const { id, stages } = await pipeline("Уборка");
        const first = await deal({ stage: stages[1].id });
        await deal({ stage: stages[1].id });
        const page = await open("admin", `/admin/pipelines?pipeline=${id}`);
        await press(page, page.getByRole("button", { name: "Изменить этап «Квалификация»" }), ".stage-column.editing");
        assert.equal(await page.locator("#stage-type").isDisabled(), true);
        await page.locator(".stage-column.editing").getByRole("button", { name: "Убрать" }).click();
        const dialog = page.locator("dialog[open]");
        assert.match(await dialog.innerText(), /2 сделки/);
        await page.selectOption("#archive-target", stages[2].id);
        await dialog.getByRole("button", { name: "Перенести 2 сделки и убрать" }).click();
        await said(page, "перенесены 2 сделки");
        const stage = async () => (await getRecord(store, SYSTEM, { kind: "deal", id: first }))!.values.stage;
        assert.equal(await stage(), stages[2].id);
        await page.locator(".stage-column", { hasText: "Предложение" }).getByText("2 сделки").waitFor();
        await page.locator(".toast button", { hasText: "Отменить" }).click();
        await page.locator(".stage-column", { hasText: "Квалификация" }).getByText("2 сделки").waitFor();
        assert.equal(await stage(), stages[1].id);
        await page.context().close();
      });

      await step("the last stage of a type stays, and whoever was slower is told", async () => {
        const { id, stages } = await pipeline("Последние");
        const page = await open("admin", `/admin/pipelines?pipeline=${id}`);
        await press(page, page.getByRole("button", { name: "Изменить этап «Проиграна»" }), ".stage-column.editing");
        await page.locator(".stage-column.editing").getByRole("button", { name: "Убрать" }).click();
        await page.locator("dialog[open]").getByRole("button", { name: "Убрать" }).click();
        await page.locator('dialog[open] [role="alert"]', { hasText: "последний этап для проигранных" }).waitFor();
        await page.keyboard.press("Escape");
        await page.locator(".stage-column.editing").getByRole("button", { name: "Отмена" }).click();
        await press(page, page.getByRole("button", { name: "Изменить этап «Новая»" }), ".stage-column.editing");
        await store.db.updateTable("stages").set({ version: 9, name: "Чужая" }).where("id", "=", stages[0].id)
          .execute();
        await page.fill("#stage-name", "Моя");
        await page.getByRole("button", { name: "Сохранить" }).click();
        await page.locator('.stage-column.editing [role="alert"]').waitFor();
        assert.equal(await page.inputValue("#stage-name"), "Моя", "what was typed stays");
        assert.equal((await now(id)).stages[0].name, "Чужая");
        await page.context().close();
      });

      await step(
        "products take prices as people write them; reasons of loss are renamed and ordered in place",
        async () => {
          const page = await open("admin", "/admin/products");
          await press(page, page.getByRole("button", { name: "Новый товар" }), "dialog[open] #product-name");
          await page.fill("#product-name", "Абонемент проверочный");
          await page.fill("#product-sku", "АБ-1");
          await page.fill("#product-price", "много");
          await page.getByRole("button", { name: "Сохранить" }).click();
          await page.locator("#product-price-error").waitFor();
          await page.fill("#product-price", "1 234,50");
          await page.getByRole("button", { name: "Сохранить" }).click();
          const row = page.locator("tbody tr", { hasText: "Абонемент проверочный" });
          await row.waitFor();
          assert.match((await row.innerText()).replace(/\s/g, " "), /1 234,50 ₽/);
          await page.getByRole("button", { name: "Изменить товар «Абонемент проверочный»" }).click();
          await page.locator("dialog[open]").getByRole("button", { name: "Убрать" }).click();
          await row.waitFor({ state: "detached" });
          await page.locator(".toast button", { hasText: "Отменить" }).click();
          await row.waitFor();

          await page.goto(`${fixture.url}/admin/loss-reasons`);
          await page.getByLabel("Новая причина").fill("Погода проверочная");
          await page.getByRole("button", { name: "Добавить" }).click();
          const last = page.locator(".reason-list li").last();
          await page.waitForFunction(() =>
            document.querySelector<HTMLInputElement>(".reason-list li:last-child input")?.value === "Погода проверочная"
          );
          await last.locator("input").fill("Погода");
          await last.locator("input").press("Enter");
          await said(page, "Сохранено");
          const ordered = page.waitForResponse((answer) => answer.url().endsWith("/loss-reasons/order"));
          await page.getByRole("button", { name: "Передвинуть «Погода» выше" }).click();
          await ordered;
          const reasons = await store.db.selectFrom("loss_reasons").select("name").where("archived_at", "is", null)
            .orderBy("position").execute();
          assert.equal(reasons.at(-2)?.name, "Погода");
          await page.context().close();
        },
      );

      await step("the report counts what was closed, narrows by a click and leads to the same deals", async () => {
        const { id, stages } = await pipeline("Отчётная");
        const [won, lost] = [stages.find(({ type }) => type === "won")!, stages.find(({ type }) => type === "lost")!];
        const [anna, boris] = ["anna", "boris"].map((login) => fixture.users.get(login) ?? null);
        const day = (text: string) => new Date(`${text}T09:00:00Z`);
        const close = (stage: string, at: string, owner: string | null, minor: number) =>
          deal({ stage, stageSince: day(at).toISOString(), amount: RUB(minor), owner }, day("2024-01-10"));
        await close(won.id, "2024-02-10", anna, 100_000_00);
        await close(won.id, "2024-02-20", boris, 50_000_00);
        await close(won.id, "2024-03-01", anna, 30_000_00);
        await close(lost.id, "2024-03-05", anna, 70_000_00);
        const page = await open("admin", `/reports/sales?from=2024-01-01&to=2024-03-31&pipeline=${id}&currency=RUB`);
        const months = page.locator('[data-table="months"] tbody tr');
        await months.first().waitFor();
        const text = async (row: number) => (await months.nth(row).innerText()).replace(/\s+/g, " ");
        assert.match(await text(1), /2 150 000 ₽ 0/);
        assert.match(await text(2), /1 30 000 ₽ 1 70 000 ₽/);
        assert.match((await page.locator(".report-kpis").innerText()).replace(/\s/g, " "), /75 %/);
        await page.locator(".report-plot canvas").waitFor();

        const link = months.nth(1).locator("td a").first();
        await link.click();
        await page.waitForURL(/\/deals/);
        await page.waitForFunction(() => document.querySelectorAll(".rl-row[data-id]").length === 2);
        await page.goBack();
        await months.first().waitFor();

        const answer = page.waitForResponse((one) => one.url().includes("/api/v1/reports/sales?"));
        await page.locator('[data-table="people"]').getByRole("button", { name: /^Только Анна/ }).click();
        await answer;
        await page.waitForFunction(() =>
          /130\s?000/.test(document.querySelector('[data-table="months"] tfoot')?.textContent ?? "")
        );
        assert.equal(new URL(page.url()).searchParams.get("owner"), anna);
        await page.reload();
        await page.waitForFunction(() =>
          /130\s?000/.test(document.querySelector('[data-table="months"] tfoot')?.textContent ?? "")
        );
        const file = page.waitForEvent("download");
        await page.locator('[data-table="months"] a[download]').click();
        const saved = await Deno.readTextFile(await (await file).path());
        assert.match(saved, /2024-02;0;1;100000;0;0/);
        await page.context().close();
      });

      await step("a report that does not come and one without deals each offer a way on", async () => {
        const page = await open("admin", "/reports/sales?from=1999-01-01&to=1999-12-31");
        await page.getByText("За этот период сделок нет").waitFor();
        await page.getByRole("button", { name: "12 месяцев" }).click();
        await page.locator('[data-table="months"]').waitFor();
        await page.route("**/api/v1/reports/sales?*", (route) => route.abort());
        await page.getByLabel("Период").selectOption("this-year");
        await page.getByText("Отчёт не загрузился").waitFor();
        await page.unroute("**/api/v1/reports/sales?*");
        await page.getByRole("button", { name: "Повторить" }).click();
        await page.locator('[data-table="months"]').waitFor();
        await page.context().close();
      });

      await step("an agent sees the own figures, may take no file and sets nothing up", async () => {
        const page = await open("anna", "/reports/sales");
        await page.locator(".report-body[aria-busy=false]").waitFor();
        assert.equal(await page.locator("a[download]").count(), 0);
        assert.equal(await page.locator('select[aria-label="Сотрудник"]').count(), 0);
        const answer = await page.goto(`${fixture.url}/admin/pipelines`);
        assert.equal(answer?.status(), 403);
        await page.context().close();
      });

      await step("pages of the set-up and the report are sound in both themes, on desks and phones", async () => {
        const found: string[] = [];
        for (const [width, theme] of [[1280, "light"], [390, "dark"]] as const) {
          const page = await open("admin", "/admin/pipelines", { width, theme });
          const note = async (name: string) =>
            found.push(...(await faults(page)).map((what) => `${name} ${width} ${theme}: ${what}`));
          const edit = page.locator("[data-stage]").nth(1).getByRole("button", { name: /Изменить/ });
          await press(page, edit, ".stage-column.editing");
          await note("pipelines");
          for (const path of ["/admin/products", "/admin/loss-reasons", "/reports/sales"]) {
            await page.goto(fixture.url + path);
            if (path === "/reports/sales") await page.locator(".report-plot canvas").waitFor();
            await note(path);
          }
          await page.context().close();
        }
        assert.deepEqual(found, []);
      });
    } finally {
      await browser.close();
    }
  });
});
