/** Runs SIPp: callers, phones, registrations; reads its statistics and its log of moments. */
import { CALLER_COUNTERS, type CallerHabits, callerScenario } from "./caller.ts";
import { PHONE_COUNTERS, type PhoneHabits, phoneScenario, registerScenario } from "./phone.ts";
import { toneUlaw } from "./tone.ts";

export interface SippStats {
  calls: number;
  ok: number;
  failed: number;
  retransmissions: number;
  /** Calls by name of a counter of the scenario (see CALLER_COUNTERS, PHONE_COUNTERS). */
  counted: Record<string, number>;
  /** Response times, upper edge in ms (Infinity for the rest) and how many: INVITE to answer for callers. */
  responseTimes: { belowMs: number; calls: number }[];
}

/** A moment in a scenario: `caller` sent INVITE, `answered`, `bye`; `phone` got INVITE, `up`, `leaves`. */
export interface Moment {
  what: string;
  /** The phone's user; empty for callers. */
  phone: string;
  /** The caller's number. */
  number: string;
  /** Milliseconds since the epoch, with fractions. */
  at: number;
}

export interface SippRun {
  readonly port: number;
  readonly pid: number;
  /** When all calls are over (callers), or it was stopped. */
  readonly done: Promise<SippStats>;
  moments(): Promise<Moment[]>;
  /** Ends at once; calls in progress are dropped without a word, as by a power cut. */
  stop(): Promise<SippStats>;
  /** SIPp's own words on what went wrong. */
  errors(): Promise<string>;
}

interface Common {
  /** SIPp's own port. */
  port: number;
  address?: string;
  /** First media port; by default made from `port`, outside Asterisk's. */
  mediaPort?: number;
}

export interface CallersOptions extends Common, CallerHabits {
  /** Asterisk's `host:port`. */
  remote: string;
  /** Number called. */
  number: string;
  calls?: number;
  /** Calls per second. */
  rate?: number;
  /** Most at a time. */
  limit?: number;
}

export function startCallers(options: CallersOptions): Promise<SippRun> {
  const { remote, number, calls = 1, rate = 10, limit = 10_000 } = options;
  return start(options, (tone) => callerScenario(options, tone), [
    remote,
    "-s",
    number,
    "-m",
    String(calls),
    "-r",
    String(rate),
    "-l",
    String(limit),
  ], CALLER_COUNTERS);
}

/** Any number of phones behind one port, all alike. */
export function startPhones(options: Common & PhoneHabits): Promise<SippRun> {
  return start(options, (tone) => phoneScenario(options, tone), [], PHONE_COUNTERS);
}

/** Registers a phone whose calls go to `contactPort`. @returns whether Asterisk let it in */
export async function register(
  options: Common & { remote: string; user: string; password: string; contactPort: number; expires?: number },
): Promise<boolean> {
  const text = registerScenario({ ...options, expires: options.expires ?? 3600 });
  const run = await start(options, () => text, [options.remote, "-m", "1"], {});
  const stop = setTimeout(() => void run.stop(), 10_000);
  const stats = await run.done;
  clearTimeout(stop);
  return stats.ok === 1;
}

async function start(
  common: Common & { tone?: number },
  scenario: (toneFile: string | null) => string,
  args: string[],
  counters: Record<string, number>,
): Promise<SippRun> {
  const { port, address = "127.0.0.1", tone } = common;
  const dir = await Deno.makeTempDir({ prefix: "sipp-" });
  // Moments and errors may be read as long as this process lives.
  globalThis.addEventListener("unload", () => {
    try {
      Deno.removeSync(dir, { recursive: true });
    } catch {
      // SIPp is still writing; the system clears its temporary folder
    }
  });
  // SIPp's file names may hold no commas; a temporary folder's do not.
  const toneFile = tone === undefined ? null : `${dir}/tone.ul`;
  // Whole periods in a second for whole hertz: the loop has no click.
  if (toneFile && tone) await Deno.writeFile(toneFile, toneUlaw(tone, 1000));
  await Deno.writeTextFile(`${dir}/scenario.xml`, scenario(toneFile));
  const child = new Deno.Command("sipp", {
    args: [
      ...args,
      "-sf",
      `${dir}/scenario.xml`,
      "-i",
      address,
      "-p",
      String(port),
      "-mi",
      address,
      "-mp",
      String(common.mediaPort ?? 40_000 + port * 20 % 20_000),
      "-trace_stat",
      "-stf",
      `${dir}/stat.csv`,
      "-fd",
      "1",
      "-trace_err",
      "-error_file",
      `${dir}/errors.log`,
      "-trace_logs",
      "-log_file",
      `${dir}/moments.log`,
      "-nostdin",
      // Else SIPp waits for stragglers of failed calls before it ends.
      "-deadcall_wait",
      "0",
      "-timer_resol",
      "1",
    ],
    cwd: dir,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { TERM: "dumb" },
  }).spawn();
  const abandon = () => child.kill("SIGKILL");
  globalThis.addEventListener("unload", abandon);
  let complaint = "";
  const heard = (async () => {
    const decoder = new TextDecoder();
    for await (const piece of child.stderr) complaint = (complaint + decoder.decode(piece)).slice(-2000);
  })();
  const read = (name: string) => Deno.readTextFile(`${dir}/${name}`).catch(() => "");
  const done = child.status.then(async () => {
    await heard;
    globalThis.removeEventListener("unload", abandon);
    const csv = await read("stat.csv");
    if (csv === "") throw new Error(`SIPp did not run: ${complaint + await read("errors.log")}`);
    return readStats(csv, counters);
  });
  // Whoever waits for `done` gets the error; a run that nobody waits for must not end the process.
  done.catch(() => {});
  return {
    port,
    pid: child.pid,
    done,
    moments: async () => readMoments(await read("moments.log")),
    errors: async () => complaint + await read("errors.log"),
    stop: async () => {
      try {
        child.kill("SIGTERM");
      } catch {
        // ended by itself
      }
      return await done;
    },
  };
}

/** The last line of SIPp's statistics, in its cumulative columns. */
export function readStats(csv: string, counters: Record<string, number>): SippStats {
  const rows = csv.trim().split("\n").map((line) => line.split(";"));
  const [names, values] = [rows[0] ?? [], rows.length > 1 ? rows[rows.length - 1] : []];
  const value = (name: string) => Number(values[names.indexOf(name)] ?? 0) || 0;
  const partitions = names.filter((name) => name.startsWith("ResponseTimeRepartition1_"));
  return {
    calls: value("TotalCallCreated"),
    ok: value("SuccessfulCall(C)"),
    failed: value("FailedCall(C)"),
    retransmissions: value("Retransmissions(C)"),
    counted: Object.fromEntries(
      Object.entries(counters).map(([name, n]) => [name, value(`GenericCounter${n}(C)`) || value(`${n}(C)`)]),
    ),
    responseTimes: partitions.map((name) => ({
      belowMs: name.includes("_<") ? Number(name.split("_<")[1]) : Infinity,
      calls: value(name),
    })),
  };
}

/** Lines of the scenarios' `log` actions; SIPp's [timestamp] ends with seconds since the epoch. */
export function readMoments(text: string): Moment[] {
  return text.split("\n").flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const at = Number(words[words.length - 1]) * 1000;
    if (words.length < 3 || !(at > 0)) return [];
    const who = words.slice(1).filter((word) => /^(sip:)?[+\w-]+$/.test(word)).map((word) => word.replace("sip:", ""));
    const phone = ["phone", "up", "leaves"].includes(words[0]);
    return [{ what: words[0], phone: phone ? who[0] : "", number: who[phone ? 1 : 0] ?? "", at }];
  });
}
