/** What dies in the middle of calls: the product, Asterisk, PostgreSQL. Browsers stay open and are not touched. */
import assert from "node:assert/strict";
import { bothHear, only, type Scene, talk } from "./console_scene.ts";
import { eventually, type Suite } from "./harness.ts";

const ROUNDS = 2;

export async function failures(t: Suite, scene: Scene): Promise<void> {
  const { world, anna, boris, board } = scene;
  let lost = 0;

  for (let round = 1; round <= ROUNDS; round++) {
    await t.step(
      `kill -9 of the product, round ${round}: calls talk on, consoles come back, the line keeps its order`,
      async () => {
        await only(scene, anna);
        const one = await talk(scene, { desk: anna });
        await boris.post("/api/agent/ready");
        const two = await talk(scene, { desk: boris });
        // One after the other has arrived: two SIPps started at once call in any order. The board may show the last
        // caller as waiting for a moment longer.
        await board.waiting("sales", 0);
        const three = await world.dial("sales");
        await board.waiting("sales", 1, 15_000);
        const four = await world.dial("sales");
        await board.waiting("sales", 2, 15_000);
        const before = new Set(
          (await world.channels()).map(({ name }) => name).filter((name) => name.startsWith("PJSIP/")),
        );
        await world.product.kill();
        await anna.page.waitForSelector('.link-state:not([data-link="live"])');
        const died = performance.now();
        const up = await world.product.start();
        for (const desk of [anna, boris, board.desk]) {
          await desk.page.waitForSelector('.link-state[data-link="live"]', { timeout: 20_000 });
        }
        t.fact(
          `started in ${Math.round(up)} ms; all consoles live ${
            Math.round(performance.now() - died)
          } ms after the kill`,
        );
        const after = new Set((await world.channels()).map(({ name }) => name));
        const gone = [...before].filter((name) => !after.has(name));
        lost += gone.length;
        assert.deepEqual(gone, [], "channels that the restart cost");
        await board.waiting("sales", 2, 15_000);
        for (const [desk, { number }] of [[anna, one], [boris, two]] as const) {
          await desk.call("talking");
          await desk.phoneUp();
          await board.agent(desk.who, "talking");
          await bothHear(scene, { desk, number });
        }
        for (const { number } of [three, four]) {
          await anna.press("e");
          await anna.finish();
          await anna.answer(20_000);
          assert.equal(`+${(await anna.look()).number}`, number, "the line lost its order");
          await bothHear(scene, { desk: anna, number });
        }
        for (const desk of [anna, boris]) {
          await desk.press("e");
          await desk.finish();
        }
        for (const { number } of [one, two, three, four]) {
          assert.equal((await world.record(number)).outcome, "answered");
        }
      },
      { timeoutMs: 90_000 },
    );
  }
  t.fact(`lost in ${ROUNDS} rounds: ${lost}`);

  await t.step(
    "Asterisk dies and comes back: agents and the wallboard see it, phones come back, the next call works",
    async () => {
      await only(scene, anna);
      const { number } = await talk(scene, { desk: anna });
      const connected = await board.site();
      await world.asterisk.kill();
      await eventually("the wallboard shows it", async () => await board.site() !== connected);
      await world.asterisk.start();
      await eventually("the wallboard shows the return", async () => await board.site() === connected, {
        timeoutMs: 20_000,
      });
      await eventually("the desk shows the end", async () => /^(wrap-up|)$/.test((await anna.look()).call), {
        timeoutMs: 20_000,
      });
      assert.equal((await world.record(number)).outcome, "lost");
      await scene.ears.ari.connect().catch(() => {});
      const began = performance.now();
      await eventually("registered again", async () => {
        const text = await world.asterisk.cli("pjsip show contacts");
        return (text.match(/Avail|NonQual/g) ?? []).length >= 2 + 1;
      }, { timeoutMs: 45_000, everyMs: 300 });
      t.fact(`phones are registered again ${Math.round(performance.now() - began)} ms after the wallboard's return`);
      await only(scene, anna);
      const next = await talk(scene, { desk: anna });
      await bothHear(scene, { desk: anna, number: next.number });
      await anna.press("e");
      await anna.finish();
    },
    { timeoutMs: 120_000 },
  );

  await t.step(
    "PostgreSQL restarts during a call: nothing hangs over 5 s, the call goes on, all is recorded",
    async () => {
      await only(scene, anna);
      const { number } = await talk(scene, { desk: anna });
      const restarted = world.postgres.restart("immediate");
      let slowest = 0;
      for (const end = performance.now() + 3_000; performance.now() < end;) {
        const began = performance.now();
        await anna.page.request.get(`${world.product.url}/calls`, { timeout: 20_000 });
        slowest = Math.max(slowest, performance.now() - began);
      }
      await restarted;
      t.fact(`slowest page while PostgreSQL restarted: ${Math.round(slowest)} ms`);
      assert.ok(slowest < 5_500, `a page took ${slowest} ms`);
      await bothHear(scene, { desk: anna, number });
      await anna.page.fill("#call-notes", "После перезапуска");
      await anna.press("e");
      await anna.finish();
      await eventually("recorded", async () => (await world.record(number)).notes === "После перезапуска");
      assert.equal((await world.product.health())?.ok, true);
      const { number: next } = await talk(scene, { desk: anna });
      await bothHear(scene, { desk: anna, number: next });
      await anna.press("e");
      await anna.finish();
    },
    { timeoutMs: 60_000 },
  );

  await t.step("no page broke on the way", () => {
    // What a browser says of a server that is away is no fault of the page.
    const own = [anna, boris, board.desk].flatMap((desk) => desk.problems)
      .filter((text) => !/WebSocket|Failed to load resource|ERR_/.test(text));
    assert.deepEqual(own, []);
  });
}
