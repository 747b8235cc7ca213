/**
 * The server's process: found by its lock file, started through pg_ctl (which gives it a session of its own, so that
 * Ctrl+C in our terminal does not stop it before our last writes), stopped in order, watched by its id.
 */
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { Place } from "./cluster.ts";
import { type Identity, run } from "./identity.ts";
import { commandLine, isAlive } from "../processes.ts";
import type { Progress } from "./progress.ts";

export interface Postmaster {
  pid: number;
  /** The last line of the lock file: `starting`, `ready`, `standby`, `stopping`. */
  status: string;
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** What the lock file says, believed only when the process it names is really a server of this folder. */
export async function findPostmaster(place: Place): Promise<Postmaster | undefined> {
  let lines: string[];
  try {
    lines = (await Deno.readTextFile(join(place.data, "postmaster.pid"))).split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!(pid > 0) || !await isAlive(pid) || !await isPostgres(pid, place.data)) return undefined;
  return { pid, status: (lines[7] ?? "starting").trim() };
}

/** After a reboot or in a container the number may belong to anybody: the command line must name the folder. */
async function isPostgres(pid: number, data: string): Promise<boolean> {
  if (Deno.build.os === "windows") return true;
  return ` ${(await commandLine(pid))?.trimEnd()} `.includes(` ${data} `);
}

/** Removes locks whose process is gone; PostgreSQL would refuse to start when the number was given to another. */
async function cleanStaleLocks(place: Place): Promise<void> {
  if (await findPostmaster(place)) return;
  const locks = [join(place.data, "postmaster.pid")];
  if (place.socket) {
    locks.push(join(place.socket, `.s.PGSQL.${place.port}`), join(place.socket, `.s.PGSQL.${place.port}.lock`));
  }
  for (const lock of locks) await Deno.remove(lock).catch(() => {});
}

/** Starts the server, or joins one that is already up or on its way, and returns when it takes connections. */
export async function startPostmaster(
  binaries: Binaries,
  place: Place,
  options: { as: Identity; progress: Progress; waitMs?: number },
): Promise<{ pid: number; adopted: boolean }> {
  const deadline = Date.now() + (options.waitMs ?? 60_000);
  const log = join(place.data, "startup.log");
  let found = await findPostmaster(place);
  const adopted = found !== undefined;
  if (found) options.progress("adopt");
  let lastError = "";
  let told = false;
  let recovering = false;
  const slow = Date.now() + 1_500;
  for (;;) {
    found = await findPostmaster(place);
    if (found?.status === "ready") return { pid: found.pid, adopted };
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${lastError || found?.status || "no reply"}`);
    if (!found) {
      if (!told) options.progress("start");
      told = true;
      await cleanStaleLocks(place);
      await Deno.remove(log).catch(() => {});
      // Children of a killed server may hold its shared memory for a moment; the next round then succeeds.
      const args = ["start", "-D", place.data, "-l", log, "-W", "-s"];
      const started = await run(binaries.pgCtl, { args, as: options.as });
      lastError = started.code === 0 ? "" : started.output;
      const appeared = await waitFor(async () => await findPostmaster(place) !== undefined, 1_000);
      if (!appeared) {
        lastError = `${lastError} ${await Deno.readTextFile(log).catch(() => "")}`.trim().slice(-2_000);
        if (!/shared memory|lock file|still in use/.test(lastError) && lastError.includes("FATAL")) {
          throw new Error(`PostgreSQL did not start: ${lastError}`);
        }
        await pause(100);
      }
      continue;
    }
    if (found.status === "starting" && !recovering && Date.now() > slow) {
      recovering = true;
      options.progress("recover");
    }
    await pause(20);
  }
}

async function waitFor(ready: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!await ready()) {
    if (Date.now() > end) return false;
    await pause(10);
  }
  return true;
}

/**
 * Stops the server in order: `fast` breaks connections and writes a checkpoint; when that takes longer than
 * `limitMs`, `immediate` leaves the rest to the recovery at the next start (nothing committed is lost).
 */
export async function stopPostmaster(
  binaries: Binaries,
  place: Place,
  options: { as: Identity; limitMs?: number; mode?: "fast" | "immediate" },
): Promise<void> {
  for (const mode of options.mode ? [options.mode] : ["fast", "immediate"]) {
    if (!await findPostmaster(place)) return;
    const seconds = String(Math.ceil((options.limitMs ?? 20_000) / 1_000));
    await run(binaries.pgCtl, {
      args: ["stop", "-D", place.data, "-m", mode, "-s", "-w", "-t", seconds],
      as: options.as,
    });
  }
}
