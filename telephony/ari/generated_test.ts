import assert from "node:assert/strict";
import { readDocs } from "./generator/docs.ts";
import { emit } from "./generator/emit.ts";
import { generate, GENERATED } from "./generate.ts";
import { OPERATIONS } from "./generated/operations.ts";

/** Where Asterisk's description may stand on this machine. */
const PLACES = [
  Deno.env.get("ASTERISK_DOCS"),
  `${Deno.env.get("ASTERISK_ROOT") ?? "data/asterisk/root"}/usr/share/asterisk/rest-api`,
  "/usr/share/asterisk/rest-api",
];

function docsFolder(): string | null {
  for (const place of PLACES) {
    try {
      if (place && Deno.statSync(place).isDirectory) return place;
    } catch {
      // not here
    }
  }
  return null;
}

Deno.test("the committed ARI types are what the generator makes, else calls go wrong at run time", async (t) => {
  const folder = docsFolder();
  if (folder === null) {
    console.log(`    not compared: Asterisk's API description is in none of ${PLACES.filter(Boolean).join(", ")}`);
    return;
  }
  const docs = readDocs(folder);
  const committed = (name: string) => Deno.readTextFileSync(new URL(name, GENERATED));
  if (!committed("models.ts").includes(docs.digest)) {
    console.log(`    not compared: ${folder} is of another Asterisk; only whether it can be generated was tried`);
    assert.ok(Object.values(emit(docs)).every((source) => source.length > 0));
    return;
  }
  for (const [name, text] of Object.entries(await generate(folder))) {
    await t.step(name, () => assert.equal(committed(name), text));
  }
});

Deno.test("every parameter in a path is written in braces, else a request goes to a wrong address", () => {
  for (const [name, route] of Object.entries(OPERATIONS)) {
    assert.match(route.path, /^[\w/{}_]+$/, name);
    assert.ok(!route.path.startsWith("/"), name);
    for (const [parameter] of route.path.matchAll(/\{\w+\}/g)) {
      assert.ok(!route.query.includes(parameter.slice(1, -1)), `${name} ${parameter}`);
    }
  }
});

Deno.test("an operation whose nickname other resources share keeps its resource, else play would be ambiguous", () => {
  assert.equal(OPERATIONS["channels.play"].path, "channels/{channelId}/play");
  assert.equal(OPERATIONS["bridges.play"].path, "bridges/{bridgeId}/play");
  assert.equal(OPERATIONS.originateWithId.method, "POST");
});
