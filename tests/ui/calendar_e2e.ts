/**
 * The calendar in a real Chromium on the fixture. One long file because all of it needs the same scene.
 * Run: `deno test -A --unstable-kv tests/ui/calendar_e2e.ts`; some steps: `… -- "two browsers"`.
 */
import assert from "node:assert/strict";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { getRecord, updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { withFixture } from "./fixture.ts";
import {
  at,
  DAYS,
  drag,
  MONDAY,
  open,
  type OpenOptions,
  placeOf,
  type Scene,
  spot,
  task,
  thing,
  withCalendar,
} from "./calendar_scene.ts";

const ONLY = new RegExp(Deno.args[0] ?? ".");

Deno.test("the calendar in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const scene: Scene = { fixture, browser };
    const { store } = fixture;
    const step = (name: string, options: OpenOptions, use: Parameters<typeof withCalendar>[2]) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withCalendar(scene, options, use) });
    const valuesOf = async (id: string) => (await getRecord(store, SYSTEM, { kind: "task", id }))!.values;
    const stands = (page: Page, id: string, place: { day: string; minute: number }) =>
      page.waitForFunction(
        ({ selector, day, minute }) => {
          const element = document.querySelector<HTMLElement>(selector);
          const column = document.querySelector<HTMLElement>(`.cal-col[data-day="${day}"]`);
          if (!element || !column) return false;
          const [a, b] = [element.getBoundingClientRect(), column.getBoundingClientRect()];
          return a.left >= b.left - 1 && a.left < b.right && Math.abs((a.top - b.top) / b.height * 1_440 - minute) < 4;
        },
        { selector: thing(id), ...place },
      );

    try {
      await step("a move is seen within 50 ms after the pointer is let go", {}, async (page) => {
        const id = await task(fixture, "anna", { name: "Туда и обратно", due: at(DAYS[0], "10:00"), minutes: 60 });
        await page.waitForSelector(thing(id));
        // The quickest of a few: what a busy machine adds is none of ours.
        const times: number[] = [];
        const places = [{ day: DAYS[0], minute: 600 }, { day: DAYS[1], minute: 720 }];
        do {
          const [from, to] = times.length % 2 === 0 ? places : places.toReversed();
          const painted = page.evaluate(() =>
            new Promise<number>((done) =>
              addEventListener("pointerup", () => {
                const from = performance.now();
                requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)));
              }, { once: true, capture: true })
            )
          );
          await drag(page, id, { from, to });
          times.push(await painted);
          await page.waitForSelector(`${thing(id)}:not([data-pending])`);
        } while (times.length % 2 === 1 || (Math.min(...times) >= 50 && times.length < 8));
        console.log(`moves are painted ${times.map(Math.round).join(", ")} ms after the pointer was let go`);
        assert.ok(Math.min(...times) < 50, `${times} ms`);
      });

      await step("a move is shown before the server answers, once, and can be taken back", {}, async (page) => {
        const id = await task(fixture, "anna", { name: "Перенести меня", due: at(DAYS[0], "10:00"), minutes: 60 });
        await page.waitForSelector(thing(id));
        let answer = () => {};
        const held = new Promise<void>((done) => answer = done);
        await page.route(`**/api/v1/tasks/${id}`, async (route) => {
          await held;
          await route.continue();
        });
        await page.evaluate((id) => {
          const seen = { added: 0 };
          new MutationObserver((changes) => {
            for (const { addedNodes } of changes) {
              for (const node of addedNodes) {
                if (
                  node instanceof Element &&
                  (node.matches(`[data-item="${id}"]`) || node.querySelector(`[data-item="${id}"]`))
                ) seen.added++;
              }
            }
          }).observe(document.body, { childList: true, subtree: true });
          Object.assign(globalThis, { seen });
        }, id);
        await drag(page, id, { from: { day: DAYS[0], minute: 600 }, to: { day: DAYS[2], minute: 660 } });
        assert.deepEqual(await placeOf(page, id), { day: DAYS[2], minute: 660 });
        assert.equal((await valuesOf(id)).due, at(DAYS[0], "10:00"), "the server has not been told yet");
        answer();
        const undo = page.locator('.toast[data-tone="good"] .btn').first();
        await undo.waitFor();
        assert.equal((await valuesOf(id)).due, at(DAYS[2], "11:00"));
        assert.deepEqual(await placeOf(page, id), { day: DAYS[2], minute: 660 });
        const { added } = await page.evaluate(() => (globalThis as unknown as { seen: { added: number } }).seen);
        assert.ok(added <= 1, `one's own echo makes nothing flicker: it came to its place ${added} times`);
        await undo.click();
        await stands(page, id, { day: DAYS[0], minute: 600 });
        await page.waitForSelector(`${thing(id)}:not([data-pending])`);
        assert.equal((await valuesOf(id)).due, at(DAYS[0], "10:00"));
      });

      await step("a refused move goes back, says why, and can be tried again", {}, async (page) => {
        const id = await task(fixture, "anna", { name: "Отказ", due: at(DAYS[1], "10:00"), minutes: 60 });
        await page.waitForSelector(thing(id));
        await page.route(
          `**/api/v1/tasks/${id}`,
          (route) =>
            route.request().method() === "PATCH"
              ? route.fulfill({ status: 409, json: { code: "records.error.not-yours" } })
              : route.continue(),
        );
        await drag(page, id, { from: { day: DAYS[1], minute: 600 }, to: { day: DAYS[3], minute: 780 } });
        const toast = page.locator('.toast[data-tone="bad"]');
        await toast.waitFor();
        assert.match(await toast.innerText(), /Отказ.*не перенесена/s);
        await stands(page, id, { day: DAYS[1], minute: 600 });
        await page.unroute(`**/api/v1/tasks/${id}`);
        await toast.locator(".btn").first().click();
        await stands(page, id, { day: DAYS[3], minute: 780 });
        await page.waitForSelector(`${thing(id)}:not([data-pending])`);
        assert.equal((await valuesOf(id)).due, at(DAYS[3], "13:00"));
      });

      await step("the lower edge makes a task longer, and half an hour becomes a whole day above", {}, async (page) => {
        const id = await task(fixture, "anna", { name: "Длиннее", due: at(DAYS[4], "10:00"), minutes: 30 });
        await page.waitForSelector(thing(id));
        await drag(page, id, { from: { day: DAYS[4], minute: 600 }, to: { day: DAYS[4], minute: 690 }, edge: true });
        await page.waitForSelector(`${thing(id)}:not([data-pending])`);
        await page.locator('.toast[data-tone="good"]').first().waitFor();
        assert.equal((await valuesOf(id)).minutes, 90);
        assert.match(await page.locator(thing(id)).innerText(), /10:00–11:30/);
        const box = (await page.locator(thing(id)).boundingBox())!;
        const cell = (await page.locator(`.cal-all-day-cell[data-day="${DAYS[4]}"]`).boundingBox())!;
        await page.mouse.move(box.x + 10, box.y + 8);
        await page.mouse.down();
        await page.mouse.move(cell.x + 20, cell.y + 10, { steps: 6 });
        await page.mouse.up();
        await page.waitForSelector(`.cal-all-day ${thing(id)}:not([data-pending])`);
        assert.equal((await valuesOf(id)).allDay, true);
      });

      await step("drawing over empty hours opens a new task with that time", {}, async (page) => {
        const from = await spot(page, { day: DAYS[5], minute: 780 });
        await page.mouse.move(from.x, from.y + 2);
        await page.mouse.down();
        const until = { x: from.x, y: from.y + 52 * 1.5 - 4 };
        await page.mouse.move(until.x, until.y, { steps: 5 });
        assert.match(await page.locator(".cal-drawn").innerText(), /13:00–14:30/);
        await page.mouse.up();
        await page.locator("dialog[open] [data-name]").fill("Нарисованная");
        await page.locator('dialog[open] button[type="submit"]').click();
        const made = page.locator(".cal-item", { hasText: "Нарисованная" });
        await made.waitFor();
        const values = await valuesOf((await made.getAttribute("data-item"))!);
        assert.deepEqual([values.due, values.minutes, values.owner], [
          at(DAYS[5], "13:00"),
          90,
          fixture.users.get("anna"),
        ]);
      });

      await step("two browsers show the same within a second", { login: "olga" }, async (page) => {
        const id = await task(fixture, "olga", { name: "Общая", due: at(DAYS[0], "15:00"), minutes: 60 });
        await page.waitForSelector(thing(id));
        await withCalendar(scene, { login: "admin", query: `people=${fixture.users.get("olga")}` }, async (other) => {
          await other.waitForSelector(thing(id));
          const took: number[] = [];
          for (const day of [1, 2, 3, 4, 3, 2, 1]) {
            await drag(page, id, {
              from: (await placeOf(page, id))!,
              to: { day: DAYS[day], minute: 900 },
            });
            const from = performance.now();
            await stands(other, id, { day: DAYS[day], minute: 900 });
            took.push(performance.now() - from);
            await page.waitForSelector(`${thing(id)}:not([data-pending])`);
          }
          took.sort((a, b) => a - b);
          console.log(`the other browser follows after p50 ${took[3].toFixed(0)}, most ${took[6].toFixed(0)} ms`);
          assert.ok(took[5] < 1_000, `${took}`);
          const order = (page: Page) =>
            page.evaluate(() =>
              [...document.querySelectorAll(".cal-layer .cal-item")].map((one) => one.getAttribute("data-item"))
            );
          assert.deepEqual(await order(other), await order(page));
        });
      });

      await step("all of it by keys alone, each step said aloud", {}, async (page) => {
        const said = page.locator("[data-said]");
        const id = await task(fixture, "anna", { name: "По клавишам", due: at(DAYS[1], "16:00"), minutes: 60 });
        await page.waitForSelector(thing(id));
        await page.locator("[data-cursor]").focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowDown");
        await page.waitForFunction(() =>
          /вторник, 16 марта, 09:30/.test(document.querySelector("[data-said]")?.textContent ?? "")
        );
        await page.keyboard.press("Enter");
        await page.locator("dialog[open] [data-name]").waitFor();
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => !document.querySelector("dialog[open]"));
        await page.locator(thing(id)).focus();
        await page.keyboard.press("Space");
        assert.match(await said.innerText(), /По клавишам.* взята/);
        await page.keyboard.press("ArrowRight");
        assert.match(await said.innerText(), /среда, 17 марта, 16:00–17:00/);
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("Shift+ArrowDown");
        assert.match(await said.innerText(), /15:45–17:00/);
        await page.keyboard.press("Escape");
        assert.match(await said.innerText(), /осталась на прежнем месте/);
        await stands(page, id, { day: DAYS[1], minute: 960 });
        await page.keyboard.press("Space");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Shift+ArrowDown");
        await page.keyboard.press("Space");
        assert.match(await said.innerText(), /перенесена: среда, 17 марта, 16:00–17:15/);
        await page.waitForSelector(`${thing(id)}:not([data-pending])`);
        assert.equal(
          await page.evaluate(() => (document.activeElement as HTMLElement).dataset.item),
          id,
          "focus stays",
        );
        await page.locator('.toast[data-tone="good"]').first().waitFor();
        const values = await valuesOf(id);
        assert.deepEqual([values.due, values.minutes], [at(DAYS[2], "16:00"), 75]);
        await page.keyboard.press("Enter");
        await page.waitForSelector("dialog.cal-peek[open]");
        await page.keyboard.press("Escape");
        await page.keyboard.press("ArrowLeft");
        assert.notEqual(
          await page.evaluate(() => (document.activeElement as HTMLElement).dataset.item),
          id,
          "to the next",
        );
      });

      await step("months by keys: days, tasks, and the month after", { query: "view=month" }, async (page) => {
        const id = await task(fixture, "anna", { name: "В месяце", due: at("2027-03-10", "09:00") });
        await page.waitForSelector(thing(id));
        await page.locator(`[data-cell="${MONDAY}"]`).focus();
        const focused = (day: string) =>
          page.waitForFunction((day) => (document.activeElement as HTMLElement).dataset.cell === day, day);
        await page.keyboard.press("ArrowUp");
        await focused("2027-03-08");
        await page.keyboard.press("ArrowRight");
        await focused("2027-03-09");
        await page.locator(thing(id)).focus();
        await page.keyboard.press("Space");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("Enter");
        await page.waitForSelector(`[data-cell="2027-03-16"] ${thing(id)}:not([data-pending])`);
        await page.locator('.toast[data-tone="good"]').first().waitFor();
        assert.equal((await valuesOf(id)).due, at("2027-03-16", "09:00"), "the hour stays");
        await page.locator(`[data-cell="2027-03-28"]`).focus();
        await page.keyboard.press("PageDown");
        await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.cell === "2027-04-28");
      });

      await step(
        "single keys choose views, in the Russian layout too, and are letters where one types",
        {},
        async (page) => {
          await page.locator("body").press("KeyM");
          await page.waitForSelector('.cal[data-view="month"]');
          await page.evaluate(() =>
            document.body.dispatchEvent(
              new KeyboardEvent("keydown", { code: "KeyD", key: "в", bubbles: true, cancelable: true }),
            )
          );
          await page.waitForSelector('.cal[data-view="day"]');
          await page.getByRole("button", { name: /^Чьи календари/ }).click();
          await page.locator(".cal-choice input[type=search]").fill("");
          await page.keyboard.type("mwt");
          assert.equal(await page.inputValue(".cal-choice input[type=search]"), "mwt");
          assert.equal(await page.getAttribute(".cal", "data-view"), "day");
          assert.match(page.url(), /view=day/);
        },
      );

      await step("news never touch what is typed into an open task", {}, async (page) => {
        const id = await task(fixture, "anna", { name: "Правлю сейчас", due: at(DAYS[0], "12:00"), minutes: 30 });
        await page.locator(thing(id)).click();
        await page.locator("dialog.cal-peek .btn.primary").click();
        const name = page.locator("dialog[open] [data-name]");
        await name.waitFor();
        await name.fill("Мой текст");
        await page.keyboard.press("Home");
        await page.keyboard.press("ArrowRight");
        const other = await task(fixture, "anna", { name: "Новая рядом", due: at(DAYS[0], "13:00"), minutes: 30 });
        unwrap(await updateRecord(store, SYSTEM, { kind: "task", id, values: { due: at(DAYS[0], "14:00") } }));
        await page.waitForSelector(thing(other));
        await page.keyboard.type("!");
        assert.equal(await name.inputValue(), "М!ой текст");
      });

      await step(
        "a finger carries after a long press, scrolls before, and has Move to…",
        { width: 390, touch: true, query: "view=day" },
        async (page) => {
          const id = await task(fixture, "anna", { name: "Пальцем", due: at(MONDAY, "18:00"), minutes: 60 });
          await page.waitForSelector(thing(id));
          await spot(page, { day: MONDAY, minute: 1_080 });
          const box = (await page.locator(thing(id)).boundingBox())!;
          const cdp = await page.context().newCDPSession(page);
          const touch = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
            cdp.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
          const [x, y] = [box.x + 40, box.y + 8];
          await touch("touchStart", x, y);
          await page.waitForSelector('.cal[data-dragging="move"]');
          await touch("touchMove", x, y + 30);
          await touch("touchMove", x, y + 52);
          await touch("touchEnd");
          await page.waitForSelector(`${thing(id)}:not([data-pending])`);
          await page.locator('.toast[data-tone="good"]').first().waitFor();
          assert.equal((await valuesOf(id)).due, at(MONDAY, "19:00"));
          await page.locator(thing(id)).tap();
          await page.getByRole("button", { name: "Перенести…" }).tap();
          await page.fill("#cal-move-day", DAYS[1]);
          await page.fill("#cal-move-time", "08:15");
          await page.getByRole("button", { name: "Перенести", exact: true }).tap();
          await page.waitForSelector(thing(id), { state: "detached" });
          await page.locator('.toast[data-tone="good"]', { hasText: "16 марта" }).waitFor();
          assert.equal((await valuesOf(id)).due, at(DAYS[1], "08:15"));
        },
      );

      await step("of a colleague one sees only that she is busy", {
        query: `view=day&people=${fixture.users.get("anna")},${fixture.users.get("olga")}`,
        prepare: async () => {
          await task(fixture, "olga", { name: "Тайная встреча", due: at(MONDAY, "11:00"), minutes: 90 });
        },
      }, async (page) => {
        const busy = page.locator(`.cal-col[data-person="${fixture.users.get("olga")}"] .cal-busy`);
        await busy.first().waitFor();
        assert.ok(!(await page.content()).includes("Тайная"), "not a word of what it is");
        const id = await task(fixture, "anna", { name: "Своя", due: at(MONDAY, "10:00"), minutes: 30 });
        await page.waitForSelector(thing(id));
      });

      await step("what is done and what is filtered looks so", { query: "view=agenda" }, async (page) => {
        const id = await task(fixture, "anna", { name: "Сделать сейчас", type: "call", due: at(MONDAY, "09:00") });
        const row = `.cal-row[data-item="${id}"]`;
        await page.waitForSelector(row);
        await page.locator(row).click();
        await page.getByRole("button", { name: "Выполнено" }).click();
        await page.waitForSelector(`${row}[data-status="done"]`);
        assert.equal((await valuesOf(id)).status, "done");
        await page.getByRole("button", { name: "Что показать" }).click();
        await page.getByLabel("Выполненные").uncheck();
        await page.waitForSelector(row, { state: "detached" });
        await page.locator(".toast .btn", { hasText: "Отменить" }).first().click();
        await page.waitForSelector(`${row}[data-status="open"]`);
      });

      await step(
        "empty and failed states offer the one way on",
        { query: "view=agenda&date=2031-06-02&statuses=cancelled" },
        async (page) => {
          await open(page, `${fixture.url}/calendar?view=agenda&date=2031-06-02&statuses=cancelled`);
          await page.locator(".cal-agenda .empty .btn.primary").waitFor();
          await page.route("**/api/v1/calendar?**", (route) => route.fulfill({ status: 500, json: {} }));
          await page.getByRole("button", { name: "Позже" }).click();
          await page.waitForSelector('[data-notice="failed"] .btn');
          await page.unroute("**/api/v1/calendar?**");
          await page.locator('[data-notice="failed"] .btn').click();
          await page.waitForSelector('.cal[data-phase="ready"]');
          await page.waitForSelector('[data-notice="failed"]', { state: "detached" });
        },
      );

      const sockets: (() => void)[] = [];
      let cut = false;
      await step("a calendar that is cut off says so, and is of now again when the link is back", {
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
        cut = true;
        for (const close of sockets) close();
        await page.waitForSelector('[data-notice="stale"] .btn');
        await page.clock.fastForward(25_000);
        await page.waitForSelector('[data-notice="offline"] .btn');
        const id = await task(fixture, "anna", { name: "Пока не было связи", due: at(DAYS[3], "09:00"), minutes: 30 });
        cut = false;
        await page.clock.fastForward(12_000);
        await page.waitForSelector('.cal[data-link="live"]');
        await page.waitForSelector(thing(id));
      });

      await step(
        "a secret address gives the own tasks to any calendar, and dies when it is deleted",
        {},
        async (page) => {
          await task(fixture, "anna", { name: "В телефоне", due: at("2026-12-01", "10:00"), minutes: 30 });
          await page.getByRole("button", { name: "Подписка и файл" }).click();
          await page.getByRole("button", { name: "Создать ссылку" }).click();
          const address = await page.inputValue("#cal-feed-address");
          assert.match(address, /\/ics\/[\w-]{43}\.ics$/);
          await page.getByRole("button", { name: "Скопировать" }).click();
          assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
          const first = await fetch(address);
          assert.equal(first.headers.get("content-type"), "text/calendar; charset=utf-8");
          assert.equal(first.headers.get("set-cookie"), null);
          assert.match(await first.text(), /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
          const again = await fetch(address, { headers: { "if-none-match": first.headers.get("etag")! } });
          assert.deepEqual([again.status, await again.text()], [304, ""]);
          await page.keyboard.press("Escape");
          await page.getByRole("button", { name: "Подписка и файл" }).click();
          await page.getByRole("button", { name: "Заменить ссылку" }).waitFor();
          assert.equal(await page.locator("#cal-feed-address").count(), 0, "shown once");
          await page.getByRole("button", { name: "Удалить ссылку" }).click();
          await page.locator('.toast[data-tone="good"]', { hasText: "Ссылка удалена" }).waitFor();
          const gone = await fetch(address);
          await gone.body?.cancel();
          assert.equal(gone.status, 404);
        },
      );

      await step("a flood of guesses at addresses is slowed down", {}, async () => {
        const statuses: number[] = [];
        for (let n = 0; n < 30; n++) {
          const answer = await fetch(`${fixture.url}/ics/${"x".repeat(43)}.ics`);
          statuses.push(answer.status);
          await answer.body?.cancel();
        }
        assert.equal(statuses[0], 404);
        assert.equal(statuses.at(-1), 429);
      });

      await step("who sets up changes hours and days, and the calendar follows", {
        login: "admin",
        path: "/admin/working-time",
      }, async (page) => {
        await page.waitForLoadState("networkidle");
        await page.fill("#wt-1-0-to", "13:00");
        await page.getByRole("button", { name: "Понедельник: добавить промежуток" }).click();
        await page.fill("#wt-1-1-from", "14:00");
        await page.fill("#wt-1-1-to", "17:00");
        await page.locator(".wt form button[type=submit]").first().click();
        await page.locator('.toast[data-tone="good"]').first().waitFor();
        await page.getByRole("button", { name: "Добавить день" }).click();
        await page.fill("#wt-first", DAYS[1]);
        await page.fill("#wt-last", DAYS[1]);
        await page.fill("#wt-name", "Выезд всей компанией");
        await page.locator("dialog[open] button[type=submit]").click();
        await page.locator(".wt td", { hasText: "Выезд всей компанией" }).waitFor();
        await open(page, `${fixture.url}/calendar?date=${MONDAY}`);
        assert.equal(await page.locator(`.cal-col[data-day="${MONDAY}"] .cal-work`).count(), 2);
        assert.equal(await page.locator(`.cal-col[data-day="${DAYS[1]}"] .cal-work`).count(), 0);
        assert.match(await page.locator(".cal-holiday").first().innerText(), /Выезд всей/);
        await open(page, `${fixture.url}/calendar?view=month&date=2026-11-04`);
        assert.match(
          await page.locator('[data-cell="2026-11-04"] .cal-holiday').innerText(),
          /День народного единства/,
        );
      });

      for (const locale of ["ru", "en"] as const) {
        for (const theme of locale === "ru" ? ["light", "dark"] as const : ["light"] as const) {
          for (const width of [1280, 390]) {
            const name = `nothing overflows or shuts anybody out: ${locale}, ${theme}, ${width}`;
            await step(name, { login: "admin", locale, theme, width }, async (page) => {
              const people = ["admin", "olga", "anna"].map((login) => fixture.users.get(login)).join(",");
              for (const view of ["week", "month", "day", "agenda"]) {
                await open(page, `${fixture.url}/calendar?date=${MONDAY}&view=${view}&people=${people}`);
                await look(page);
              }
              await page.locator(".cal-row").first().click();
              await look(page);
              await page.keyboard.press("Escape");
              await page.goto(`${fixture.url}/admin/working-time`);
              await look(page);
            });
          }
        }
      }
    } finally {
      await browser.close();
    }
  });
});

async function look(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${page.url()} overflows by ${wide} px`);
  await page.evaluate(axe.source);
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ").slice(0, 500)}`);
  });
  assert.deepEqual(findings, [], page.url());
}
