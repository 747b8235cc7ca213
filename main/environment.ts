/** What the process is given: its settings from the environment and `.env`, and what the system lets it touch. */
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { type Config, ConfigError } from "./config.ts";

/** The environment over `.env` of the working folder, when there is one. */
export async function readEnvironment(path = ".env"): Promise<Record<string, string>> {
  let file: Record<string, string | undefined> = {};
  try {
    file = parseEnv(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const given = Object.entries({ ...file, ...Deno.env.toObject() });
  return Object.fromEntries(given.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}

/**
 * `deno task start` may write in few places only (docs/security.md). A data folder elsewhere is told at once, with the
 * flags that open it. @throws {ConfigError}
 */
export async function requireDataFolder(config: Pick<Config, "DATA_DIR">): Promise<void> {
  const path = resolve(config.DATA_DIR);
  const states = await Promise.all(
    (["read", "write"] as const).map(async (name) => (await Deno.permissions.query({ name, path })).state),
  );
  if (states.every((state) => state === "granted")) return;
  throw new ConfigError(
    "The configuration has 1 wrong value(s):\n" +
      `  DATA_DIR: the server may not read and write ${path}. Take a folder in the project, under /tmp or under\n` +
      `  /var/lib/kommutator, or add --allow-read=${path} --allow-write=${path} to the task "start" in deno.json.`,
  );
}

/** Told before anything is started, so that nothing has to be taken down again. @throws {ConfigError} */
export function requirePort(config: Pick<Config, "HOST" | "PORT">): void {
  const { HOST: hostname, PORT: port } = config;
  try {
    Deno.listen({ hostname, port }).close();
  } catch (error) {
    const why = error instanceof Deno.errors.AddrInUse
      ? "is taken by another program"
      : error instanceof Deno.errors.PermissionDenied
      ? "may not be used by this user"
      : "cannot be listened on";
    throw new ConfigError(`The configuration has 1 wrong value(s):\n  HOST, PORT: ${hostname}:${port} ${why}.`);
  }
}
