/** A client that the ARI suite kills: answers every caller, bridges it with a desk phone, and does nothing more. */
import { AriClient } from "@/telephony/ari/mod.ts";

const [url, user, password] = Deno.args;
const ari = new AriClient({ url, user, password, app: "crm" });
ari.onEvent((event) => void handle(event).catch((error) => console.log(`error ${error}`)));

async function handle(event: Parameters<Parameters<typeof ari.onEvent>[0]>[0]): Promise<void> {
  if (event.type !== "StasisStart") return;
  const [role, call] = event.args;
  const channel = event.channel.id;
  if (role === "inbound") {
    const key = channel;
    await ari.call("answer", { channelId: channel }, { key });
    await ari.call("setChannelVar", { channelId: channel, variable: "CALL_ID", value: channel }, { key });
    await ari.call("createWithId", { bridgeId: `${channel}.b1`, type: "mixing" }, { key });
    await ari.call("addChannel", { bridgeId: `${channel}.b1`, channel }, { key });
    await ari.call("originateWithId", {
      channelId: `${channel}.a1`,
      endpoint: "PJSIP/answers",
      app: "crm",
      appArgs: `leg,${channel}`,
      variables: { CALL_ID: channel, CRM_ROLE: "agent" },
    }, { key });
  } else {
    await ari.call("addChannel", { bridgeId: `${call}.b1`, channel }, { key: call });
    console.log(`bridged ${call}`);
  }
}

await ari.connect();
console.log("ready");
