/** Who this process is, so that its restart on the same machine can tell that its former self is dead. */
import { hostname } from "node:os";
import process from "node:process";
import { processStat, systemFile, systemLink } from "../processes.ts";

export interface ProcessIdentity {
  machine: string;
  pid: number;
  /** When the process began, in the kernel's words: a pid that was given to another has another start. */
  start: string;
}

export async function thisProcess(): Promise<ProcessIdentity> {
  return { machine: await machineId(), pid: process.pid, start: await processStart(process.pid) ?? "unknown" };
}

/** Surely dead: same machine, and the pid is free or somebody else's. Anything doubtful counts as alive. */
export async function surelyDead(other: ProcessIdentity): Promise<boolean> {
  if (other.machine !== await machineId()) return false;
  const start = await processStart(other.pid);
  // Where nothing is known of ourselves, nothing is known of others.
  if (start === undefined) return await processStart(process.pid) !== undefined;
  return other.start !== "unknown" && start !== other.start;
}

/** Host name, machine and pid namespace: two containers of one host name do not see each other's pids. */
async function machineId(): Promise<string> {
  const [machine, namespace] = await Promise.all([systemFile("/etc/machine-id"), systemLink("/proc/self/ns/pid")]);
  return `${hostname()} ${machine?.trim() ?? ""} ${namespace ?? ""}`.trim();
}

/** With the boot's id, since a reboot kills everybody. */
async function processStart(pid: number): Promise<string | undefined> {
  const fields = await processStat(pid);
  if (!fields) return undefined;
  // The state is the first of them, the start time the twentieth.
  if (fields[0] === "Z") return "dead";
  return `${(await systemFile("/proc/sys/kernel/random/boot_id"))?.trim() ?? ""} ${fields[19]}`;
}
