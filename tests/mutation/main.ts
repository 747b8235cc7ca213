/**
 * `deno task mutate <folder> [--budget N] [--seed N] [--timeout ms] [--only file] [--again report]`: do the folder's tests notice when
 * its code is wrong? Each mutant is one small change in a copy of the tree (the work tree is not touched); the folder's
 * tests run against it without type checks. Prints every mutant that lived, and the score.
 *
 * `--again` tries only the mutants that an earlier report says lived (lines may have moved since).
 *
 * Tests that run longer than the timeout (default: eight times the unchanged run) count as noticing.
 */
import { join, relative } from "node:path";
import { type Mutant, mutantsOf } from "./mutants.ts";

const [folder] = Deno.args;
if (folder === undefined || folder.startsWith("--")) {
  console.error("usage: deno task mutate <folder> [--budget N] [--seed N] [--timeout ms] [--only file.ts]");
  Deno.exit(2);
}
const option = (name: string) => {
  const at = Deno.args.indexOf(`--${name}`);
  return at < 0 ? undefined : Deno.args[at + 1];
};

/** Sources of the folder that ship: no tests, nothing that only tests use. */
async function sources(root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(root)) {
    const path = join(root, entry.name);
    if (entry.isDirectory && entry.name !== "testing") found.push(...await sources(path));
    else if (/\.tsx?$/.test(entry.name) && !/_(test|e2e|bench)\.tsx?$/.test(entry.name)) found.push(path);
  }
  return found.sort();
}

/** A copy that has everything the tests may import; node_modules is shared by a link. */
async function copyTree(): Promise<string> {
  const copy = await Deno.makeTempDir({ prefix: "kommutator-mutation-" });
  const wanted = async (path: string): Promise<void> => {
    for await (const entry of Deno.readDir(path)) {
      if (entry.name === "node_modules" || entry.name === "data" || entry.name.startsWith(".")) continue;
      const from = join(path, entry.name);
      const to = join(copy, relative(Deno.cwd(), from));
      if (entry.isDirectory) {
        await Deno.mkdir(to, { recursive: true });
        await wanted(from);
      } else if (entry.isFile && /\.(tsx?|json|lock|sql)$/.test(entry.name)) await Deno.copyFile(from, to);
    }
  };
  await wanted(Deno.cwd());
  await Deno.symlink(join(Deno.cwd(), "node_modules"), join(copy, "node_modules"));
  return copy;
}

type Outcome = "killed" | "timeout" | "lived";

async function runTests(copy: string, timeoutMs: number): Promise<Outcome> {
  const child = new Deno.Command("nice", {
    args: ["-n", "15", Deno.execPath(), "test", "-A", "--unstable-kv", "--no-check", "--quiet", "--fail-fast", folder],
    cwd: copy,
    stdout: "null",
    stderr: "null",
  }).spawn();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  const { success } = await child.status;
  clearTimeout(timer);
  return late ? "timeout" : success ? "lived" : "killed";
}

/** A fixed shuffle, so that a budget takes a fair sample and the same one each time. */
function shuffled<T>(list: T[], seed: number): T[] {
  const result = [...list];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

const only = option("only");
const files = (await sources(folder)).filter((file) => only === undefined || file.endsWith(only));
const texts = new Map<string, string>();
let mutants: Mutant[] = [];
for (const file of files) {
  const text = await Deno.readTextFile(file);
  texts.set(file, text);
  mutants.push(...mutantsOf(file, text));
}
const all = mutants.length;
const report = option("again");
if (report !== undefined) {
  const lived = new Set(
    [...(await Deno.readTextFile(report)).matchAll(/^lived {2}(\S+):\d+ {2}(.*)$/gm)].map(([, file, what]) =>
      `${file} ${what}`
    ),
  );
  mutants = mutants.filter((mutant) => lived.has(`${mutant.file} ${mutant.what}`));
}
mutants = shuffled(mutants, Number(option("seed") ?? 1)).slice(0, Number(option("budget") ?? Infinity));

const copy = await copyTree();
const lived: Mutant[] = [];
let timeouts = 0;
try {
  const started = performance.now();
  if (await runTests(copy, 120_000) !== "lived") throw new Error("the tests fail without any change");
  const timeoutMs = Number(option("timeout") ?? 8 * (performance.now() - started));
  console.log(
    `${mutants.length} of ${all} mutants in ${files.length} files; a run may take ${Math.round(timeoutMs)} ms`,
  );
  for (const mutant of mutants) {
    const text = texts.get(mutant.file)!;
    const path = join(copy, mutant.file);
    await Deno.writeTextFile(path, text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end));
    const outcome = await runTests(copy, timeoutMs);
    await Deno.writeTextFile(path, text);
    if (outcome === "timeout") timeouts++;
    if (outcome !== "lived") continue;
    lived.push(mutant);
    console.log(`lived  ${mutant.file}:${mutant.line}  ${mutant.what}`);
  }
} finally {
  await Deno.remove(copy, { recursive: true });
}
const killed = mutants.length - lived.length;
const score = (100 * killed / mutants.length).toFixed(1);
console.log(
  `${killed} of ${mutants.length} mutants killed (${timeouts} by timeout), ${lived.length} lived: ${score} %`,
);
