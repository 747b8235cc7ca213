/**
 * A cluster on disk: made once by initdb, its settings written anew at every start.
 * Layout of the folder: `data/` (the cluster), `run/` (socket), `supervisor.lock`, `password` (Windows only).
 */
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { exists } from "./binaries.ts";
import { type Identity, makePrivate, run } from "./identity.ts";

export const SUPERUSER = "kommutator";

export interface Place {
  dir: string;
  data: string;
  /** Folder of the unix socket; absent on Windows, where the server listens on loopback. */
  socket?: string;
  port: number;
  password?: string;
}

/** Settings of a small machine that also runs the product: modest memory, no JIT, few but durable commits. */
const SETTINGS: Record<string, string> = {
  max_connections: "60",
  fsync: "on",
  synchronous_commit: "on",
  jit: "off",
  random_page_cost: "1.1",
  max_wal_size: "1GB",
  min_wal_size: "128MB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  password_encryption: "scram-sha-256",
  timezone: "UTC",
  log_timezone: "UTC",
  client_min_messages: "warning",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "server-%a.log", // a file per weekday, overwritten a week later: bounded without a cleaner
  log_truncate_on_rotation: "on",
  log_rotation_age: "1d",
  log_rotation_size: "0",
  log_min_duration_statement: "2s",
  // Neither parameters nor the values of a violated key may reach the log: they are people's numbers and names.
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_error_verbosity: "terse",
};

const MB = 1024 * 1024;

/**
 * PostgreSQL's own cache: an eighth of the machine's memory, so that a million leads with their indexes are found
 * without the disk, and a small machine still has room. Taken page by page as it is used.
 */
function sharedBuffers(): string {
  return `${Math.round(Math.min(1_024, Math.max(128, Deno.systemMemoryInfo().total / 8 / MB)))}MB`;
}

/** Major version of the cluster in the folder, if there is one. */
export function clusterMajor(data: string): number | undefined {
  try {
    return Number.parseInt(Deno.readTextFileSync(join(data, "PG_VERSION")), 10);
  } catch {
    return undefined;
  }
}

/**
 * Makes a new cluster. The files are not synced one by one (that takes most of initdb's time on a slow disk);
 * {@link syncCluster} does it behind the running server.
 */
export async function initCluster(binaries: Binaries, place: Place, as: Identity): Promise<void> {
  // A folder without PG_VERSION is what an interrupted initdb left: nothing of it was ever used.
  await Deno.remove(place.data, { recursive: true }).catch(() => {});
  await makePrivate(place.data, as);
  // pg_trgm classifies letters by LC_CTYPE: under plain "C" every Cyrillic letter is dropped without a word.
  const ctypes = ["C.UTF-8", "en_US.UTF-8", "UTF-8"];
  let output = "";
  for (const ctype of ctypes) {
    const args = [
      ...["-D", place.data, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C", `--lc-ctype=${ctype}`],
      ...["--no-sync", "--no-instructions", "--data-checksums"],
      ...place.password ? ["--auth=scram-sha-256", `--pwfile=${join(place.dir, "password")}`] : ["--auth=trust"],
    ];
    const made = await run(binaries.initdb, { args, as });
    if (made.code === 0) return;
    output = made.output;
    if (!/locale/i.test(output)) break;
    await Deno.remove(place.data, { recursive: true }).catch(() => {});
    await makePrivate(place.data, as);
  }
  throw new Error(`initdb failed: ${output.trim().slice(-2_000)}`);
}

/** Brings the files that initdb wrote unsynced to the disk; done once, while the server already runs. */
export async function syncCluster(binaries: Binaries, place: Place, as: Identity): Promise<void> {
  await run(binaries.initdb, { args: ["-D", place.data, "--sync-only"], as });
}

/** Writes our settings beside postgresql.conf, so that an owner's own changes there stay untouched. */
export async function writeSettings(
  place: Place,
  options: { as: Identity; overrides: Record<string, string> },
): Promise<void> {
  const settings: Record<string, string> = {
    ...SETTINGS,
    shared_buffers: sharedBuffers(),
    port: String(place.port),
    ...place.socket
      ? { listen_addresses: "", unix_socket_directories: place.socket, unix_socket_permissions: "0700" }
      : { listen_addresses: "127.0.0.1" },
    ...options.overrides,
  };
  const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const text = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}\n`).join("");
  const path = join(place.data, "kommutator.conf");
  await Deno.writeTextFile(path, text, { mode: 0o600 });
  if (options.as.uid !== undefined) await Deno.chown(path, options.as.uid, options.as.gid ?? options.as.uid);
  const main = join(place.data, "postgresql.conf");
  const line = "include 'kommutator.conf'";
  if (!(await Deno.readTextFile(main)).includes(line)) {
    await Deno.writeTextFile(main, `\n${line}\n`, { append: true });
  }
}

/** Chooses socket, port and password for a folder. A unix socket's path is limited to 107 bytes by the kernel. */
export async function makePlace(dir: string, as: Identity): Promise<Place> {
  const data = join(dir, "data");
  if (Deno.build.os !== "windows") {
    let socket = join(dir, "run");
    if (new TextEncoder().encode(join(socket, ".s.PGSQL.5432.lock")).length > 100) {
      socket = join(Deno.env.get("TMPDIR") ?? "/tmp", `kommutator-${hash(dir)}`);
    }
    await makePrivate(socket, as);
    return { dir, data, socket, port: 5432 };
  }
  const secret = join(dir, "password");
  if (!exists(secret)) await Deno.writeTextFile(secret, crypto.randomUUID());
  const portFile = join(dir, "port");
  if (!exists(portFile)) {
    const probe = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    await Deno.writeTextFile(portFile, String(probe.addr.port));
    probe.close();
  }
  const port = Number(await Deno.readTextFile(portFile));
  return { dir, data, port, password: (await Deno.readTextFile(secret)).trim() };
}

/** FNV-1a of a path: a short, stable name for its folder elsewhere. */
export function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
