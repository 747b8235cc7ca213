import assert from "node:assert/strict";
import { FakeAsterisk } from "@/telephony/ari/testing/fake_asterisk.ts";
import { PhoneStates } from "./phone_states.ts";

async function start() {
  const asterisk = new FakeAsterisk();
  const devices = new Map([["PJSIP/1", "NOT_INUSE"]]);
  const subscribed = new Set<string>();
  asterisk.reply = ({ method, uri }) => {
    const source = new URL(uri, "http://x/").searchParams.get("eventSource");
    if (source) {
      if (method === "POST") subscribed.add(source);
      else subscribed.delete(source);
      return { status: 200, body: { name: "crm" } };
    }
    const name = decodeURIComponent(uri.replace("deviceStates/", ""));
    return devices.has(name) ? { status: 200, body: { name, state: devices.get(name) } } : { status: 404 };
  };
  const ari = asterisk.client();
  const told: string[] = [];
  const phones = new PhoneStates(ari, (endpoint, state) => void told.push(`${endpoint} ${state}`));
  void ari.connect();
  await asterisk.clock.advance(50);
  const say = (name: string, state: string) =>
    asterisk.events.say({
      type: "DeviceStateChanged",
      application: "crm",
      timestamp: "t",
      device_state: { name, state },
    });
  return { asterisk, ari, phones, told, devices, subscribed, say };
}

Deno.test("a phone that loses its registration is seen at once, else callers ring into nothing", async () => {
  const { asterisk, ari, phones, told, say, subscribed } = await start();
  await Promise.all([phones.watch("PJSIP/1"), asterisk.clock.advance(10)]);
  say("PJSIP/1", "UNAVAILABLE");
  say("PJSIP/1", "UNAVAILABLE");
  say("PJSIP/stranger", "INUSE");
  assert.deepEqual(told, ["PJSIP/1 idle", "PJSIP/1 unavailable"]);
  assert.equal(phones.of("PJSIP/stranger"), "unknown");
  await Promise.all([phones.unwatch("PJSIP/1"), asterisk.clock.advance(10)]);
  assert.equal(subscribed.size, 0);
  ari.close();
});

Deno.test("changes during a lost connection are read back, else an agent stays unreachable for ever", async () => {
  const { asterisk, ari, phones, told, devices, subscribed } = await start();
  await Promise.all([phones.watch("PJSIP/1"), phones.watch("PJSIP/none"), asterisk.clock.advance(10)]);
  subscribed.clear();
  devices.set("PJSIP/1", "INUSE");
  asterisk.events.drop();
  await asterisk.clock.advance(1_000);
  assert.deepEqual(told, ["PJSIP/1 idle", "PJSIP/1 busy"]);
  assert.deepEqual([...subscribed], ["deviceState:PJSIP/1", "deviceState:PJSIP/none"]);
  assert.equal(phones.of("PJSIP/none"), "unknown");
  ari.close();
});
