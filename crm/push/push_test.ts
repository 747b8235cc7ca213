import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { encrypt, fromBase64Url, LARGEST_PAYLOAD, toBase64Url } from "@/crm/push/encrypt.ts";
import { Push, subscriptionSchema, unsubscribe, vapidKeys } from "@/crm/push/mod.ts";
import { fakeBrowser, subscribed, vapidClaims, withPushService } from "@/crm/push/testing.ts";

const payload = { id: "n1", title: "Позвонить Анне", text: "Срок: 12:00", link: "/tasks/1", at: 1_000 };

Deno.test("a push is sealed as RFC 8291's own example, or no browser can read it", async () => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const raw = fromBase64Url("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
  const d = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
  const x = toBase64Url(raw.slice(1, 33));
  const y = toBase64Url(raw.slice(33));
  const sender: CryptoKeyPair = {
    publicKey: await crypto.subtle.importKey("raw", raw, curve, true, []),
    privateKey: await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", d, x, y }, curve, true, ["deriveBits"]),
  };
  const body = await encrypt(new TextEncoder().encode("When I grow up, I want to be a watermelon"), {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  }, { salt: fromBase64Url("DGv6ra1nlYgDCS1FRnbzlw"), sender });
  assert.equal(
    toBase64Url(body),
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_" +
      "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  );
  await assert.rejects(encrypt(new Uint8Array(LARGEST_PAYLOAD + 1), { p256dh: "", auth: "" }));
  await assert.rejects(encrypt(new Uint8Array(1), { p256dh: "AA", auth: "AA" }));
});

Deno.test("the person's browser reads what was pushed, and knows it is from us", async () => {
  await withPushService((service) =>
    withDatabase(async (store) => {
      const { agents: [agent] } = await company(store);
      const browser = await subscribed(store, agent, `${service.url}/one`);
      const push = new Push(store, { contact: "https://crm.example", allowPrivate: true });
      assert.deepEqual(await push.send(agent.user, payload), { failure: null });
      const [{ headers, body }] = service.got;
      assert.deepEqual(await browser.read(body), payload);
      assert.deepEqual([headers["content-encoding"], headers.ttl, headers.urgency], ["aes128gcm", "14400", "high"]);
      const claims = await vapidClaims(headers.authorization!);
      assert.deepEqual([claims?.aud, claims?.sub], [service.url, "https://crm.example"]);
      const left = Number(claims?.exp) * 1_000 - Date.now();
      assert.ok(left > 0 && left <= 24 * 3_600_000, "RFC 8292: a day at most");
      assert.ok(headers.authorization!.endsWith((await vapidKeys(store)).publicKey), "the installation's own key");
      const long = { ...payload, text: "Ж".repeat(10_000), title: "😀".repeat(3_000) };
      assert.deepEqual(await push.send(agent.user, long), { failure: null });
      assert.match(String((await browser.read(service.got[1].body)).text), /^Ж+…$/);
      assert.ok(service.got[1].body.length <= 4_096);
    })
  );
});

Deno.test("browsers that are gone are forgotten; one that works is enough; a busy service is asked again", async () => {
  await withPushService((service) =>
    withDatabase(async (store) => {
      const { agents: [agent, other] } = await company(store);
      const push = new Push(store, { contact: null, allowPrivate: true });
      const count = async () => (await store.db.selectFrom("push_subscriptions").select("id").execute()).length;
      assert.deepEqual(await push.send(agent.user, payload), { failure: "no-browser", retry: false });
      await subscribed(store, agent, `${service.url}/one`);
      service.status = 503;
      assert.deepEqual(await push.send(agent.user, payload), { failure: "push-busy", retry: true });
      service.status = 403;
      assert.deepEqual(await push.send(agent.user, payload), { failure: "push-refused", retry: false });
      assert.equal(await count(), 1);
      service.status = 410;
      assert.deepEqual(await push.send(agent.user, payload), { failure: "gone", retry: false });
      assert.equal(await count(), 0);
      service.status = 201;
      await subscribed(store, agent, "http://127.0.0.1:1/dead");
      await subscribed(store, agent, `${service.url}/two`);
      assert.deepEqual(await push.send(agent.user, payload), { failure: null });
      await unsubscribe(store, other, `${service.url}/two`);
      assert.equal(await count(), 2, "nobody ends another's subscription");
      const taken = await subscribed(store, other, `${service.url}/two`);
      await unsubscribe(store, agent, "http://127.0.0.1:1/dead");
      assert.deepEqual(await push.send(agent.user, payload), { failure: "no-browser", retry: false });
      assert.deepEqual(await push.send(other.user, payload), { failure: null }, "whose browser it is now");
      await store.db.updateTable("sessions").set({ revoked_at: new Date() }).where("id", "=", taken.session).execute();
      assert.deepEqual(await push.send(other.user, payload), { failure: "no-browser", retry: false }, "logged out");
    })
  );
});

Deno.test("an endpoint inside the company's network is not asked, and what is no subscription is refused", async () => {
  await withPushService((service) =>
    withDatabase(async (store) => {
      const { agents: [agent] } = await company(store);
      await subscribed(store, agent, `${service.url}/inside`);
      const push = new Push(store, { contact: null });
      assert.deepEqual(await push.send(agent.user, payload), { failure: "push-private", retry: false });
      assert.equal(service.got.length, 0);
      const good = (await fakeBrowser("https://push.example/x")).subscription;
      assert.ok(subscriptionSchema.safeParse(good).success);
      const bad = [
        { ...good, endpoint: "file:///etc/passwd" },
        { ...good, endpoint: "https://user:pass@push.example/x" },
        { ...good, keys: { ...good.keys, auth: "AA" } },
        { ...good, keys: { ...good.keys, p256dh: "%%%" } },
      ];
      for (const one of bad) assert.equal(subscriptionSchema.safeParse(one).success, false);
    })
  );
});

Deno.test("two nodes that start at once keep one pair of keys, or half of the browsers refuse us", async () => {
  await withDatabase(async (store) => {
    const all = await Promise.all(Array.from({ length: 4 }, () => vapidKeys(store)));
    assert.equal(new Set(all.map(({ publicKey }) => publicKey)).size, 1);
  });
});
