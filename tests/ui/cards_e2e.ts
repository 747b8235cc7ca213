/**
 * Cards of records in a real Chromium on the fixture, with others who change the same records meanwhile.
 * Run: `deno test -A --unstable-kv tests/ui/cards_e2e.ts`.
 */
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { getRecord, updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { type CardsScene, cardsScene } from "./cards_scene.ts";
import { type Fixture, withFixture } from "./fixture.ts";

interface Scene extends CardsScene {
  fixture: Fixture;
  browser: Browser;
}

interface OpenOptions {
  login?: string;
  path?: string;
  theme?: "light" | "dark";
  width?: number;
}

async function withPage(scene: Scene, options: OpenOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const { fixture, browser } = scene;
  const { login = "admin", path = `/contacts/${scene.contact}`, theme = "light", width = 1280 } = options;
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
    await page.goto(fixture.url + path);
    // Live only once the first snapshot has come.
    await page.waitForSelector('.link-state[data-link="live"]', { state: "attached" });
    await page.waitForFunction(() =>
      !document.querySelector(".record-card:not([data-ready]), .review:not([data-ready])")
    );
    await use(page);
  } finally {
    await context.close();
  }
}

const field = (key: string) => `[data-field="${key}"]`;
const input = (key: string) => `${field(key)} :is(input, textarea, select)`;
const saved = (page: Page, key: string) => page.waitForSelector(`${field(key)} [data-save="saved"]`);

async function valueOf(scene: Scene, key: string): Promise<unknown> {
  return (await getRecord(scene.fixture.store, SYSTEM, { kind: "contact", id: scene.contact }))?.values[key];
}

/** Somebody else writes. */
async function meanwhile(scene: Scene, values: Record<string, unknown>): Promise<void> {
  const { store } = scene.fixture;
  unwrap(await updateRecord(store, scene.as("olga"), { kind: "contact", id: scene.contact, values }));
}

Deno.test("cards in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const scene: Scene = { ...await cardsScene(fixture), fixture, browser };
    const step = (name: string, options: OpenOptions, use: (page: Page) => Promise<void>) =>
      t.step(name, () => withPage(scene, options, use));
    try {
      await step("others' changes come in at once and never take text, caret or focus", {}, async (page) => {
        await page.fill(input("city"), "Великий Новгород");
        await page.keyboard.press("Home");
        await page.keyboard.press("ArrowRight");
        await meanwhile(scene, { position: "Коммерческий директор", note: "Новое примечание" });
        await page.waitForFunction(
          (selector) => document.querySelector<HTMLInputElement>(selector)?.value === "Коммерческий директор",
          input("position"),
        );
        await page.keyboard.type("!");
        assert.equal(await page.inputValue(input("city")), "В!еликий Новгород");
        const [id, caret] = await page.evaluate(() => {
          const active = document.activeElement as HTMLInputElement;
          return [active.closest("[data-field]")?.getAttribute("data-field"), active.selectionStart];
        });
        assert.deepEqual([id, caret], ["city", 2]);
        await page.keyboard.press("Escape");
        assert.equal(await page.inputValue(input("city")), "Санкт-Петербург");
      });

      await step(
        "the same field changed by a colleague is shown beside the text, and the person chooses",
        {},
        async (page) => {
          await page.fill(input("city"), "Моё");
          await meanwhile(scene, { city: "Их" });
          const note = page.locator(`${field("city")} .card-note`);
          await note.waitFor();
          assert.match(await note.innerText(), /Ольга.*Их/s);
          assert.equal(await page.inputValue(input("city")), "Моё");
          await note.getByRole("button").nth(1).click();
          await saved(page, "city");
          assert.equal(await valueOf(scene, "city"), "Моё");
          await page.fill(input("city"), "Снова моё");
          await meanwhile(scene, { city: "Снова их" });
          await note.waitFor();
          await note.getByRole("button").nth(0).click();
          await note.waitFor({ state: "detached" });
          assert.equal(await page.inputValue(input("city")), "Снова их");
          assert.equal(await valueOf(scene, "city"), "Снова их");
        },
      );

      await step("what was not saved survives a reload, also of a note", {}, async (page) => {
        await page.fill(".note-card textarea", "Перезвонить в среду");
        await page.fill(input("note"), "Недописанное");
        await page.reload();
        await page.waitForFunction(
          (selector) => document.querySelector<HTMLTextAreaElement>(selector)?.value === "Недописанное",
          input("note"),
        );
        assert.equal(await page.inputValue(".note-card textarea"), "Перезвонить в среду");
        await page.locator(`${field("note")} [data-save="unsaved"] .btn`).first().click();
        await saved(page, "note");
        assert.equal(await valueOf(scene, "note"), "Недописанное");
        await page.click(".note-card .btn.primary");
        await page.waitForFunction(() =>
          document.querySelector('.happened [data-entry="note"]')?.textContent?.includes("Перезвонить в среду")
        );
        assert.equal(await page.inputValue(".note-card textarea"), "");
      });

      await step("a refused save keeps the text with its reason, and a dead link is tried again", {}, async (page) => {
        await page.fill(input("emails"), "не адрес");
        await page.keyboard.press("Enter");
        const note = page.locator(`${field("emails")} .card-note[data-tone="bad"]`);
        await note.waitFor();
        assert.equal(await page.inputValue(input("emails")), "не адрес");
        await page.fill(input("emails"), "katya@sever.example");
        await page.keyboard.press("Enter");
        await saved(page, "emails");
        await page.route(
          "**/api/v1/contacts/**",
          (route) => route.request().method() === "PATCH" ? route.abort() : route.continue(),
        );
        await page.fill(input("position"), "Снабженец");
        await page.keyboard.press("Enter");
        await page.waitForSelector(`${field("position")} .card-note`);
        await page.unroute("**/api/v1/contacts/**");
        await page.locator(`${field("position")} .card-note .btn`).first().click();
        await saved(page, "position");
        assert.equal(await valueOf(scene, "position"), "Снабженец");
      });

      await step("fields are edited with the keyboard alone", {}, async (page) => {
        await page.focus(input("city"));
        await page.keyboard.press("Control+a");
        await page.keyboard.type("Казань");
        await page.keyboard.press("Enter");
        await saved(page, "city");
        await page.keyboard.press("Tab");
        assert.equal(
          await page.evaluate(() => document.activeElement?.closest("[data-field]")?.getAttribute("data-field")),
          "language",
        );
        await page.keyboard.type("ru");
        await page.keyboard.press("Tab");
        await saved(page, "language");
        await page.focus(`${field("tags")} input`);
        await page.keyboard.type("тендер");
        await page.keyboard.press("Enter");
        await saved(page, "tags");
        assert.deepEqual([await valueOf(scene, "city"), await valueOf(scene, "language")], ["Казань", "ru"]);
        assert.deepEqual(await valueOf(scene, "tags"), ["vip", "тендер"]);
        await page.focus(`${field("companyLink")} button`);
        await page.keyboard.press("Enter");
        await page.waitForSelector(`${field("companyLink")} [role="combobox"]`);
        await page.focus(`${field("companyLink")} [role="combobox"]`);
        await page.keyboard.type("северный");
        await page.waitForSelector('[role="option"]');
        await page.keyboard.press("Enter");
        await page.waitForSelector(`${field("companyLink")} a`);
        assert.equal(await valueOf(scene, "companyLink"), scene.company);
      });

      await step(
        "a change is put back from the timeline, and one that was overwritten is asked about",
        {},
        async (page) => {
          const city = page.locator('.happened li[data-entry="change"]').filter({ hasText: /→ Казань/ }).first();
          await meanwhile(scene, { city: "Уфа" });
          await page.waitForFunction(
            (selector) => document.querySelector<HTMLInputElement>(selector)?.value === "Уфа",
            input("city"),
          );
          await city.getByRole("button").first().click();
          await page.locator("dialog[open] .btn.danger").click();
          await page.waitForFunction(
            (selector) => document.querySelector<HTMLInputElement>(selector)?.value === "Снова их",
            input("city"),
          );
          assert.equal(await valueOf(scene, "city"), "Снова их");
        },
      );

      await step("a deleted record comes back by the message, and by the banner after a reload", {}, async (page) => {
        const remove = async () => {
          await page.click(".card-head .btn.icon[popovertarget]");
          await page.locator(".card-menu button").last().click();
          await page.waitForSelector(".record-card > .note-box");
        };
        await remove();
        assert.equal(await page.locator(`${field("city")} input`).count(), 0, "nothing of it can be edited");
        await page.locator(".toast .btn.small").first().click();
        await page.waitForSelector(input("city"));
        await remove();
        await page.reload();
        await page.locator(".record-card > .note-box .btn").click();
        await page.waitForSelector(input("city"));
        const record = await getRecord(fixture.store, SYSTEM, { kind: "contact", id: scene.contact });
        assert.equal(record?.archived, false);
      });

      const review = { login: "olga", path: "/duplicates?kind=contact" };
      await step("duplicates are merged with the keyboard, and the merge is taken back", review, async (page) => {
        await page.locator(".twin-group").filter({ hasText: "Соколова Екатерина" }).locator(".btn.primary").focus();
        await page.keyboard.press("Enter");
        await page.waitForSelector(".merge-row[data-undecided]");
        assert.ok(await page.isDisabled("dialog[open] .dialog-foot .btn.primary"));
        for (let left = await page.locator("[data-undecided]").count(); left > 0; left--) {
          await page.locator("[data-undecided] input").first().focus();
          await page.keyboard.press("Space");
        }
        await page.focus("dialog[open] .dialog-foot .btn.primary");
        await page.keyboard.press("Enter");
        await page.waitForSelector('.toast[data-tone="good"]');
        const archived = async () =>
          (await getRecord(fixture.store, SYSTEM, { kind: "contact", id: scene.twin }))?.archived;
        assert.equal(await archived(), true);
        const phones = await valueOf(scene, "emails") as unknown[];
        assert.equal(phones.length, 2, "addresses of both");
        const undone = page.waitForResponse("**/api/v1/merges/*/undo");
        await page.locator(".toast .btn.small").first().click();
        await undone;
        assert.equal(await archived(), false);
        assert.equal((await valueOf(scene, "emails") as unknown[]).length, 1);
      });

      await step("a lead goes out only with its reason", { path: `/leads/${scene.lead}` }, async (page) => {
        await page.click(".step.out");
        await page.fill("dialog[open] textarea", "Нет бюджета");
        await page.click("dialog[open] .btn.primary");
        await page.waitForSelector('.step.out[aria-current="step"]');
        const lead = await getRecord(fixture.store, SYSTEM, { kind: "lead", id: scene.lead });
        assert.deepEqual([lead?.values.status, lead?.values.reason], ["disqualified", "Нет бюджета"]);
      });

      await step("whoever takes consent to calls back is marked at once", {}, async (page) => {
        await page.locator(".consents li").first().getByRole("button").click();
        await page.fill("dialog[open] textarea", "Просила не звонить");
        await page.click("dialog[open] .btn.primary");
        await page.waitForSelector('.card-head .badge[data-tone="bad"]');
        assert.equal(await valueOf(scene, "doNotCall"), true);
      });

      for (const theme of ["light", "dark"] as const) {
        for (const width of [1280, 390]) {
          const views: OpenOptions[] = [
            {},
            { path: `/companies/${scene.company}` },
            { path: `/leads/${scene.lead}`, login: "anna" },
            review,
            { path: `/admin/audit?entityKind=contact&entityId=${scene.contact}` },
          ];
          for (const view of views) {
            const options = { ...view, theme, width };
            await step(
              `nothing overflows or shuts anybody out: ${view.path ?? "contact"}, ${theme}, ${width}`,
              options,
              look,
            );
          }
        }
      }
    } finally {
      await browser.close();
    }
  });
});

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
