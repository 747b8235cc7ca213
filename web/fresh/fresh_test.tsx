import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { signal } from "@preact/signals";
import fc from "npm:fast-check@4.10.2";
import { App, compress, HttpError, openSite } from "fresh";
import { PropsDecoder, PropsEncoder } from "./props.ts";
import { comparePatterns, toPattern } from "./route_files.ts";
import type { State } from "./testdata/define.ts";

const root = fileURLToPath(new URL("testdata", import.meta.url));
const site = await openSite<State>({ root });
await site.close();
const reported: unknown[] = [];
const app = new App<State>({ site, errors: { report: (error) => void reported.push(error) } })
  .use(compress())
  .use(site.files)
  .use(async (ctx) => {
    const response = await ctx.next();
    response.headers.set("x-outer", "yes");
    return response;
  })
  .fsRoutes();
const handle = app.handler();
const html = { accept: "text/html,*/*" };
const get = (path: string, init: RequestInit = {}) =>
  handle(new Request(`http://x${path}`, { headers: html, ...init }));

Deno.test("pages come inside their document and layouts, or users see bare fragments", async () => {
  const response = await get("/calls");
  const text = await response.text();
  assert.equal(response.status, 200);
  assert.match(text, /^<!DOCTYPE html><html lang="en">/);
  assert.match(text, /<main><a href="\/calls" aria-current="page" data-current="true">/);
  assert.match(text, /<section class="staff"><h1>list<\/h1><\/section>/);
  assert.equal(response.headers.get("x-trail"), "top,staff");
  assert.match(text, /<link rel="stylesheet" href="\/_fresh\/styles-[A-Z0-9]{8}\.css">/);
});

Deno.test("the more exact route answers, or /calls/today shows the card of a call named today", async () => {
  assert.match(await (await get("/calls/today")).text(), /<h1>today<\/h1>/);
  const one = await get("/calls/a%20b");
  assert.match(await one.text(), /<h1 data-route="\/calls\/:id">a b<\/h1>/);
  assert.equal(one.status, 203);
  assert.equal(one.headers.get("x-id"), "yes");
  assert.deepEqual(await (await get("/files/a/b.txt")).json(), { path: "a/b.txt", method: "GET" });
});

Deno.test("a page may leave the document and the layouts out", async () => {
  assert.match(await (await get("/bare")).text(), /<body><p>bare<\/p><\/body>/);
});

Deno.test("a wrong method is answered with those allowed, HEAD without a body", async () => {
  const wrong = await get("/calls/1", { method: "DELETE" });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get("allow"), "GET, HEAD, POST");
  assert.equal((await get("/calls", { method: "POST" })).status, 405);
  const head = await get("/calls", { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});

Deno.test("a redirect to a path never leaves the site, or links could send agents to a stranger's page", async () => {
  const response = await get("/calls/1", { method: "POST" });
  assert.equal(response.headers.get("location"), "/evil.example/x");
});

Deno.test("errors show their page inside the layouts and never their text, and outer middlewares still run", async () => {
  reported.length = 0;
  for (
    const [path, status, shown] of [["/calls/missing", 404, "none"], ["/calls/broken", 500, "500"], [
      "/nowhere",
      404,
      "none",
    ]] as const
  ) {
    const response = await get(path);
    const text = await response.text();
    assert.equal(response.status, status);
    assert.match(text, new RegExp(`<h1 class="error">${shown}</h1>`));
    assert.doesNotMatch(text, /secret detail|\.tsx/);
    assert.equal(response.headers.get("x-outer"), "yes");
    const data = await get(path, { headers: { accept: "application/json" } });
    assert.equal(data.status, status);
    assert.deepEqual(await data.json(), { type: "about:blank", status });
  }
  assert.equal(reported.length, 6);
});

Deno.test("islands are marked with their props, shared signals once, and no text can close the data", async () => {
  const text = await (await get("/")).text();
  const data = JSON.parse(/id="f-data"[^>]*>(.*?)<\/script>/.exec(text)![1]);
  assert.deepEqual(data.islands.map(([, name]: string[]) => name), ["default", "default", "Twice"]);
  assert.equal((text.match(/<!--f:i:/g) ?? []).length, 7);
  assert.equal(data.props[0][1].count.v, 3);
  assert.deepEqual(data.props[1][1].count, { $: "s", i: 0 });
  assert.match(text, /<title>home<\/title>/);
  assert.doesNotMatch(text, /<title>base/);
  assert.match(text, /<template id="f-slot-\d+"><!--f:s:\d+--><p id="hidden">/);
  assert.match(text, /<\/script><\/body><\/html>$/);
});

Deno.test("built files are kept for ever and compressed, static files are asked again", async () => {
  const text = await (await get("/")).text();
  const [boot] = /\/_fresh\/boot-[A-Z0-9]{8}\.js/.exec(text)!;
  const built = await get(boot, { headers: { "accept-encoding": "gzip, br" } });
  assert.equal(built.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(built.headers.get("content-encoding"), "br");
  const dot = await get("/dot.svg");
  assert.equal(dot.headers.get("cache-control"), "no-cache");
  const again = await get("/dot.svg", { headers: { "if-none-match": dot.headers.get("etag")! } });
  assert.equal(again.status, 304);
  assert.equal((await get("/../deno.json")).status, 404);
  assert.equal((await get("/%E0%A4%A")).status, 404);
});

Deno.test("pages are compressed when the browser takes it", async () => {
  const page = await get("/", { headers: { ...html, "accept-encoding": "br" } });
  assert.equal(page.headers.get("content-encoding"), "br");
  assert.equal(page.headers.get("vary"), "accept-encoding");
});

Deno.test("a middleware applies to what is added after it, and a thrown refusal reaches those around it", async () => {
  const seen: string[] = [];
  const mark = (name: string) => async (ctx: { next(): Promise<Response> }) => {
    const response = await ctx.next();
    seen.push(`${name} ${response.status}`);
    return response;
  };
  const handler = new App({ errors: { report: () => {} } })
    .use(mark("a")).get("/one", (ctx) => ctx.text("1"))
    .use("/api", mark("b"), () => Promise.reject(new HttpError(403)))
    .get("/api/two", (ctx) => ctx.text("2"))
    .get("/apis", (ctx) => ctx.text("3"))
    .handler();
  const ask = async (path: string) => (await handler(new Request(`http://x${path}`))).status;
  assert.deepEqual([await ask("/one"), await ask("/api/two"), await ask("/apis"), await ask("/none")], [
    200,
    403,
    200,
    404,
  ]);
  assert.deepEqual(seen, ["a 200", "b 403", "a 403", "a 200", "a 404"]);
});

Deno.test("props that cannot reach the browser are refused by name while the page is made, all others arrive whole", () => {
  const shared = signal(1);
  const given = {
    date: new Date(5),
    bad: new Date(NaN),
    map: new Map<unknown, unknown>([["k", new Set([1n, -0])]]),
    url: new URL("http://x/y"),
    bytes: new Uint8Array([1, 2]),
    none: undefined,
    nan: NaN,
    odd: { $: "d", v: 1 },
    deep: [{ a: [null, true, "\u2028</script>"] }],
  };
  const wire = JSON.parse(JSON.stringify(new PropsEncoder().encode(given, "x")));
  assert.deepEqual(new PropsDecoder().decode(wire), given);
  const decoder = new PropsDecoder();
  const [a, b] = decoder.decode(new PropsEncoder().encode([shared, shared], "x")) as unknown[];
  assert.equal(a, b);
  const refuse = (value: unknown) => () => new PropsEncoder().encode(value, "<Counter>");
  assert.throws(refuse({ on: { click: () => {} } }), /<Counter>\.on\.click is a function/);
  assert.throws(refuse({ when: [new Intl.NumberFormat()] }), /<Counter>\.when\[0\] is an instance of NumberFormat/);
  const loop: Record<string, unknown> = {};
  loop.me = loop;
  assert.throws(refuse(loop), /<Counter>\.me refers to itself/);
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    if (JSON.stringify(value).includes("__proto__")) return;
    const back = new PropsDecoder().decode(JSON.parse(JSON.stringify(new PropsEncoder().encode(value, "x"))));
    assert.deepEqual(back, value);
  }));
});

Deno.test("file names become patterns, the exact before the open ones", () => {
  assert.deepEqual(["index.tsx", "a/[id].tsx", "(g)/b/[...rest].ts", "c/[[d]].tsx", "e/index.ts"].map(toPattern), [
    "/",
    "/a/:id",
    "/b/:rest{.+}",
    "/c/:d?",
    "/e",
  ]);
  const order = ["/a/:x{.+}", "/a/:id", "/a/b", "/:x", "/a/:id/edit", "/a"].sort(comparePatterns);
  assert.deepEqual(order.indexOf("/a/b") < order.indexOf("/a/:id"), true);
  assert.deepEqual(order.indexOf("/a/:id/edit") < order.indexOf("/a/:x{.+}"), true);
  assert.deepEqual(order.indexOf("/a") < order.indexOf("/:x"), true);
});

Deno.test("a long export streams through the compression, or a million rows would fill the memory", async () => {
  let made = 0;
  const handler = new App().use(compress()).get("/export", () => {
    const line = new TextEncoder().encode("a;b;c;d\n".repeat(8_192));
    const body = new ReadableStream({
      pull(controller) {
        if (++made > 200) controller.close();
        else controller.enqueue(line);
      },
    });
    return new Response(body, { headers: { "content-type": "text/csv" } });
  }).handler();
  const response = await handler(new Request("http://x/export", { headers: { "accept-encoding": "gzip, br" } }));
  assert.equal(response.headers.get("content-encoding"), "gzip");
  assert.ok(made < 40, `${made} pieces were made before anyone read`);
  const text = await new Response(response.body!.pipeThrough(new DecompressionStream("gzip"))).text();
  assert.equal(text.length, 200 * 8_192 * 8);
});
