/**
 * One running Asterisk: its folder, its process, its command line. Several run side by side from one installation.
 * Used by `deno task asterisk`, end-to-end tests and benches.
 */
import { randomBytes } from "node:crypto";
import type { Installation } from "./installation.ts";
import { type InstanceDirs, instanceFiles } from "./config/mod.ts";
import { type AsteriskSettings, type AsteriskSettingsInput, SETTINGS } from "./settings.ts";

export type InstanceOptions =
  & Omit<AsteriskSettingsInput, "ari">
  & { ari?: Partial<AsteriskSettingsInput["ari"]> }
  & {
    installation: Installation;
    /** The instance's own folder (configuration, recordings, run files). Keep its path short: a socket lives in it. */
    dir: string;
  };

export class AsteriskInstance {
  readonly settings: AsteriskSettings;
  readonly dirs: InstanceDirs;
  #installation: Installation;
  #child: Deno.ChildProcess | null = null;
  #ended: Promise<number> = Promise.resolve(0);
  #lines: string[] = [];

  constructor(options: InstanceOptions) {
    const { installation, dir, ari, ...rest } = options;
    this.settings = SETTINGS.parse({ ...rest, ari: { password: randomBytes(18).toString("base64url"), ...ari } });
    this.#installation = installation;
    const here = dir.startsWith("/") ? dir : `${Deno.cwd()}/${dir}`;
    // sockaddr_un holds 108 bytes, "asterisk.ctl" among them
    if (here.length > 80) throw new RangeError(`the folder's path is too long for a socket: ${here}`);
    this.dirs = {
      etc: `${here}/etc`,
      lib: `${here}/lib`,
      data: `${here}/data`,
      spool: `${here}/spool`,
      run: `${here}/run`,
      log: `${here}/log`,
      cache: `${here}/cache`,
      modules: installation.modules,
      sbin: installation.sbin,
    };
  }

  get url(): string {
    const { address, port } = this.settings.http;
    return `http://${address}:${port}/ari`;
  }
  /** SIP over WebSocket, for browser phones (through our proxy). */
  get sipUrl(): string {
    const { address, port } = this.settings.http;
    return `ws://${address}:${port}/ws`;
  }
  get user(): string {
    return this.settings.ari.user;
  }
  get password(): string {
    return this.settings.ari.password;
  }
  get version(): string {
    return this.#installation.version;
  }
  get recordingsDir(): string {
    return `${this.dirs.spool}/recording`;
  }
  /** Of the running process; 0 when none runs. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }
  /** Settles with the exit code of the present process. */
  get ended(): Promise<number> {
    return this.#ended;
  }
  /** What Asterisk wrote to its console last, for error messages. */
  get output(): string {
    return this.#lines.join("\n");
  }

  /** Writes the configuration and starts; resolves when ARI answers. @throws with Asterisk's last words */
  async start(): Promise<void> {
    if (this.#child) return;
    await this.#endOrphan();
    this.#insistOnPort();
    await this.#prepare();
    const [program, ...args] = this.#installation.command;
    const child = new Deno.Command(program, {
      args: [...args, "-f", "-n", "-C", `${this.dirs.etc}/asterisk.conf`],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#child = child;
    this.#lines = [];
    globalThis.addEventListener("unload", this.#abandon);
    for (const stream of [child.stdout, child.stderr]) void this.#listen(stream);
    this.#ended = child.status.then(({ code }) => {
      if (this.#child === child) this.#child = null;
      globalThis.removeEventListener("unload", this.#abandon);
      return code;
    });
    const deadline = Date.now() + 20_000;
    while (!(await this.#answers())) {
      if (!this.#child) throw new Error(`Asterisk ended at once:\n${this.output}`);
      if (Date.now() > deadline) {
        await this.kill();
        throw new Error(`Asterisk did not answer within 20 s:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends all calls and the process, by force after 4 s. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill("SIGTERM");
    // Mostly half a second; 22.10 sometimes hangs in its shutdown after snooped or unanswered legs.
    const forced = setTimeout(() => child.kill("SIGKILL"), 4_000);
    await this.#ended;
    clearTimeout(forced);
  }

  /** As a crash: nothing is told to anybody. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** A command of Asterisk's console, for example `core show channels count`. @throws when it takes over 10 s */
  async cli(command: string): Promise<string> {
    const [program, ...args] = this.#installation.command;
    const { stdout } = await new Deno.Command(program, {
      args: [...args, "-C", `${this.dirs.etc}/asterisk.conf`, "-rx", command],
      stdin: "null",
      stderr: "null",
      signal: AbortSignal.timeout(10_000),
    }).output();
    return new TextDecoder().decode(stdout).replace(/^\s*PBX UUID:.*\n/m, "").trimEnd();
  }

  /** Our process ends without having stopped it. */
  #abandon = () => {
    try {
      this.#child?.kill("SIGKILL");
    } catch {
      // it has ended meanwhile
    }
  };

  /** An Asterisk of this very folder that outlived our own crash would hold the ports. */
  async #endOrphan(): Promise<void> {
    try {
      const pid = Number(await Deno.readTextFile(`${this.dirs.run}/asterisk.pid`));
      const alive = () => Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(`${this.dirs.etc}/asterisk.conf`);
      if (!alive()) return;
      Deno.kill(pid, "SIGTERM");
      for (let n = 0; n < 100 && alive(); n++) await new Promise((resolve) => setTimeout(resolve, 50));
      Deno.kill(pid, "SIGKILL");
    } catch {
      // no such process (any more)
    }
  }

  /** Asterisk itself only logs that its HTTP port is taken, and runs on without ARI. */
  #insistOnPort(): void {
    const { address, port } = this.settings.http;
    try {
      Deno.listen({ hostname: address, port }).close();
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) throw new Error(`port ${port} on ${address} is taken`);
      throw error;
    }
  }

  async #prepare(): Promise<void> {
    const { etc, lib, data, spool, run, log, cache } = this.dirs;
    const folders = [etc, lib, `${lib}/keys`, data, `${data}/sounds`, spool, `${spool}/recording`, run, log, cache];
    // Others on the machine have no business in recordings and passwords.
    for (const folder of folders) await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    for (const stale of ["asterisk.ctl", "asterisk.pid"]) await Deno.remove(`${run}/${stale}`).catch(() => {});
    await this.#linkData();
    for (const [name, text] of Object.entries(instanceFiles(this.dirs, this.settings))) {
      await Deno.writeTextFile(`${etc}/${name}`, text, { mode: 0o600 });
    }
  }

  /** The installation's sounds, with the language names we use: Debian's Russian voice is not under `ru`. */
  async #linkData(): Promise<void> {
    const { data } = this.dirs;
    const from = this.#installation.data;
    const links: Record<string, string> = { documentation: "documentation", moh: "moh", "rest-api": "rest-api" };
    for await (const entry of Deno.readDir(`${from}/sounds`)) links[`sounds/${entry.name}`] = `sounds/${entry.name}`;
    const languages = Object.keys(links).map((name) => name.slice("sounds/".length));
    for (const language of ["ru", "en"]) {
      const voice = languages.find((name) => name === language) ??
        languages.find((name) => name.startsWith(`${language}_`));
      if (voice) links[`sounds/${language}`] = `sounds/${voice}`;
    }
    for (const [name, target] of Object.entries(links)) {
      await Deno.remove(`${data}/${name}`).catch(() => {});
      await Deno.symlink(`${from}/${target}`, `${data}/${name}`);
    }
  }

  async #answers(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/asterisk/ping`, {
        headers: { authorization: `Basic ${btoa(`${this.user}:${this.password}`)}` },
        signal: AbortSignal.timeout(1_000),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  async #listen(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const piece of stream) {
      const text = decoder.decode(piece, { stream: true });
      this.#lines.push(...text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("PBX UUID")));
      if (this.#lines.length > 200) this.#lines.splice(0, this.#lines.length - 200);
    }
  }
}
