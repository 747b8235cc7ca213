/** Sources: who may keep them, what proves a sender, and that no secret leaves the server. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { makeSource } from "@/crm/intake/testing.ts";
import { hasProof, readSecret } from "./secrets.ts";
import {
  archiveSource,
  BUILTIN,
  createSource,
  getSource,
  listSources,
  rotate,
  sourceByKey,
  updateSource,
} from "./sources.ts";

Deno.test("only who may keep sources keeps them, and the three built-in ones stay", async () => {
  await withDatabase(async (store) => {
    const { admin, supervisors } = await company(store);
    assert.equal((await listSources(store, admin)).length, 3);
    await assert.rejects(listSources(store, supervisors[0]), /sources.manage/);
    await assert.rejects(createSource(store, supervisors[0], { kind: "form", name: "x" }), /sources.manage/);
    const refused = await archiveSource(store, admin, { id: BUILTIN.manual });
    assert.deepEqual(refused, { ok: false, code: "intake.error.builtin" });
    const source = await makeSource(store);
    unwrap(await archiveSource(store, admin, { id: source.id }));
    assert.equal(await sourceByKey(store, source.key), null, "its address answers nobody");
  });
});

Deno.test("a bearer's token is stored as a hash only and shown once; a new one ends the old one", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { proof: "bearer" });
    const { secret } = unwrap(await rotate(store, SYSTEM, { id: source.id, what: "secret" }));
    const sent = (token: string) => ({
      headers: new Headers({ authorization: `Bearer ${token}` }),
      body: new Uint8Array(),
      now: 0,
    });
    assert.equal(await hasProof(store.db, source, sent(secret!)), true);
    assert.equal(await hasProof(store.db, source, sent("x")), false);
    assert.equal(await hasProof(store.db, source, { ...sent(""), headers: new Headers() }), false);
    assert.equal(await readSecret(store.db, source.id, "bearer"), null);
    unwrap(await rotate(store, SYSTEM, { id: source.id, what: "secret" }));
    assert.equal(await hasProof(store.db, source, sent(secret!)), false);
    const everywhere = JSON.stringify([
      await store.db.selectFrom("events").selectAll().execute(),
      await store.db.selectFrom("audit").selectAll().execute(),
      await getSource(store, SYSTEM, { id: source.id }),
    ]);
    assert.ok(!everywhere.includes(secret!));
  });
});

Deno.test("a signature is over the very body and, with a time, fresh; anything else is refused", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { proof: "hmac" });
    const { secret } = unwrap(await rotate(store, SYSTEM, { id: source.id, what: "secret" }));
    const body = new TextEncoder().encode('{"name":"Иван"}');
    const mac = (text: Uint8Array | string) => createHmac("sha256", secret!).update(text).digest("hex");
    const now = 1_790_000_000_000;
    const check = (headers: Record<string, string>) =>
      hasProof(store.db, source, { headers: new Headers(headers), body, now });
    assert.equal(await check({ "x-signature": mac(body) }), true);
    assert.equal(await check({ "x-hub-signature-256": `sha256=${mac(body)}` }), true);
    assert.equal(await check({ "x-signature": mac("other") }), false);
    assert.equal(await check({}), false);
    const stamp = String(now / 1_000);
    assert.equal(await check({ "x-timestamp": stamp, "x-signature": mac(body) }), false);
    const signed = mac(new Uint8Array([...new TextEncoder().encode(`${stamp}.`), ...body]));
    assert.equal(await check({ "x-timestamp": stamp, "x-signature": signed }), true);
    const old = String(now / 1_000 - 600);
    const late = mac(new Uint8Array([...new TextEncoder().encode(`${old}.`), ...body]));
    assert.equal(
      await check({ "x-timestamp": old, "x-signature": late }),
      false,
      "a recorded request is not played again",
    );
  });
});

Deno.test("a mailbox's password goes in and never comes out, and unknown fields cannot be mapped to", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "email");
    unwrap(await updateSource(store, SYSTEM, { id: source.id, password: "geheim-77" }));
    assert.equal(await readSecret(store.db, source.id, "imap"), "geheim-77");
    const seen = JSON.stringify([
      await listSources(store, SYSTEM),
      await store.db.selectFrom("audit").selectAll().execute(),
      await store.db.selectFrom("events").selectAll().execute(),
    ]);
    assert.ok(!seen.includes("geheim-77"));
    const bad = await updateSource(store, SYSTEM, { id: source.id, mapping: [{ from: "a", to: "nothing" }] });
    assert.deepEqual(bad, { ok: false, code: "records.error.no-field", detail: { field: "nothing" } });
  });
});
