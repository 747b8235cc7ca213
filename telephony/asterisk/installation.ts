/**
 * Finds an Asterisk to run, or installs one: Debian's own when it is new enough, else an unpacked Debian tree in a
 * folder of ours. The tree's programs are started through its own loader, so nothing is mounted, nothing of the
 * system is changed, no privileges are needed, and any number of instances run from one tree.
 */

export interface Installation {
  /** Program with its first arguments; Asterisk's own follow. */
  command: string[];
  modules: string;
  /** Sounds, music, API description. */
  data: string;
  sbin: string;
  /** As `asterisk -V` says. */
  version: string;
}

export interface InstallOptions {
  /** Where the tree stands, or shall stand. Absolute or under the working directory. */
  root: string;
  progress?: (line: string) => void;
  /** Do not look at the system's own Asterisk. */
  ignoreSystem?: boolean;
}

/** REST over the WebSocket came with 22.4; releases before are refused. */
const OLDEST = 22;
/** Debian's release that carries Asterisk 22. It moves: the version found is always said. */
const SUITE = "forky";
const PACKAGES = [
  "asterisk",
  "asterisk-core-sounds-en-wav",
  "asterisk-core-sounds-ru-wav",
  "asterisk-moh-opsound-wav",
];
const TRIPLET = Deno.build.arch === "aarch64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
const LOADER = Deno.build.arch === "aarch64" ? "lib/ld-linux-aarch64.so.1" : "lib64/ld-linux-x86-64.so.2";

export class InstallError extends Error {
  override name = "InstallError";
}

/** @throws {InstallError} saying what is missing */
export async function ensureInstallation(options: InstallOptions): Promise<Installation> {
  const progress = options.progress ?? (() => {});
  if (!options.ignoreSystem) {
    const system = await describe(["/usr/sbin/asterisk"], "");
    if (system && major(system.version) >= OLDEST) {
      progress(`using the system's ${system.version}`);
      return system;
    }
  }
  const root = await absolute(options.root);
  const present = await inTree(root);
  if (present) return present;
  await makeTree(root, progress);
  const made = await inTree(root);
  if (!made) throw new InstallError(`Asterisk was unpacked into ${root} but does not start`);
  progress(`${made.version} is ready in ${root}`);
  return made;
}

/** Makes the tree beside its place and moves it there when whole, so that a half-made one is never used. */
async function makeTree(root: string, progress: (line: string) => void): Promise<void> {
  if (Deno.build.os !== "linux") throw new InstallError("Asterisk can only be installed on Linux (Debian)");
  await ensureMmdebstrap(progress);
  const parent = root.slice(0, root.lastIndexOf("/"));
  await Deno.mkdir(parent, { recursive: true });
  for await (const entry of Deno.readDir(parent)) {
    if (entry.name.startsWith(`${root.slice(parent.length + 1)}.half-`)) {
      await Deno.remove(`${parent}/${entry.name}`, { recursive: true });
    }
  }
  await Deno.remove(root, { recursive: true }).catch(() => {});
  const half = `${root}.half-${Deno.pid}`;
  progress(`installing Asterisk from Debian ${SUITE} into ${root} (about half a minute, 400 MB)`);
  await run("mmdebstrap", [
    // forky's Release files on mirrors may be past their date; their signatures are still checked.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=Apt::Install-Recommends "false"',
    "--variant=apt",
    `--include=${PACKAGES.join(",")}`,
    SUITE,
    half,
  ], progress);
  await Deno.rename(half, root);
}

async function ensureMmdebstrap(progress: (line: string) => void): Promise<void> {
  if (await output(["mmdebstrap", "--version"]) !== null) return;
  if (await output(["apt-get", "--version"]) === null) {
    throw new InstallError("neither mmdebstrap nor apt-get is here: install Asterisk 22 yourself (docs/asterisk.md)");
  }
  if (Deno.uid() !== 0) throw new InstallError("mmdebstrap is missing: run `sudo apt-get install mmdebstrap`");
  progress("installing mmdebstrap");
  await run("apt-get", ["update", "-qq"], progress);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "mmdebstrap"], progress);
}

async function inTree(root: string): Promise<Installation | null> {
  const libraries = [`${root}/usr/lib/${TRIPLET}`, `${root}/lib/${TRIPLET}`].join(":");
  const loader = [`${root}/${LOADER}`, "--argv0", "asterisk", "--library-path", libraries];
  return await describe([...loader, `${root}/usr/sbin/asterisk`], root);
}

async function describe(command: string[], root: string): Promise<Installation | null> {
  const version = await output([...command, "-V"]);
  if (version === null || !version.startsWith("Asterisk ")) return null;
  const modules = `${root}/usr/lib/${TRIPLET}/asterisk/modules`;
  const data = `${root}/usr/share/asterisk`;
  try {
    await Deno.stat(`${modules}/res_ari_channels.so`);
    await Deno.stat(data);
  } catch {
    return null;
  }
  return { command, modules, data, sbin: `${root}/usr/sbin`, version: version.trim().split("\n")[0] };
}

function major(version: string): number {
  return Number(version.match(/^Asterisk (\d+)/)?.[1] ?? 0);
}

async function absolute(path: string): Promise<string> {
  if (path.startsWith("/")) return path.replace(/\/+$/, "");
  return `${await Deno.realPath(".")}/${path}`.replace(/\/+$/, "");
}

/** Null when the program is not there or fails. */
async function output([program, ...args]: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(program, { args, stdout: "piped", stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch {
    return null;
  }
}

async function run(program: string, args: string[], progress: (line: string) => void): Promise<void> {
  const child = new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "piped" }).spawn();
  let last = "";
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    for (const line of text.split(/[\r\n]+/)) {
      if (line.trim() === "") continue;
      last = line.trim();
      // mmdebstrap's own steps; its progress bars are noise in a log
      if (/^[IWE]: /.test(last)) progress(`  ${last}`);
    }
  }
  const { success, code } = await child.status;
  if (!success) throw new InstallError(`${program} ended with ${code}: ${last}`);
}
