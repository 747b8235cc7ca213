/**
 * A year of sales through the import pages in a real Chromium, then its deals' cards: the timeline and the files. Run:
 * `deno test -A --unstable-kv tests/ui/sales_import_e2e.ts`, one step by `-- "files"`.
 */
import assert from "node:assert/strict";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { writeCalls } from "@/crm/calls/mod.ts";
import { madeFiles } from "@/crm/import/testing_deals.ts";
import { createProduct } from "@/crm/pipeline/mod.ts";
import { createRecord, updateRecord, type Values } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { callRecord } from "@/crm/testing.ts";
import { SYSTEM } from "@/store/access.ts";
import { withFixture } from "./fixture.ts";
import { count, faults, given, sendFile, state } from "./import_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");
const ROWS = 400;
/** A folder for pictures of the pages, to look at them. */
const SHOTS = Deno.env.get("SHOTS");
/** 1 × 1 pixel. */
const DOT = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (char) => char.charCodeAt(0),
);

Deno.test("sales come in through the pages and live on cards", async (t) => {
  await withFixture(0, async (fixture) => {
    const { store, url } = fixture;
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const withPage = async (width: number, use: (page: Page) => Promise<void>) => {
      const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width, height: 900 } });
      const errors: string[] = [];
      try {
        const page = await context.newPage();
        page.on("pageerror", (error) => errors.push(error.message));
        await page.goto(`${url}/login`);
        await page.fill("#login", "admin");
        await page.fill("#password", fixture.password);
        await page.click("button.primary");
        await page.waitForURL((to) => to.pathname !== "/login");
        await use(page);
        assert.deepEqual(errors, []);
      } finally {
        await context.close();
      }
    };
    const step = (name: string, use: (page: Page) => Promise<void>, width = 1280) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withPage(width, use) });
    const shot = async (page: Page, name: string) => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
    };
    const make = async (kind: "deal" | "contact" | "task", values: Values) =>
      unwrap(await createRecord(store, SYSTEM, { kind, values })).id;
    const open = async (page: Page, path: string) => {
      await page.goto(url + path);
      await page.waitForSelector(".record-card[data-ready]");
    };
    try {
      await step("deals come in: stages made, people kept, spellings mended; counted; and undone", async (page) => {
        for (const [name, minor] of [["GTX Basic", 550_00], ["GTX Pro", 4_821_00]] as const) {
          unwrap(await createProduct(store, SYSTEM, { name, sku: "", price: { minor, currency: "USD" } }));
        }
        const files = madeFiles(ROWS);
        const { deals } = files;
        await sendFile(page, url, { kind: "deal", file: given("sales_pipeline.csv", files.text.deals, "text/csv") });
        const target = (at: number) => page.locator(`tr[data-column="${at}"] .im-target select`);
        const expected = [
          ...["external-id", "owner", "product:name", "company", "field:stage"],
          ...["entered:Engaging", "moment:closed", "field:amount"],
        ];
        for (const [at, code] of expected.entries()) assert.equal(await target(at).inputValue(), code);
        await shot(page, "import-columns");
        await page.click(".im-foot .primary");
        await page.waitForSelector('.im[data-step="options"]');
        await page.selectOption("#im-currency", "USD");
        await page.click(".im-offer");
        await shot(page, "import-options");
        await page.click(".im-foot .primary");
        await state(page, "checked");

        // The owners are nobody of ours: their names are kept; then stages are made where they are missing.
        const match = page.getByRole("button", { name: "Сопоставить", exact: true });
        await match.click();
        await page.waitForSelector("dialog[open]");
        await page.getByRole("button", { name: "Имена остальных сохранить в поле" }).click();
        await shot(page, "import-owners");
        await page.locator("dialog[open] .primary").click();
        await page.locator('tr[data-column="4"]').getByRole("button", { name: /Неизвестн/ }).click();
        await page.getByRole("button", { name: /Создать 2 этапа в воронке/ }).click();
        await page.waitForSelector("dialog[open] .badge[data-tone=good]");
        await shot(page, "import-stages");
        await page.locator("dialog[open] .primary").click();
        await page.click(".im-foot .primary");
        await page.waitForSelector('.im[data-step="options"]');
        await page.click(".im-foot .primary");
        await page.waitForSelector('[data-notice="near"]', { timeout: 60_000 });
        assert.match(await page.innerText('[data-notice="near"]'), /GTXPro[\s\S]*GTX Pro/);
        await shot(page, "import-check");
        assert.deepEqual(await faults(page), []);
        await page.getByRole("button", { name: "Исправить во всех строках" }).click();
        await page.waitForFunction(() => !document.querySelector('[data-notice="near"]'));
        await state(page, "checked");
        assert.deepEqual([await count(page, "created"), await count(page, "failed")], [ROWS, 0]);
        await page.click(".im-foot .primary");
        await state(page, "done");
        const address = page.url();
        await shot(page, "import-done");
        await page.click('.im-foot a[href^="/deals"]');
        await page.waitForSelector(".rl-count");
        assert.equal(Number((await page.innerText(".rl-count")).replaceAll(/\D/g, "")), ROWS);
        const won = deals.filter((deal) => deal.deal_stage === "Won");
        const { n, sum } = await store.db.selectFrom("deals").innerJoin("products as p", (join) => join.onTrue())
          .where("p.name", "=", "GTX Pro").where("deals.import_id", "is not", null).where("deals.status", "=", "won")
          .select((eb) => [
            eb.fn.countAll<string>().as("n"),
            eb.fn.sum<string>(eb.cast(eb.ref("amount", "->>").key("minor"), "bigint")).as("sum"),
          ]).executeTakeFirstOrThrow();
        assert.deepEqual([Number(n), Number(sum)], [
          won.length,
          won.reduce((all, deal) => all + Number(deal.close_value) * 100, 0),
        ]);

        await page.goto(address);
        await page.waitForSelector(".im[data-ready]");
        await page.click(".im-foot .danger-quiet");
        await page.click("dialog[open] .danger");
        await state(page, "undone");
        const left = await store.db.selectFrom("deals").select("id").where("import_id", "is not", null).execute();
        assert.equal(left.length, 0);
      });

      await step("files: chosen, dropped, shown, renamed, deleted and taken back; refusals in words", async (page) => {
        const deal = await make("deal", { name: "Сделка с файлами" });
        await open(page, `/deals/${deal}`);
        const panel = page.locator('[data-panel="files"]');
        await panel.locator("input[type=file]").setInputFiles([
          given("план.png", DOT, "image/png"),
          given("Договор.txt", "Договор поставки", "text/html"),
        ]);
        await panel.locator("li[data-file]").nth(1).waitFor();
        await page.waitForFunction(() => {
          const picture = document.querySelector<HTMLImageElement>('[data-panel="files"] img');
          return picture?.complete && picture.naturalWidth > 0;
        });
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          panel.getByRole("link", { name: "Скачать Договор.txt" }).click(),
        ]);
        assert.equal(await Deno.readTextFile(await download.path()), "Договор поставки");
        await page.waitForSelector('[data-entry="file"]');

        // Dropped on the panel, as from the desktop.
        const data = await page.evaluateHandle(() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["a;b"], "смета.csv"));
          transfer.items.add(new File([], "пустой.txt"));
          return transfer;
        });
        await panel.dispatchEvent("dragover", { dataTransfer: data });
        await page.waitForSelector('[data-panel="files"][data-over]');
        await panel.dispatchEvent("drop", { dataTransfer: data });
        await panel.locator("li[data-file]").nth(2).waitFor();
        await panel.locator("li[data-failed]").waitFor();
        assert.match(await panel.locator("li[data-failed]").innerText(), /пустой\.txt[\s\S]*Файл пустой/);
        await shot(page, "card-files");
        await panel.getByRole("button", { name: "Убрать пустой.txt из списка" }).click();

        await panel.getByRole("button", { name: "Переименовать смета.csv" }).click();
        await panel.getByRole("textbox", { name: "Новое имя" }).fill("Смета 2.csv");
        await page.keyboard.press("Enter");
        await panel.getByRole("link", { name: "Скачать Смета 2.csv" }).waitFor();
        await panel.getByRole("button", { name: "Удалить Смета 2.csv" }).click();
        await panel.getByRole("link", { name: "Скачать Смета 2.csv" }).waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Вернуть", exact: true }).click();
        await panel.getByRole("link", { name: "Скачать Смета 2.csv" }).waitFor();
        assert.deepEqual(await faults(page), []);

        // A line that breaks off is told, and the same file goes through the second time.
        await page.route("**/files?*", (route) => route.abort(), { times: 1 });
        await panel.locator("input[type=file]").setInputFiles([given("акт.txt", "акт")]);
        await panel.locator("li[data-failed]").waitFor();
        await panel.getByRole("button", { name: "Повторить" }).click();
        await panel.getByRole("link", { name: "Скачать акт.txt" }).waitFor();
      });

      await step(
        "timeline: stages, tasks and calls with their sound, cut down by kind, fresh by itself",
        async (page) => {
          const contact = await make("contact", { name: "Мария Ель", phones: [{ value: "+79160004455" }] });
          const stages = await store.db.selectFrom("stages").select(["id", "name"]).where("archived_at", "is", null)
            .where("type", "=", "open").orderBy("pipeline_id").orderBy("position").limit(2).execute();
          const deal = await make("deal", { name: "Сделка с прошлым", contacts: [contact], stage: stages[0].id });
          const values = { stage: stages[1].id };
          unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id: deal, values }));
          const task = await make("task", {
            name: "Выставить счёт",
            deal,
            due: new Date(Date.now() + 3_600_000).toISOString(),
          });
          await open(page, `/deals/${deal}`);
          const entry = (source: string) => page.locator(`.happened [data-entry="${source}"]`);
          assert.equal(await entry("stage").count(), 2);
          assert.match(
            await entry("stage").first().innerText(),
            new RegExp(`${stages[0].name}[\\s\\S]*${stages[1].name}`),
          );
          assert.match(await entry("task").innerText(), /Выставить счёт/);

          // What happens meanwhile appears without a reload.
          unwrap(
            await updateRecord(store, SYSTEM, {
              kind: "task",
              id: task,
              values: { status: "done", result: "Оплачен" },
            }),
          );
          await page.locator(".happened").getByText("Оплачен").waitFor();
          await writeCalls(store, [callRecord(`call-${deal}`, {
            number: "+79160004455",
            agent: fixture.users.get("anna") as never,
            recordingName: "r",
            recordingSeconds: 61,
            startedAt: Date.now() - 60_000,
          })]);
          await entry("call").waitFor();
          await shot(page, "card-timeline");
          await page.getByRole("button", { name: /Прослушать/ }).click();
          await page.waitForSelector(".happened .player");
          for (
            const [name, source, n] of [["Этапы", "stage", 2], ["Задачи", "task", 2], ["Звонки", "call", 1]] as const
          ) {
            await page.getByRole("group", { name: "Что показать" }).getByRole("button", { name, exact: true }).click();
            await page.waitForFunction(
              ([source, n]) => {
                const all = [...document.querySelectorAll(".happened > li")];
                return all.length === n && all.every((one) => one.getAttribute("data-entry") === source);
              },
              [source, n] as const,
            );
          }
          assert.deepEqual(await faults(page), []);
        },
      );

      await step("files and the timeline fit a phone", async (page) => {
        const deal = await make("deal", { name: "Сделка в телефоне" });
        await open(page, `/deals/${deal}`);
        const panel = page.locator('[data-panel="files"]');
        await panel.locator("input[type=file]").setInputFiles([
          given(`${"Очень длинное имя файла ".repeat(5)}.png`, DOT),
        ]);
        await panel.locator("li[data-file]").waitFor();
        await page.waitForSelector('[data-entry="file"]');
        await shot(page, "card-phone");
        assert.deepEqual(await faults(page), []);
      }, 390);
    } finally {
      await browser.close();
    }
  });
});
