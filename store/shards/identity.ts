/** Who this process is, so that its restart on the same machine can tell that its former self is dead. */
import { hostname } from "node:os";
import process from "node:process";

export interface ProcessIdentity {
  machine: string;
  pid: number;
  /** When the process began, in the kernel's words: a pid that was given to another has another start. */
  start: string;
}

export function thisProcess(): ProcessIdentity {
  return { machine: machineId(), pid: process.pid, start: processStart(process.pid) ?? "unknown" };
}

/** Surely dead: same machine, and the pid is free or somebody else's. Anything doubtful counts as alive. */
export function surelyDead(other: ProcessIdentity, machine = machineId()): boolean {
  if (other.machine !== machine) return false;
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === "ESRCH";
  }
  const start = processStart(other.pid);
  return start !== undefined && other.start !== "unknown" && start !== other.start;
}

/** Host name and boot: containers share a kernel but not a host name, and a reboot kills everybody. */
function machineId(): string {
  return `${hostname()} ${read("/etc/machine-id")?.trim() ?? ""} ${pidNamespace()}`.trim();
}

/** Two containers of one host name do not see each other's pids. */
function pidNamespace(): string {
  try {
    return Deno.readLinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function processStart(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // Fields after the name in brackets, which may hold spaces: state is the first, start time the twentieth.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z") return "dead";
  return `${read("/proc/sys/kernel/random/boot_id")?.trim() ?? ""} ${fields[19]}`;
}

function read(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
