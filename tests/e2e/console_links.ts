/** Links that break: a reload during a call, a console that is away longer than the grace time. */
import assert from "node:assert/strict";
import { bothHear, only, type Scene, talk } from "./console_scene.ts";
import { eventually, type Suite } from "./harness.ts";

export async function links(t: Suite, scene: Scene): Promise<void> {
  const { world, anna, boris, board } = scene;

  await t.step(
    "the page is reloaded during a call: the phone takes the call back by itself, the caller stays",
    async () => {
      await only(scene, anna);
      const { number } = await talk(scene, { desk: anna });
      await bothHear(scene, { desk: anna, number });
      const [channel] = (await world.channels()).filter((one) =>
        one.number === number.slice(1) && /trunk/.test(one.name)
      );
      await anna.page.fill("#call-notes", "До перезагрузки");
      await anna.page.locator("#call-notes").blur();
      const began = performance.now();
      await anna.page.reload();
      await anna.page.waitForSelector("html[data-islands=ready]");
      await anna.call("talking");
      await anna.phoneUp();
      t.fact(`keys of the call are back ${Math.round(performance.now() - began)} ms after the reload began`);
      await bothHear(scene, { desk: anna, number });
      assert.equal(await anna.page.inputValue("#call-notes"), "До перезагрузки");
      assert.ok((await world.channels()).some((one) => one.name === channel.name), "the caller was dropped");
      const legs = (await world.channels()).filter((one) => one.name.startsWith("PJSIP/") && !/trunk/.test(one.name));
      assert.equal(legs.length, 1, "the old leg is still there");
      await anna.press("m");
      await anna.page.waitForSelector('.call-key[aria-pressed="true"]');
      await anna.press("m");
      await anna.press("e");
      await anna.finish();
    },
    { timeoutMs: 60_000 },
  );

  await t.step("the phone's own link breaks: people talk on, and hanging up still ends the call", async () => {
    await only(scene, anna);
    const { number, run } = await talk(scene, { desk: anna });
    await anna.cut("/sip", true);
    await eventually("the phone says so", async () => !/Готов/.test((await anna.look()).phone));
    await bothHear(scene, { desk: anna, number });
    await anna.press("e");
    await anna.call("wrap-up");
    assert.equal((await run.done).counted.leftByThem, 1);
    await anna.cut("/sip", false);
    await eventually("the phone is back", async () => /Готов/.test((await anna.look()).phone), { timeoutMs: 20_000 });
    await anna.finish();
  }, { timeoutMs: 60_000 });

  await t.step("the console is away past the grace time: the call goes on, the log-out comes after it", async () => {
    await only(scene, anna);
    const { number, run } = await talk(scene, { desk: anna });
    await anna.cut("/live", true);
    await anna.page.waitForSelector('.link-state:not([data-link="live"])');
    await eventually("grace over", async () => {
      const { rows } = await world.store.pool.query(
        "select 1 from journal where stream = $1 and event->>'type' = 'logOutPutOff'",
        [`agent/${world.people.anna}`],
      );
      return rows.length > 0;
    }, { timeoutMs: 15_000 });
    await bothHear(scene, { desk: anna, number });
    await board.agent("anna", "talking");
    await run.stop();
    await world.asterisk.cli(
      `channel request hangup ${(await world.channels()).find((one) => /trunk/.test(one.name))!.name}`,
    );
    await eventually("logged out", async () => {
      const tile = board.desk.page.locator(`.agent-tile[data-agent="${world.people.anna}"]`);
      return await tile.count() === 0;
    });
    await anna.cut("/live", false);
    await anna.state("offline", 15_000);
  }, { timeoutMs: 60_000 });

  await t.step("a closed console is logged out after the grace time; a short gap is not", async () => {
    await only(scene, boris);
    await boris.cut("/live", true);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await boris.cut("/live", false);
    await boris.page.waitForSelector('.link-state[data-link="live"]', { timeout: 12_000 });
    assert.equal((await boris.look()).state, "ready");
    await boris.cut("/live", true);
    const tile = board.desk.page.locator(`.agent-tile[data-agent="${world.people.boris}"]`);
    await eventually("logged out", async () => await tile.count() === 0, { timeoutMs: 12_000 });
    await boris.cut("/live", false);
    await boris.state("offline", 15_000);
  }, { timeoutMs: 60_000 });
}
