/**
 * Supervisor of an embedded PostgreSQL: brings it up in a folder, takes over one that a crash of ours left running,
 * starts it again when it dies, stops it in order. Used by `store/store.ts` only: nobody else may know that the
 * database is embedded.
 */
import { basename, dirname, join, resolve } from "node:path";
import { type Binaries, type BinariesSource, findBinaries, ROOT_PLACE } from "./binaries.ts";
import {
  clusterMajor,
  hash,
  initCluster,
  makePlace,
  type Place,
  SUPERUSER,
  syncCluster,
  writeSettings,
} from "./cluster.ts";
import { type Identity, makePrivate, reachable, serverIdentity } from "./identity.ts";
import { findPostmaster, pause, startPostmaster, stopPostmaster } from "./postmaster.ts";
import { isAlive } from "../processes.ts";
import type { Progress } from "./progress.ts";

export type { Progress, ProgressStep } from "./progress.ts";

/** What `pg` needs to connect. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
}

export interface Embedded {
  readonly config: Connection;
  readonly pid: number;
  readonly version: string;
  /** Stops the server; when another process of ours on this machine owns it, only lets go of it. */
  stop(): Promise<void>;
  /** Stops and starts it; `immediate` as a crash would. For tests and after a change of settings. */
  restart(mode?: "fast" | "immediate"): Promise<void>;
}

export interface EmbeddedOptions {
  dir: string;
  progress?: Progress;
  /** Overrides of the server's settings; tests turn fsync off with it. */
  settings?: Record<string, string>;
  /** Forces one source of binaries; otherwise Debian's when present, else npm's. */
  source?: BinariesSource;
}

/** How soon a server that died is noticed. Under narrow permissions each look runs a small program. */
const WATCH_MS = 500;

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const progress = options.progress ?? (() => {});
  const as = serverIdentity();
  const dir = await placeFolder(resolve(options.dir), as);
  const lock = await Deno.open(join(dir, "supervisor.lock"), { create: true, write: true });
  let owner = await lock.tryLock(true);
  const place = await makePlace(dir, as);
  const binaries = await findBinaries({ major: clusterMajor(place.data), source: options.source, dir, as, progress });
  if (owner) await prepareCluster(binaries, place, { as, progress, settings: options.settings ?? {} });
  let pid = owner
    ? (await startPostmaster(binaries, place, { as, progress })).pid
    : await waitForOwner(place, progress, async () => owner = await lock.tryLock(true));

  // Supervision: the server is not our child (it may outlive us), so its id is looked at.
  let stopping = false;
  let turn = Promise.resolve();
  let looking = false;
  const watch = setInterval(async () => {
    if (stopping || looking) return;
    looking = true;
    try {
      if (!await isAlive(pid)) await bringBack();
    } catch {
      await pause(1_000);
    } finally {
      looking = false;
    }
  }, WATCH_MS);
  const bringBack = () =>
    turn = turn.then(async () => {
      if (stopping || await isAlive(pid)) return;
      owner ||= await lock.tryLock(true);
      if (owner) pid = (await startPostmaster(binaries, place, { as, progress: () => {} })).pid;
      else pid = (await findPostmaster(place))?.pid ?? pid;
    }).catch(() => pause(1_000));

  return {
    config: {
      host: place.socket ?? "127.0.0.1",
      port: place.port,
      user: SUPERUSER,
      database: "postgres",
      password: place.password,
    },
    get pid() {
      return pid;
    },
    version: `${binaries.major} (${binaries.from})`,
    async stop() {
      if (stopping) return;
      stopping = true;
      clearInterval(watch);
      await turn;
      if (owner) await stopPostmaster(binaries, place, { as });
      lock.close();
    },
    async restart(mode = "fast") {
      const round = turn.then(async () => {
        await stopPostmaster(binaries, place, { as, mode });
        pid = (await startPostmaster(binaries, place, { as, progress: () => {} })).pid;
      });
      turn = round.catch(() => {});
      await round;
    },
  };
}

async function prepareCluster(
  binaries: Binaries,
  place: Place,
  options: { as: Identity; progress: Progress; settings: Record<string, string> },
): Promise<void> {
  const { as } = options;
  if (clusterMajor(place.data) === undefined) {
    options.progress("initdb");
    await initCluster(binaries, place, as);
    // Behind the running server; until it has ended, a power cut costs the still empty cluster.
    if (options.settings.fsync !== "off") syncCluster(binaries, place, as).catch(() => {});
  }
  await writeSettings(place, { as, overrides: options.settings });
}

/** Another process of ours holds the folder: wait until its server takes connections, or its lock comes free. */
async function waitForOwner(place: Place, progress: Progress, retryLock: () => Promise<boolean>): Promise<number> {
  progress("adopt");
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(50)) {
    const found = await findPostmaster(place);
    if (found?.status === "ready") return found.pid;
    if (await retryLock()) break;
  }
  throw new Error(`the database in ${place.dir} is held by another process that does not bring it up`);
}

/**
 * The folder itself, or, when root runs the server as nobody and nobody cannot walk there (a project under a closed
 * home folder), one of the same name's hash under /var/lib; a note is left where the data was expected.
 */
async function placeFolder(wanted: string, as: Identity): Promise<string> {
  await Deno.mkdir(wanted, { recursive: true });
  if (as.uid === undefined) {
    await makePrivate(wanted, as);
    return await Deno.realPath(wanted);
  }
  if (await reachable(dirname(await Deno.realPath(wanted)), as)) {
    await makePrivate(wanted, as);
    return await Deno.realPath(wanted);
  }
  const elsewhere = `${ROOT_PLACE}/${basename(wanted)}-${hash(wanted)}`;
  await Deno.mkdir(dirname(elsewhere), { recursive: true, mode: 0o755 });
  await makePrivate(elsewhere, as);
  await Deno.remove(join(wanted, "moved")).catch(() => {});
  await Deno.writeTextFile(join(wanted, "moved"), `${elsewhere}\n`);
  return elsewhere;
}
