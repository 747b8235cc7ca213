/**
 * What strangers and broken programs send to each door: a clear refusal, no stack, no secret, and the server goes on.
 */
import assert from "node:assert/strict";
import { setPassword } from "@/crm/people/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { csrfToken } from "@/web/security/mod.ts";
import { assertDiscreet, withDoor, withServer } from "./doors/fixture.ts";
import { rawRequest, statusOf } from "./doors/raw.ts";

const PASSWORD = "correct horse battery";
const json = { "content-type": "application/json", accept: "application/json" };

Deno.test("broken bodies, wrong types and unknown ids are refused by name, and the server goes on", async () => {
  await withDoor(async (door) => {
    const headers = { ...await door.headersOf("administrator"), ...json };
    const send = async (method: string, path: string, body: BodyInit | null, extra: Record<string, string> = {}) => {
      const response = await door.send(path, { method, headers: { ...headers, ...extra }, body });
      const text = await response.text();
      assertDiscreet(text, `${method} ${path}`);
      return { status: response.status, code: JSON.parse(text || "{}")?.code as string | undefined };
    };
    const none = "00000000-0000-7000-8000-000000000000";
    const cases: [method: string, path: string, body: BodyInit | null, status: number, code?: string][] = [
      ["POST", "/api/queues", "{", 400, "shell.error.json"],
      ["POST", "/api/queues", "", 400, "shell.error.input"],
      ["POST", "/api/queues", "[]", 400, "shell.error.input"],
      ["POST", "/api/queues", "null", 400, "shell.error.input"],
      ["POST", "/api/queues", '"x"', 400, "shell.error.input"],
      ["POST", "/api/queues", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400, "shell.error.json"],
      ["POST", "/api/queues", '{"name":{"a":1}}', 400, "shell.error.input"],
      ["POST", "/api/queues", '{"__proto__":{"name":"x"}}', 400, "shell.error.input"],
      ["POST", "/api/queues", `{"name":"${"x".repeat(10_000)}"}`, 400, "shell.error.input"],
      ["POST", "/api/queues", "[".repeat(100_000), 400, "shell.error.json"],
      ["POST", "/api/queues", "x".repeat(300_000), 413, "shell.error.too-large"],
      ["POST", "/api/queues", "x".repeat(2_000_000), 413, "web.error.too-large"],
      ["PATCH", `/api/queues/${none}`, "{}", 409, "setup.error.no-queue"],
      ["PATCH", "/api/queues/7", "{}", 400, "shell.error.input"],
      ["PATCH", "/api/queues/%00", "{}", 400, "shell.error.input"],
      ["PATCH", "/api/users/' or 1=1 --", "{}", 400, "shell.error.input"],
      ["PATCH", `/api/users/${none}`, '{"roles":["administrator; drop table users"]}', 400, "shell.error.input"],
      ["DELETE", `/api/profile/sessions/${none}`, null, 409, "people.error.no-session"],
      ["POST", "/api/calls/no-such/notes", '{"notes":"x"}', 409, "calls.error.no-call"],
      ["POST", "/api/calls/call-1/notes", '{"notes":"a\\u0000b"}', 400, "web.error.bad-request"],
      ["POST", "/api/calls/call-1/notes", '{"notes":"\\ud800"}', 200, undefined],
      ["GET", "/api/contacts/lookup?number=%00", null, 200, undefined],
      ["PATCH", "/api/settings", '{"companyName":"a\\u0000b"}', 400, "web.error.bad-request"],
      ["POST", "/api/calls/%20/notes", '{"notes":"x"}', 400, "shell.error.input"],
      ["POST", "/api/calls/call-1/disposition", '{"disposition":"nothing"}', 409, "calls.error.no-disposition"],
      ["POST", "/api/contacts", '{"name":"x","phones":["not a number"]}', 400, "shell.error.input"],
      ["GET", "/api/calls/no-such/recording", null, 404, "history.error.no-recording"],
      ["GET", "/api/nothing", null, 404, "web.error.not-found"],
      ["PUT", "/api/queues", "{}", 405, "web.error.method"],
      ["PROPFIND", "/api/queues", null, 405, "web.error.method"],
    ];
    for (const [method, path, body, status, code] of cases) {
      const shown = `${method} ${path} ${String(body).slice(0, 40)}`;
      assert.deepEqual({ shown, ...await send(method, path, body) }, { shown, status, code });
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]) {
      const answer = await send("POST", "/api/teams", '{"name":"Third"}', { "content-type": type });
      assert.deepEqual([type, answer.status], [type, 415], "what browsers send across sites without asking is no JSON");
    }
    const lists = [
      "/calls?after=%00",
      "/calls?from=yesterday&agent=x",
      "/calls?from=-271821-04-20&to=275760-09-13",
      "/calls?from=0000-00-00&text=%00",
      "/contacts?after=zz&text=%25%25",
      "/admin/audit?after=1",
    ];
    for (
      const path of [
        ...lists,
        "/calls/%F0%9F",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/_fresh/..%2f..%2fdeno.json",
        "/icon.svg/..",
      ]
    ) {
      const response = await door.send(path, { headers: { ...headers, accept: "text/html" } });
      const text = await response.text();
      assert.ok(response.status < 500, `${path}: ${response.status}`);
      assert.doesNotMatch(text, /root:x:|importMap|"imports"/, path);
      assertDiscreet(text, path);
    }
    assert.equal((await door.send("/profile", { headers })).status, 200);
  });
});

Deno.test("changes without our page's token or from another site are refused, forms and headers alike", async () => {
  await withDoor(async (door) => {
    const headers = await door.headersOf("administrator");
    const status = async (change: Record<string, string>, body: BodyInit = "{}") => {
      const response = await door.send("/api/agent/ready", {
        method: "POST",
        headers: { ...headers, ...json, ...change },
        body,
      });
      await response.body?.cancel();
      return response.status;
    };
    assert.equal(await status({}), 200);
    assert.equal(await status({ "sec-fetch-site": "same-origin" }), 200);
    assert.equal(await status({ "x-csrf": "" }), 403);
    assert.equal(await status({ "x-csrf": csrfToken("another session") }), 403);
    assert.equal(await status({ "x-csrf": "A".repeat(100_000) }), 403);
    assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
    assert.equal(await status({ origin: "http://evil.test" }), 403);
    const ended = await door.headersOf("agent");
    await door.store.db.updateTable("sessions").set({ revoked_at: new Date() }).execute();
    const late = await door.send("/api/agent/ready", { method: "POST", headers: { ...ended, ...json }, body: "{}" });
    assert.equal(late.status, 401, "an ended session is told as such, not as a forgery");
    await late.body?.cancel();
  });
});

Deno.test("guessing passwords is slowed down with the time to wait, and an unknown login looks like a known one", async () => {
  await withDoor(async (door) => {
    const user = door.userOf("agent")!;
    unwrap(await setPassword(door.store, SYSTEM, { id: user, password: PASSWORD, mustChange: false }));
    const headers: Record<string, string> = { ...await door.headersOf("nobody"), accept: "text/html" };
    const tryWith = async (login: string, password: string, from: string) => {
      const body = new URLSearchParams({ login, password, csrf: headers["x-csrf"] });
      const began = performance.now();
      const response = await door.send("/login", {
        method: "POST",
        headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
        body: `${body}`,
        from,
      });
      const text = await response.text();
      assertDiscreet(text, "/login");
      return {
        status: response.status,
        text,
        retry: response.headers.get("retry-after"),
        ms: performance.now() - began,
      };
    };
    const known = await tryWith("agent1", "wrong password 1", "198.51.100.1");
    const unknown = await tryWith("nobody-here", "wrong password 1", "198.51.100.1");
    assert.deepEqual([known.status, unknown.status], [401, 401]);
    const words = (text: string) => text.replace(/value="[^"]*"|nonce="[^"]*"|content="[^"]*"|data-now="\d+"/g, "");
    assert.equal(words(known.text), words(unknown.text), "the page does not tell them apart");
    const median = async (login: string) => {
      const times: number[] = [];
      for (let n = 0; n < 5; n++) times.push((await tryWith(login, `guess ${n} guess`, `198.51.100.${10 + n}`)).ms);
      return times.sort((a, b) => a - b)[2];
    };
    const [forKnown, forUnknown] = [await median("agent1"), await median("nobody-here")];
    assert.ok(forUnknown > forKnown / 2 && forUnknown < forKnown * 2, `${forKnown} ms known, ${forUnknown} ms unknown`);
    const answers: number[] = [];
    let last = known;
    for (let n = 0; n < 8; n++) {
      answers.push((last = await tryWith("agent1", `wrong password ${n}`, "198.51.100.2")).status);
    }
    assert.equal(last.status, 429, answers.join(" "));
    assert.match(last.retry ?? "", /^\d+$/);
    assert.equal(
      (await tryWith("agent1", PASSWORD, "198.51.100.2")).status,
      429,
      "not even with the right one, meanwhile",
    );
    assert.equal(
      (await tryWith("agent1", PASSWORD, "198.51.100.3")).status,
      303,
      "the colleague elsewhere is not locked out",
    );
    for (const to of ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)"]) {
      const body = `${new URLSearchParams({ login: "agent1", password: PASSWORD, csrf: headers["x-csrf"], to })}`;
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const response = await door.send("/login", {
        method: "POST",
        headers: { ...headers, ...type },
        body,
        from: "198.51.100.4",
      });
      assert.equal(response.headers.get("location"), "/", to);
      assert.match(response.headers.get("set-cookie") ?? "", /HttpOnly; SameSite=Lax/);
    }
  });
});

Deno.test("garbage in cookies and floods of headers are refused or ignored, never a crash", async () => {
  await withDoor(async (door) => {
    await withServer(door, async (port) => {
      const get = (headers: string) =>
        rawRequest(port, `GET /desk HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n${headers}\r\n`);
      const garbage = [
        "=",
        ";;;;",
        "kommutator",
        "kommutator==",
        `kommutator=${"A".repeat(43)}`,
        "kommutator=%00%ff",
        "\xff\xfe=\xfd",
      ];
      for (const cookie of garbage) assert.equal(statusOf(await get(`cookie: ${cookie}\r\n`)), 303, cookie);
      const many = Array.from({ length: 5_000 }, (_, n) => `x-${n}: ${n}\r\n`).join("");
      assert.ok([400, 431].includes(statusOf(await get(many))), "5000 headers");
      assert.ok(
        [400, 431, 0].includes(statusOf(await get(`x-long: ${"x".repeat(2_000_000)}\r\n`))),
        "a header of 2 MB",
      );
      const broken = [
        "GARBAGE\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01",
        "GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n",
      ];
      for (const bytes of broken) {
        const answer = await rawRequest(port, bytes, 500);
        assert.ok(statusOf(answer) < 500, bytes);
        assertDiscreet(answer, bytes);
      }
      const both =
        "POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n";
      assert.ok(statusOf(await rawRequest(port, both, 500)) < 500, "a smuggled request");
      assert.equal(
        statusOf(await rawRequest(port, "GET /login HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n\r\n")),
        200,
      );
    });
  });
});
