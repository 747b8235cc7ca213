/**
 * The doors of programs as they meet them: tokens, limits, keys, problems. And the document of the API, which must name
 * every route and be valid.
 */
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { validate } from "npm:@readme/openapi-parser@9.0.0";
import { createServiceAccount, createServiceToken, revokeToken } from "@/crm/tokens/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { LOCALES } from "@/locales/mod.ts";
import { operations } from "@/routes/(_door)/operation.ts";
import { importFile, readRouteFiles } from "@/web/fresh/route_files.ts";
import { assertDiscreet, withDoor, withServer } from "./doors/fixture.ts";
import { accessFor, program } from "./doors/program.ts";
import { rawRequest, statusOf } from "./doors/raw.ts";

const routes = fileURLToPath(new URL("../routes", import.meta.url));

Deno.test("a program comes in with its token alone: no cookie, no page's token, no foothold for another site", async () => {
  await withDoor(async (door) => {
    const { ask, text, id, access } = await program(door);
    const me = await ask("GET", "/api/v1/me");
    assert.deepEqual([me.status, me.json.name, me.headers.get("set-cookie")], [200, "admin", null]);
    const made = await ask("POST", "/api/v1/leads", {
      body: { values: { name: "Анна" } },
      headers: { origin: "http://x.test" },
    });
    assert.equal(made.status, 200, made.text);
    const row = await door.store.db.selectFrom("events").selectAll().where("type", "=", "lead.created")
      .executeTakeFirstOrThrow();
    assert.deepEqual([row.actor, row.origin], [access.user, "api"]);
    const elsewhere = await door.send("/api/profile", {
      method: "PATCH",
      headers: { authorization: `Bearer ${text}` },
    });
    assert.equal(elsewhere.status, 403, "tokens open /api/v1 and nothing else");
    await elsewhere.body?.cancel();
    const page = await door.send("/profile", { headers: { authorization: `Bearer ${text}`, accept: "text/html" } });
    assert.equal(page.status, 303);
    // With a good session beside it, a bad token is still a bad token.
    const both = { ...await door.headersOf("administrator"), authorization: "Bearer kmt_wrong" };
    assert.equal((await door.send("/api/v1/me", { headers: both })).status, 401);
    unwrap(await revokeToken(door.store, access, { id }));
    const revoked = await ask("GET", "/api/v1/me");
    assert.deepEqual([revoked.status, revoked.json.code], [401, "api.error.token"]);
  });
});

Deno.test("what is refused is a problem with a code, in the caller's language", async () => {
  await withDoor(async (door) => {
    const { ask } = await program(door);
    const cases: [status: number, code: string, method: string, path: string, body?: unknown][] = [
      [400, "shell.error.input", "POST", "/api/v1/webhooks", { name: 1 }],
      [400, "web.error.invalid", "GET", "/api/v1/changes?since=x"],
      [404, "webhooks.error.no-webhook", "GET", "/api/v1/webhooks/00000000-0000-7000-8000-000000000000"],
      [404, "web.error.not-found", "GET", "/api/v1/nothing/at/all/here"],
      [405, "web.error.method", "PUT", "/api/v1/me"],
      [409, "webhooks.error.https", "POST", "/api/v1/webhooks", { name: "x", url: "http://x.example/", events: ["*"] }],
    ];
    for (const [status, code, method, path, body] of cases) {
      const answer = await ask(method, path, { body, headers: { "accept-language": "ru" } });
      assert.deepEqual([path, answer.status, answer.json.status, answer.json.code], [path, status, status, code]);
      assert.equal(answer.headers.get("content-type"), "application/problem+json");
      assert.match(answer.json.detail, /[а-я]/, answer.text);
      assert.match(answer.json.title, /^[A-Z][a-z]+/);
    }
    const english = await ask("GET", "/api/v1/me", { headers: { authorization: "Bearer x", "accept-language": "en" } });
    assert.match(english.json.detail, /^The token does not fit/);
    assert.equal(english.headers.get("www-authenticate"), "Bearer");
    const nobody = await door.send("/api/v1/leads", {
      method: "POST",
      headers: { "content-type": "application/json" },
    });
    assert.deepEqual([nobody.status, nobody.headers.get("content-type")], [401, "application/problem+json"]);
    await nobody.body?.cancel();
    const fields = (await ask("POST", "/api/v1/webhooks", { body: { name: "", url: "x", events: [] } })).json.fields;
    assert.deepEqual(fields.map(({ path }: { path: string }) => path), ["name", "url", "events"]);
  });
});

Deno.test("a record that is not there is 404, a link to one that is not there is a conflict", async () => {
  await withDoor(async (door) => {
    const { ask } = await program(door);
    const { record } = (await ask("POST", "/api/v1/leads", { body: { values: { name: "Anna" } } })).json;
    const none = "00000000-0000-7000-8000-000000000000";
    const cases: [status: number, method: string, path: string, body?: unknown][] = [
      [404, "GET", `/api/v1/leads/${none}`],
      [404, "PATCH", `/api/v1/leads/${none}`, { values: { city: "Perm" } }],
      [404, "GET", `/api/v1/leads/${none}/timeline`],
      [404, "POST", `/api/v1/leads/${none}/notes`, { body: "x" }],
      [404, "DELETE", `/api/v1/leads/${none}`],
      [409, "PATCH", `/api/v1/leads/${record.id}`, { values: { companyLink: none } }],
      [200, "DELETE", `/api/v1/leads/${record.id}`],
      [404, "DELETE", `/api/v1/leads/${record.id}`],
    ];
    for (const [status, method, path, body] of cases) {
      const answer = await ask(method, path, { body });
      assert.deepEqual([method, path, answer.status], [method, path, status], answer.text);
      if (status !== 200) assert.equal(answer.json.code, "records.error.no-record", answer.text);
    }
    assert.equal((await ask("GET", "/api/v1/parrots")).status, 400, "a kind that is not there is a wrong request");
  });
});

Deno.test("a token makes so many requests and no more, and is told how it stands", async () => {
  await withDoor(async (door) => {
    const access = await accessFor(door, "administrator");
    const account = unwrap(
      await createServiceAccount(door.store, access, { name: "Slow", roles: ["analyst"], team: null }),
    );
    const wish = { account, name: "Two a second", scopes: ["leads.view.all" as const], days: null, rate: 2 };
    const { text } = unwrap(await createServiceToken(door.store, access, wish));
    const ask = () => door.send("/api/v1/me", { headers: { authorization: `Bearer ${text}` } });
    const answers: Response[] = [];
    for (let n = 0; n < 12; n++) {
      const answer = await ask();
      await answer.body?.cancel();
      answers.push(answer);
    }
    assert.equal(answers[0].headers.get("ratelimit-policy"), '"token";q=6;w=3');
    assert.equal(answers[0].headers.get("ratelimit"), '"token";r=5;t=1');
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(refused.length >= 3 && refused.length <= 6, `${refused.length} of 12 refused`);
    assert.match(refused[0].headers.get("retry-after") ?? "", /^[1-9]\d*$/);
    assert.match(refused[0].headers.get("ratelimit") ?? "", /r=0/);
  });
});

Deno.test("made-up tokens are bounded by address, and a right one passes beside them", async () => {
  await withDoor(async (door) => {
    const { text } = await program(door);
    const status = async (token: string, from: string) => {
      const answer = await door.send("/api/v1/me", { headers: { authorization: `Bearer ${token}` }, from });
      await answer.body?.cancel();
      return answer.status;
    };
    const from = "198.51.100.77";
    assert.equal(await status(text, from), 200);
    const statuses = [];
    for (let n = 0; n < 30; n++) statuses.push(await status(`kmt_${String(n).padStart(43, "A")}`, from));
    assert.deepEqual([statuses[0], statuses.at(-1)], [401, 429]);
    assert.equal(await status(text, from), 200, "the office's other program goes on");
  });
});

Deno.test("garbage and floods in the header of tokens are refused, never a crash", async () => {
  await withDoor(async (door) => {
    await withServer(door, async (port) => {
      const get = (header: string) =>
        rawRequest(port, `GET /api/v1/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${header}\r\n`);
      const garbage = [
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer kmt_",
        "Bearer kmt_\xff\xfe",
        "bearer a b",
        "Bearer " + "x".repeat(7_000),
      ];
      for (const value of garbage) {
        const answer = await get(`authorization: ${value}\r\n`);
        assert.equal(statusOf(answer), 401, value.slice(0, 40));
        assertDiscreet(answer, value);
      }
      assert.ok([400, 431, 0].includes(statusOf(await get(`authorization: Bearer ${"x".repeat(2_000_000)}\r\n`))));
      assert.ok(
        [400, 401, 431].includes(statusOf(await get("authorization: Bearer a\r\nauthorization: Bearer b\r\n"))),
      );
    });
  });
});

Deno.test("the same key does a request once: the answer comes again, another body is refused", async () => {
  await withDoor(async (door) => {
    const { ask } = await program(door);
    const send = (name: string, key: string) =>
      ask("POST", "/api/v1/leads", { body: { values: { name } }, headers: { "idempotency-key": key } });
    const first = await send("Once", '"k-1"');
    const again = await send("Once", "k-1");
    assert.deepEqual([first.status, again.status, again.text], [200, 200, first.text]);
    assert.deepEqual([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")], [
      null,
      "true",
    ]);
    assert.deepEqual([(await send("Other", "k-1")).status, (await send("Once", "bad key")).status], [422, 400]);
    const many = await Promise.all(Array.from({ length: 8 }, () => send("Many", "k-2")));
    assert.ok(many.every(({ status }) => [200, 409].includes(status)), many.map(({ status }) => status).join());
    const leads = await door.store.db.selectFrom("leads").select("name").orderBy("name").execute();
    assert.deepEqual(leads.map(({ name }) => name), ["Many", "Once"]);
    const wrong = await ask("POST", "/api/v1/leads", {
      body: { values: { nothing: 1 } },
      headers: { "idempotency-key": "k-3" },
    });
    assert.ok(wrong.status >= 400 && wrong.status < 500);
    const other = await program(door, "supervisor");
    const theirs = await other.ask("POST", "/api/v1/leads", {
      body: { values: { name: "Theirs" } },
      headers: { "idempotency-key": "k-1" },
    });
    assert.equal(theirs.status, 200, "keys belong to their account");
  });
});

const pathOf = (file: string) => `/${file.replace(/(\/index)?\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`;

Deno.test("every route of /api/v1 is in the document under its own path and methods, or programs guess", async () => {
  const files = (await readRouteFiles(routes)).filter(({ kind }) => kind === "route")
    .map(({ path }) => relative(routes, path)).filter((file) => file.startsWith("api/v1/"));
  const wrong: string[] = [];
  for (const file of files) {
    const { handlers } = await importFile(join(routes, file));
    const known = operations().filter(({ path }) => path === pathOf(file)).map(({ method }) => method).sort();
    const served = Object.keys(handlers ?? {}).sort();
    if (known.join() !== served.join()) wrong.push(`${file}: serves ${served}, documented ${known}`);
  }
  assert.deepEqual(wrong, []);
});

Deno.test("the document is valid OpenAPI 3.1 in both languages, with words for everything", async () => {
  await withDoor(async (door) => {
    const { ask } = await program(door);
    for (const language of LOCALES) {
      const { json, status } = await ask("GET", `/api/v1/openapi.json?language=${language}`);
      assert.equal(status, 200);
      const checked = await validate(structuredClone(json));
      assert.ok(checked.valid, JSON.stringify(checked, null, 1).slice(0, 3_000));
      assert.equal(json.openapi, "3.1.1");
      const text = JSON.stringify(json);
      const keys = [...text.matchAll(/"(api\.(op|field|tag|status|auth)\.[\w.-]+)"/g)].map(([, key]) => key);
      assert.deepEqual(keys, [], "keys without words");
      const cyrillic = /[а-яё]/i.test(text);
      assert.equal(cyrillic, language === "ru");
      for (
        const [path, methods] of Object.entries<Record<string, { parameters: unknown[]; operationId: string }>>(
          json.paths,
        )
      ) {
        for (const [method, operation] of Object.entries(methods)) {
          const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
          const params = (operation.parameters as { in?: string; name: string }[]).filter((one) => one.in === "path");
          assert.deepEqual(params.map(({ name }) => name).sort(), names.sort(), `${method} ${path}`);
        }
      }
    }
  });
});
