/** The simulator and Asterisk are served through one port: what the product's own client does with it must work. */
import assert from "node:assert/strict";
import { AriClient, AriError, type AriEvent } from "@/telephony/ari/mod.ts";
import { startSimulator } from "./mod.ts";

Deno.test("the product's ARI client works on the simulator, or the demo would show nothing", async () => {
  const clock = {
    now: () => Date.now(),
    after: (ms: number, fire: () => void) => setTimeout(fire, ms),
    clear: (handle: unknown) => clearTimeout(handle as number),
  };
  const simulator = startSimulator({
    clock,
    seed: 3,
    speed: 100,
    lines: [],
    desks: [{ resource: "desk-1", habits: { ringMs: 50, answerMs: 50, takes: 1, ignores: 0, rejects: 0 } }],
    identity: () => ({ number: "+79000000001", name: "Иван" }),
  });
  const ari = new AriClient({ url: simulator.url, user: simulator.user, password: simulator.password, app: "crm" });
  const events: AriEvent[] = [];
  const waiting: { match: (event: AriEvent) => boolean; take: () => void }[] = [];
  ari.onEvent((event) => {
    events.push(event);
    waiting.filter(({ match }) => match(event)).forEach(({ take }) => take());
  });
  const next = (match: (event: AriEvent) => boolean) =>
    new Promise<void>((take) => events.some(match) ? take() : waiting.push({ match, take }));
  let reconciled = 0;
  ari.onConnect(async ({ ari }) => {
    await ari.call("channels.list");
    reconciled++;
  });
  await ari.connect();
  const caller = simulator.traffic.call({
    did: "100",
    perMinute: 0,
    habits: { patienceS: 600, talkS: 20, talkCv: 0.1, callerEnds: 1 },
  });
  await next((event) => event.type === "StasisStart" && event.channel.id === caller.id);
  const key = { key: "call-1" };
  await ari.call("answer", { channelId: caller.id }, key);
  await ari.call("channels.startMoh", { channelId: caller.id }, key);
  await ari.call("originateWithId", {
    channelId: "call-1.a1",
    endpoint: "PJSIP/desk-1",
    app: "crm",
    appArgs: "leg,call-1,agent-1",
    variables: { CALL_ID: "call-1", CRM_ROLE: "agent", CRM_AGENT: "agent-1" },
  }, key);
  await next((event) => event.type === "StasisStart" && event.channel.id === "call-1.a1");
  const leg = await ari.call("channels.get", { channelId: "call-1.a1" }, key);
  assert.equal(leg.channelvars?.CRM_AGENT, "agent-1");
  await assert.rejects(
    ari.call("originateWithId", { channelId: "x", endpoint: "PJSIP/nobody", app: "crm" }, key),
    (error: unknown) => error instanceof AriError,
  );
  assert.equal(reconciled, 1);
  await ari.close();
  await simulator.stop();
});
