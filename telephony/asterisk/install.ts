/**
 * `deno task asterisk`: installs an Asterisk where none is, and runs it in the foreground for the product and for
 * a desk phone or a trunk on this machine.
 */
import { parseArgs } from "node:util";
import { ensureInstallation } from "./installation.ts";
import { AsteriskInstance } from "./instance.ts";
import { defaultRoot } from "./mod.ts";

const USAGE = `usage: deno task asterisk [options]
  --install-only      install, say where, and end
  --dir DIR           configuration, recordings, run files (default data/asterisk/instance)
  --port N            HTTP: ARI and SIP over WebSocket (default 8088, loopback only)
  --sip N             SIP over UDP (default 5060)
  --address A         address of SIP and media (default 127.0.0.1; the machine's own for phones elsewhere)
  --rtp FROM-TO       media ports (default 20000-29999)
  --trunk HOST[:PORT] take calls from HOST and place them there (repeat for several)
  --desk NAME:SECRET  a desk phone that registers (repeat for several)
$ASTERISK_ROOT is where it is installed (default data/asterisk/root).`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      "install-only": { type: "boolean" },
      help: { type: "boolean" },
      dir: { type: "string", default: "data/asterisk/instance" },
      port: { type: "string", default: "8088" },
      sip: { type: "string", default: "5060" },
      address: { type: "string", default: "127.0.0.1" },
      rtp: { type: "string", default: "20000-29999" },
      trunk: { type: "string", multiple: true, default: [] },
      desk: { type: "string", multiple: true, default: [] },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const installation = await ensureInstallation({ root: defaultRoot(), progress: (line) => console.log(line) });
  console.log(installation.version);
  if (values["install-only"]) return 0;
  const [from, to] = values.rtp.split("-").map(Number);
  const instance = new AsteriskInstance({
    installation,
    dir: values.dir,
    ari: { password: await keptPassword(values.dir) },
    http: { port: Number(values.port) },
    sip: { address: values.address, port: Number(values.sip) },
    rtp: { from, to },
    trunks: values.trunk.map((address, n) => ({
      name: `trunk-${n + 1}`,
      address,
      match: [address.replace(/:\d+$/, "")],
    })),
    desks: values.desk.map((desk) => {
      const [name, ...secret] = desk.split(":");
      return { name, password: secret.join(":") };
    }),
  });
  console.log("starting");
  await instance.start();
  console.log(`running. Put these into .env:
ARI_URL=${instance.url}
ARI_USER=${instance.user}
ARI_PASSWORD=${instance.password}
SIP_WS_URL=${instance.sipUrl}
SIP is on ${values.address}:${values.sip}, recordings in ${instance.recordingsDir}. Ctrl+C ends it.`);
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      asked = true;
      void instance.stop();
    });
  }
  const code = await instance.ended;
  if (!asked) console.error(`Asterisk ended by itself (${code}):\n${instance.output}`);
  else console.log("stopped");
  return asked ? 0 : 1;
}

/** The same on every start, so that .env stays right. */
async function keptPassword(dir: string): Promise<string> {
  const file = `${dir}/ari-password`;
  try {
    return (await Deno.readTextFile(file)).trim();
  } catch {
    const password = crypto.randomUUID().replaceAll("-", "");
    await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(file, password, { mode: 0o600 });
    return password;
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
