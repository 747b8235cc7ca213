import assert from "node:assert/strict";
import { readEnvironment, requireDataFolder, requirePort } from "./environment.ts";

Deno.test("settings in .env are taken, and the environment's own win over them", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "# a comment\nKOMMUTATOR_TEST=file\nPATH=/nowhere\nQUOTED='a b' # why\n");
  const read = await readEnvironment(path);
  assert.equal(read.KOMMUTATOR_TEST, "file");
  assert.equal(read.QUOTED, "a b");
  assert.equal(read.PATH, Deno.env.get("PATH"));
  await Deno.remove(path);
  await readEnvironment(path);
});

Deno.test(
  { name: "a data folder that may not be written is named at start, not by a stack", permissions: { read: ["/tmp"] } },
  async () => {
    await assert.rejects(requireDataFolder({ DATA_DIR: "/srv/k" }), /DATA_DIR.*\/srv\/k/s);
  },
);

Deno.test("a port that is taken is named before anything starts", () => {
  const other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  assert.throws(() => requirePort({ HOST: "127.0.0.1", PORT: other.addr.port }), /PORT.*is taken/s);
  other.close();
  requirePort({ HOST: "127.0.0.1", PORT: 0 });
});
