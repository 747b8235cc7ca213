/**
 * Notices in a real Chromium on the fixture: reminders that pop up while people type, the bell, the list, preferences,
 * the browser's own notifications, the mail server. One long file because all of it needs the same scene.
 * Run: `deno test -A --unstable-kv tests/ui/notices_e2e.ts`, one step: `… -- "two tabs"`.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { type BrowserContext, chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { notify } from "@/crm/notices/mod.ts";
import { createRecord, getRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { type Fixture, withFixture } from "./fixture.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");

interface Options {
  login?: string;
  path?: string;
  theme?: "light" | "dark";
  width?: number;
  locale?: "ru" | "en";
  prepare?(page: Page, context: BrowserContext): Promise<void>;
}

Deno.test("notices in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const { store } = fixture;
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const open = async (options: Options, use: (page: Page, context: BrowserContext) => Promise<void>) => {
      const { login = "anna", path = "/notifications", theme = "light", width = 1280, locale = "ru" } = options;
      await store.db.updateTable("users").set({ locale }).where("login", "=", login).execute();
      const context = await browser.newContext({
        colorScheme: theme,
        reducedMotion: "reduce",
        viewport: { width, height: 860 },
      });
      try {
        const page = await context.newPage();
        await page.goto(`${fixture.url}/login`);
        await page.fill("#login", login);
        await page.fill("#password", fixture.password);
        await page.click("button.primary");
        await page.waitForURL((url) => url.pathname !== "/login");
        await options.prepare?.(page, context);
        await goTo(page, fixture.url + path);
        await use(page, context);
      } finally {
        await context.close();
      }
    };
    const step = (name: string, options: Options, use: Parameters<typeof open>[1]) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => open(options, use) });
    const clear = (login: string) =>
      store.db.deleteFrom("notices").where("user_id", "=", fixture.users.get(login)!).execute();
    try {
      await step("a reminder pops up in time while somebody types, and takes neither focus nor text", {
        path: "/calls",
      }, async (page) => {
        await clear("anna");
        await page.keyboard.press("Control+k");
        await page.keyboard.type("вектор");
        const due = Date.now() + 1_500;
        await task(fixture, "anna", { name: "Позвонить в Вектор", due });
        const popUp = page.locator(".pop-up", { hasText: "Позвонить в Вектор" });
        await popUp.waitFor();
        const late = Date.now() - due;
        console.log(`seen ${late} ms after its time`);
        assert.ok(late < 2_000, `${late} ms late`);
        await page.keyboard.type("!");
        assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).value), "вектор!");
        await page.keyboard.press("Escape");
        await page.locator('.side .bell[aria-label="Уведомления: 1 новое"] .bell-count', { hasText: "1" }).waitFor();
      });

      await step(
        "a pop-up stays from page to page, is put off and comes again; done from it, and that taken back",
        {},
        async (page) => {
          await clear("anna");
          const id = await task(fixture, "anna", { name: "Отправить счёт", due: Date.now() + 300 });
          const popUp = page.locator(".pop-up", { hasText: "Отправить счёт" });
          await popUp.waitFor();
          await goTo(page, `${fixture.url}/calls`);
          await popUp.waitFor();
          await goTo(page, `${fixture.url}/notifications`);
          await popUp.getByText("Через 10 минут").click();
          await popUp.waitFor({ state: "detached" });
          await page.locator(".toast", { hasText: "Напомним в" }).waitFor();
          await page.locator('.side .bell[aria-label="Уведомления: новых нет"]').waitFor();
          await page.locator(".notice-row .badge", { hasText: "Отложено до" }).waitFor();
          // Ten minutes later.
          await sql`update notice_deliveries set next_at = now() where task_id = ${id}::uuid and state = 'scheduled'`
            .execute(store.db);
          await store.notify("reminders", "0");
          await popUp.waitFor();
          await popUp.getByText("Выполнено").click();
          await popUp.waitFor({ state: "detached" });
          await until(async () => (await statusOf(fixture, id)) === "done");
          await page.locator(".toast", { hasText: "Задача выполнена" }).getByText("Отменить").click();
          await until(async () => (await statusOf(fixture, id)) === "open");
        },
      );

      await step("the list is filtered, read, unread and read as a whole; what is empty offers a way on", {
        login: "olga",
      }, async (page) => {
        await clear("olga");
        await page.locator(".notice-row").first().waitFor({ state: "detached" });
        for (const text of ["Первое", "Второе", "Третье"]) await say(fixture, "olga", text);
        const rows = page.locator(".notice-row");
        await until(async () => await rows.count() === 3);
        assert.match(await rows.first().innerText(), /Третье/);
        await rows.first().locator('button[title="Отметить прочитанным"]').click();
        await page.locator('.side .bell[aria-label="Уведомления: 2 новых"]').waitFor();
        await page.getByRole("button", { name: "Непрочитанные", exact: true }).click();
        await until(async () => await rows.count() === 2);
        await page.selectOption("#notice-kind", "import-finished");
        await page.locator(".empty").waitFor();
        await page.locator(".empty .btn").click();
        await until(async () => await rows.count() === 3);
        await rows.first().locator('button[title="Вернуть в непрочитанные"]').click();
        await page.locator('.side .bell[aria-label="Уведомления: 3 новых"]').waitFor();
        await page.getByRole("button", { name: "Прочитать все" }).click();
        await page.locator(".toast", { hasText: "Прочитано 3 уведомления" }).waitFor();
        await page.locator('.side .bell[aria-label="Уведомления: новых нет"]').waitFor();
        await page.goto(`${fixture.url}/notifications?state=unread`);
        await page.locator(".empty", { hasText: "Всё прочитано" }).waitFor();
      });

      await step("what was read in one of two tabs leaves the other; a task given to me says by whom", {
        path: "/calls",
      }, async (page, context) => {
        await clear("anna");
        const other = await context.newPage();
        await goTo(other, `${fixture.url}/calls`);
        const name = "Подготовить договор";
        const by = { ...SYSTEM, user: fixture.users.get("olga") as typeof SYSTEM.user, origin: "web" as const };
        const values = { name, due: new Date(Date.now() + 86_400_000).toISOString(), owner: fixture.users.get("anna") };
        const { id } = unwrap(await createRecord(store, by, { kind: "task", values }));
        const popUps = [page, other].map((one) => one.locator(".pop-up", { hasText: `Новая задача: ${name}` }));
        for (const popUp of popUps) await popUp.waitFor();
        assert.match(await popUps[0].innerText(), /Поставил\(а\)/);
        await popUps[0].locator("a").click();
        await page.waitForURL(`${fixture.url}/tasks/${id}`);
        await popUps[1].waitFor({ state: "detached" });
        await other.locator('.side .bell[aria-label="Уведомления: новых нет"]').waitFor();
      });

      await step("when nobody looks, one of two tabs shows the browser's notification, once", {
        path: "/calls",
        prepare: async (page, context) => {
          await context.grantPermissions(["notifications"], { origin: fixture.url });
          await context.addInitScript(() => {
            localStorage.setItem("kommutator.notices.browser", "true");
            Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
            ServiceWorkerRegistration.prototype.showNotification = (title: string) => {
              const shown = JSON.parse(localStorage.getItem("shown") ?? "[]");
              localStorage.setItem("shown", JSON.stringify([...shown, title]));
              return Promise.resolve();
            };
          });
          await page.evaluate(() =>
            navigator.serviceWorker.register("/push.js").then(() => navigator.serviceWorker.ready)
          );
        },
      }, async (page, context) => {
        await clear("anna");
        const other = await context.newPage();
        await goTo(other, `${fixture.url}/calls`);
        const shown = () => page.evaluate(() => JSON.parse(localStorage.getItem("shown") ?? "[]") as string[]);
        await say(fixture, "anna", "Первое за окном");
        for (const one of [page, other]) await one.locator(".pop-up", { hasText: "Первое за окном" }).waitFor();
        await say(fixture, "anna", "Второе за окном");
        for (const one of [page, other]) await one.locator(".pop-up", { hasText: "Второе за окном" }).waitFor();
        await until(async () => (await shown()).includes("Второе за окном"));
        assert.deepEqual(await shown(), ["Первое за окном", "Второе за окном"]);
      });

      await step("a push is shown by the worker when no page is looked at; the worker keeps no page", {
        path: "/calls",
        prepare: async (_page, context) => await context.grantPermissions(["notifications"], { origin: fixture.url }),
      }, async (page, context) => {
        await page.evaluate(() =>
          navigator.serviceWorker.register("/push.js").then(() => navigator.serviceWorker.ready)
        );
        const session = await context.newCDPSession(page);
        const registration = new Promise<string>((resolve) =>
          session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
            if (registrations[0]) resolve(registrations[0].registrationId);
          })
        );
        await session.send("ServiceWorker.enable");
        const registrationId = await registration;
        const push = (data: unknown) =>
          session.send("ServiceWorker.deliverPushMessage", {
            origin: fixture.url,
            registrationId,
            data: JSON.stringify(data),
          });
        const tags = async () =>
          await page.evaluate(async () => {
            const worker = await navigator.serviceWorker.ready;
            return (await worker.getNotifications()).map(({ tag, title, body }) => `${tag} ${title} ${body}`);
          });
        await push({ id: "seen", title: "На виду", text: "", link: "/tasks", at: 1 });
        // No page of ours is looked at, only another's.
        await page.goto("about:blank");
        await push({ id: "n1", title: "Позвонить", text: "Срок: 12:00", link: "/tasks", at: 1 });
        await push({ id: "n1", title: "Позвонить", text: "Срок: 13:00", link: "/tasks", at: 2 });
        await page.goto(`${fixture.url}/calls`);
        await until(async () => (await tags()).includes("n1 Позвонить Срок: 13:00"));
        assert.deepEqual(await tags(), ["n1 Позвонить Срок: 13:00"]);
        assert.deepEqual(await page.evaluate(() => caches.keys()), []);
        await context.setOffline(true);
        await assert.rejects(page.goto(`${fixture.url}/calls`), /ERR_INTERNET_DISCONNECTED/, "no stale page");
      });

      await step("permission is asked by a click that says what for, and can be given back", {
        path: "/notifications?tab=settings",
        prepare: async (_page, context) => await context.grantPermissions(["notifications"], { origin: fixture.url }),
      }, async (page) => {
        await page.waitForSelector('[data-browser="off"]');
        await page.getByText("Браузер спросит разрешения").waitFor();
        await page.getByRole("button", { name: "Включить в этом браузере" }).click();
        // A browser without its maker's push service shows them while a tab is open.
        await page.waitForSelector('[data-browser="on"], [data-browser="page"]');
        const worker = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
        assert.equal(worker, `${fixture.url}/push.js`);
        await page.getByRole("button", { name: "Выключить в этом браузере" }).click();
        await page.waitForSelector('[data-browser="off"]');
      });

      await step("what a person switches off stays off, and quiet hours are kept", {
        path: "/notifications?tab=settings",
      }, async (page) => {
        const box = () => page.getByRole("checkbox", { name: "Мне поставили задачу: Письмом" });
        assert.equal(await box().isChecked(), false);
        await box().check();
        await page.getByRole("checkbox", { name: "Соблюдать тихие часы" }).check();
        await page.fill("#quiet-from", "21:30");
        await page.locator("#quiet-from").blur();
        await until(async () => {
          const row = await store.db.selectFrom("notice_preferences").select(["kinds", "quiet"])
            .where("user_id", "=", fixture.users.get("anna")!).executeTakeFirst();
          return row?.quiet?.from === "21:30" && row.kinds["task-assigned"]?.join() === "app,push,email";
        });
        await page.reload();
        assert.equal(await box().isChecked(), true);
        assert.equal(await page.inputValue("#quiet-from"), "21:30");
        await page.route("**/api/v1/notices/preferences", (route) => route.abort());
        await box().uncheck({ force: true }).catch(() => {});
        await page.locator('.toast[data-tone="bad"]').waitFor();
        await until(async () => await box().isChecked());
        await store.db.deleteFrom("notice_preferences").execute();
      });

      await step(
        "a task shows how each reminder went and sends one again",
        { login: "olga", path: "/calls" },
        async (page) => {
          const name = "С неудачным письмом";
          const id = await task(fixture, "olga", { name, due: Date.now() + 200, channels: ["app", "email"] });
          await store.db.updateTable("users").set({ email: null }).where("login", "=", "olga").execute();
          await page.locator(".pop-up", { hasText: name }).waitFor();
          await goTo(page, `${fixture.url}/tasks/${id}`);
          const row = page.locator('.deliveries li[data-channel="email"]');
          await row.locator(".badge", { hasText: "Не доставлено" }).waitFor();
          assert.match(await row.innerText(), /не указана почта/);
          await page.locator('.deliveries li[data-channel="app"] .badge', { hasText: "Доставлено" }).waitFor();
          await page.locator('.deliveries li[data-channel="app"] button').click();
          await page.locator(".pop-up", { hasText: name }).waitFor();
        },
      );

      await step("the mail server is set up; a failing test says why; the password is shown nowhere", {
        login: "admin",
        path: "/admin/mail",
      }, async (page) => {
        await page.fill("#mail-host", "127.0.0.1");
        await page.selectOption("#mail-security", "none");
        await page.fill("#mail-port", "1");
        await page.fill("#mail-username", "robot");
        await page.fill("#mail-password", "S3cret-word");
        await page.fill("#mail-sender-address", "crm@example.com");
        await page.getByRole("button", { name: "Сохранить" }).click();
        await page.locator(".note-box", { hasText: "Писем ещё не было" }).waitFor();
        assert.ok(!(await page.content()).includes("S3cret-word"));
        assert.equal(await page.inputValue("#mail-password"), "");
        await page.fill("#mail-test-to", "me@example.com");
        await page.getByRole("button", { name: "Отправить пробное письмо" }).click();
        await page.locator('.note-box[data-tone="bad"]', { hasText: "нет связи: проверьте адрес и порт" }).waitFor();
        await page.fill("#mail-host", "mail.example.com");
        await page.getByRole("button", { name: "Сохранить" }).click();
        await page.locator('[role="alert"]', { hasText: "введите пароль ещё раз" }).waitFor();
      });

      let cut = false;
      const sockets: (() => void)[] = [];
      await step("a list that is cut off says so and is fresh when the link is back", {
        login: "olga",
        prepare: async (page) => {
          await page.clock.install();
          await page.routeWebSocket(/\/live$/, (socket) => {
            if (cut) return void socket.close();
            const server = socket.connectToServer();
            sockets.push(() => {
              server.close();
              socket.close();
            });
          });
        },
      }, async (page) => {
        await clear("olga");
        cut = true;
        for (const close of sockets) close();
        await page.locator(".note-box", { hasText: "список мог устареть" }).waitFor();
        await say(fixture, "olga", "Пока не было связи");
        cut = false;
        await page.clock.fastForward(12_000);
        await page.locator(".notice-row", { hasText: "Пока не было связи" }).waitFor();
        await page.locator(".note-box", { hasText: "список мог устареть" }).waitFor({ state: "detached" });
      });

      await fillForLooks(fixture);
      for (const [locale, theme, width] of MANNERS) {
        for (const [login, path] of LOOKS) {
          const options: Options = { login, path, locale, theme, width };
          const name = `${path}-${locale}-${theme}-${width}`;
          await step(
            `nothing overflows or shuts anybody out: ${name}`,
            options,
            (page) => looksGood(page, fixture, { login, name }),
          );
        }
      }
    } finally {
      await browser.close();
    }
  });
});

/** Each pair of language, theme and width once. */
const MANNERS = [["ru", "light", 1280], ["ru", "dark", 390], ["en", "light", 390], ["en", "dark", 1280]] as const;
const LOOKS = [["olga", "/notifications"], ["olga", "/notifications?tab=settings"], ["admin", "/admin/mail"]] as const;

async function looksGood(page: Page, fixture: Fixture, options: { login: string; name: string }): Promise<void> {
  const path = new URL(page.url()).pathname;
  if (path === "/notifications" && !page.url().includes("settings")) {
    await say(fixture, options.login, `Сделка «Поставка оборудования для Вектора» стоит без движения ${options.name}`);
    await page.locator(".pop-up", { hasText: options.name }).waitFor();
  } else if (path === "/notifications") await page.waitForSelector("[data-browser]");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  if (Deno.env.get("SHOTS")) {
    const file = options.name.replace(/\W+/g, "-");
    await page.screenshot({ path: `${Deno.env.get("SHOTS")}/notices${file}.png`, fullPage: true });
  }
  await page.evaluate(axe.source);
  const broken = await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any
    const { violations } = await (globalThis as any).axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    });
    return violations.map((one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0].html}`);
  });
  assert.deepEqual(broken, []);
}

/** Opened and live: the first look at the news is answered. */
async function goTo(page: Page, url: string): Promise<void> {
  const news = page.waitForResponse((response) => response.url().includes("/api/v1/notices/news"));
  await page.goto(url);
  await news;
  await page.waitForSelector('.link-state[data-link="live"]', { state: "attached" });
}

async function task(
  fixture: Fixture,
  login: string,
  given: { name: string; due: number; channels?: string[] },
): Promise<string> {
  const owner = fixture.users.get(login);
  const reminders = [{ minutes: 0, channels: given.channels ?? ["app"] }];
  const values = { name: given.name, due: new Date(given.due).toISOString(), owner, reminders };
  const access = { ...SYSTEM, user: owner as typeof SYSTEM.user };
  return unwrap(await createRecord(fixture.store, access, { kind: "task", values })).id;
}

async function say(fixture: Fixture, login: string, text: string): Promise<void> {
  const users = [fixture.users.get(login)!];
  await fixture.store.tx((trx) =>
    notify(trx, { users, kind: "automation", data: { rule: "Правило", text }, link: "/deals", channels: ["app"] })
  );
}

async function statusOf(fixture: Fixture, id: string): Promise<unknown> {
  return (await getRecord(fixture.store, SYSTEM, { kind: "task", id }))?.values.status;
}

/** One notice of each kind, with long names. */
async function fillForLooks(fixture: Fixture): Promise<void> {
  const users = [fixture.users.get("olga")!];
  const due = new Date(Date.now() + 3_600_000).toISOString();
  const name = "Поставка оборудования и обучение сотрудников";
  const by = "Константинопольская Александра";
  const channels = ["app"] as const;
  await fixture.store.tx(async (trx) => {
    await trx.deleteFrom("notices").where("user_id", "=", users[0]).execute();
    const data = { task: `Позвонить: ${name}`, due, allDay: false, minutes: 15, lateMinutes: 12 };
    await notify(trx, { users, kind: "reminder", data, link: "/tasks", channels });
    await notify(trx, { users, kind: "task-assigned", data: { name, by, count: 1 }, link: "/tasks", channels });
    await notify(trx, { users, kind: "deal-assigned", data: { name, by: "", count: 1 }, link: "/deals", channels });
    await notify(trx, { users, kind: "lead-assigned", data: { name, by, count: 21 }, link: "/leads", channels });
    await notify(trx, { users, kind: "task-overdue", data: { task: name, owner: by, due }, link: "/tasks", channels });
    await notify(trx, {
      users,
      kind: "mention",
      data: { name, by, text: "Посмотри, пожалуйста" },
      link: "/deals",
      channels,
    });
    const rows = { name: "deals.csv", done: 8_800, failed: 21 };
    await notify(trx, { users, kind: "import-finished", data: rows, link: "/import", channels });
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !await holds();) {
    if (Date.now() > end) assert.fail("it did not come to that within ten seconds");
    await new Promise((done) => setTimeout(done, 30));
  }
}
