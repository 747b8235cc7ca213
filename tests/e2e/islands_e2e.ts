/** The web layer in a real browser: islands come to life, share signals, keep slots, under a strict policy. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { App, openSite } from "fresh";
import { launchBrowser } from "./browser.ts";

const root = fileURLToPath(new URL("../../web/fresh/testdata", import.meta.url));
const site = await openSite({ root });
const app = new App({ site })
  .use(async (ctx) => {
    const response = await ctx.next();
    const policy = `default-src 'self'; script-src 'nonce-${ctx.nonce}' 'strict-dynamic'; object-src 'none'`;
    response.headers.set("content-security-policy", policy);
    return response;
  })
  .use(site.files)
  .fsRoutes();
const server = Deno.serve({ port: 0, onListen: () => {} }, app.handler());
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  const problems: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  await page.waitForSelector("html[data-islands=ready]");
  const text = (selector: string) => page.locator(selector).textContent();

  await page.click("#a button");
  assert.equal(await text("#a output"), "4");
  assert.equal(await text("#b output"), "4", "a signal given to two islands stays one");
  await page.click("#c button");
  assert.equal(await text("#c output"), "11", "an island in a slot lives");
  await page.fill("#slot input", "typed");
  await page.click("section:nth-of-type(1) #inner button");
  assert.equal(await text("section:nth-of-type(1) #inner output"), "101", "an island in an island lives");
  assert.equal(await page.inputValue("#slot input"), "typed", "server content keeps what was typed");
  await page.click("section:nth-of-type(1) .toggle");
  assert.equal(await page.locator("#slot").count(), 0);
  await page.click("section:nth-of-type(1) .toggle");
  assert.match((await text("#slot")) ?? "", /<\/script>/);
  assert.equal(await text("#title"), "title");
  await page.click("section:nth-of-type(2) .toggle");
  assert.equal(await text("#hidden"), "hidden", "a slot that was hidden at first appears");
  await page.click("#d button");
  assert.equal(await text("#a output"), "5", "an island in a hidden slot shares the signal too");
  assert.equal(await page.evaluate(() => document.querySelectorAll("#a").length), 1, "nothing is drawn twice");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("#a")!).display), "flex");
  assert.deepEqual(problems, []);
  console.log("1 passed, 0 failed");
} finally {
  await browser.close();
  await site.close();
  await server.shutdown();
}
