/**
 * The console on a real database with the demo company and a switchboard that only changes live tables: to look at
 * pages and to try islands before and apart from telephony. For tests and trials only.
 * Run by hand: `deno run -A --unstable-kv tests/ui/fixture.ts 8922`.
 */
import { App, openSite } from "fresh";
import { fileURLToPath } from "node:url";
import type { Clock } from "@/actors/runtime/types.ts";
import { LiveTopics } from "@/actors/runtime/views.ts";
import type { Session } from "@/crm/people/mod.ts";
import { demoScene, seedDemo, seedDemoHistory, seedDemoRecords } from "@/crm/demo/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { listTeams, listUsers } from "@/crm/people/mod.ts";
import { listQueues } from "@/crm/queues/mod.ts";
import { languages } from "@/locales/rendering.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { LiveHub } from "@/web/live/hub.ts";
import { upgradeLive } from "@/web/live/upgrade.ts";
import { sameOrigin, securityHeaders } from "@/web/security/mod.ts";
import { errorPolicy } from "@/web/errors.ts";
import { getLogger } from "@logtape/logtape";
import { t } from "@/locales/mod.ts";
import type { Store } from "@/store/store.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { startAutomation } from "@/main/automation.ts";
import { startWebhooks } from "@/main/webhooks.ts";
import { withDatabase } from "@/store/testing.ts";
import { startFiles } from "@/main/files.ts";
import { startForecasting } from "@/main/forecasting.ts";
import { startImports } from "@/main/imports.ts";
import { onlineAgents, startIntake } from "@/main/intake.ts";
import { startRecordFeed } from "@/main/record_feed.ts";
import { startNotices } from "@/main/reminders.ts";
import type { Switchboard } from "@/routes/(_door)/switchboard.ts";
import type { Services, State } from "@/routes/(_door)/state.ts";
import { fillDesk, fillWallboard, type FixtureQueue } from "./fixture_state.ts";

export interface Fixture {
  url: string;
  store: Store;
  topics: LiveTopics;
  password: string;
  logins: { login: string; role: string }[];
  /** Ids by login. */
  users: Map<string, string>;
  queues: FixtureQueue[];
  /** What the switchboard was asked. */
  asked: { what: string; body: unknown }[];
  desk(login: string, state: string): void;
}

const CLOCK: Clock = {
  now: () => Date.now(),
  after: (delayMs, fire) => setTimeout(fire, delayMs),
  clear: (handle) => clearTimeout(handle as number),
};
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Serves on `port` (0: any) while `use` runs. */
export async function withFixture(port: number, use: (fixture: Fixture) => Promise<void>): Promise<void> {
  await withDatabase(async (store) => {
    const password = await seedDemo(store, { locale: "ru", loopback: true }) ?? "";
    await seedDemoRecords(store);
    await seedDemoHistory(store);
    const scene = await demoScene(store);
    const [users, queues, teams] = await Promise.all([
      listUsers(store, SYSTEM),
      listQueues(store, SYSTEM),
      listTeams(store, SYSTEM),
    ]);
    const topics = new LiveTopics({ epoch: crypto.randomUUID() });
    const teamName = new Map(teams.map((team) => [team.id, team.name]));
    const names = queues.map(({ id, name }) => ({ id, name }));
    const agents = users.filter((user) => user.roles.includes("agent")).map((user) => ({
      id: user.id,
      name: user.name,
      team: teamName.get(user.team ?? "") ?? "",
      queues: queues.filter((queue) => queue.members.some((member) => member.user === user.id)).map((queue) =>
        queue.id
      ),
    }));
    const now = Date.now();
    fillWallboard(topics, { queues: names, agents, now });
    const asked: Fixture["asked"] = [];
    const byLogin = new Map(users.map((user) => [user.login, user.id]));
    const desk = (login: string, state: string) => {
      const id = byLogin.get(login) ?? login;
      const own = names.filter((queue) => agents.find((agent) => agent.id === id)?.queues.includes(queue.id));
      fillDesk(topics, id, { state, queues: own, number: "+79161234567", now: Date.now() });
    };
    const switchboard = fixtureSwitchboard(asked, desk);
    const site = await openSite<State>({ root, client: "locales/browser.ts" });
    const catalogues = await loadCatalogues();
    const app = new App<State>({
      site,
      rendering: languages<State>({ site, catalogues, localeOf: (state) => state.locale, serverOnly: ["store."] }),
      errors: errorPolicy<State>({
        logger: getLogger("fixture"),
        translate: (ctx, key, values) => t(ctx.state.locale ?? "ru")(key, values),
      }),
    });
    const hub = new LiveHub<Session>({
      topics,
      authorize: (session, topic) =>
        topic === `agent/${session.user.id}` || topic.startsWith("records/") ||
        topic === `imports/${session.user.id}` || topic === `notices/${session.user.id}` ||
        topic === "inbox" && session.access.permissions.has("inbox.handle") ||
        topic === "training" && session.access.permissions.has("analytics.view") ||
        topic === "wallboard" && session.access.permissions.has("wallboard.view"),
      userOf: (session) => session.user.id,
      clock: CLOCK,
    });
    const stopFeed = await startRecordFeed(store, topics);
    const online = () => onlineAgents(topics);
    const stopIntake = await startIntake(store, { topics, clock: CLOCK, node: "fixture", online });
    const demo = (scene?.logins ?? []).map(({ login, role }) => ({ login, role: role as "agent", password }));
    const jobs = await openJobs(store);
    const stopWebhooks = startWebhooks(store, jobs, CLOCK);
    const stopAutomation = await startAutomation(store, { clock: CLOCK, jobs });
    const stopNotices = await startNotices(store, { topics, clock: CLOCK, publicUrl: null, allowPrivate: true });
    const { stop: stopForecasting } = await startForecasting(store, jobs, { clock: CLOCK, topics });
    const importsDir = await Deno.makeTempDir({ prefix: "kommutator-imports-" });
    const { imports, stop: stopImports } = await startImports(store, jobs, { dir: importsDir, topics });
    const services: Services = {
      store,
      jobs,
      imports,
      files: await startFiles(store, jobs, { dir: `${importsDir}/files` }),
      switchboard,
      demo,
      live: (request, session) => upgradeLive(hub, request, session, (req) => sameOrigin(req)),
      sip: () => new Response(null, { status: 426 }),
      health: () => Promise.resolve({ ok: true }),
      metrics: () => Promise.resolve(""),
      secureCookies: false,
      publicOrigin: null,
    };
    app.use(securityHeaders<State>(), site.files, (ctx) => {
      Object.assign(ctx.state, services);
      return ctx.next();
    });
    app.fsRoutes();
    const server = Deno.serve({ port, hostname: "127.0.0.1", onListen: () => {} }, app.handler());
    try {
      await use({
        url: `http://127.0.0.1:${server.addr.port}`,
        store,
        topics,
        password,
        logins: scene?.logins ?? [],
        users: byLogin,
        queues: names,
        asked,
        desk,
      });
    } finally {
      // Sockets of pages that were just closed may still be upgrading: a shutdown would wait for them for ever.
      hub.close();
      let late: ReturnType<typeof setTimeout> | undefined;
      await Promise.race([server.shutdown(), new Promise((done) => late = setTimeout(done, 3_000))]);
      clearTimeout(late);
      await stopFeed();
      await stopAutomation();
      await stopWebhooks();
      await stopNotices();
      await jobs.close();
      await stopForecasting();
      await stopIntake();
      await stopImports();
      await site.close();
    }
  });
}

function fixtureSwitchboard(asked: Fixture["asked"], desk: (agent: string, state: string) => void): Switchboard {
  const sip = (agent: string) => ({ uri: `sip:${agent}@fixture`, username: agent, password: "x", ws: "/sip" });
  return {
    logIn(agent, choice) {
      asked.push({ what: "logIn", body: choice });
      desk(agent, "ready");
      return Promise.resolve({ ok: true, value: { sip: choice.phone === "browser" ? sip(agent) : null } });
    },
    usePhone: (agent, phone) => Promise.resolve({ ok: true, value: { sip: phone === "browser" ? sip(agent) : null } }),
    reattach(_agent, call) {
      asked.push({ what: "reattach", body: call });
      return Promise.resolve({ ok: true, value: null });
    },
    agent(agent, command) {
      asked.push({ what: command.do, body: command });
      const next = { ready: "ready", pause: "paused", logOut: "offline", finishWrapUp: "ready" } as Record<
        string,
        string
      >;
      if (next[command.do]) desk(agent, next[command.do]);
      return Promise.resolve({ ok: true, value: null });
    },
    call(_call, command) {
      asked.push({ what: command.do, body: command });
      return Promise.resolve({ ok: true, value: null });
    },
    holds: (_agent, call) => Promise.resolve(call === "fixture-call"),
    written: () => null,
    recording: () => Promise.resolve(tone()),
  };
}

/** Half a minute of PCM with pauses, as a recording. */
function tone() {
  const rate = 8_000;
  const samples = rate * 30;
  const bytes = new Uint8Array(44 + samples * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples * 2, true);
  for (let i = 0; i < samples; i++) {
    const second = i / rate;
    const loud = Math.max(0, Math.sin(second * 1.7) * Math.sin(second * 0.31 + 1)) ** 0.7;
    view.setInt16(44 + i * 2, Math.sin(second * 2 * Math.PI * 220) * loud * 12_000, true);
  }
  return {
    size: bytes.length,
    type: "audio/wav",
    read: (from: number, to: number) => Promise.resolve(new Blob([bytes.slice(from, to + 1)]).stream()),
  };
}

if (import.meta.main) {
  await withFixture(Number(Deno.args[0] ?? 8922), async (fixture) => {
    console.log(fixture.url, fixture.logins, fixture.password);
    await new Promise(() => {});
  });
}
