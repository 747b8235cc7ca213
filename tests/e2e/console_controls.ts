/** Every control of the softphone, and what it does to the other side. */
import assert from "node:assert/strict";
import { TONES } from "./console_fixture.ts";
import { agentHears, bothHear, callerHears, only, type Scene, talk } from "./console_scene.ts";
import { eventually, type Suite } from "./harness.ts";

export async function controls(t: Suite, scene: Scene): Promise<void> {
  const { world, anna, boris, board, ears } = scene;

  await t.step("rejected with X: the call goes on to the next agent, who answers", async () => {
    await boris.goOnLine();
    await only(scene, anna, boris);
    const { number } = await world.dial("sales");
    const first = await eventually("somebody rings", async () => {
      for (const desk of [anna, boris]) if ((await desk.look()).call === "ringing") return desk;
    });
    const other = first === anna ? boris : anna;
    await first.page.waitForSelector(".call-key.answer:not([disabled])");
    await first.press("x");
    await other.answer();
    await bothHear(scene, { desk: other, number });
    await other.page.click(".call-key.hang-up");
    await other.finish();
    const { id } = await world.record(number);
    const rings = await world.store.db.selectFrom("call_segments").select(["kind", "outcome"]).where("call_id", "=", id)
      .where("kind", "=", "ring").orderBy("n").execute();
    assert.equal(rings[0].outcome, "rejected");
  }, { timeoutMs: 60_000 });

  await t.step("hold: the caller hears music, not the agent; the wallboard says so; then both talk again", async () => {
    await only(scene, anna);
    const { number } = await talk(scene, { desk: anna });
    await bothHear(scene, { desk: anna, number });
    await anna.press("h");
    await anna.call("hold");
    await board.agent("anna", "hold");
    const held = await eventually("music", async () => {
      const heard = await ears.caller(number, [TONES.anna], 1_500);
      return heard.loud > 0.005 && heard;
    });
    assert.equal(held.tones.get(TONES.anna) ?? 0, 0, "the agent is heard on hold");
    await anna.press("h");
    await anna.call("talking");
    await board.agent("anna", "talking");
    await bothHear(scene, { desk: anna, number });
  }, { timeoutMs: 60_000 });

  await t.step("mute: the caller hears nothing, the agent still hears; then both again", async () => {
    const number = await present(scene);
    await anna.press("m");
    await anna.page.waitForSelector('.call-key[aria-pressed="true"]');
    await new Promise((resolve) => setTimeout(resolve, 400));
    const heard = await ears.caller(number, [TONES.anna]);
    assert.equal(heard.tones.get(TONES.anna) ?? 0, 0, "the muted agent is heard");
    await agentHears(anna);
    await anna.press("m");
    await callerHears(scene, number, TONES.anna);
  });

  await t.step("keypad: the digits arrive as DTMF", async () => {
    const leg = (await ears.ari.call("channels.list")).find(({ name }) => /^PJSIP\/(?!trunk)/.test(name));
    await ears.watchKeys(leg!.id);
    await anna.press("k");
    await anna.page.waitForSelector(".keypad");
    await anna.page.locator(".keypad button", { hasText: "5" }).click();
    await anna.page.keyboard.press("#");
    await eventually("the keys at Asterisk", () => ears.keys.join("") === "5#").catch((error) => {
      throw new Error(`${error.message}; heard: ${ears.keys.join("")}`);
    });
    assert.equal(await anna.page.locator(".keypad output").innerText(), "5#");
  });

  await t.step("microphone's level moves, quality is shown, devices can be chosen in the call", async () => {
    const number = await present(scene);
    const meter = anna.page.locator(".card .level").first();
    await eventually(
      "the meter moves",
      async () => Number(await meter.evaluate((one: HTMLMeterElement) => one.value)) > 0.05,
    );
    await anna.page.waitForSelector(".bars[data-grade]");
    const words = await anna.page.locator("details summary:has(.bars)").innerText();
    assert.ok(words.trim().length > 3, words);
    await anna.page.locator(".card:has(.phone-line) > header button").click();
    const dialog = anna.page.locator("dialog[open]");
    await dialog.waitFor();
    await eventually(
      "microphones are listed",
      async () => await dialog.locator("#device-microphone option").count() > 1,
    );
    await dialog.locator("#device-microphone").selectOption({ index: 1 });
    await anna.page.keyboard.press("Escape");
    await callerHears(scene, number, TONES.anna);
    await anna.page.click(".call-key.hang-up");
    await anna.finish();
  });

  await t.step("no error in the agents' pages", () => assert.deepEqual([...anna.problems, ...boris.problems], []));
}

/** The number of the one call there is. */
async function present(scene: Scene): Promise<string> {
  const caller = (await scene.ears.ari.call("channels.list")).find(({ name }) => name.startsWith("PJSIP/trunk"));
  assert.ok(caller, "the call of the step before is gone");
  return `+${caller.caller.number}`;
}
