/** Calls as they should be: in, rung, answered, talked, wrapped up, in the history. */
import assert from "node:assert/strict";
import { tonesIn } from "../sipp/mod.ts";
import { TONES } from "./console_fixture.ts";
import { bothHear, type Scene } from "./console_scene.ts";
import { eventually, type Suite } from "./harness.ts";

export async function calls(t: Suite, scene: Scene): Promise<void> {
  const { world, anna, board } = scene;
  await t.step("an agent goes on the line with the browser's phone and is ready on the wallboard", async () => {
    await anna.goOnLine();
    await board.agent("anna", "ready");
  });

  await t.step("a call: wallboard, card, focus, key A, sound both ways, wrap-up, history, recording", async () => {
    await anna.post("/api/agent/pause", { reason: "lunch" });
    await board.agent("anna", "paused");
    const { number, run } = await world.dial("sales");
    await board.waiting("sales", 1);
    await anna.page.keyboard.press("Control+k");
    await anna.page.waitForSelector("dialog[open] input");
    await anna.post("/api/agent/ready");
    await board.agent("anna", "ringing");
    await anna.call("ringing");
    // Whoever types goes on typing: the call takes no focus, and letters stay letters.
    await anna.page.keyboard.type("aх");
    assert.equal(await anna.page.inputValue("dialog[open] input"), "aх");
    assert.equal((await anna.look()).call, "ringing");
    assert.match((await anna.look()).number, new RegExp(number.slice(1)));
    await anna.page.waitForSelector('.card .badge[data-tone="accent"]');
    await anna.page.keyboard.press("Escape");
    await anna.page.waitForSelector(".call-key.answer:not([disabled])");
    await anna.press("a");
    await anna.call("talking");
    await board.agent("anna", "talking");
    await board.waiting("sales", 0);
    await bothHear(scene, { desk: anna, number });
    await anna.page.fill("#contact-name", "Пётр Ильин");
    await anna.page.fill("#call-notes", "Просит счёт");
    await anna.press("e");
    await anna.call("wrap-up");
    await board.agent("anna", "wrap-up");
    assert.match((await anna.look()).clock, /^0?0:[0-5]\d$|^1:00$/, "the wrap-up counts down");
    await anna.page.locator(".dispositions label").first().click();
    await eventually("saved", async () => (await anna.page.locator(".save-state").allInnerTexts()).join(" ") !== "");
    await anna.finish();
    await anna.state("ready");
    assert.equal((await run.done).counted.leftByThem, 1);
    await history(scene, number);
  }, { timeoutMs: 60_000 });

  await t.step("answered with the button; the caller, known by now, hangs up", async () => {
    const { number } = await world.dial("sales", { from: "79160000001", hangUpAfterMs: 7_000 });
    await anna.call("ringing");
    await anna.page.getByText("Пётр Ильин").first().waitFor();
    await anna.page.click(".call-key.answer:not([disabled])");
    await anna.call("talking");
    await bothHear(scene, { desk: anna, number });
    await anna.finish();
    await anna.state("ready");
  });

  await t.step("no error in any page so far", () => assert.deepEqual([...anna.problems, ...board.desk.problems], []));
}

/** The call as the supervisor finds it afterwards. */
async function history(scene: Scene, number: string): Promise<void> {
  const { world, board } = scene;
  const record = await world.record(number);
  const page = await board.desk.context.newPage();
  await page.goto(`${world.product.url}/calls`);
  await page.locator(`a[href="/calls/${record.id}"]`).first().click();
  await page.waitForURL(new RegExp(`/calls/${record.id}`));
  const states = await page.locator(".timeline li").evaluateAll((all) => all.map((one) => one.dataset.state));
  assert.deepEqual(states, ["offline", "paused", "ringing", "talking", "wrap-up"], "IVR, queue, ring, agent, wrap-up");
  assert.match(await page.locator(".decision").innerText(), /Анна Белова/);
  assert.equal(await page.inputValue("#call-notes"), "Просит счёт");
  assert.equal(await page.locator(".dispositions input:checked").count(), 1);
  const src = `${world.product.url}/api/calls/${record.id}/recording`;
  const part = await page.request.get(src, { headers: { range: "bytes=44-1043" } });
  assert.equal(part.status(), 206);
  assert.equal((await part.body()).length, 1_000);
  const whole = new Uint8Array(await (await page.request.get(src)).body());
  const heard = tonesIn(whole, [440, TONES.anna]);
  assert.deepEqual(heard.map(({ hertz }) => hertz), [440, TONES.anna], "both voices are in the recording");
  for (const one of heard) assert.ok(one.totalMs > 400, JSON.stringify(heard));
  await page.close();
}
