/**
 * What the system tells of processes: whether one lives, since when, with which command line. Owned by the store, whose
 * embedded server and shards outlive a process of ours. Deno reads `/proc` itself only when everything is allowed, so
 * under narrow permissions `cat` is asked.
 */
import process from "node:process";

let direct = true;

/** A small file of the system, or undefined when it is not there. */
export async function systemFile(path: string): Promise<string | undefined> {
  if (direct) {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) return undefined;
      direct = false;
    }
  }
  return await outputOf("cat", [path]);
}

/** Where a link of the system leads. */
export async function systemLink(path: string): Promise<string | undefined> {
  if (direct) {
    try {
      return await Deno.readLink(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) return undefined;
      direct = false;
    }
  }
  return (await outputOf("readlink", [path]))?.trim();
}

/** Fields of `/proc/<pid>/stat` from the state on; undefined: no such process, or no Linux. */
export async function processStat(pid: number): Promise<string[] | undefined> {
  const stat = await systemFile(`/proc/${pid}/stat`);
  // The name before stands in brackets and may hold spaces.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** A zombie is dead, though it answers signals (in a container nobody may reap it). */
export async function isAlive(pid: number): Promise<boolean> {
  if (Deno.build.os === "linux") {
    const stat = await processStat(pid);
    return stat !== undefined && stat[0] !== "Z";
  }
  if (Deno.build.os !== "windows") return (await outputOf("ps", ["-p", String(pid), "-o", "pid="])) !== undefined;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

/** Command line of a process, as one text; undefined where it cannot be known. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (Deno.build.os === "linux") return (await systemFile(`/proc/${pid}/cmdline`))?.replaceAll("\0", " ");
  return Deno.build.os === "windows" ? undefined : await outputOf("ps", ["-p", String(pid), "-o", "command="]);
}

async function outputOf(program: string, args: string[]): Promise<string | undefined> {
  const command = new Deno.Command(program, { args, stdin: "null", stdout: "piped", stderr: "null" });
  const { success, stdout } = await command.output();
  return success ? new TextDecoder().decode(stdout) : undefined;
}
