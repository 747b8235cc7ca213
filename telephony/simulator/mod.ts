/**
 * The simulator: a virtual PBX with callers, desk phones and browser phones behind the same wire as Asterisk's REST
 * interface. It is what `deno task start` runs by default, the training mode, the load generator, and the judge of
 * routing policies. Started by `main` (or a test); everything else talks to it over the network only.
 */
import { randomBytes } from "node:crypto";
import type { Clock } from "@/actors/runtime/types.ts";
import { BrowserPhones } from "./sip/browser_phones.ts";
import { bridgeOperations } from "./operations/bridges.ts";
import { channelOperations } from "./operations/channels.ts";
import { type DynamicConfig, showEndpoint, systemOperations } from "./operations/system.ts";
import type { Party } from "./model.ts";
import { deskPhone, type PhoneHabits } from "./parties.ts";
import { Pbx } from "./pbx.ts";
import { seeded } from "./random.ts";
import { AriServer } from "./server.ts";
import { type Line, Traffic } from "./traffic.ts";

export interface SimulatorOptions {
  clock: Clock;
  seed: number;
  /** All of the callers' and phones' durations are divided by it. */
  speed?: number;
  hostname?: string;
  /** 0: any free one. */
  port?: number;
  /** Application of inbound calls. */
  app?: string;
  /** Credentials; made at random when absent. */
  user?: string;
  password?: string;
  lines: Line[];
  /** Virtual desk phones: resource (`PJSIP/<resource>`) and the habits of whoever sits there. */
  desks: { resource: string; habits: PhoneHabits }[];
  identity: (n: number) => { number: string; name: string };
  soundMs?: number;
}

export interface Simulator {
  /** Base address of the REST interface, `http://…/ari`. */
  url: string;
  /** Address of SIP over WebSocket for browser phones. */
  sipUrl: string;
  user: string;
  password: string;
  pbx: Pbx;
  traffic: Traffic;
  stop(): Promise<void>;
}

export function startSimulator(options: SimulatorOptions): Simulator {
  const { clock } = options;
  const speed = options.speed ?? 1;
  const random = seeded(options.seed);
  const hostname = options.hostname ?? "127.0.0.1";
  const app = options.app ?? "crm";
  const [user, password] = [options.user ?? "crm", options.password ?? randomBytes(18).toString("base64url")];
  const asteriskId = `sim-${options.seed}`;
  const server = new AriServer({ hostname, port: options.port ?? 0, user, password, asteriskId });
  const boot = clock.now();
  let channels = 0;
  const pbx = new Pbx({
    clock,
    nextId: () => `${asteriskId}-${Math.floor(boot / 1000)}.${++channels}`,
    soundMs: (options.soundMs ?? 700) / speed,
    emit: (to, event) => server.emit(to, event),
  });
  const world = { pbx, clock, random, speed };
  const desks = new Map<string, Party>(options.desks.map((desk) => [desk.resource, deskPhone(world, desk.habits)]));
  const config: DynamicConfig = new Map();
  const browsers = new BrowserPhones({
    pbx,
    clock,
    hostname,
    secretOf: (resource) => config.get(`auth/${resource}`)?.password,
    onContact: (resource, online) => {
      const endpoint = { ...showEndpoint({ resource, online }) };
      for (const name of server.sockets.keys()) {
        server.emit(name, {
          type: "PeerStatusChange",
          endpoint,
          peer: { peer_status: online ? "Reachable" : "Unreachable" },
        });
      }
    },
  });
  server.pbx = pbx;
  server.browsers = browsers;
  server.operations = [
    ...channelOperations(pbx, {
      phones: (resource) => desks.get(resource) ?? browsers.party(resource),
      later: (ms, fire) => void clock.after(ms, fire),
    }),
    ...bridgeOperations(pbx),
    ...systemOperations({
      asteriskId,
      startedAt: boot,
      config,
      apps: () => [...server.sockets.keys()],
      filters: server.filters,
      endpoints: () => [
        ...[...desks.keys()].map((resource) => ({ resource, online: true })),
        ...browsers.registered().map((resource) => ({ resource, online: true })),
      ],
    }),
  ];
  server.listen();
  const traffic = new Traffic({
    pbx,
    clock,
    random,
    speed,
    app,
    listening: () => server.connected(app),
    identity: options.identity,
  });
  for (const line of options.lines) traffic.open(line);
  return {
    url: server.url,
    sipUrl: server.url.replace(/^http/, "ws").replace(/\/ari$/, "/ws"),
    user,
    password,
    pbx,
    traffic,
    async stop() {
      traffic.stop();
      browsers.stop();
      await server.stop();
    },
  };
}
