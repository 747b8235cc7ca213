/** Puts the whole product together and takes it down again. Used by `main.ts`, by the benches and the slow suites. */
import { getLogger } from "@logtape/logtape";
import { LiveTopics, systemClock } from "@/actors/runtime/mod.ts";
import { createSwitchboard, type Switchboard } from "@/actors/mod.ts";
import type { AgentId, CallId } from "@/actors/call/types.ts";
import { startDuplicateScan } from "@/crm/duplicates/mod.ts";
import { firstAdministrator, seedRoles } from "@/crm/people/mod.ts";
import { writeCalls, writeDecisions } from "@/crm/calls/mod.ts";
import type { CallRecord } from "@/crm/calls/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { type AgentProfile, loadDirectory, seedDefaults, SETUP_CHANNEL } from "@/crm/queues/mod.ts";
import { t } from "@/locales/mod.ts";
import { kvWakeups, openJobs, pgBossWakeups } from "@/store/jobs/mod.ts";
import { PgJournal, unended } from "@/store/journal/mod.ts";
import { Shards } from "@/store/shards/mod.ts";
import { openStore, type Store } from "@/store/store.ts";
import { AriClient } from "@/telephony/ari/mod.ts";
import { BrowserPhones } from "@/telephony/asterisk/provisioning.ts";
import { sameOrigin } from "@/web/security/mod.ts";
import type { Services } from "@/routes/(_door)/state.ts";
import type { Config } from "./config.ts";
import { type Demo, openDemo } from "./demo.ts";
import { startAutomation } from "./automation.ts";
import { coalesced } from "./coalesced.ts";
import { openDesk } from "./desk.ts";
import { startForecasting } from "./forecasting.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { startFiles } from "./files.ts";
import { startImports } from "./imports.ts";
import { onlineAgents, startIntake } from "./intake.ts";
import { Live } from "./live.ts";
import { metricsText } from "./metrics.ts";
import type { Steps } from "./progress.ts";
import { startRecordFeed } from "./record_feed.ts";
import { startNotices } from "./reminders.ts";
import { startRevenue } from "./revenue.ts";
import { Recordings } from "./recordings.ts";
import { startTasks } from "./tasks.ts";
import { openTelephony } from "./telephony.ts";
import { startTotals } from "./totals.ts";
import { startWebhooks } from "./webhooks.ts";
import { openMessages, openWeb } from "./web.ts";

const log = getLogger(["kommutator", "main"]);

/**
 * Command sockets to Asterisk. Each serves its requests one after another, and some of them (answer, addChannel) wait
 * for a channel's own thread: with four, 100 calls/s stood in line there while no processor was busy.
 */
const ARI_LANES = 16;

/** A start waits so long for Asterisk. */
const FIRST_CONNECT_MS = 3_000;

export interface Product {
  /** Address of the console. */
  url: string;
  store: Store;
  board: Switchboard;
  demo: Demo | null;
  /** Log-in of the administrator made for an empty installation; shown once. */
  administrator: { login: string; password: string } | null;
  stop(): Promise<void>;
}

export async function assemble(
  config: Config,
  options: { steps: Steps; dev?: boolean; onEnd: (why: string) => void },
): Promise<Product> {
  const { steps, onEnd } = options;
  const root = decodeURIComponent(new URL("..", import.meta.url).pathname);
  const catalogues = await openMessages();
  const say = (key: string) => t(config.LOCALE)(`start.${key}`);
  const publicOrigin = config.PUBLIC_URL ? new URL(config.PUBLIC_URL).origin : null;
  const https = publicOrigin?.startsWith("https:") ?? false;
  steps.step(say("pages"));
  const web = await openWeb(catalogues, { root, clock: systemClock, https, dev: options.dev });
  steps.step(say("store"));
  const store = await openStore({ url: config.DATABASE_URL, dir: `${config.DATA_DIR}/postgres` });
  const node = config.NODE_NAME;
  const shards = await Shards.open(store, { node, onError: (error) => log.error("shards: {error}", { error }) });
  await shards.whenAll();
  const journal = new PgJournal(store, { fence: shards });

  steps.step(say("company"));
  const loopback = ["127.0.0.1", "localhost", "::1"].includes(config.HOST) && !config.PUBLIC_URL;
  const demo = config.DEMO ?? !config.ARI_URL ? await openDemo(store, { locale: config.LOCALE, loopback }) : null;
  const administrator = demo ? null : await openInstallation(store, config.LOCALE);
  let directory = await loadDirectory(store);
  const profiles = new Map<string, AgentProfile>();
  const remember = () => {
    profiles.clear();
    for (const profile of directory.profiles) profiles.set(profile.id, profile);
  };
  remember();

  steps.step(say(config.ARI_URL ? "asterisk" : "simulator"));
  const telephony = openTelephony(config, { clock: systemClock, demo: demo?.traffic ?? null });
  const { url, user, password, app } = telephony;
  const ari = new AriClient({ url, user, password, app, lanes: ARI_LANES });
  const topics = new LiveTopics({ epoch: crypto.randomUUID() });
  const board = createSwitchboard({
    clock: systemClock,
    random: Math.random,
    journal,
    topics,
    ari,
    zone: directory.site.timeZone,
    placement: shards,
    simulator: telephony.simulator !== null,
    records: {
      async write({ calls, decisions }) {
        const refused = await writeCalls(store, calls as CallRecord[]);
        for (const { id, field } of refused) log.error("call {id} cannot be recorded: bad {field}", { id, field });
        await writeDecisions(store, decisions);
      },
    },
    liveCalls: () => liveCalls(store),
    onFenced: onEnd,
  });
  const phones = new BrowserPhones(ari);
  await board.start(directory);
  const live = new Live({
    store,
    topics,
    clock: systemClock,
    sipUrl: telephony.sipUrl,
    sameOrigin: (request) => sameOrigin(request, { allowed: publicOrigin === null ? [] : [publicOrigin] }),
    onOnline: (id) => profiles.has(id) && board.system.tell(`agent/${id as AgentId}`, { do: "connected" }),
    onOffline: (id) => profiles.has(id) && board.system.tell(`agent/${id as AgentId}`, { do: "disconnected" }),
  });
  const reload = async () => {
    directory = await loadDirectory(store);
    remember();
    board.configure(directory);
    await live.recheck();
  };
  const changed = coalesced(reload, (error) => log.error("the set-up cannot be read: {error}", { error }));
  const stopFeed = await startRecordFeed(store, topics);
  const unlisten = await store.listen(SETUP_CHANNEL, { message: changed, gap: changed });
  // Asterisk may be away: the console opens all the same, and says so; the client goes on trying.
  await Promise.race([
    ari.connect(),
    new Promise((resolve) => systemClock.after(FIRST_CONNECT_MS, () => resolve(null))),
  ]);

  steps.step(say("console"));
  const wakeups = config.JOBS === "kv" ? await kvWakeups(`${config.DATA_DIR}/wakeups.kv`) : await pgBossWakeups(store);
  const jobs = await openJobs(store, { wakeups, onError: (error) => log.error("jobs: {error}", { error }) });
  const forecasting = await startForecasting(store, jobs, {
    clock: systemClock,
    topics,
    demo: demo && { past: demo.past, locale: config.LOCALE },
  });
  const { imports, stop: stopImports } = await startImports(store, jobs, { dir: `${config.DATA_DIR}/imports`, topics });
  const services: Services = {
    store,
    jobs,
    imports,
    files: await startFiles(store, jobs, { dir: `${config.DATA_DIR}/files` }),
    demo: demo?.logins ?? [],
    secureCookies: https,
    publicOrigin,
    switchboard: openDesk({
      board,
      phones,
      recordings: new Recordings(ari, `${config.DATA_DIR}/recordings`),
      profile: (id) => profiles.get(id),
      sipHost: "kommutator",
    }),
    live: (request, session, token) => live.upgrade(request, session, token),
    sip: (request, session, token) => live.phone(request, session, token),
    health: async () => {
      const records = await store.health();
      const actors = board.system.health();
      return { ok: records.ok && !actors.fenced, records, actors, telephony: ari.state };
    },
    metrics: () => Promise.resolve(metricsText({ board, ari, journal, live, trainings: forecasting.figures })),
  };
  await startHousekeeping(store, jobs);
  await startTasks(store, jobs);
  await startDuplicateScan(store, jobs);
  await startRevenue(store, jobs);
  const stopWebhooks = startWebhooks(store, jobs, systemClock);
  const stopAutomation = await startAutomation(store, { clock: systemClock, jobs });
  const stopNotices = await startNotices(store, { topics, clock: systemClock, publicUrl: config.PUBLIC_URL ?? null });
  const stopTotals = startTotals(store, systemClock);
  const online = () => onlineAgents(topics);
  const stopIntake = await startIntake(store, { topics, clock: systemClock, node, online });
  const handler = web.serve(services);
  const server = Deno.serve({ hostname: config.HOST, port: config.PORT, onListen: () => {} }, handler);
  const stopCrew = demo && telephony.simulator
    ? demo.startCrew(board, { speed: config.SIM_SPEED, seed: config.SIM_SEED })
    : null;

  return {
    url: config.PUBLIC_URL ?? `http://${config.HOST}:${server.addr.port}`,
    store,
    board,
    demo,
    administrator,
    async stop() {
      stopCrew?.();
      await stopFeed();
      await stopIntake();
      await stopImports();
      await unlisten();
      await stopAutomation();
      await stopWebhooks();
      await stopNotices();
      await stopTotals();
      await forecasting.stop();
      live.close();
      await Promise.race([server.shutdown(), new Promise((resolve) => systemClock.after(2_000, () => resolve(null)))]);
      await board.stop();
      await ari.close();
      await telephony.simulator?.stop();
      await jobs.close();
      await journal.close();
      await shards.close();
      await web.close();
      await store.close();
    },
  };
}

/** Roles and catalogues that every installation has, and the first administrator of an empty one. */
async function openInstallation(store: Store, locale: "ru" | "en"): Promise<Product["administrator"]> {
  await seedRoles(store);
  await seedDefaults(store);
  await seedPipeline(store, locale);
  return await firstAdministrator(store, { locale });
}

/** The records are written a moment after the journal: a call that a crash fell upon may stand in the journal only. */
const RECORDS_BEHIND_MS = 10 * 60_000;

/** Calls without an end, in the records or in the journal's last minutes. */
async function liveCalls(store: Store): Promise<CallId[]> {
  const rows = await store.db.selectFrom("calls").select("id").where("ended_at", "is", null).execute();
  const since = new Date(Date.now() - RECORDS_BEHIND_MS);
  const journaled = await unended(store, { kind: "call", ends: "ended", since });
  return [...new Set([...rows.map(({ id }) => id), ...journaled])] as CallId[];
}
