/**
 * The demo product as a newcomer starts it (simulator, embedded PostgreSQL), page by page in a real browser: both
 * languages, both themes, two widths; the palette, keys, the wall screen, the softphone, and a server that goes away.
 * `deno run -A --unstable-kv tests/e2e/pages_e2e.ts [folder for pictures]`
 */
import assert from "node:assert/strict";
import { type BrowserContext, FAKE_MICROPHONE, launchBrowser, type Page } from "./browser.ts";
import { eventually, suite } from "./harness.ts";
import { faults } from "./pages_look.ts";
import { Product } from "./console_product.ts";

const PICTURES = Deno.args[0];
const PORT = Number(Deno.env.get("E2E_PAGES_PORT") ?? 8951);

/** Pages by the demo login that opens them; a name without a slash is the first line of that list. */
const PAGES: Record<string, string[]> = {
  "": ["/login"],
  agent: ["/desk", "/inbox", "/calls", "/contacts", "/profile", "/notifications", "/nothing-here", "/admin/users"],
  supervisor: ["/wallboard", "/wallboard?wall=1", "/calls", "calls?outcome=answered"],
  analyst: [
    "/calls",
    "/profile",
    "/forecasting",
    "/forecasting/models/new",
    "/forecasting/calls",
    "/forecasting/staffing",
    "/forecasting/days",
  ],
  administrator: [
    "/wallboard",
    "/leads",
    "/board",
    "/deals",
    "/calendar",
    "/calendar?view=month",
    "/admin/working-time",
    "/tasks",
    "/tasks/list",
    "/contacts",
    "contacts",
    "/companies",
    ...["queues", "numbers", "dispositions", "pause-reasons", "skills", "users", "teams", "roles", "fields", "audit"]
      .map((one) => `/admin/${one}`),
    "/duplicates",
    "/import",
    "/admin/settings",
    "/admin/mail",
    "/notifications?tab=settings",
    "/admin/roles?fields=leads",
    "/inbox",
    "/admin/sources",
    "admin/sources",
    "/admin/assignment",
    "/admin/fields?kind=companies",
    "admin/queues",
    "admin/users",
    "/admin/users/new",
    "/admin/api",
    "/admin/api/webhooks",
    "/admin/automation",
    "/admin/automation/runs",
    "/admin/automation/new",
    "/api-docs",
  ],
};

/** Only what comes after the walk through the pages. */
const QUICK = Deno.env.get("E2E_QUICK") === "yes";

await suite("pages", async (t) => {
  const dir = await Deno.makeTempDir({ prefix: "pages-" });
  // The embedded server may run as nobody, who must be able to walk there.
  await Deno.chmod(dir, 0o755);
  t.cleanUp(() => Deno.remove(dir, { recursive: true }).catch(() => {}));
  const endPostgres = () => {
    try {
      Deno.kill(Number(Deno.readTextFileSync(`${dir}/data/postgres/data/postmaster.pid`).split("\n")[0]), "SIGQUIT");
    } catch {
      // it has ended with the product
    }
  };
  t.cleanUp(endPostgres);
  globalThis.addEventListener("unload", endPostgres);
  const product = new Product({
    DATA_DIR: `${dir}/data`,
    PORT: String(PORT),
    LOCALE: "ru",
    SIM_CALLS_PER_MINUTE: "40",
  });
  t.cleanUp(() => product.stop());
  t.cleanUp(() => product.complaints().forEach((line) => t.fact(line)));
  t.fact(`a newcomer's first start: ${Math.round(await product.start())} ms`);
  const browser = await launchBrowser({ args: [...FAKE_MICROPHONE, "--autoplay-policy=no-user-gesture-required"] });
  t.cleanUp(() => browser.close());
  const problems: string[] = [];
  const logins = await demoLogins(product);

  const open = async (role: string, locale: "ru" | "en"): Promise<[BrowserContext, Page]> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["microphone"],
      reducedMotion: "reduce",
      locale,
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      // Pages that answer 403 and 404 are opened on purpose.
      if (message.type() === "error" && !/status of 40[34]/.test(message.text())) {
        problems.push(`${page.url()}: ${message.text()}`);
      }
    });
    await page.goto(`${product.url}/login?language=${locale}`);
    const who = logins.get(role);
    if (who) {
      await page.fill("#login", who.login);
      await page.fill("#password", who.password);
      await page.click("#log-in button.primary");
      await page.waitForURL((url) => url.pathname !== "/login");
      await page.evaluate(async (locale) => {
        const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
        const headers = { "content-type": "application/json", "x-csrf": csrf };
        await fetch("/api/profile", { method: "PATCH", headers, body: JSON.stringify({ locale, theme: "auto" }) });
      }, locale);
    }
    return [context, page];
  };

  for (const locale of QUICK ? [] : ["ru", "en"] as const) {
    for (const [role, paths] of Object.entries(PAGES)) {
      await t.step(`${locale}, ${role || "nobody"}: ${paths.length} pages, two themes, two widths`, async () => {
        const found: string[] = [];
        const [context, page] = await open(role, locale);
        for (const path of paths) {
          await goTo(page, product.url, path);
          for (const [theme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]] as const) {
            await page.emulateMedia({ colorScheme: theme });
            await page.setViewportSize({ width, height: width < 600 ? 844 : 800 });
            await settled(page);
            const name = `${locale} ${role} ${path} ${theme} ${width}`;
            // Findings on words do not depend on the theme, on colours not on the width.
            const look = () => faults(page, { axe: theme === "light" || width === 1280 && locale === "ru" });
            let own = await look();
            if (own.length > 0) {
              // The theme may have changed under the eyes of the judge: what is wrong is wrong the second time too.
              await settled(page);
              own = await look();
            }
            found.push(...own.map((fault) => `${name}: ${fault}`));
            if (PICTURES) {
              await Deno.mkdir(PICTURES, { recursive: true });
              await page.screenshot({ path: `${PICTURES}/${name.replace(/\W+/g, "-")}.png`, fullPage: width < 600 });
            }
          }
          await page.setViewportSize({ width: 1280, height: 800 });
        }
        await context.close();
        assert.deepEqual(found, []);
      }, { timeoutMs: 420_000 });
    }
  }

  const [context, page] = await open("administrator", "ru");
  await t.step("Ctrl+K opens the palette, in the Russian layout too, and it leads to a page", async () => {
    await goTo(page, product.url, "/calls");
    await page.keyboard.press("Control+KeyK");
    await page.waitForSelector("dialog[open] input");
    await page.keyboard.press("Escape");
    // What a browser sends for the same key when the layout is Russian.
    await page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "л", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true }),
      )
    );
    await page.waitForSelector("dialog[open] input");
    await page.keyboard.type("юзеры");
    await page.keyboard.press("Control+A");
    // "wallboard" typed without having switched the layout.
    await page.keyboard.type("цфддищфкв");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/wallboard/);
  });

  await t.step("single keys are letters inside a field, and shortcuts outside of it", async () => {
    await goTo(page, product.url, "/calls");
    const field = page.locator('main input[type="search"], main input[type="text"], main input:not([type])').first();
    await field.click();
    await page.keyboard.press("Shift+Slash");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await field.evaluate((one: HTMLElement) => one.blur());
    await page.keyboard.press("Shift+Slash");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
  });

  await t.step("the wallboard fills a wall screen and comes back", async () => {
    await goTo(page, product.url, "/wallboard");
    await page.locator(".head-actions .btn:not(.icon)").last().click();
    await page.waitForSelector("html[data-wall=on]");
    await page.locator(".side").waitFor({ state: "hidden" });
    await eventually("queues are shown", async () => await page.locator("tr[data-queue]").count() > 0);
    await page.keyboard.press("Escape");
    await page.waitForSelector("html:not([data-wall])");
  });
  await context.close();

  const [anna, desk] = await open("agent", "ru");
  const strip = (state: string, timeout = 10_000) =>
    desk.waitForSelector(`.call-strip[data-state="${state}"]`, { timeout });
  await t.step(
    "the softphone on the simulator: on the line, a call rings, answer, hold, hang up, wrap-up",
    async () => {
      await goTo(desk, product.url, "/desk");
      await desk.click(".waiting-room .btn.primary");
      await desk.waitForSelector('.state-bar:not([data-state="offline"])');
      await strip("ringing", 60_000);
      await desk.waitForSelector(".call-key.answer:not([disabled])");
      if (PICTURES) await desk.screenshot({ path: `${PICTURES}/desk-ringing.png` });
      await desk.keyboard.press("a");
      await strip("talking");
      await desk.waitForSelector('.call-key:not([disabled])[aria-keyshortcuts^="H "]');
      await desk.keyboard.press("h");
      await strip("hold");
      if (PICTURES) await desk.screenshot({ path: `${PICTURES}/desk-hold.png` });
      await desk.keyboard.press("h");
      await strip("talking");
      const found = await faults(desk, { axe: true });
      await desk.keyboard.press("e");
      await strip("wrap-up");
      if (PICTURES) await desk.screenshot({ path: `${PICTURES}/desk-wrap-up.png` });
      found.push(...await faults(desk, { axe: true }));
      // Demo queues want an outcome before the wrap-up may end.
      const taken = desk.waitForResponse((response) => response.url().endsWith("/disposition"));
      await desk.locator(".dispositions label").first().click();
      assert.equal((await taken).status(), 200);
      await desk.keyboard.press("f");
      await desk.waitForSelector('.call-strip[data-state="wrap-up"]', { state: "detached" });
      assert.deepEqual(found, []);
    },
    { timeoutMs: 120_000 },
  );

  await t.step("no error in any page", () => assert.deepEqual(problems, []));

  await t.step("the server is killed: pages say that they are stale, and come back by themselves", async () => {
    await product.kill();
    await desk.waitForSelector('.link-state[data-link="stale"], .link-state[data-link="lost"]');
    if (PICTURES) await desk.screenshot({ path: `${PICTURES}/desk-stale.png` });
    t.fact(`started again, taking over the running database, in ${Math.round(await product.start())} ms`);
    await desk.waitForSelector('.link-state[data-link="live"]', { timeout: 20_000 });
    await eventually("the desk shows its state", async () => await desk.locator(".state-bar").count() === 1);
  }, { timeoutMs: 60_000 });
  await anna.close();
});

/** Login and password by role, as printed at the start. */
async function demoLogins(product: Product): Promise<Map<string, { login: string; password: string }>> {
  const roles = ["agent", "supervisor", "analyst", "administrator"];
  const words = JSON.parse(await Deno.readTextFile(new URL("../../locales/ru/start.json", import.meta.url)));
  return new Map(roles.map((role) => {
    const line = product.lines.find((line) => line.startsWith("    ") && line.endsWith(words[`start.role.${role}`]));
    const [login, password] = line?.trim().split(/\s+/) ?? [];
    if (!password) throw new Error(`no login of ${role} was printed:\n${product.lines.join("\n")}`);
    return [role, { login, password }];
  }));
}

async function goTo(page: Page, url: string, path: string): Promise<void> {
  await page.goto(`${url}${path.startsWith("/") ? path : `/${path}`}`);
  if (!path.startsWith("/")) {
    const href = await page.locator("tbody th a, .rl-name").first().getAttribute("href");
    await page.goto(`${url}${href}`);
  }
  await page.waitForLoadState("load");
  // Pages that say "no such page" have no islands to wait for.
  const islands = page.locator("[data-island], island-slot, html[data-islands]");
  if (await islands.count() > 0) await page.waitForSelector("html[data-islands=ready]");
}

/** Colours that fade over are no colours to judge; they begin to fade with the frame after the change. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
    await frame();
  });
}
