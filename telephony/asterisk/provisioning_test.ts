import assert from "node:assert/strict";
import { settled, VirtualClock } from "@/telephony/ari/testing/virtual_clock.ts";
import { FakeAsterisk } from "@/telephony/ari/testing/fake_asterisk.ts";
import { BrowserPhones } from "./provisioning.ts";

/** What Asterisk has, by `type/id`. */
async function start() {
  const clock = new VirtualClock();
  const asterisk = new FakeAsterisk(clock);
  const objects = new Map<string, Record<string, string>>();
  asterisk.reply = ({ method, uri, body }) => {
    const at = uri.replace("asterisk/config/dynamic/res_pjsip/", "");
    if (method === "DELETE") return { status: objects.delete(at) ? 204 : 404 };
    const fields: { attribute: string; value: string }[] = JSON.parse(body ?? "{}").fields;
    objects.set(at, Object.fromEntries(fields.map(({ attribute, value }) => [attribute, value])));
    return { status: 200, body: fields };
  };
  const ari = asterisk.client();
  let seed = 0;
  const phones = new BrowserPhones(ari, (n) => new Uint8Array(n).fill(++seed));
  void ari.connect();
  await clock.advance(50);
  const done = async <T>(work: Promise<T>) => {
    await clock.advance(100);
    return await work;
  };
  return { asterisk, ari, phones, objects, clock, done };
}

Deno.test("a browser's phone is made whole, the endpoint last, else Asterisk knows a phone without a secret", async () => {
  const { asterisk, phones, objects, done, ari } = await start();
  const phone = await done(phones.provision("agent-1", { displayName: 'Анна "<Б>', number: "+7 (201)" }));
  assert.deepEqual(asterisk.asked.map(({ uri }) => uri.split("/")[4]), ["auth", "aor", "endpoint"]);
  assert.equal(objects.get("auth/agent-1")?.password, phone.secret);
  assert.equal(objects.get("endpoint/agent-1")?.callerid, '"Анна Б" <+7201>');
  assert.equal(objects.get("endpoint/agent-1")?.webrtc, "yes");
  assert.ok(phone.secret.length >= 32);
  ari.close();
});

Deno.test("after Asterisk forgot everything the phones are there again, else agents are deaf after its restart", async () => {
  const { asterisk, phones, objects, done, clock, ari } = await start();
  const kept = await done(phones.provision("agent-1"));
  await done(phones.provision("agent-2"));
  await done(phones.remove("agent-2"));
  objects.clear();
  asterisk.events.drop();
  await clock.advance(2_000);
  assert.equal(objects.get("auth/agent-1")?.password, kept.secret);
  assert.equal(objects.has("auth/agent-2"), false);
  ari.close();
});

Deno.test("a log-in while Asterisk is away works as soon as it is back", async () => {
  const { asterisk, phones, objects, clock, ari } = await start();
  asterisk.door = () => "refuse";
  asterisk.events.drop();
  const work = phones.provision("agent-1");
  await settled();
  const { secret } = await work;
  asterisk.door = () => "open";
  await clock.advance(10_000);
  assert.equal(objects.get("auth/agent-1")?.password, secret);
  ari.close();
});

Deno.test("a name that would read as another address is refused", async () => {
  const { phones, ari } = await start();
  for (const name of ["", "a/b", "../x", "a b"]) await assert.rejects(phones.provision(name), TypeError);
  ari.close();
});
