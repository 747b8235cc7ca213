/** Our client in a process of its own. */
import { AriClient } from "@/telephony/ari/mod.ts";
import { Meter } from "./measure.ts";
import { LAST } from "./stream.ts";

const meter = new Meter();
const ari = new AriClient({ url: `http://127.0.0.1:${Deno.args[0]}/ari`, user: "crm", password: "x", app: "crm" });
ari.onEvent((event) => {
  if (event.type === "StasisStart" && event.args[0] === LAST) meter.report();
  meter.saw("channel" in event ? event.channel : undefined);
});
await ari.connect();
