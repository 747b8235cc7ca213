/**
 * The console's behaviour in a real Chromium on the fixture. Run: `deno test -A --unstable-kv tests/ui/console_e2e.ts`.
 */
import assert from "node:assert/strict";
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { type Fixture, withFixture } from "./fixture.ts";
import { look } from "./look.ts";

async function withDesk(fixture: Fixture, use: (page: Page) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", "anna");
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForSelector(".state-bar");
    await use(page);
  } finally {
    await browser.close();
  }
}

Deno.test("the console in a browser", async (t) => {
  await withFixture(0, async (fixture) => {
    await t.step("a ringing card never takes the focus from what an agent is doing", async () => {
      fixture.desk("anna", "ready");
      await withDesk(fixture, async (page) => {
        await page.keyboard.press("Control+k");
        await page.keyboard.type("таб");
        fixture.desk("anna", "ringing");
        await page.waitForSelector('.call-strip[data-state="ringing"]');
        await page.keyboard.type("ло");
        assert.equal(await page.inputValue(".palette input"), "табло");
        assert.match(await page.title(), /☎|Рабочее место/);
      });
    });

    await t.step("live updates never eat what is being typed, and drafts survive a reload", async () => {
      fixture.desk("anna", "talking");
      await withDesk(fixture, async (page) => {
        await page.route("**/api/calls/**", (route) => route.abort());
        await page.click("#call-notes");
        await page.keyboard.type("Просит ");
        fixture.desk("anna", "hold");
        await page.waitForSelector('.call-strip[data-state="hold"]');
        await page.keyboard.type("перезвонить");
        assert.equal(await page.inputValue("#call-notes"), "Просит перезвонить");
        assert.equal(await page.evaluate(() => document.activeElement?.id), "call-notes");
        await page.reload();
        await page.waitForSelector("#call-notes");
        await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>("#call-notes")?.value !== "");
        assert.equal(await page.inputValue("#call-notes"), "Просит перезвонить");
      });
    });

    await t.step(
      "the palette opens by the key in the Russian layout and finds actions typed in the wrong one",
      async () => {
        fixture.desk("anna", "ready");
        await withDesk(fixture, async (page) => {
          await page.evaluate(() =>
            document.dispatchEvent(
              new KeyboardEvent("keydown", { key: "л", code: "KeyK", ctrlKey: true, bubbles: true }),
            )
          );
          await page.waitForSelector("dialog.palette[open]");
          await page.keyboard.type("pdjyrb");
          assert.match(await page.locator('.palette-item[aria-selected="true"]').innerText(), /Звонки/);
        });
      },
    );

    await t.step("single keys act on the desk but never while somebody types", async () => {
      fixture.desk("anna", "wrap-up");
      await withDesk(fixture, async (page) => {
        await page.waitForSelector('.call-strip[data-state="wrap-up"]');
        fixture.asked.length = 0;
        await page.click("#contact-company");
        await page.keyboard.type("ft");
        await page.waitForTimeout(200);
        assert.equal(fixture.asked.some(({ what }) => what === "finishWrapUp"), false);
        const answered = page.waitForResponse("**/api/agent/wrap-up/finish");
        await page.keyboard.press("Alt+f");
        await answered;
        assert.equal(fixture.asked.some(({ what }) => what === "finishWrapUp"), true);
      });
    });

    await t.step("no state of a page overflows, shows a key, fails in the console or fails axe", async () => {
      const findings = await look(fixture, {
        out: null,
        // What tests/e2e/pages_e2e.ts does not reach: it walks every page as it opens.
        filter: /^(desk|wall-screen|thresholds|palette|shortcuts)|-(empty|edit|new|found)$/,
        locales: ["ru", "en"],
        themes: ["light", "dark"],
        widths: [1280, 390],
      });
      assert.deepEqual(findings, []);
    });
  });
});
