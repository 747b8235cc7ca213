/**
 * What the console suites stand on: the whole product as a process of its own (to be killed and started again), a real
 * Asterisk, a PostgreSQL of this suite, a small company made by the product's own verbs, and SIPp for callers and desk
 * phones. Everything ends with this process, however that ends.
 */
import { seedDefaults, SETUP_CHANNEL } from "@/crm/queues/mod.ts";
import {
  createNumber,
  createNumberSchema,
  createQueue,
  createQueueSchema,
  setMembers,
  setMembersSchema,
  updateSiteSettings,
} from "@/crm/queues/mod.ts";
import { createTeam, createUser, createUserSchema, seedRoles } from "@/crm/people/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { type Embedded, startEmbedded } from "@/store/embedded/mod.ts";
import { connectStore, type Store } from "@/store/store.ts";
import { type AsteriskInstance, startAsterisk } from "@/telephony/asterisk/mod.ts";
import { type CallerHabits, type SippRun, startCallers, startPhones } from "../sipp/mod.ts";
import { eventually, type Suite } from "./harness.ts";
import { Product } from "./console_product.ts";

/** Ports may be moved, so that suites can run side by side. */
export const PORTS = {
  http: Number(Deno.env.get("E2E_HTTP_PORT") ?? 8388),
  sip: Number(Deno.env.get("E2E_SIP_PORT") ?? 5360),
  rtp: Number(Deno.env.get("E2E_RTP_PORT") ?? 23_000),
  /** Desk phone first, then callers. */
  sipp: Number(Deno.env.get("E2E_SIPP_PORT") ?? 7100),
  console: Number(Deno.env.get("E2E_CONSOLE_PORT") ?? 8941),
};

export const PASSWORD = "красный-дятел-7";
/** SIPp's media beside Asterisk's, and below the ports that the system hands out: a browser would take them. */
const mediaPort = (port: number) => PORTS.rtp + 1_000 + 4 * (port - PORTS.sipp);

/** Tone of each agent's microphone, hertz; callers have theirs. */
export const TONES = { anna: 1000, boris: 1300, viktor: 1600 };

export type Person = "anna" | "boris" | "viktor" | "olga";
export type QueueKey = "sales" | "support";

/** Calls of the two queues: sales goes on to the next agent after a miss, support pauses who did not answer. */
const QUEUES = {
  sales: { did: "100", name: "Продажи", ringTimeoutMs: 15_000, missed: { autoPause: false, delayMs: 4_000 } },
  support: { did: "200", name: "Поддержка", ringTimeoutMs: 3_000, missed: { autoPause: true, delayMs: 1_000 } },
} as const;

const NO_SYNC = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", logging_collector: "off" };

export class World {
  readonly people = {} as Record<Person, string>;
  readonly queues = {} as Record<QueueKey, string>;
  #nextPort = PORTS.sipp + 10;
  #nextCaller = 1;
  #runs: SippRun[] = [];

  private constructor(
    readonly dir: string,
    readonly postgres: Embedded,
    readonly store: Store,
    readonly asterisk: AsteriskInstance,
    readonly product: Product,
  ) {}

  static async open(t: Suite): Promise<World> {
    const dir = await Deno.makeTempDir({ prefix: "con-" });
    t.cleanUp(() => Deno.remove(dir, { recursive: true }).catch(() => {}));
    // Not inside the other one: the server may run as nobody, who cannot walk there.
    const data = await Deno.makeTempDir({ prefix: "con-pg-" });
    t.cleanUp(() => Deno.remove(data, { recursive: true }).catch(() => {}));
    const postgres = await startEmbedded({ dir: data, settings: NO_SYNC });
    globalThis.addEventListener("unload", () => end(postgres.pid));
    t.cleanUp(() => postgres.stop());
    const store = await connectStore({ config: { ...postgres.config }, progress: () => {}, migrate: true });
    t.cleanUp(() => store.close());
    const asterisk = await startAsterisk({
      dir: `${dir}/ast`,
      progress: (line) => t.fact(line),
      http: { port: PORTS.http },
      sip: { port: PORTS.sip },
      rtp: { from: PORTS.rtp, to: PORTS.rtp + 999 },
      trunks: [{ name: "trunk", address: "127.0.0.1:7099", match: ["127.0.0.1"] }],
      desks: [{ name: "d3", contact: `127.0.0.1:${PORTS.sipp}` }],
    });
    t.cleanUp(() => asterisk.stop());
    t.fact(asterisk.version);
    const { host, port, user, database, password = "" } = postgres.config;
    const query = new URLSearchParams({ host, port: String(port) });
    const product = new Product({
      DATA_DIR: `${dir}/data`,
      PORT: String(PORTS.console),
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?${query}`,
      ARI_URL: asterisk.url,
      ARI_USER: asterisk.user,
      ARI_PASSWORD: asterisk.password,
      LOCALE: "ru",
    });
    const world = new World(dir, postgres, store, asterisk, product);
    t.cleanUp(() => Promise.all(world.#runs.map((run) => run.stop().catch(() => {}))));
    t.cleanUp(() => product.stop());
    await world.#furnish();
    return world;
  }

  /** The company, by the verbs that administrators' pages use. */
  async #furnish(): Promise<void> {
    const { store } = this;
    await seedRoles(store);
    await seedDefaults(store);
    unwrap(await updateSiteSettings(store, SYSTEM, { companyName: "ООО «Ромашка»", timeZone: "Europe/Moscow" }));
    const team = unwrap(await createTeam(store, SYSTEM, { name: "Первая линия" }));
    const person = async (login: Person, name: string, more: { deskEndpoint?: string; phone?: "desk" } = {}) => {
      const roles = [login === "olga" ? "supervisor" : "agent"];
      const input = { login, name, password: PASSWORD, roles, team, locale: "ru" as const, graceMs: 4_000, ...more };
      this.people[login] = unwrap(await createUser(store, SYSTEM, createUserSchema.parse(input)));
    };
    await person("anna", "Анна Белова");
    await person("boris", "Борис Громов");
    await person("viktor", "Виктор Дёмин", { deskEndpoint: "PJSIP/d3", phone: "desk" });
    await person("olga", "Ольга Еремина");
    for (const [key, { did, ...config }] of Object.entries(QUEUES)) {
      const fields = { ...config, wrapUpMs: 60_000, joinEmpty: "always", leaveEmpty: "always" };
      const announce = {
        positionEveryMs: 0,
        expectedWait: false,
        periodic: [],
        periodicEveryMs: 0,
        minGapMs: 15_000,
        language: "ru",
      };
      const queue = unwrap(await createQueue(store, SYSTEM, createQueueSchema.parse({ ...fields, announce })));
      this.queues[key as QueueKey] = queue;
      unwrap(await createNumber(store, SYSTEM, createNumberSchema.parse({ did, queue })));
      const members = (["anna", "boris", "viktor"] as const).map((who, order) => ({ user: this.people[who], order }));
      unwrap(await setMembers(store, SYSTEM, setMembersSchema.parse({ queue, members })));
    }
  }

  /** One caller on a port of its own. @returns how it goes, and the number it calls from in E.164 */
  async dial(
    queue: QueueKey,
    habits: Omit<CallerHabits, "from"> & { from?: string } = {},
  ): Promise<{ number: string; run: SippRun }> {
    const from = habits.from ?? `7916${String(this.#nextCaller++).padStart(7, "0")}`;
    const port = this.#nextPort;
    this.#nextPort += 2;
    const run = await startCallers({
      tone: 440,
      ...habits,
      port,
      mediaPort: mediaPort(port),
      from,
      remote: `127.0.0.1:${PORTS.sip}`,
      number: QUEUES[queue].did,
    });
    this.#runs.push(run);
    return { number: `+${from}`, run };
  }

  /** The desk phone d3. */
  async deskPhone(habits: Partial<Parameters<typeof startPhones>[0]> = {}): Promise<SippRun> {
    const { sipp: port } = PORTS;
    const run = await startPhones({
      port,
      mediaPort: mediaPort(port),
      ringMs: 500,
      then: "answer",
      tone: TONES.viktor,
      ...habits,
    });
    this.#runs.push(run);
    return run;
  }

  /** The written record of a call that has ended. */
  record(number: string) {
    return eventually(
      `the record of ${number}`,
      () =>
        this.store.db.selectFrom("calls").selectAll().where("number", "=", number).where("ended_at", "is not", null)
          .orderBy("started_at", "desc").executeTakeFirst(),
    );
  }

  /** Names of Asterisk's channels with the caller's number. */
  async channels(): Promise<{ name: string; state: string; number: string }[]> {
    const lines = (await this.asterisk.cli("core show channels concise")).split("\n").filter((line) =>
      line.includes("!")
    );
    return lines.map((line) => line.split("!")).map((one) => ({ name: one[0], state: one[4], number: one[7] }));
  }

  /** RTP packets Asterisk has received from and sent to the caller. */
  async packets(number: string): Promise<{ received: number; sent: number }> {
    const channel = (await this.channels()).find((one) => one.number === number.slice(1));
    if (!channel) throw new Error(`no channel of ${number}`);
    const text = await this.asterisk.cli(`core show channel ${channel.name}`);
    const linked = /UniqueID: (\S+)/.exec(text)?.[1];
    const stats = await fetch(`${this.asterisk.url}/channels/${linked}/rtp_statistics`, {
      headers: { authorization: `Basic ${btoa(`${this.asterisk.user}:${this.asterisk.password}`)}` },
    });
    const { rxcount, txcount } = await stats.json();
    return { received: rxcount, sent: txcount };
  }

  async setUpChanged(): Promise<void> {
    await this.store.notify(SETUP_CHANNEL, "{}");
  }
}

function end(pid: number): void {
  try {
    Deno.kill(pid, "SIGQUIT");
  } catch {
    // it has ended already
  }
}
