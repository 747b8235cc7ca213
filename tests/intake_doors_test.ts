/**
 * The doors for strangers, tried as strangers try them: what is meant comes through once, what is not is refused with a
 * clear word, floods are slowed down, and nothing of the inside is told. Through the product's own handler.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { rotate, updateSource } from "@/crm/intake/mod.ts";
import { makeSource, processAll } from "@/crm/intake/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { assertDiscreet, type Door, withDoor } from "./doors/fixture.ts";

const json = { "content-type": "application/json" };
const urlencoded = { "content-type": "application/x-www-form-urlencoded" };
const SHOP = "https://shop.example";
let n = 0;
/** Each trial from an address of its own: limits of one must not hide what another finds. */
const from = () => `198.51.100.${++n % 250}`;
const requests = (door: Door) => door.store.db.selectFrom("intake_requests").selectAll().orderBy("id").execute();
const hidden = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((one) => [one[1], one[2]]),
  );

Deno.test("a form is shown to everybody, framed only where its owner says, and sent without session or token", async () => {
  await withDoor(async (door) => {
    const draft = await makeSource(door.store, "form");
    const consents = [{ channel: "call" as const, text: "Согласен на звонки <b>", link: "", required: true }];
    const settings = { ...draft.settings, minFillMs: 0, origins: [SHOP], form: { ...draft.settings.form, consents } };
    unwrap(await updateSource(door.store, SYSTEM, { id: draft.id, settings }));
    const shown = await door.send(`/f/${draft.key}?utm_source=ya&page=x&evil=1`, { from: from() });
    const html = await shown.text();
    assert.equal(shown.status, 200);
    assert.match(shown.headers.get("content-security-policy") ?? "", /frame-ancestors 'self' https:\/\/shop\.example$/);
    assert.equal(shown.headers.get("x-frame-options"), null);
    assert.equal(shown.headers.get("set-cookie"), null);
    assert.match(html, /&lt;b&gt;|&lt;b>/, "words of the form are words and no markup");
    assert.doesNotMatch(html, /evil/);
    const fields = hidden(html);
    assert.equal(fields.utm_source, "ya");
    const send = (more: Record<string, string>) =>
      door.send(`/f/${draft.key}`, {
        method: "POST",
        headers: { ...urlencoded, accept: "text/html" },
        body: `${new URLSearchParams({ ...fields, name: "Иван", phones: "89161234567", ...more })}`,
        from: from(),
      });
    const missing = await send({});
    assert.equal(missing.status, 400, "without the consent the form comes back");
    assert.match(await missing.text(), /value="Иван"/);
    assert.equal((await requests(door)).length, 0);
    for (let twice = 0; twice < 2; twice++) assert.equal((await send({ consent_0: "yes" })).status, 200);
    await processAll(door.store);
    const [row, ...others] = await requests(door);
    assert.deepEqual([row.state, row.repeats, others.length], ["unsorted", 1, 0], "a double click is one request");
    const values = (row.mapped as { values: Record<string, unknown> }).values;
    assert.deepEqual([values.name, (values.phones as { value: string }[])[0].value], ["Иван", "+79161234567"]);
    assert.deepEqual(values.utm, { utm_source: "ya", page: "x" });
    const console = await door.send("/login", { from: from() });
    assert.equal(console.headers.get("x-frame-options"), "DENY", "no other page may be framed");
    await console.body?.cancel();
  });
});

Deno.test("robots are laid aside and seen, not dropped; a site that is not listed is refused", async () => {
  await withDoor(async (door) => {
    const draft = await makeSource(door.store, "form", { autoAccept: true });
    unwrap(await updateSource(door.store, SYSTEM, { id: draft.id, settings: { ...draft.settings, origins: [SHOP] } }));
    const html = await (await door.send(`/f/${draft.key}`, { from: from() })).text();
    const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      door.send(`/f/${draft.key}`, {
        method: "POST",
        headers: { ...urlencoded, ...headers },
        body: `${new URLSearchParams({ phones: "89161234567", ...fields })}`,
        from: from(),
      }).then(async (response) => (await response.body?.cancel(), response.status));
    assert.equal(await post({ name: "no page" }), 200);
    assert.equal(await post({ ...hidden(html), name: "fast" }), 200);
    assert.equal(await post({ ...hidden(html), name: "trap", homepage_url: "x" }), 200);
    assert.equal(await post({ name: "elsewhere" }, { origin: "https://evil.example" }), 403);
    await processAll(door.store);
    const rows = await requests(door);
    assert.deepEqual(rows.map(({ state, error }) => `${state} ${error}`), [
      "spam intake.suspicion.no-seal",
      "spam intake.suspicion.too-fast",
      "spam intake.suspicion.trap",
    ]);
    assert.equal((await door.store.db.selectFrom("leads").selectAll().execute()).length, 0);
  });
});

Deno.test("plain addresses take JSON, forms and multipart, once for one key, and say so to listed sites only", async () => {
  await withDoor(async (door) => {
    const source = await makeSource(door.store, "webhook", { autoAccept: true });
    const settings = { ...source.settings, origins: [SHOP], idPath: "order.id" };
    unwrap(await updateSource(door.store, SYSTEM, { id: source.id, settings }));
    const to = `/intake/${source.key}`;
    const send = async (body: BodyInit, headers: Record<string, string> = json) => {
      const response = await door.send(to, { method: "POST", headers, body, from: from() });
      const text = await response.text();
      assertDiscreet(text, text);
      return { status: response.status, body: text, headers: response.headers };
    };
    const first = await send('{"name":"A","phone":"+79160000001"}', { ...json, "idempotency-key": "k1" });
    const second = await send('{"name":"B"}', { ...json, "idempotency-key": "k1" });
    assert.deepEqual([first.status, JSON.parse(second.body).known], [202, true]);
    assert.equal(JSON.parse(first.body).id, JSON.parse(second.body).id);
    const order = '{"order":{"id":7},"name":"C"}';
    assert.equal(JSON.parse((await send(order)).body).known, false);
    assert.equal(JSON.parse((await send('{"order":{"id":7},"name":"D"}')).body).known, true);
    const form = new FormData();
    form.set("name", "E");
    form.set("file", new File(["x"], "cv.pdf"));
    const multipart = new Response(form);
    const type = multipart.headers.get("content-type")!;
    assert.equal((await send(new Uint8Array(await multipart.arrayBuffer()), { "content-type": type })).status, 202);
    assert.equal((await send("name=F&phone=89160000002", urlencoded)).status, 202);
    const listed = await send('{"name":"G"}', { ...json, origin: SHOP });
    assert.equal(listed.headers.get("access-control-allow-origin"), SHOP);
    assert.equal((await send('{"name":"H"}', { ...json, origin: "https://evil.example" })).status, 403);
    const asked = await door.send(to, { method: "OPTIONS", headers: { origin: SHOP }, from: from() });
    assert.deepEqual([asked.status, asked.headers.get("access-control-allow-methods")], [204, "POST, OPTIONS"]);
    await processAll(door.store);
    const names = await door.store.db.selectFrom("leads").select("name").orderBy("name").execute();
    assert.deepEqual(names.map(({ name }) => name), ["A", "C", "E", "F", "G"]);
  });
});

Deno.test("wrong bodies, sizes, kinds and addresses are refused with a word; broken ones wait with their reason", async () => {
  await withDoor(async (door) => {
    const source = await makeSource(door.store);
    const mail = await makeSource(door.store, "email");
    const off = await makeSource(door.store, "webhook", { enabled: false });
    const to = `/intake/${source.key}`;
    const cases: [path: string, headers: Record<string, string>, body: BodyInit, status: number][] = [
      [to, json, "x".repeat(262_145), 413],
      [to, json, "", 400],
      [to, { "content-type": "image/png" }, "x", 415],
      [`/intake/${off.key}`, json, "{}", 403],
      [`/intake/${mail.key}`, json, "{}", 404],
      [`/intake/${source.key}/email`, json, "{}", 404],
      [`/intake/${mail.key}/email`, json, "{}", 415],
      [`/intake/${mail.key}/email`, { "content-type": "image/png" }, "x", 415],
      ["/intake/%00", json, "{}", 404],
      ["/intake/..%2f..%2fadmin", json, "{}", 404],
      [`/f/${source.key}`, urlencoded, "a=b", 404],
      [to, json, "{ not json", 202],
      [to, json, '{"__proto__":{"name":"x"}}', 202],
      [to, json, "[".repeat(50_000), 202],
      [to, { "content-type": "application/json; charset=no-such" }, '{"name":"\\u0000\\ud800"}', 202],
      [to, { "content-type": "multipart/form-data; boundary=x" }, "--y", 202],
    ];
    for (const [path, headers, body, status] of cases) {
      const response = await door.send(path, { method: "POST", headers, body, from: from() });
      const text = await response.text();
      assertDiscreet(text, path);
      assert.equal(response.status, status, `${path} ${JSON.stringify(headers)} ${String(body).slice(0, 30)}: ${text}`);
    }
    await processAll(door.store);
    const rows = await requests(door);
    const failed = rows.filter(({ state }) => state === "failed");
    assert.deepEqual(failed.map(({ error }) => error).sort(), [
      "intake.error.not-form",
      "intake.error.not-json",
      "intake.error.not-json",
    ]);
    assert.ok(rows.every(({ state }) => state === "failed" || state === "unsorted"), "and none stopped the others");
  });
});

Deno.test("a source with a secret takes nothing without it, and says nothing of why", async () => {
  await withDoor(async (door) => {
    const source = await makeSource(door.store, "webhook", { proof: "hmac" });
    const { secret } = unwrap(await rotate(door.store, SYSTEM, { id: source.id, what: "secret" }));
    const body = '{"name":"A"}';
    const sign = (text: string) => createHmac("sha256", secret!).update(text).digest("hex");
    const send = async (headers: Record<string, string>) => {
      const init = { method: "POST", headers: { ...json, ...headers }, body, from: from() };
      const response = await door.send(`/intake/${source.key}`, init);
      await response.body?.cancel();
      return response.status;
    };
    assert.deepEqual([await send({}), await send({ "x-signature": sign("other") })], [401, 401]);
    assert.equal((await requests(door)).length, 0);
    assert.equal(await send({ "x-signature": `sha256=${sign(body)}` }), 202);
  });
});

Deno.test("a flood from one address is slowed down with a time to come back, and others still get through", async () => {
  await withDoor(async (door) => {
    const source = await makeSource(door.store);
    const send = (ip: string, name: string) =>
      door.send(`/intake/${source.key}`, { method: "POST", headers: json, body: JSON.stringify({ name }), from: ip });
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => send("192.0.2.77", `flood ${i}`)));
    const slowed = answers.filter(({ status }) => status === 429);
    assert.ok(slowed.length >= 35, `${slowed.length} of 60 were slowed`);
    assert.ok(Number(slowed[0].headers.get("retry-after")) > 0);
    assert.equal((await send("192.0.2.78", "another")).status, 202);
    for (const answer of answers) await answer.body?.cancel();
  });
});

Deno.test("letters come as themselves, in JSON and in base64, once by their own id", async () => {
  await withDoor(async (door) => {
    const source = await makeSource(door.store, "email", { autoAccept: true });
    const letter = "From: Anna <anna@example.ru>\r\nMessage-ID: <one@x>\r\nSubject: Price\r\n\r\nHow much?\r\n";
    const send = async (body: string, headers: Record<string, string>) => {
      const init = { method: "POST", headers, body, from: from() };
      const response = await door.send(`/intake/${source.key}/email`, init);
      return [response.status, (await response.json()).known];
    };
    assert.deepEqual(await send(letter, { "content-type": "message/rfc822" }), [202, false]);
    assert.deepEqual(await send(JSON.stringify({ raw: letter }), json), [202, true]);
    assert.deepEqual(await send(JSON.stringify({ message: btoa(letter) }), json), [202, true]);
    await processAll(door.store);
    const leads = await door.store.db.selectFrom("leads").select(["name", "note"]).execute();
    assert.deepEqual(leads, [{ name: "Anna", note: "Price\nHow much?" }]);
  });
});

Deno.test("an SMS is taken as JSON or as a form, whatever the provider calls the sender, and a repeat of it once", async () => {
  await withDoor(async (door) => {
    const source = await makeSource(door.store, "sms", { autoAccept: true });
    const send = async (body: string, headers: Record<string, string>) => {
      const response = await door.send(`/intake/${source.key}`, { method: "POST", headers, body, from: from() });
      await response.body?.cancel();
      return response.status;
    };
    const first = '{"id":"m1","from":"79160000001","to":"Shop","text":"Перезвоните"}';
    assert.deepEqual([await send(first, json), await send(first, json)], [202, 202]);
    assert.equal(await send("msisdn=89160000002&message=Цена?&sms_id=2", urlencoded), 202);
    await processAll(door.store);
    const leads = await door.store.db.selectFrom("leads").select(["phones", "note"]).orderBy("note").execute();
    assert.deepEqual(leads.map(({ phones, note }) => [phones[0].value, note]), [
      ["+79160000001", "Перезвоните"],
      ["+79160000002", "Цена?"],
    ]);
  });
});
