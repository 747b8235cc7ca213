/** Everything that is neither SIP nor dialplan: folders, HTTP, ARI, media, logging. */
import type { AsteriskSettings } from "../settings.ts";
import { section } from "./ini.ts";

/** Folders of one running instance; all absolute. */
export interface InstanceDirs {
  etc: string;
  lib: string;
  data: string;
  spool: string;
  run: string;
  log: string;
  cache: string;
  /** Of the installation, shared by instances. */
  modules: string;
  sbin: string;
}

export function asteriskConf(dirs: InstanceDirs, settings: AsteriskSettings): string {
  return section("directories", {
    astcachedir: dirs.cache,
    astetcdir: dirs.etc,
    astmoddir: dirs.modules,
    astvarlibdir: dirs.lib,
    astdbdir: dirs.lib,
    astkeydir: dirs.lib,
    astdatadir: dirs.data,
    astagidir: `${dirs.data}/agi-bin`,
    astspooldir: dirs.spool,
    astrundir: dirs.run,
    astlogdir: dirs.log,
    astsbindir: dirs.sbin,
  }, { arrow: true }) + section("options", {
    systemname: settings.systemName,
    verbose: 0,
    debug: 0,
    live_dangerously: false,
    hideconnect: true,
    lockconfdir: false,
  }, { arrow: true });
}

/** Channel variables that carry our identity through a crash; ARI shows them in every channel. */
export const CHANNEL_VARIABLES = ["CALL_ID", "CRM_ROLE", "CRM_AGENT"];

export function coreFiles(settings: AsteriskSettings): Record<string, string> {
  const { http, ari, rtp, queues } = settings;
  return {
    "http.conf": section("general", {
      servername: "Asterisk",
      enabled: true,
      bindaddr: http.address,
      bindport: http.port,
      sessionlimit: 1000,
      session_inactivity: 30_000,
      session_keep_alive: 15_000,
    }),
    "ari.conf": section("general", {
      enabled: true,
      pretty: false,
      channelvars: CHANNEL_VARIABLES.join(","),
      // An event that cannot be written at once (a busy client) waits this long, ms, before the socket is dropped.
      websocket_write_timeout: 1_000,
    }) + section(ari.user, { type: "user", read_only: false, password: ari.password }),
    "rtp.conf": section("general", { rtpstart: rtp.from, rtpend: rtp.to, icesupport: true, strictrtp: true }),
    "sorcery.conf": section("res_pjsip", {
      endpoint: ["config,pjsip.conf,criteria=type=endpoint", "memory"],
      auth: ["config,pjsip.conf,criteria=type=auth", "memory"],
      aor: ["config,pjsip.conf,criteria=type=aor", "memory"],
      contact: "astdb,registrar",
    }),
    "musiconhold.conf": section("general", {}) +
      section("default", { mode: "files", directory: "moh", sort: "random" }),
    // Written out, or Asterisk warns that the answering machine detection has no settings.
    "amd.conf": section("general", {
      total_analysis_time: 5000,
      silence_threshold: 256,
      initial_silence: 2500,
      greeting: 1500,
      after_greeting_silence: 800,
      min_word_length: 100,
      maximum_word_length: 5000,
      between_words_silence: 50,
      maximum_number_of_words: 3,
    }),
    "indications.conf": section("general", { country: "ru" }) + section("ru", {
      description: "Russian Federation",
      ringcadence: "1000,4000",
      dial: "425",
      busy: "425/350,0/350",
      ring: "425/1000,0/4000",
      congestion: "425/175,0/175",
    }),
    "logger.conf": section("general", { dateformat: "%F %T.%3q" }) +
      section("logfiles", { console: "error", messages: "notice,warning,error" }, { arrow: true }),
    "cdr.conf": section("general", { enable: false }),
    "cel.conf": section("general", { enable: false }),
    "pjproject.conf": section("startup", { type: "startup", log_level: 2 }),
    "stasis.conf": section("taskpool", {}) + section("declined_message_types", {}),
    "features.conf": section("general", {}),
    "acl.conf": "",
    "websocket_client.conf": "",
    "ccss.conf": section("general", {}),
    "manager.conf": section("general", { enabled: false }),
    "udptl.conf": section("general", {}),
    ...(queues.length > 0 ? { "queues.conf": queuesConf(settings) } : {}),
  };
}

function queuesConf({ queues }: AsteriskSettings): string {
  return section("general", {
    persistentmembers: false,
    autofill: true,
    shared_lastcall: false,
    log_membername_as_agent: false,
  }) + queues.map((queue) =>
    section(queue.name, {
      strategy: queue.strategy,
      timeout: queue.ringSeconds,
      retry: 1,
      wrapuptime: queue.wrapUpSeconds,
      ringinuse: false,
      joinempty: true,
      leavewhenempty: false,
      "announce-frequency": 0,
      musicclass: "default",
    }) + queue.members.map((member) => `member => PJSIP/${member}\n`).join("")
  ).join("");
}
