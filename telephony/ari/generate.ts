/**
 * `deno task generate:ari DIR`: makes `telephony/ari/generated` from the API description in DIR (Asterisk ships it
 * as `share/asterisk/rest-api`). Run it when the tested Asterisk moves; the sources it makes are committed.
 */
import { readDocs } from "./generator/docs.ts";
import { emit } from "./generator/emit.ts";

export const GENERATED = new URL("./generated/", import.meta.url);

/** Formatted sources by file name. */
export async function generate(folder: string): Promise<Record<string, string>> {
  const sources = Object.entries(emit(readDocs(folder)));
  return Object.fromEntries(await Promise.all(sources.map(async ([name, text]) => [name, await format(text)])));
}

/** `deno fmt` of one source, so that the generated files pass the same check as ours. */
async function format(source: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "ts", "--line-width", "120", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(source));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(`deno fmt: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  const folder = Deno.args[0];
  if (!folder) {
    console.error("usage: deno task generate:ari DIR   (Asterisk's share/asterisk/rest-api)");
    Deno.exit(2);
  }
  const sources = await generate(folder);
  await Deno.mkdir(GENERATED, { recursive: true });
  for (const [name, text] of Object.entries(sources)) {
    await Deno.writeTextFile(new URL(name, GENERATED), text);
    console.log(`${name}: ${text.split("\n").length} lines`);
  }
}
