import assert from "node:assert/strict";
import { ForbiddenError } from "@/store/access.ts";
import { SYSTEM } from "@/store/access.ts";
import { listAudit, listAuditSchema } from "@/crm/people/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { updateRecord } from "@/crm/record/mod.ts";
import {
  createWebhook,
  createWebhookSchema,
  listDeliveries,
  listDeliveriesSchema,
  listWebhooks,
  pingWebhook,
  purgeDeliveries,
  removeWebhook,
  resendDelivery,
  rotateSecret,
  sweepDeliveries,
  updateWebhook,
} from "@/crm/webhooks/mod.ts";
import { MOST_ATTEMPTS, pauseAfter } from "@/crm/webhooks/schedule.ts";
import type { Outcome } from "@/crm/webhooks/send.ts";
import { verify } from "@/crm/webhooks/signature.ts";
import { withWebhook } from "@/crm/webhooks/testing.ts";

const failed = (change: Partial<Outcome> = {}): Outcome => ({
  failure: "status",
  status: 400,
  response: "no",
  durationMs: 5,
  ...change,
});
const HOUR = 3_600_000;

Deno.test("what happened arrives once, signed, in order, and only what was asked for", async () => {
  await withWebhook(async ({ store, receiver, webhook, secret, deliveries, lead, dispatch, rows, clock }) => {
    const id = await lead("Анна");
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id, values: { city: "Томск" } }));
    assert.equal(await dispatch(), 2, "the webhook's own events are none of lead.*");
    assert.equal(await dispatch(), 0);
    await deliveries().run(webhook);
    const bodies = receiver.got.map(({ body }) => JSON.parse(body));
    assert.deepEqual(bodies.map(({ type }) => type).sort(), ["lead.created", "lead.updated"]);
    const created = bodies.find(({ type }) => type === "lead.created");
    assert.deepEqual([created.entity, created.data.name], [{ kind: "lead", id }, "Анна"]);
    for (const { headers, body } of receiver.got) {
      const header = String(headers["kommutator-signature"]);
      assert.ok(verify(body, { header, secret, nowMs: clock.at }));
      assert.equal(headers["kommutator-delivery"], JSON.parse(body).delivery);
    }
    assert.deepEqual((await rows()).map(({ state, attempts }) => [state, attempts]), [["delivered", 1], [
      "delivered",
      1,
    ]]);
    await deliveries().run(webhook);
    assert.equal(receiver.got.length, 2);
  });
});

Deno.test("a receiver that is away gets it later, with the same id, and after a day it is given up", async () => {
  await withWebhook(async ({ webhook, lead, dispatch, rows, clock, deliveries, hook }) => {
    const seen: string[] = [];
    const worker = deliveries({
      send: (message) => {
        seen.push(message.headers["kommutator-delivery"]);
        return Promise.resolve(failed());
      },
    });
    await lead("Retry");
    await dispatch();
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      await worker.run(webhook);
      await worker.run(webhook);
      assert.equal(seen.length, attempt, "not before its time");
      clock.at += pauseAfter(attempt, 0.5) ?? 0;
    }
    clock.at += 24 * HOUR;
    await worker.run(webhook);
    assert.deepEqual([seen.length, new Set(seen).size], [MOST_ATTEMPTS, 1]);
    const [row] = await rows();
    assert.deepEqual([row.state, row.attempts, row.error], ["dead", MOST_ATTEMPTS, "status"]);
    const { enabled, failing_since } = await hook();
    assert.ok(enabled && failing_since !== null);
  });
});

Deno.test("a receiver that has only failed for three days is switched off with its reason, and comes back clean", async () => {
  await withWebhook(async ({ store, admin, webhook, lead, dispatch, rows, clock, deliveries, hook }) => {
    const worker = deliveries({ send: () => Promise.resolve(failed({ status: 500 })) });
    await lead("One");
    await dispatch();
    await worker.run(webhook);
    clock.at += 73 * HOUR;
    await worker.run(webhook);
    assert.deepEqual(await hook().then(({ enabled, disabled_reason }) => [enabled, disabled_reason]), [
      false,
      "failing",
    ]);
    const [shown] = await listWebhooks(store, admin);
    assert.equal(shown.disabledReason, "failing");
    assert.deepEqual((await rows()).map(({ state, error }) => [state, error]), [["dead", "disabled"]]);
    const audit = await listAudit(store, admin, listAuditSchema.parse({ action: "webhook.disabled" }));
    assert.equal(audit.rows.length, 1);
    await lead("Two");
    assert.equal(await dispatch(), 0, "nothing is queued for one that is off");
    unwrap(await updateWebhook(store, admin, { id: webhook, enabled: true }));
    assert.deepEqual(await hook(), { enabled: true, failing_since: null, disabled_reason: null });
    await lead("Three");
    assert.equal(await dispatch(), 1);
    await deliveries().run(webhook);
    assert.equal((await rows()).at(-1)!.state, "delivered");
  });
});

Deno.test("410 Gone switches off at once; a receiver that is down is left alone as a whole", async () => {
  await withWebhook(async ({ webhook, lead, dispatch, clock, deliveries, hook }) => {
    let sent = 0;
    let outcome = failed({ failure: "connection", status: null, response: null });
    const worker = deliveries({ send: () => (sent++, Promise.resolve(outcome)) });
    for (let n = 0; n < 20; n++) await lead(`Lead ${n}`);
    await dispatch();
    await worker.run(webhook);
    assert.equal(sent, 3, "twenty time limits are not waited for in vain");
    clock.at += 20_000;
    await worker.run(webhook);
    assert.equal(sent, 6);
    outcome = failed({ status: 410 });
    clock.at += HOUR;
    await worker.run(webhook);
    assert.deepEqual((await hook()).disabled_reason, "gone");
  });
});

Deno.test("one event that a receiver dislikes does not hold the others back", async () => {
  await withWebhook(async ({ webhook, lead, dispatch, rows, deliveries }) => {
    const worker = deliveries({
      send: ({ body }) => Promise.resolve(body.includes("Bad") ? failed() : failed({ failure: null, status: 200 })),
    });
    for (const name of ["Bad", "Good", "Good", "Good", "Good"]) await lead(name);
    await dispatch();
    await worker.run(webhook);
    assert.deepEqual((await rows()).map(({ state }) => state).sort(), [...Array(4).fill("delivered"), "failed"]);
  });
});

Deno.test("a delivery can be sent again and a webhook tried out, also one that is off", async () => {
  await withWebhook(async ({ store, admin, jobs, webhook, receiver, lead, dispatch, rows, deliveries }) => {
    await lead("Again");
    await dispatch();
    await deliveries().run(webhook);
    const [{ id }] = await rows();
    unwrap(await resendDelivery(store, admin, { webhook, delivery: id, jobs }));
    await deliveries().run(webhook);
    const ids = receiver.got.map(({ headers }) => headers["kommutator-delivery"]);
    assert.deepEqual(ids, [id, id]);
    unwrap(await updateWebhook(store, admin, { id: webhook, enabled: false }));
    const off = await resendDelivery(store, admin, { webhook, delivery: id, jobs });
    assert.equal(!off.ok && off.code, "webhooks.error.disabled");
    const { delivery } = unwrap(await pingWebhook(store, admin, { id: webhook, jobs }));
    await deliveries().run(webhook);
    const last = receiver.got.at(-1)!;
    assert.deepEqual([last.headers["kommutator-delivery"], JSON.parse(last.body).type], [delivery, "webhook.pinged"]);
    const page = await listDeliveries(store, admin, { ...listDeliveriesSchema.parse({ limit: 1 }), webhook });
    assert.deepEqual([page.rows[0].id, page.rows[0].response, page.next !== null], [delivery, "ok", true]);
    assert.equal(await purgeDeliveries(store), 0);
    assert.equal(await purgeDeliveries(store, Date.now() + 31 * 24 * HOUR), 2);
  });
});

Deno.test("while a secret is changed both are signed with; it stands in no log, audit or answer", async () => {
  await withWebhook(async ({ store, admin, webhook, secret, receiver, lead, dispatch, deliveries, clock }) => {
    const { secret: next } = unwrap(await rotateSecret(store, admin, { id: webhook, now: clock.at }));
    const sendOne = async (): Promise<boolean[]> => {
      await lead("Signed");
      await dispatch();
      await deliveries().run(webhook);
      const { body, headers } = receiver.got.at(-1)!;
      const header = String(headers["kommutator-signature"]);
      return [secret, next].map((one) => verify(body, { header, secret: one, nowMs: clock.at }));
    };
    assert.deepEqual(await sendOne(), [true, true]);
    clock.at += 25 * HOUR;
    assert.deepEqual(await sendOne(), [false, true]);
    const audit = await store.db.selectFrom("audit").selectAll().execute();
    const events = await store.db.selectFrom("events").selectAll().execute();
    const listed = await listWebhooks(store, admin);
    assert.doesNotMatch(JSON.stringify([audit, events, listed]), /whsec_/);
  });
});

Deno.test("only people who see everything send it outside, and only those of the settings send it inside", async () => {
  await withWebhook(async ({ store, admin, webhook, receiver }) => {
    const without = (...words: string[]) => ({
      ...admin,
      permissions: new Set([...admin.permissions].filter((word) => !words.includes(word))),
    });
    const wish = createWebhookSchema.parse({ name: "Mine", url: "https://shop.example/", events: ["*"] });
    const code = async (answer: Promise<{ ok: boolean }>) => (await answer as { code?: string }).code;
    await assert.rejects(async () => await createWebhook(store, without("api.manage"), wish), ForbiddenError);
    for (const word of ["leads.view.all", "phones.full", "audit.view"]) {
      assert.equal(await code(createWebhook(store, without(word), wish)), "api.error.full-rights", word);
    }
    const inside = { ...wish, url: receiver.url, allowPrivate: true };
    assert.equal(await code(createWebhook(store, without("settings.manage"), inside)), "webhooks.error.inside");
    const moved = { id: webhook, url: `${receiver.url}/other` };
    assert.equal(await code(updateWebhook(store, without("settings.manage"), moved)), "webhooks.error.inside");
    assert.equal(
      await code(createWebhook(store, admin, { ...wish, url: "http://shop.example/" })),
      "webhooks.error.https",
    );
    for (const host of ["127.0.0.1", "[::1]", "localhost", "x.localhost", "169.254.169.254"]) {
      const answer = createWebhook(store, admin, { ...wish, url: `https://${host}/` });
      assert.equal(await code(answer), "webhooks.error.private-address", host);
    }
    assert.equal(
      await code(updateWebhook(store, admin, { id: webhook, name: "x", version: 99 })),
      "webhooks.error.stale",
    );
    unwrap(await removeWebhook(store, admin, { id: webhook }));
    assert.equal(await code(removeWebhook(store, admin, { id: webhook })), "webhooks.error.no-webhook");
  });
});

Deno.test("two processes at once deliver nothing twice, and what a dead job left is found", async () => {
  await withWebhook(async ({ store, jobs, webhook, receiver, lead, dispatch, deliveries, clock, rows }) => {
    for (let n = 0; n < 30; n++) await lead(`Lead ${n}`);
    await Promise.all([dispatch(), dispatch(), dispatch()]);
    await Promise.all([deliveries().run(webhook), deliveries().run(webhook)]);
    const ids = receiver.got.map(({ headers }) => headers["kommutator-delivery"]);
    assert.deepEqual([ids.length, new Set(ids).size], [30, 30]);
    assert.ok((await rows()).every(({ state }) => state === "delivered"));
    await lead("Lost");
    await dispatch();
    await store.db.deleteFrom("jobs").execute();
    await sweepDeliveries(store, jobs, clock.at + 120_000);
    assert.equal((await jobs.counts()).find(({ name }) => name === "webhooks")?.count, 1);
  });
});
