/**
 * The product as a whole, as people meet it: agents and a supervisor in real browsers, callers and a desk phone played by
 * SIPp, a real Asterisk, a real PostgreSQL, and everything killed once. `deno run -A --unstable-kv
 * tests/e2e/console_e2e.ts [part…]`
 */
import { Board, Desk, openBrowser } from "./console_people.ts";
import { TONES, World } from "./console_fixture.ts";
import { calls } from "./console_calls.ts";
import { controls } from "./console_controls.ts";
import { Ears } from "./console_ears.ts";
import { failures } from "./console_failures.ts";
import { line } from "./console_line.ts";
import { links } from "./console_links.ts";
import type { Scene } from "./console_scene.ts";
import { suite } from "./harness.ts";

const PARTS = Deno.args;

await suite("console", async (t) => {
  const world = await World.open(t);
  t.fact(`the product answers after ${Math.round(await world.product.start())} ms`);
  const [first, second] = await Promise.all([
    openBrowser(t, world, TONES.anna),
    openBrowser(t, world, TONES.boris),
  ]);
  const [anna, boris, olga] = await Promise.all([
    Desk.open(first, world, { who: "anna", path: "/desk" }),
    Desk.open(second, world, { who: "boris", path: "/desk" }),
    Desk.open(second, world, { who: "olga", path: "/wallboard" }),
  ]);
  const ears = new Ears(world.asterisk);
  await ears.ari.connect();
  t.cleanUp(() => ears.ari.close());
  const scene: Scene = { world, anna, boris, board: new Board(olga, world), ears };
  t.cleanUp(() => world.product.complaints().forEach((line) => t.fact(line)));
  for (const part of [calls, controls, line, links, failures]) {
    if (PARTS.length === 0 || PARTS.includes(part.name)) await part(t, scene);
  }
});
