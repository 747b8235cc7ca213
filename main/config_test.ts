import assert from "node:assert/strict";
import { ConfigError, readConfig, SETTINGS } from "./config.ts";

Deno.test("an empty environment starts the product on its defaults", () => {
  const config = readConfig({});
  assert.equal(config.PORT, 8900);
  assert.equal(config.DATABASE_URL, undefined);
});

Deno.test("each wrong value is named, so that an administrator mends them all at once", () => {
  assert.throws(
    () => readConfig({ PORT: "many", ARI_URL: "ftp://x", LOG_LEVEL: "loud" }),
    (error: unknown) =>
      error instanceof ConfigError &&
      ["PORT", "ARI_URL", "LOG_LEVEL", "3 wrong"].every((part) => error.message.includes(part)),
  );
});

Deno.test("a secret with a mistake in it is not printed", () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: "mysql://root:hunter2@db" }),
    (error: unknown) => error instanceof ConfigError && !error.message.includes("hunter2"),
  );
});

Deno.test("a real Asterisk without a password is refused at start and not at the first call", () => {
  assert.throws(() => readConfig({ ARI_URL: "http://127.0.0.1:8088/ari" }), /ARI_PASSWORD/);
});

Deno.test(".env.example lists every setting and no other", async () => {
  const text = await Deno.readTextFile(new URL("../.env.example", import.meta.url));
  const listed = [...text.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]).sort();
  assert.deepEqual(listed, Object.keys(SETTINGS.shape).sort());
});

Deno.test("the values .env.example shows as defaults are the defaults", async () => {
  const text = await Deno.readTextFile(new URL("../.env.example", import.meta.url));
  const shown = Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((match) => [match[1], match[2]]));
  assert.deepEqual(readConfig(shown), readConfig({}));
});
