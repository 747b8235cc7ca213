/**
 * Records the fixture: what the product's application hears of real calls on a real Asterisk (eight callers with
 * music, a desk phone each, a recording). Run once when the tested Asterisk moves:
 * `deno run -A bench/ari/record.ts > bench/ari/events.jsonl`
 */
import { AriClient } from "@/telephony/ari/mod.ts";
import { startAsterisk } from "@/telephony/asterisk/mod.ts";
import { startCallers, startPhones } from "../../tests/sipp/mod.ts";

const [http, sip, phone] = [8188, 5160, 5171];
const dir = await Deno.makeTempDir();
const asterisk = await startAsterisk({
  dir,
  http: { port: http },
  sip: { port: sip },
  rtp: { from: 21_000, to: 21_999 },
  trunks: [{ name: "trunk", address: "127.0.0.1:5170", match: ["127.0.0.1"], codecs: ["ulaw"] }],
  desks: [{ name: "1001", contact: `127.0.0.1:${phone}` }],
});
const lines: string[] = [];
const ari = new AriClient({
  url: asterisk.url,
  user: asterisk.user,
  password: asterisk.password,
  app: "crm",
  dial: (url, authorization) => {
    const socket = new WebSocket(`${url}&api_key=${atob(authorization.slice(6))}`);
    if (url.includes("app=crm&")) {
      socket.addEventListener("message", ({ data }) => {
        if (!data.startsWith('{"type":"RESTResponse"')) lines.push(data);
      });
    }
    return socket;
  },
});
ari.onEvent(async (event) => {
  if (event.type !== "StasisStart") return;
  const [role, call] = event.args;
  const channelId = event.channel.id;
  if (role === "inbound") {
    await ari.call("answer", { channelId }, { key: channelId });
    await ari.call("channels.startMoh", { channelId }, { key: channelId });
    await ari.call("createWithId", { bridgeId: `${channelId}.b1`, type: "mixing" }, { key: channelId });
    await ari.call("originateWithId", {
      channelId: `${channelId}.a1`,
      endpoint: "PJSIP/1001",
      app: "crm",
      appArgs: `leg,${channelId}`,
      variables: { CALL_ID: channelId, CRM_ROLE: "agent", CRM_AGENT: "agent-1" },
    }, { key: channelId });
    return;
  }
  await ari.call("channels.stopMoh", { channelId: call }, { key: call });
  await ari.call("addChannel", { bridgeId: `${call}.b1`, channel: [call, channelId] }, { key: call });
  await ari.call("bridges.record", { bridgeId: `${call}.b1`, name: call, format: "wav" }, { key: call });
  setTimeout(async () => {
    await ari.call("hangup", { channelId: call }, { key: call });
    await ari.call("hangup", { channelId }, { key: call });
    await ari.call("destroy", { bridgeId: `${call}.b1` }, { key: call });
  }, 1_000);
});
await ari.connect();
const phones = await startPhones({ port: phone, ringMs: 300, then: "answer", tone: 1000 });
const callers = await startCallers({
  port: 5170,
  remote: `127.0.0.1:${sip}`,
  number: "100",
  from: "7916000000{n}",
  calls: 8,
  rate: 4,
});
await callers.done;
await new Promise((resolve) => setTimeout(resolve, 1_500));
ari.close();
await phones.stop();
await asterisk.stop();
await Deno.remove(dir, { recursive: true });
console.log(lines.join("\n"));
