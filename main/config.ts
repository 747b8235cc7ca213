/**
 * Configuration: read once from the environment at start, checked, every wrong value named. Nothing else reads the
 * environment. `.env.example` lists every setting; a test keeps the two alike.
 */
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(["yes", "no"]).transform((value) => value === "yes");
const webAddress = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    message: `an address with ${schemes.join(" or ")} is needed`,
  });

/** Every setting with its check and default. Secrets have no default: they are made at random when absent. */
export const SETTINGS = z.object({
  /** Address and port of the web console. */
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(8900),
  /** Public address, when a reverse proxy stands before: decides secure cookies and the allowed Origin. */
  PUBLIC_URL: webAddress("http", "https").optional(),
  /** Folder of the embedded PostgreSQL, recordings' cache and the node's identity. */
  DATA_DIR: z.string().min(1).default("data"),
  /** PostgreSQL server; absent: the embedded one. */
  DATABASE_URL: webAddress("postgres", "postgresql").optional(),
  /** Asterisk's REST interface, for example http://127.0.0.1:8088/ari; absent: the simulator. */
  ARI_URL: webAddress("http", "https").optional(),
  ARI_USER: z.string().min(1).default("crm"),
  ARI_PASSWORD: z.string().optional(),
  ARI_APP: z.string().regex(/^[\w-]+$/, "letters, digits, - and _ only").default("crm"),
  /** SIP over WebSocket of Asterisk for browser phones; by default `/ws` beside ARI_URL. */
  SIP_WS_URL: webAddress("ws", "wss").optional(),
  /** Language of a new installation, and of the lines at start. */
  LOCALE: z.enum(["ru", "en"]).default("ru"),
  /** Name of this node among several on one database; the same after a restart. */
  NODE_NAME: z.string().regex(/^[\w.-]{1,64}$/, "letters, digits, _ . and - only").default("main"),
  /** Demo company with its log-ins; by default when the simulator is used. */
  DEMO: flag.optional(),
  /** Simulated callers per minute over all queues, and how many times faster than life they behave. */
  SIM_CALLS_PER_MINUTE: z.coerce.number().min(0).max(6000).default(8),
  SIM_SPEED: z.coerce.number().min(0.1).max(100).default(1),
  SIM_SEED: z.coerce.number().int().min(0).default(1),
  /** How job workers are woken: Deno KV on one machine, pg-boss over PostgreSQL on several. */
  JOBS: z.enum(["kv", "pg-boss"]).default("kv"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warning", "error"]).default("warning"),
  LOG_FORMAT: z.enum(["text", "json"]).default("text"),
});

export type Config = z.infer<typeof SETTINGS>;

export class ConfigError extends Error {
  override name = "ConfigError";
}

/** @throws {ConfigError} naming each wrong value (never the value of a secret). */
export function readConfig(environment: Record<string, string>): Config {
  const given = Object.fromEntries(
    Object.keys(SETTINGS.shape).flatMap((name) => environment[name] ? [[name, environment[name]]] : []),
  );
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const shown = /PASSWORD|DATABASE_URL/.test(name) ? "" : ` (given: ${JSON.stringify(given[name])})`;
      return `  ${name}: ${issue.message}${shown}`;
    });
    throw new ConfigError(`The configuration has ${lines.length} wrong value(s):\n${lines.join("\n")}`);
  }
  const config = parsed.data;
  if (config.ARI_URL && config.ARI_PASSWORD === undefined) {
    throw new ConfigError("The configuration has 1 wrong value(s):\n  ARI_PASSWORD: needed when ARI_URL is set");
  }
  return config;
}
