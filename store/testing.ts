/**
 * A real PostgreSQL for tests: one embedded cluster per test process in a temporary folder, a fresh database per call,
 * copied from a migrated template. For tests only: fsync is off.
 */
import pg from "pg";
import process from "node:process";
import { type Embedded, startEmbedded } from "./embedded/mod.ts";
import { connectStore, type Store } from "./store.ts";

const NO_SYNC = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  shared_buffers: "32MB",
  logging_collector: "off",
};
const TEMPLATE = "kommutator_template";

interface Cluster {
  embedded: Embedded;
  admin: pg.Client;
}

let cluster: Promise<Cluster> | undefined;
let count = 0;

/** Gives `use` a store on a fresh, migrated database, and drops it afterwards. */
export async function withDatabase<T>(use: (store: Store, config: pg.ClientConfig) => Promise<T>): Promise<T> {
  const { admin, embedded } = await (cluster ??= startCluster());
  const database = `test_${++count}`;
  await admin.query(`create database ${database} template ${TEMPLATE}`);
  const config = { ...embedded.config, database };
  const store = await connectStore({ config, connections: 6, progress: () => {}, migrate: false });
  try {
    return await use(store, config);
  } finally {
    await store.close();
    await admin.query(`drop database if exists ${database} with (force)`);
  }
}

/** The process's own cluster, for tests that restart the server. */
export async function testCluster(): Promise<Embedded> {
  return (await (cluster ??= startCluster())).embedded;
}

async function startCluster(): Promise<Cluster> {
  const dir = await Deno.makeTempDir({ prefix: "kommutator-test-" });
  const embedded = await startEmbedded({ dir, settings: NO_SYNC });
  watchOver(dir, () => embedded.pid);
  const admin = new pg.Client(embedded.config);
  admin.on("error", () => {});
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  const template = await connectStore({
    config: { ...embedded.config, database: TEMPLATE },
    connections: 1,
    progress: () => {},
    migrate: true,
  });
  await template.close();
  return { embedded, admin };
}

/**
 * A watchdog that ends the cluster when this process ends in whatever way, kill -9 by a time limit included: it waits
 * for the end of its input, which is our end of a pipe. An orderly stop would take time and is worth nothing here.
 */
function watchOver(dir: string, pid: () => number): void {
  if (Deno.build.os === "windows") {
    globalThis.addEventListener("unload", () => process.kill(pid(), "SIGKILL"));
    return;
  }
  const end = `trap '' HUP INT TERM; cat > /dev/null
    kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")" 2> /dev/null; sleep 0.3; rm -rf "$1"`;
  const watchdog = new Deno.Command("/bin/sh", {
    args: ["-c", end, "sh", dir],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
    detached: true, // out of our process group, which a time limit may kill as a whole
  }).spawn();
  watchdog.unref();
  held.push(watchdog);
}

/** Kept from the garbage collector, which would close the pipe. */
const held: Deno.ChildProcess[] = [];
