/** Kommutator. Reads the configuration, starts everything, says where it is, and stops in order. */
import { assemble } from "./main/assemble.ts";
import { ConfigError, readConfig } from "./main/config.ts";
import { readEnvironment, requireDataFolder, requirePort } from "./main/environment.ts";
import { greet } from "./main/greeting.ts";
import { startLogs } from "./main/logs.ts";
import { Steps } from "./main/progress.ts";

async function main(): Promise<void> {
  const config = readConfig(await readEnvironment());
  await requireDataFolder(config);
  requirePort(config);
  await startLogs(config);
  const steps = new Steps();
  let stopping = false;
  const end = async (code: number) => {
    if (stopping) return Deno.exit(1);
    stopping = true;
    await product.stop();
    Deno.exit(code);
  };
  const product = await assemble(config, { steps, dev: Deno.args.includes("--dev"), onEnd: () => void end(3) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => void end(0));
  greet(product, { seconds: steps.done(), locale: config.LOCALE });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  Deno.exit(2);
}
