import assert from "node:assert/strict";
import { configure, getLogger, type LogRecord, reset } from "@logtape/logtape";
import fc from "npm:fast-check@4.10.2";
import { z } from "zod";
import { App, HttpError, type MiddlewareFn } from "fresh";
import { VirtualClock } from "@/actors/runtime/clock.ts";
import { errorPolicy, problemOf } from "../errors.ts";
import {
  clientAddress,
  csrfToken,
  isCsrfToken,
  limitBodies,
  limitRate,
  limitTime,
  logRequests,
  readJson,
  readValid,
  requireOwnPage,
  sameOrigin,
  securityHeaders,
  TokenBuckets,
} from "./mod.ts";

const logger = getLogger(["test", "web"]);
const errors = errorPolicy<unknown>({ logger, translate: (_, key, values) => `${key} ${JSON.stringify(values)}` });
const json = { "content-type": "application/json" };

function serve(build: (app: App) => App) {
  const handle = build(new App({ errors })).handler();
  return (path: string, init: RequestInit = {}) => handle(new Request(`http://crm.test${path}`, init));
}

const onlyOwnPages: MiddlewareFn<unknown> = async (ctx) => {
  await requireOwnPage(ctx.req, { sessions: ["s1", ""] });
  return await ctx.next();
};

Deno.test("a page's policy names its own nonce and lets nothing strange in, or injected scripts would run", async () => {
  const get = serve((app) =>
    app.use(securityHeaders({ https: true, also: { "img-src": ["https://cdn.test"] } }))
      .get("/", (ctx) => ctx.html(`<script nonce="${ctx.nonce}"></script>`))
      .get("/boom", () => Promise.reject(new Error("secret")))
      .use(onlyOwnPages).post("/", (ctx) => ctx.text(""))
  );
  const foreign = await get("/", { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
  assert.equal(foreign.status, 403);
  assert.ok(foreign.headers.get("content-security-policy"), "refusals of middlewares carry the headers too");
  const response = await get("/");
  const policy = response.headers.get("content-security-policy")!;
  const [, nonce] = /nonce="(\w+)"/.exec(await response.text())!;
  assert.match(policy, new RegExp(`script-src 'self' 'nonce-${nonce}';`));
  assert.match(policy, /default-src 'none'.*img-src 'self' data: blob: https:\/\/cdn\.test.*frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /script-src[^;]*unsafe/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.match(response.headers.get("strict-transport-security")!, /max-age/);
  const failed = await get("/boom");
  assert.equal(failed.status, 500);
  assert.ok(failed.headers.get("content-security-policy"), "error answers carry the headers too");
  assert.doesNotMatch(await failed.text(), /secret|at .*\.ts/);
});

Deno.test("only our own pages may open sockets and send changes in a user's name", async () => {
  const of = (headers: Record<string, string>) => new Request("http://crm.test/live", { headers });
  assert.equal(sameOrigin(of({ origin: "http://crm.test" })), true);
  assert.equal(sameOrigin(of({ origin: "https://crm.test", host: "crm.test" })), true);
  for (
    const origin of ["http://evil.test", "null", "http://crm.test.evil.test", "http://crm.test:81", "crm.test", "%"]
  ) {
    assert.equal(sameOrigin(of({ origin })), false, origin);
  }
  assert.equal(sameOrigin(of({})), false);
  assert.equal(sameOrigin(of({ origin: "https://pub.test" }), { allowed: ["https://pub.test"] }), true);

  const post = serve((app) => app.use(onlyOwnPages).post("/", (ctx) => ctx.text("done")));
  const token = { "x-csrf": csrfToken("s1") };
  const status = async (headers: Record<string, string>) =>
    (await post("/", { method: "POST", headers: { ...token, ...headers } })).status;
  assert.equal(await status({ "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await status({ "sec-fetch-site": "cross-site", origin: "http://crm.test" }), 403);
  assert.equal(await status({ "sec-fetch-site": "same-site" }), 403);
  assert.equal(await status({ origin: "http://evil.test" }), 403);
  assert.equal(await status({}), 200, "browsers of before Sec-Fetch-Site");
});

Deno.test("a change needs the session's token, each page has another one, and no other session's will do", async () => {
  const [a, b] = [csrfToken("s1"), csrfToken("s1")];
  assert.notEqual(a, b);
  assert.ok(isCsrfToken(a, "s1") && isCsrfToken(b, "s1"));
  assert.ok(!isCsrfToken(a, "s2") && !isCsrfToken(a, "") && !isCsrfToken("", "s1") && !isCsrfToken(null, "s1"));
  fc.assert(fc.property(fc.string(), (text) => !isCsrfToken(text, "s1")));
  const post = serve((app) => app.use(onlyOwnPages).post("/", async (ctx) => ctx.text(await ctx.req.text())));
  assert.equal((await post("/", { method: "POST" })).status, 403);
  assert.equal((await post("/", { method: "POST", headers: { "x-csrf": a } })).status, 200);
  const body = new URLSearchParams({ csrf: b, x: "1" });
  const stated = { "content-length": String(`${body}`.length) };
  const form = await post("/", { method: "POST", body, headers: stated });
  assert.equal(form.status, 200);
  assert.match(await form.text(), /x=1/, "the form is still there for the route");
});

Deno.test("a huge body ends with 413 and never fills the memory, whether it states its length or not", async () => {
  const post = serve((app) => app.use(limitBodies(1_000)).post("/", async (ctx) => ctx.json(await readJson(ctx.req))));
  const small = await post("/", { method: "POST", headers: json, body: '{"a":1}' });
  assert.deepEqual(await small.json(), { a: 1 });
  assert.equal(
    (await post("/", { method: "POST", headers: { ...json, "content-length": "5000" }, body: "{}" })).status,
    413,
  );
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(500));
    },
  });
  assert.equal((await post("/", { method: "POST", headers: json, body: endless })).status, 413);
  assert.ok(pulled < 10, `${pulled} chunks were read`);
});

Deno.test("bad JSON and wrong fields are told by name, in a form that programs read", async () => {
  const schema = z.object({ name: z.string().min(1), queues: z.array(z.object({ id: z.uuid() })) });
  const post = serve((app) => app.post("/", async (ctx) => ctx.json(await readValid(ctx.req, schema))));
  const broken = await post("/", { method: "POST", headers: json, body: "{" });
  assert.equal(broken.status, 400);
  assert.equal(broken.headers.get("content-type"), "application/problem+json");
  assert.equal((await broken.json()).code, "web.error.json");
  assert.equal(
    (await post("/", { method: "POST", headers: json, body: new Uint8Array([0x22, 0xff, 0x22]) })).status,
    400,
  );
  assert.equal((await post("/", { method: "POST", body: "x" })).status, 415);
  const wrong = await post("/", { method: "POST", headers: json, body: '{"name":"","queues":[{"id":7}]}' });
  const problem = await wrong.json();
  assert.equal(wrong.status, 400);
  assert.deepEqual(problem.fields.map((f: { path: string }) => f.path), ["name", "queues.0.id"]);
  assert.deepEqual(problem.values, { fields: "name, queues.0.id" });
});

Deno.test("errors of the domain keep their meaning, and unknown ones keep their secrets", () => {
  const named = (name: string, extra = {}) => Object.assign(new Error("secret"), { name, ...extra });
  const cases: [unknown, number, string][] = [
    [named("ForbiddenError"), 403, "web.error.forbidden"],
    [named("NotFoundError"), 404, "web.error.not-found"],
    [named("ConflictError"), 409, "web.error.conflict"],
    [named("Refusal", { code: "people.error.taken" }), 409, "people.error.taken"],
    [named("BadInputError", { field: "after" }), 400, "web.error.invalid"],
    [named("FencedError"), 503, "web.error.unavailable"],
    [{ rejected: "agent.not-ready", detail: { state: "paused" } }, 409, "agent.not-ready"],
    [{ ok: false, code: "timeout", message: "x" }, 503, "web.error.unavailable"],
    [{ ok: false, code: "queues.error.used" }, 409, "queues.error.used"],
    [new HttpError(404), 404, "web.error.not-found"],
    [new HttpError(418), 418, "web.error.bad-request"],
    [new TypeError("secret"), 500, "web.error.server"],
    [undefined, 500, "web.error.server"],
    ["text", 500, "web.error.server"],
  ];
  for (const [error, status, code] of cases) {
    const problem = problemOf(error);
    assert.deepEqual([problem.status, problem.code], [status, code]);
    assert.doesNotMatch(JSON.stringify(problem), /secret/);
  }
});

Deno.test("guessing passwords is slowed down, honest users are not, and keys cannot fill the memory", async () => {
  let now = 0;
  const buckets = new TokenBuckets({ capacity: 3, refillMs: 1_000, now: () => now, keys: 100 });
  const post = serve((app) =>
    app.use(limitRate(buckets, (ctx) => ctx.url.searchParams.get("u"))).all("/", (c) => c.text(""))
  );
  const status = async (user: string) => (await post(`/?u=${user}`)).status;
  assert.deepEqual([await status("a"), await status("a"), await status("a"), await status("a")], [200, 200, 200, 429]);
  assert.equal((await post("/?u=a")).headers.get("retry-after"), "1");
  assert.equal(await status("b"), 200);
  now = 1_000;
  assert.deepEqual([await status("a"), await status("a")], [200, 429]);
  buckets.forgive("a");
  assert.equal(await status("a"), 200);
  for (let i = 0; i < 1_000; i++) buckets.take(`x${i}`);
  assert.equal(buckets.size, 100);
  // Never more than capacity + elapsed/refill, whatever the order of events.
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (waits) => {
    let clock = 0, allowed = 0;
    const one = new TokenBuckets({ capacity: 3, refillMs: 1_000, now: () => clock });
    for (const wait of waits) {
      clock += wait;
      if (one.take("k") === 0) allowed++;
    }
    return allowed <= 3 + clock / 1_000 + 1e-6;
  }));
});

Deno.test("a request that hangs is answered in time, and its late failure breaks nothing", async () => {
  const clock = new VirtualClock();
  let fail: (error: Error) => void = () => {};
  const get = serve((app) =>
    app.use(limitTime(30_000, clock)).get("/slow", () => new Promise<Response>((_, reject) => fail = reject))
      .get("/quick", (ctx) => ctx.text("ok"))
  );
  const pending = get("/slow");
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(30_000);
  const response = await pending;
  assert.equal(response.status, 503);
  assert.equal((await response.json()).code, "web.error.timeout");
  fail(new Error("late"));
  assert.equal((await get("/quick")).status, 200);
  assert.equal(clock.pending, 0);
});

Deno.test("each request leaves one line with its number, and no secret of its query", async () => {
  const lines: LogRecord[] = [];
  await configure({
    sinks: { memory: (record) => void lines.push(record) },
    loggers: [{ category: ["test"], sinks: ["memory"], lowestLevel: "debug" }, {
      category: ["logtape", "meta"],
      sinks: [],
    }],
  });
  try {
    const get = serve((app) =>
      app.use(logRequests({ logger, who: () => "u1" })).get("/calls", (ctx) => ctx.text("ok"))
        .get("/boom", () => Promise.reject(new Error("broken"))).get("/healthz", (ctx) => ctx.text("ok"))
    );
    const response = await get("/calls?token=hidden");
    await get("/healthz");
    const failed = await get("/boom");
    assert.deepEqual(lines.map((l) => [l.level, l.properties.path, l.properties.status]), [
      ["info", "/calls", 200],
      ["error", "/boom", undefined],
      ["info", "/boom", 500],
    ]);
    assert.equal(lines[0].properties.id, response.headers.get("x-request-id"));
    assert.equal((await failed.json()).requestId, lines[1].properties.id);
    assert.doesNotMatch(JSON.stringify(lines), /hidden/);
  } finally {
    await reset();
  }
});

Deno.test("tries are counted by the person's own address behind a proxy, and nobody invents an address", () => {
  const info = (hostname: string) => ({ remoteAddr: { transport: "tcp", hostname, port: 1 } }) as Deno.ServeHandlerInfo;
  const told = (header: string) => new Request("http://crm.test/", { headers: { "x-forwarded-for": header } });
  const proxied = { proxied: true };
  assert.equal(clientAddress(told("6.6.6.6, 203.0.113.7"), info("127.0.0.1"), proxied), "203.0.113.7");
  assert.equal(clientAddress(told("2001:db8::7"), info("::ffff:172.18.0.1"), proxied), "2001:db8::7");
  assert.equal(clientAddress(told("<script>"), info("10.0.0.1"), proxied), "10.0.0.1");
  assert.equal(clientAddress(told("203.0.113.7"), info("198.51.100.1"), proxied), "198.51.100.1", "a stranger's word");
  assert.equal(clientAddress(told("203.0.113.7"), info("127.0.0.1"), { proxied: false }), "127.0.0.1");
});

Deno.test("each key may have a bucket of its own shape and sees how it stands, or programs cannot pace themselves", () => {
  let at = 0;
  const buckets = new TokenBuckets({ capacity: 1, refillMs: 1_000, now: () => at });
  const shape = { capacity: 4, refillMs: 500 };
  assert.deepEqual(buckets.draw("a", shape), { waitMs: 0, left: 3, fullMs: 500 });
  for (let n = 0; n < 3; n++) buckets.draw("a", shape);
  assert.deepEqual(buckets.draw("a", shape), { waitMs: 500, left: 0, fullMs: 2_000 });
  at += 500;
  assert.deepEqual(buckets.draw("a", shape), { waitMs: 0, left: 0, fullMs: 2_000 });
  assert.equal(buckets.take("b"), 0);
  assert.equal(buckets.take("b"), 1_000);
  buckets.refund("b");
  buckets.refund("b");
  assert.deepEqual([buckets.take("b"), buckets.take("b")], [0, 1_000], "no more comes back than fits");
});
