/** npm ari-client 2.2.0 in a process of its own, listening to every type the stream holds. */
import client from "npm:ari-client@2.2.0";
import { Meter } from "./measure.ts";
import { LAST, recordedStream } from "./stream.ts";

interface PeerClient {
  on(type: string, handler: (event: { args?: string[]; channel?: { id: string } }) => void): void;
  start(app: string): Promise<void>;
}

const meter = new Meter();
const ari: PeerClient = await client.connect(`http://127.0.0.1:${Deno.args[0]}`, "crm", "x");
for (const type of new Set(recordedStream().types)) {
  ari.on(type, (event) => {
    if (event.args?.[0] === LAST) meter.report();
    meter.saw(event.channel);
  });
}
await ari.start("crm");
