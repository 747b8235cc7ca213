/**
 * Leads from outside in real browsers: a stranger fills the form in on another site, somebody else sorts the inbox, an
 * administrator sets sources and rules up. Run by hand: `deno test -A --unstable-kv tests/ui/intake_e2e.ts`.
 */
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";
import { createRule, ruleSchema } from "@/crm/assignment/mod.ts";
import { updateSource } from "@/crm/intake/mod.ts";
import { makeSource, send } from "@/crm/intake/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { type Fixture, withFixture } from "./fixture.ts";

const CONSENT = "Согласен на обработку персональных данных";

async function logIn(browser: Browser, fixture: Fixture, login: string, width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 860 }, locale: "ru-RU" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => assert.fail(`${page.url()}: ${error.message}`));
  await page.goto(`${fixture.url}/login`);
  await page.fill('[name="login"]', login);
  await page.fill('[name="password"]', fixture.password);
  await page.click('button[type="submit"]');
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return page;
}

/** Another site, on another origin. */
async function withSite(html: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = Deno.serve(
    { hostname: "localhost", port: 0, onListen: () => {} },
    () =>
      new Response(`<!DOCTYPE html><title>Shop</title><h1>Shop</h1>${html}`, {
        headers: { "content-type": "text/html" },
      }),
  );
  try {
    await use(`http://localhost:${server.addr.port}/buy?utm_source=yandex`);
  } finally {
    await server.shutdown();
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !await holds();) {
    assert.ok(Date.now() < end, what);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function noOverflow(page: Page): Promise<void> {
  const over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(over, 0, `${page.url()} is wider than the window`);
}

Deno.test("leads from outside, from a stranger's form to an owner with a proof of consent", async (t) => {
  await withFixture(0, async (fixture) => {
    const { store } = fixture;
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const anna = fixture.users.get("anna")!;
    const rule = { name: "Anna", strategy: "person" as const, pool: { users: [anna] } };
    unwrap(await createRule(store, SYSTEM, ruleSchema.parse(rule)));
    const source = await makeSource(store, "form");
    const consents = [{ channel: "personal-data" as const, text: CONSENT, link: "", required: true }];
    const settings = { ...source.settings, minFillMs: 0, form: { ...source.settings.form, title: "Заявка", consents } };
    unwrap(await updateSource(store, SYSTEM, { id: source.id, name: "Shop form", settings }));
    try {
      const inbox = await logIn(browser, fixture, "olga");
      await inbox.goto(`${fixture.url}/inbox?source=${source.id}`);
      await inbox.getByText("Таких заявок нет").waitFor();

      await t.step("a stranger fills the form in inside another site's page and is thanked", async () => {
        await withSite(`<script async src="${fixture.url}/f/${source.key}.js"></script>`, async (url) => {
          const stranger = await (await browser.newContext({ locale: "ru-RU" })).newPage();
          await stranger.goto(url);
          const form = stranger.frameLocator("iframe");
          await form.getByLabel("Ваше имя").fill("Мария Зимина");
          await form.getByLabel("Телефон").fill("8 916 700-80-90");
          await form.getByLabel(CONSENT).check();
          const height = await stranger.locator("iframe").evaluate((frame) => frame.clientHeight);
          assert.ok(height > 200 && height !== 420, `the frame is as high as the form: ${height}`);
          await form.getByRole("button", { name: "Отправить" }).click();
          await form.getByText("Спасибо, заявка принята").waitFor();
          assert.deepEqual(await stranger.context().cookies(), [], "no cookie is set on a stranger");
          await stranger.context().close();
        });
      });

      await t.step("the request appears in an open inbox by itself and becomes a lead by one key", async () => {
        await inbox.locator(".request-list li").getByText("Мария Зимина").waitFor();
        await inbox.keyboard.press("j");
        await inbox.locator(".request-pane").getByText(CONSENT).waitFor();
        await inbox.keyboard.press("a");
        await inbox.getByText("Создан 1 лид").waitFor();
        const lead = await store.db.selectFrom("leads").selectAll().where("name", "=", "Мария Зимина")
          .executeTakeFirstOrThrow();
        assert.deepEqual([lead.owner_id, lead.source_id], [anna, source.id]);
        assert.equal(lead.utm.utm_source, "yandex");
        const [consent] = await store.db.selectFrom("consents").selectAll().where("record_id", "=", lead.id).execute();
        assert.match(consent.proof, new RegExp(`^${CONSENT}\nform ${source.key} v\\d+ · .+ · IP 127`));
      });

      await t.step("a decision is taken back by the message's button and by the key", async () => {
        await inbox.getByRole("button", { name: "Вернуть" }).first().click();
        await inbox.locator(".request-list li").getByText("Мария Зимина").waitFor();
        await inbox.locator(".request-list li button").first().click();
        await inbox.locator(".request-pane").waitFor();
        await inbox.keyboard.press("d");
        await inbox.getByRole("button", { name: "Не наш клиент" }).click();
        await inbox.getByText("Отклонена 1 заявка").waitFor();
        await inbox.getByText("Таких заявок нет").waitFor();
        await inbox.keyboard.press("u");
        await inbox.locator(".request-list li").getByText("Мария Зимина").waitFor();
      });

      await t.step("a request is linked to a record found by its name", async () => {
        await inbox.locator(".request-list li button").first().click();
        await inbox.locator(".request-pane").waitFor();
        await inbox.keyboard.press("l");
        await inbox.getByRole("button", { name: "Контакты" }).click();
        const contact = await store.db.selectFrom("contacts").select(["id", "name"]).where("draft", "=", false)
          .where("archived_at", "is", null).executeTakeFirstOrThrow();
        await inbox.getByPlaceholder("Имя, телефон или почта").fill(contact.name);
        await inbox.locator("dialog[open] .known-list li").first().getByRole("button", { name: "Привязать" }).click();
        await inbox.getByText("Заявка привязана").waitFor();
        const row = await store.db.selectFrom("intake_requests").selectAll().where("source_id", "=", source.id)
          .executeTakeFirstOrThrow();
        assert.equal(row.state, "linked");
        assert.ok(row.contact_id);
      });

      await t.step("many are declined at once, and a failed one says why and is tried again", async () => {
        for (const name of ["Один", "Два"]) await send(store, source, { name, phone: "+79990000001", message: name });
        await send(store, source, "{ broken");
        await inbox.locator(".request-list li").nth(1).waitFor();
        for (const box of await inbox.locator(".request-list input").all()) await box.check();
        await inbox.locator(".inbox-bulk").getByRole("button", { name: "Отклонить" }).click();
        await inbox.keyboard.press("Enter");
        await inbox.getByText("Отклонено 2 заявки").waitFor();
        await inbox.getByLabel("Состояние").selectOption("failed");
        await inbox.locator(".request-list li button").first().click();
        await inbox.locator(".request-pane").getByText("Ожидали JSON, пришло другое").waitFor();
        await inbox.getByRole("button", { name: "Повторить" }).click();
        await inbox.getByText("Обрабатываем заново").waitFor();
      });

      await t.step("without a link people are told, and a phone shows one thing at a time", async () => {
        await inbox.context().setOffline(true);
        await inbox.getByRole("button", { name: "Повторить" }).click();
        await inbox.getByText("Сервер не отвечает").waitFor();
        await inbox.context().setOffline(false);
        await send(store, source, { name: "С телефона", phone: "+79990000002" });
        const phone = await logIn(browser, fixture, "anna", 390);
        await phone.goto(`${fixture.url}/inbox?source=${source.id}`);
        await phone.locator(".request-list li button").first().click();
        await phone.locator(".request-pane").getByText("С телефона").first().waitFor();
        assert.equal(await phone.locator(".request-list").isVisible(), false);
        await noOverflow(phone);
        await phone.getByRole("button", { name: "К списку" }).click();
        await phone.locator(".request-list").waitFor();
        await phone.context().close();
      });

      await t.step("a source is made, mapped by a sample and given a secret that is shown once", async () => {
        const admin = await logIn(browser, fixture, "admin");
        await admin.goto(`${fixture.url}/admin/sources`);
        await admin.getByRole("button", { name: "Новый источник" }).click();
        await admin.getByText("Вебхук", { exact: true }).click();
        await admin.getByLabel("Название").fill("Каталог");
        await admin.getByRole("button", { name: "Создать" }).click();
        await admin.waitForURL(/\/admin\/sources\/[0-9a-f-]{36}$/);
        await admin.getByLabel("Пример того, что приходит").fill('{"who":{"title":"Пётр"},"phone":"+79161112233"}');
        await admin.locator(".sample-result").getByText("+7 916 111-22-33").waitFor();
        await admin.getByRole("button", { name: "Подобрать по примеру" }).click();
        await admin.getByRole("button", { name: "Добавить строку" }).click();
        await admin.locator(".mapping-row input").last().fill("who.title");
        await admin.locator(".sample-result").getByText("Пётр").waitFor();
        await admin.getByLabel("Проверка отправителя").selectOption("bearer");
        await admin.getByRole("button", { name: "Сохранить" }).click();
        await admin.getByRole("button", { name: "Выдать секрет" }).click();
        const secret = await admin.locator("#secret code").innerText();
        assert.match(secret, /^[\w-]{43}$/);
        await admin.reload();
        assert.equal(await admin.getByText(secret).count(), 0);
        const to = await admin.locator("#address-post code").innerText();
        const post = (token: string) =>
          fetch(to, {
            method: "POST",
            headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
            body: '{"who":{"title":"Пётр"},"phone":"+79161112233"}',
          }).then(async (response) => (await response.body?.cancel(), response.status));
        assert.deepEqual([await post("wrong"), await post(secret)], [401, 202]);
        await until(
          "the request is understood",
          async () =>
            (await store.db.selectFrom("intake_requests").select("title").where("title", "=", "Пётр").execute())
              .length === 1,
        );
        await noOverflow(admin);
        await admin.context().close();
      });

      await t.step("a rule is made in its dialog, put first and tried on the last leads", async () => {
        const admin = await logIn(browser, fixture, "admin");
        await admin.goto(`${fixture.url}/admin/assignment`);
        await admin.getByRole("button", { name: "Новое правило" }).click();
        await admin.getByLabel("Название").fill("Казань");
        await admin.getByRole("button", { name: "Добавить условие" }).click();
        await admin.getByLabel("Поле", { exact: true }).selectOption("city");
        await admin.getByLabel("Значение").fill("Казань");
        await admin.getByLabel("Кому").selectOption("person");
        await admin.getByLabel("Сотрудник").selectOption({ label: "Ольга Фёдорова" });
        await admin.locator("dialog[open]").getByRole("button", { name: "Сохранить" }).click();
        await admin.locator(".rule-list li").getByText("Город равно Казань").waitFor();
        await admin.getByRole("button", { name: "Выше: Казань" }).click();
        await until("the order is kept", async () => {
          const rows = await store.db.selectFrom("assignment_rules").select("name").orderBy("position").execute();
          return rows[0].name === "Казань";
        });
        await admin.getByRole("button", { name: "Проверить на последних 50 лидах" }).click();
        await admin.locator(".trials tbody tr").nth(3).waitFor();
        await noOverflow(admin);
        await admin.context().close();
      });
    } finally {
      await browser.close();
    }
  });
});
