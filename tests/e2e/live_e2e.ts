/** Live topics, catalogues and the development reload in a real browser, under the product's own security headers. */
import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, compress, openSite } from "fresh";
import { systemClock } from "@/actors/runtime/clock.ts";
import { LiveTopics } from "@/actors/runtime/views.ts";
import { setCatalogue } from "@/locales/mod.ts";
import { languages } from "@/locales/rendering.ts";
import { LiveHub } from "@/web/live/hub.ts";
import { upgradeLive } from "@/web/live/upgrade.ts";
import { sameOrigin, securityHeaders } from "@/web/security/mod.ts";
import { launchBrowser } from "./browser.ts";

const source = fileURLToPath(new URL("../../web/fresh/testdata", import.meta.url));
// A copy beside the original, so that the import map is found and the original stays as it is.
const root = await mkdtemp(join(dirname(source), "testdata-"));
await cp(source, root, { recursive: true });

const catalogues = {
  ru: { "test.state": "{n, plural, one {# раз} few {# раза} many {# раз} other {# раза}}" },
  en: { "test.state": "{n} times" },
};
setCatalogue("ru", catalogues.ru);
setCatalogue("en", catalogues.en);
const site = await openSite({ root, client: "../../../locales/browser.ts", dev: true });
const topics = new LiveTopics({ epoch: "one" });
const allowed = new Set(["agent/1"]);
const newHub = () =>
  new LiveHub<string>({
    topics,
    authorize: (_, topic) => allowed.has(topic),
    userOf: (user) => user,
    clock: systemClock,
  });
let hub = newHub();
const app = new App({ site, rendering: languages({ site, catalogues, localeOf: () => "ru" }) })
  .use(securityHeaders(), compress(), site.files)
  .get("/live", (ctx) => upgradeLive(hub, ctx.req, "u", sameOrigin))
  .fsRoutes();
const server = Deno.serve({ port: 0, onListen: () => {} }, app.handler());
const browser = await launchBrowser();
let passed = 0;
const done = (what: string) => console.log(`ok ${++passed} ${what}`);
try {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  topics.set("agent/1", "me", "state", "ready");
  const at = `http://127.0.0.1:${server.addr.port}`;
  await page.goto(`${at}/watch`);
  const shows = (state: string, status: string) =>
    page.waitForFunction(
      ([state, status]) => {
        const p = document.querySelector<HTMLElement>("#live");
        return p?.querySelector("b")?.textContent === state && p.dataset.status === status;
      },
      [state, status],
      { timeout: 15_000 },
    );
  await shows("ready", "live");
  assert.match(await page.textContent("#live") ?? "", /^3 раза/);
  done("the snapshot arrives and words are of the page's language");

  topics.set("agent/1", "me", "state", "talking");
  await shows("talking", "live");
  done("a change arrives");

  hub.close();
  topics.set("agent/1", "me", "state", "wrap-up");
  hub = newHub();
  await shows("wrap-up", "live");
  done("after a restart the page comes back by itself with what it missed");

  allowed.clear();
  hub.recheck("u");
  await shows("wrap-up", "forbidden");
  done("a right that is taken away ends the topic");

  await page.evaluate(() => (globalThis as unknown as { kept: number }).kept = 1);
  const width = () => page.evaluate(() => getComputedStyle(document.querySelector("main")!).width);
  const before = await width();
  await writeFile(join(root, "styles/main.css"), "main { width: 123px }");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")!).width === "123px");
  assert.notEqual(before, "123px");
  assert.equal(await page.evaluate(() => (globalThis as unknown as { kept: number }).kept), 1);
  done("a changed style sheet is swapped without a reload");

  const reloaded = page.waitForNavigation({ timeout: 15_000 });
  await writeFile(join(root, "islands/Live.tsx"), `export default function Live() { return <p id="live">new</p>; }`);
  await reloaded;
  await page.waitForFunction(() => document.querySelector("#live")?.textContent === "new");
  done("a changed island reloads the page");
  assert.deepEqual(problems.filter((text) => !/WebSocket connection/.test(text)), []);
  done("no error and no breach of the policy in the console");
  console.log(`${passed} passed, 0 failed`);
} finally {
  await browser.close();
  hub.close();
  await site.close();
  await server.shutdown();
  await rm(root, { recursive: true });
}
