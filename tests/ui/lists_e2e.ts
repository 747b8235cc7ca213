/**
 * Lists of records in a real Chromium on the fixture, with ten thousand leads and others who change them meanwhile. One
 * long file because all of it needs the same scene. Run: `deno test -A --unstable-kv tests/ui/lists_e2e.ts`.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { createRecord, deleteRecords, getRecord, updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { withFixture } from "./fixture.ts";
import { as, cell, idsOnTop, manyLeads, type OpenOptions, pressRussian, type Scene, withPage } from "./lists_scene.ts";

const MANY = 10_000;
const MANY_PATH = `/leads?filter=${
  encodeURIComponent(JSON.stringify([{ field: "tags", op: "contains", value: "много" }]))
}`;

/** Steps to run by hand: `deno test … tests/ui/lists_e2e.ts -- "two browsers"`. */
const ONLY = new RegExp(Deno.args[0] ?? ".");

Deno.test("lists in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    await manyLeads(fixture, MANY);
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const scene: Scene = { fixture, browser };
    const { store } = fixture;
    const step = (name: string, options: OpenOptions, use: Parameters<typeof withPage>[2]) =>
      t.step({ name, ignore: !ONLY.test(name), fn: () => withPage(scene, options, use) });
    const olga = as(fixture, "olga");
    const lead = async (id: string) => (await getRecord(store, SYSTEM, { kind: "lead", id }))!;
    const tagged = async (tag: string) => {
      const { rows: [row] } = await sql<{ n: number }>`select count(*)::int as n from leads
        where tags @> ${JSON.stringify([tag])}::jsonb and archived_at is null`.execute(store.db);
      return row.n;
    };
    try {
      await step(
        "ten thousand rows scroll smoothly with few of them in the document",
        { path: MANY_PATH },
        async (page) => {
          await page.waitForFunction(() => /10\s?000/.test(document.querySelector(".rl-count")?.textContent ?? ""));
          await page.evaluate(() =>
            new Promise<void>((done) => {
              const box = document.querySelector(".rl-scroll")!;
              const body = document.querySelector<HTMLElement>(".rl-body")!;
              const down = () => {
                box.scrollTop = box.scrollHeight;
                if (Number(body.style.getPropertyValue("--rl-count")) >= 10_000) done();
                else setTimeout(down, 30);
              };
              down();
            })
          );
          // The machine is shared: one quiet round is enough to tell what the page itself needs.
          for (let round = 1; round <= 8; round++) {
            const { p50, p95, most } = await scroll(page);
            console.log(`at most ${most} rows in the document; frames p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms`);
            assert.ok(most <= 200, `${most} rows in the document`);
            if (p95 < 32) return;
          }
          assert.fail("no round of scrolling had its frames below 32 ms");
        },
      );

      await step(
        "an edit is seen at once, and comes back with its reason when it is refused",
        { path: MANY_PATH },
        async (page) => {
          const [id] = await idsOnTop(page, 1);
          const company = cell(id, "company");
          const before = await page.locator(company).innerText();
          await page.route("**/api/v1/leads/*", async (route) => {
            if (route.request().method() !== "PATCH") return route.continue();
            await new Promise((done) => setTimeout(done, 400));
            await route.fulfill({ status: 409, json: { code: "records.error.not-yours" } });
          });
          const painted = async (): Promise<number> => {
            await page.locator(company).dblclick();
            await page.fill("#rl-edit", "Новая компания");
            await page.evaluate((selector) => {
              const painted = new Promise<number>((done) => {
                addEventListener("keydown", () => {
                  const from = performance.now();
                  const look = () => {
                    const ms = performance.now() - from;
                    const there = document.querySelector(selector)?.textContent?.includes("Новая компания");
                    if (there || ms > 5_000) requestAnimationFrame(() => done(performance.now() - from));
                    else requestAnimationFrame(look);
                  };
                  look();
                }, { once: true, capture: true });
              });
              Object.assign(globalThis, { painted });
            }, company);
            await page.keyboard.press("Enter");
            return await page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted);
          };
          // The quickest of a few: what a busy machine adds is none of ours.
          const times: number[] = [];
          do {
            times.push(await painted());
            await page.waitForSelector(`${company}[data-refused]`);
            assert.equal((await page.locator(company).innerText()).trim(), before.trim());
          } while (times.at(-1)! >= 50 && times.length < 8);
          console.log(`an edit is painted after ${times.map(Math.round).join(", ")} ms`);
          assert.ok(Math.min(...times) < 50, `painted after ${times} ms`);
          const toast = page.locator('.toast[data-tone="bad"]').last();
          assert.match(await toast.innerText(), /Компания.*только смотреть/s);
          await page.unroute("**/api/v1/leads/*");
          await toast.locator(".btn").first().click();
          await page.waitForFunction(
            (selector) => document.querySelector(selector)?.textContent?.includes("Новая"),
            company,
          );
          await page.waitForSelector(`.rl-row[data-id="${id}"]:not([data-pending])`);
          assert.equal((await lead(id)).values.company, "Новая компания");
        },
      );

      await step(
        "news of a record never touch what is typed into it, and a conflict is told",
        { path: MANY_PATH },
        async (page) => {
          const id = (await idsOnTop(page, 2))[1];
          await page.locator(cell(id, "company")).dblclick();
          await page.fill("#rl-edit", "Мой текст");
          await page.keyboard.press("Home");
          await page.keyboard.press("ArrowRight");
          unwrap(
            await updateRecord(store, olga, { kind: "lead", id, values: { name: "Чужое имя", company: "Их текст" } }),
          );
          await page.waitForFunction(
            (selector) => document.querySelector(selector)?.textContent?.includes("Чужое имя"),
            cell(id, "name"),
          );
          await page.keyboard.type("!");
          assert.equal(await page.inputValue("#rl-edit"), "М!ой текст");
          await page.keyboard.press("Enter");
          await page.waitForSelector(`${cell(id, "company")}[data-refused]`);
          assert.equal((await lead(id)).values.company, "Их текст");
          await page.locator('.toast[data-tone="bad"] .btn').first().click();
          await page.waitForSelector(`${cell(id, "company")}:not([data-refused])`);
          await page.waitForSelector(`.rl-row[data-id="${id}"]:not([data-pending])`);
          assert.equal((await lead(id)).values.company, "М!ой текст");
        },
      );

      await step("drafts of a new record and of a cell survive a reload", {}, async (page) => {
        await page.keyboard.press("n");
        await page.fill("#new-name", "Черновик Черновиков");
        await page.fill("#new-phones", "+7 916 000-11-22");
        await page.reload();
        await page.waitForSelector('.rl[data-link="live"]');
        await page.keyboard.press("n");
        assert.equal(await page.inputValue("#new-name"), "Черновик Черновиков");
        assert.equal(await page.inputValue("#new-phones"), "+7 916 000-11-22");
        await page.click('.rl-new button[type="submit"]');
        await page.waitForSelector('.toast[data-tone="good"]');
        const [id] = await idsOnTop(page, 1);
        assert.equal((await lead(id)).values.name, "Черновик Черновиков");
        await page.keyboard.press("n");
        await page.waitForSelector("dialog.rl-new[open]");
        assert.equal(await page.inputValue("#new-name"), "", "what was saved is no draft");
        await page.keyboard.press("Escape");
        await page.locator(cell(id, "company")).dblclick();
        await page.fill("#rl-edit", "Недописано");
        await page.reload();
        await page.waitForSelector("#rl-edit");
        assert.equal(await page.inputValue("#rl-edit"), "Недописано");
        await page.keyboard.press("Escape");
      });

      await step("a new record says who is there already", {}, async (page) => {
        const [id] = await idsOnTop(page, 1);
        await page.keyboard.press("n");
        await page.fill("#new-name", "Двойник");
        await page.fill("#new-phones", "89160001122");
        const twin = page.locator(`.rl-new .twins a[href="/leads/${id}"]`);
        await twin.waitFor();
        assert.match(await page.locator('.rl-new button[type="submit"]').innerText(), /Всё равно/);
        await page.fill("#new-emails", "не адрес");
        await page.click('.rl-new button[type="submit"]');
        await page.waitForSelector("#new-emails-error");
      });

      await step("new records wait behind a pill and move nothing that is read", {}, async (page) => {
        const top = await idsOnTop(page, 3);
        const made = unwrap(await createRecord(store, olga, { kind: "lead", values: { name: "Только что" } }));
        await page.waitForSelector(".rl-pill");
        assert.deepEqual(await idsOnTop(page, 3), top);
        await page.click(".rl-pill");
        await page.waitForSelector(`.rl-row[data-id="${made.id}"]`);
        await page.waitForSelector(".rl-pill", { state: "detached" });
        unwrap(await deleteRecords(store, olga, { kind: "lead", select: { ids: [made.id] } }));
        await page.waitForSelector(`.rl-row[data-id="${made.id}"][data-gone="moved"]`);
      });

      await step("bulk changes and deletions are taken back by their message", { path: MANY_PATH }, async (page) => {
        const top = await idsOnTop(page, 4);
        await page.locator(`.rl-row[data-id="${top[0]}"] .rl-check`).click();
        await page.locator(`.rl-row[data-id="${top[2]}"] .rl-check`).click({ modifiers: ["Shift"] });
        assert.equal(await page.locator('.rl-row[aria-selected="true"]').count(), 3);
        const tags = page.getByRole("button", { name: "Метки: добавить или убрать" });
        await tags.click();
        await page.fill("#rl-add-tags", "акция");
        await page.keyboard.press("Enter");
        await page.locator(".rl-panel:popover-open .btn.primary").click();
        await page.locator('.toast[data-tone="good"]').filter({ hasText: "Изменены 3" }).waitFor();
        assert.equal(await tagged("акция"), 3);
        await page.locator(".toast .btn.small:not(.icon)").first().click();
        await page.locator(".toast").filter({ hasText: "Возвращены 3" }).waitFor();
        assert.equal(await tagged("акция"), 0);
        await page.locator(`.rl-row[data-id="${top[1]}"] .rl-check`).click();
        await page.click(".rl-bulk .danger-quiet");
        await page.waitForSelector(`.rl-row[data-id="${top[1]}"]`, { state: "detached" });
        await page.locator(".toast").filter({ hasText: "Удалена 1" }).locator(".btn").first().click();
        await page.waitForSelector(`.rl-row[data-id="${top[1]}"]`);
        assert.deepEqual(await idsOnTop(page, 4), top, "where it was");
        assert.equal((await lead(top[1])).archived, false);
      });

      await step(
        "the whole list is changed, loaded or not, and comes back",
        { path: "/leads?text=Клиент+0001" },
        async (page) => {
          await page.waitForSelector(".rl-row[data-id]");
          await page.locator(".rl-grid").focus();
          await page.keyboard.press("Control+a");
          await page.waitForSelector(".rl-bulk");
          await page.getByRole("button", { name: "Метки: добавить или убрать" }).click();
          await page.fill("#rl-add-tags", "весь список");
          await page.keyboard.press("Enter");
          await page.locator(".rl-panel:popover-open .btn.primary").click();
          const toast = page.locator(".toast").filter({ hasText: /Изменен/ });
          await toast.waitFor({ timeout: 60_000 });
          assert.equal(await tagged("весь список"), Number(/\d+/.exec(await toast.innerText())?.[0]));
          await toast.locator(".btn").first().click();
          await page.locator(".toast").filter({ hasText: "Возвращен" }).waitFor();
          assert.equal(await tagged("весь список"), 0);
        },
      );

      await step("everything is done by keys, in the Russian layout too", {}, async (page) => {
        const top = await idsOnTop(page, 4);
        await pressRussian(page, "KeyJ", "о");
        await pressRussian(page, "KeyJ", "о");
        const active = () => page.getAttribute(".rl-grid", "aria-activedescendant");
        assert.equal(await active(), `record-list-${top[1]}-name`);
        assert.equal(await page.evaluate(() => document.activeElement?.id), "record-list");
        await page.keyboard.press("ArrowUp");
        await pressRussian(page, "KeyX", "ч");
        await page.waitForSelector(`.rl-row[data-id="${top[0]}"][aria-selected="true"]`);
        await page.keyboard.press("Shift+ArrowDown");
        await page.keyboard.press("Shift+ArrowDown");
        assert.equal(await page.locator('.rl-row[aria-selected="true"]').count(), 3);
        await page.keyboard.press("Escape");
        assert.equal(await page.locator('.rl-row[aria-selected="true"]').count(), 0);
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        await pressRussian(page, "KeyE", "у");
        await page.waitForSelector("#rl-edit");
        await page.fill("#rl-edit", "С клавиатуры");
        await page.keyboard.press("Enter");
        await page.waitForSelector(`.rl-row[data-id="${top[2]}"]:not([data-pending])`);
        assert.equal((await lead(top[2])).values.company, "С клавиатуры");
        await pressRussian(page, "Slash", ".");
        await page.keyboard.type("njkmrj xnj");
        assert.match(await page.inputValue(".rl-search .input"), /^njkmrj/, "keys are letters while one types");
        assert.equal(await page.locator("dialog[open]").count(), 0);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Tab");
        await page.locator(".rl-grid").focus();
        await page.keyboard.press("Home");
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
      });

      await step("two browsers show the same within a second", { path: MANY_PATH }, async (page) => {
        await withPage(scene, { login: "olga", path: MANY_PATH }, async (other) => {
          const mine = new Set(await idsOnTop(other, 15));
          const id = (await idsOnTop(page, 15)).find((one) => mine.has(one))!;
          await page.locator(cell(id, "company")).dblclick();
          await page.fill("#rl-edit", "Видно обоим");
          await page.keyboard.press("Enter");
          const from = performance.now();
          await other.waitForFunction(
            (selector) => document.querySelector(selector)?.textContent?.includes("Видно обоим"),
            cell(id, "company"),
            { timeout: 3_000 },
          );
          const ms = performance.now() - from;
          console.log(`the other browser shows it after ${ms.toFixed(0)} ms`);
          assert.ok(ms < 1_000, `${ms} ms`);
        });
      });

      await step("a link and a reload show the same list; a saved view keeps it", {}, async (page) => {
        await page.getByRole("button", { name: "Фильтр: добавить условие" }).click();
        await page.locator(".rl-pick").getByRole("button", { name: "Город" }).click();
        await page.locator(".rl-condition [data-first]").fill("Пермь");
        await page.keyboard.press("Enter");
        await page.locator(".rl-chip").filter({ hasText: "Пермь" }).waitFor();
        await page.locator('.rl-head [data-key="name"] .rl-sort').click();
        await page.waitForURL(/sort=name/);
        const top = async () => {
          await page.waitForSelector('.rl[data-phase="ready"]');
          return await page.locator('.rl-row [data-key="name"]').first().innerText();
        };
        const first = await top();
        await page.reload();
        await page.waitForSelector(".rl-chip");
        assert.equal(await top(), first);
        await page.getByRole("button", { name: "Сохранить как…" }).click();
        await page.fill("#view-name", "Пермяки");
        await page.click("dialog[open] .btn.primary");
        const tab = page.locator(".rl-tab[data-here]");
        await tab.filter({ hasText: "Пермяки" }).waitFor();
        assert.equal(await page.locator(".rl-unsaved").count(), 0);
        assert.match(page.url(), /\?view=[0-9a-f-]{36}$/);
        await page.locator('.rl-head [data-key="name"] .rl-sort').click();
        await page.waitForSelector(".rl-dot");
        await page.getByRole("button", { name: "Вернуть как было" }).click();
        await page.waitForSelector(".rl-dot", { state: "detached" });
        await page.reload();
        await page.locator(".rl-chip").filter({ hasText: "Пермь" }).waitFor();
        await tab.getByRole("button").click();
        await page.getByRole("button", { name: "Удалить список" }).click();
        await page.locator(".toast").filter({ hasText: "удалён" }).locator(".btn").first().click();
        await page.locator(".rl-tab").filter({ hasText: "Пермяки" }).waitFor();
      });

      await step(
        "whoever comes back from a record stands where the list was left",
        { path: MANY_PATH },
        async (page) => {
          const rows = () =>
            page.evaluate(() => document.querySelector<HTMLElement>(".rl-body")!.style.getPropertyValue("--rl-count"));
          await page.evaluate(() => document.querySelector(".rl-scroll")!.scrollTo(0, 6_000));
          await page.waitForFunction(() =>
            Number(document.querySelector<HTMLElement>(".rl-body")!.style.getPropertyValue("--rl-count")) > 250
          );
          await page.evaluate(() => document.querySelector(".rl-scroll")!.scrollTo(0, 9_000));
          await page.waitForSelector('.rl[data-phase="ready"]');
          const [, , , , , , , , , , , id] = await idsOnTop(page, 12);
          const before = await rows();
          await page.locator(`.rl-row[data-id="${id}"] .rl-name`).click();
          await page.waitForURL(`**/leads/${id}`);
          await page.goBack();
          await page.waitForSelector(`.rl-row[data-id="${id}"]`);
          assert.ok(Number(await rows()) >= Number(before));
          assert.equal(await page.evaluate(() => document.querySelector(".rl-scroll")!.scrollTop), 9_000);
        },
      );

      await step("misspelt words are put right, and say so", {}, async (page) => {
        await page.fill(".rl-search .input", "Калиент");
        await page.locator(".rl-corrected").filter({ hasText: "клиент" }).waitFor();
        await page.waitForSelector(".rl-row[data-id]");
      });

      await step("an empty search, a failure and waiting each show one way on", {}, async (page) => {
        await page.fill(".rl-search .input", "щщщщщщщщ999");
        await page.locator(".empty").filter({ hasText: "Ничего не нашлось" }).locator(".btn").click();
        await page.waitForSelector(".rl-row[data-id]");
        await page.route("**/api/v1/leads?*", (route) => route.fulfill({ status: 500, json: {} }));
        await page.fill(".rl-search .input", "Клиент");
        await page.waitForSelector('[data-notice="failed"]');
        await page.unroute("**/api/v1/leads?*");
        let go = () => {};
        const held = new Promise<void>((done) => go = done);
        await page.route("**/api/v1/leads?*", async (route) => {
          await held;
          await route.continue();
        });
        await page.locator('[data-notice="failed"] .btn').click();
        await page.waitForSelector('.rl-grid[aria-busy="true"]');
        go();
        await page.waitForSelector('.rl[data-phase="ready"] .rl-row[data-id]');
      });

      await step(
        "a person without records is offered to make one",
        {
          login: "anna",
          prepare: async () =>
            void await sql`update leads set owner_id = null, team_id = null
            where owner_id = ${fixture.users.get("anna")}::uuid`.execute(store.db),
        },
        async (page) => {
          await page.locator(".empty").filter({ hasText: "Лидов пока нет" }).locator(".btn.primary").click();
          await page.waitForSelector("dialog.rl-new[open]");
        },
      );

      let cut = false;
      await step("a list that is cut off says so, and is fresh again when the link is back", {
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
        const id = (await idsOnTop(page, 3))[2];
        cut = true;
        for (const close of sockets) close();
        await page.waitForSelector('.rl[data-link="stale"] .badge[data-tone="warn"]');
        await page.clock.fastForward(25_000);
        await page.waitForSelector('[data-notice="offline"] .btn');
        unwrap(await updateRecord(store, olga, { kind: "lead", id, values: { name: "Пока Не Было Связи" } }));
        cut = false;
        await page.clock.fastForward(12_000);
        await page.waitForSelector('.rl[data-link="live"]');
        await page.waitForFunction(
          (selector) => document.querySelector(selector)?.textContent?.includes("Пока Не Было Связи"),
          cell(id, "name"),
        );
      });

      for (const theme of ["light", "dark"] as const) {
        for (const width of [1280, 390]) {
          for (const path of ["/leads", "/contacts", "/companies", "/leads?view=deleted"]) {
            await step(
              `nothing overflows or shuts anybody out: ${path}, ${theme}, ${width}`,
              { path, theme, width },
              look,
            );
          }
          await step(`panels shut nobody out: ${theme}, ${width}`, { theme, width }, async (page) => {
            await page.locator(".rl-check").nth(1).click();
            await page.getByRole("button", { name: "Колонки" }).click();
            await look(page);
            await page.keyboard.press("Escape");
            await page.keyboard.press("n");
            await page.waitForSelector("dialog.rl-new[open]");
            await look(page);
          });
        }
      }

      await step("on a phone rows are cards that open and can be chosen", { width: 390 }, async (page) => {
        assert.equal(await page.locator(".rl-head").isVisible(), false);
        await page.locator(".rl-check").nth(1).click();
        await page.waitForSelector(".rl-bulk");
        const [id] = await idsOnTop(page, 1);
        await page.locator(`${cell(id, "phones")} .rl-copy`).click().catch(() => {});
        await page.locator(`.rl-row[data-id="${id}"] .rl-name`).click();
        await page.waitForURL(`**/leads/${id}`);
      });
    } finally {
      await browser.close();
    }
  });
});

const sockets: (() => void)[] = [];

/** A long wheel through the list, now and then a jump by the scroll bar; frames in ms. */
async function scroll(page: Page): Promise<{ p50: number; p95: number; most: number }> {
  const { frames, most } = await page.evaluate(() =>
    new Promise<{ frames: number[]; most: number }>((done) => {
      const box = document.querySelector(".rl-scroll")!;
      const frames: number[] = [];
      let most = 0;
      let before = 0;
      box.scrollTop = 0;
      const frame = (now: number) => {
        if (before) frames.push(now - before);
        before = now;
        most = Math.max(most, document.querySelectorAll(".rl-row").length);
        box.scrollTop += frames.length % 80 === 79 ? 40_000 : 260;
        if (frames.length < 240) requestAnimationFrame(frame);
        else done({ frames, most });
      };
      requestAnimationFrame(frame);
    })
  );
  frames.sort((a, b) => a - b);
  return { p50: frames[120], p95: frames[228], most };
}

async function look(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
  await page.evaluate(axe.source);
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
  });
  assert.deepEqual(findings, []);
}
