/** gen_server, where `erl` and `erlc` are installed: compiled into a temporary folder, run in its own process. */
import type { Workload } from "./contender.ts";

/** Messages per CPU second of each workload, or null where there is no Erlang. */
export async function erlang(messages: number): Promise<Partial<Record<Workload, number>> | null> {
  const folder = await Deno.makeTempDir({ prefix: "kommutator-bench-" });
  try {
    const source = new URL("./gen_server_bench.erl", import.meta.url).pathname;
    const compiled = await run("erlc", ["-o", folder, source]);
    if (compiled === null) return null;
    const code = `gen_server_bench:main(["${messages}"])`;
    const output = await run("erl", ["-noshell", "-pa", folder, "-eval", code]);
    if (output === null) return null;
    const rates: Partial<Record<Workload, number>> = {};
    for (const line of output.trim().split("\n")) {
      const [name, count, ms] = line.split(" ");
      rates[name as Workload] = Number(count) / Number(ms) * 1_000;
    }
    return rates;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(command: string, args: string[]): Promise<string | null> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
    if (!success) throw new Error(`${command} failed: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
