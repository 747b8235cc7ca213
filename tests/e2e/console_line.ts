/** The line: misses, callers who give up, the order of service, and an agent with a desk phone. */
import assert from "node:assert/strict";
import { TONES } from "./console_fixture.ts";
import { callerHears, only, type Scene } from "./console_scene.ts";
import { Desk } from "./console_people.ts";
import { eventually, type Suite } from "./harness.ts";

export async function line(t: Suite, scene: Scene): Promise<void> {
  const { world, anna, boris, board } = scene;

  await t.step("who does not answer is paused where the queue wants it, and the next agent rings", async () => {
    await only(scene, anna, boris);
    const { number } = await world.dial("support");
    const first = await eventually("somebody rings", async () => {
      for (const desk of [anna, boris]) if ((await desk.look()).call === "ringing") return desk;
    });
    const other = first === anna ? boris : anna;
    await other.answer(8_000);
    await first.state("paused");
    await board.agent(first.who, "paused");
    await other.page.click(".call-key.hang-up");
    await other.finish();
    assert.equal((await world.record(number)).outcome, "answered");
  }, { timeoutMs: 60_000 });

  await t.step(
    "without auto-pause the agent rests and rings again, until the caller gives up and is counted",
    async () => {
      await only(scene);
      const before = await board.abandoned("sales");
      const { number, run } = await world.dial("sales", { hangUpAfterMs: 4_000 });
      await board.waiting("sales", 1);
      await run.done;
      await board.waiting("sales", 0);
      await eventually("counted", async () => await board.abandoned("sales") === before + 1);
      assert.equal((await world.record(number)).outcome, "abandoned");
      const page = await board.desk.context.newPage();
      await page.goto(`${world.product.url}/calls?outcome=abandoned`);
      assert.equal(await page.locator("tbody tr").count(), before + 1);
      await page.close();
    },
  );

  await t.step("three callers, two agents: each is served in the order of arrival", async () => {
    await only(scene);
    const callers = [];
    for (let n = 0; n < 3; n++) {
      callers.push(await world.dial("sales", { tone: 440 + 80 * n }));
      await board.waiting("sales", n + 1);
    }
    await anna.post("/api/agent/ready");
    await anna.answer();
    await boris.post("/api/agent/ready");
    await boris.answer();
    await board.waiting("sales", 1);
    const has = async (desk: Desk) => `+${(await desk.look()).number}`;
    assert.deepEqual([await has(anna), await has(boris)], [callers[0].number, callers[1].number]);
    await boris.page.click(".call-key.hang-up");
    await boris.finish();
    await boris.answer();
    assert.equal(await has(boris), callers[2].number);
    for (const desk of [anna, boris]) {
      await desk.page.click(".call-key.hang-up");
      await desk.finish();
    }
  }, { timeoutMs: 60_000 });

  let leave = () => Promise.resolve();
  await t.step("an agent with a desk phone: the same console, the phone on the table rings and talks", async () => {
    await only(scene);
    const phone = await world.deskPhone();
    const viktor = await Desk.open(anna.context.browser()!, world, { who: "viktor", path: "/desk" });
    leave = async () => {
      await viktor.post("/api/agent/logout").catch(() => {});
      await viktor.context.close();
    };
    await viktor.goOnLine();
    const { number } = await world.dial("sales");
    await viktor.call("talking").catch(async (error) => {
      throw new Error(`${error.message}; phone: ${JSON.stringify(await phone.moments())} ${await phone.errors()}`);
    });
    await board.agent("viktor", "talking");
    await callerHears(scene, number, TONES.viktor);
    assert.match((await viktor.look()).number, new RegExp(number.slice(1)));
    await viktor.page.fill("#call-notes", "С настольного телефона");
    await viktor.press("e");
    await viktor.finish();
    await viktor.state("ready");
    await eventually("notes", async () => (await world.record(number)).notes === "С настольного телефона");
    await viktor.page.getByRole("button", { name: /Уйти с линии|Выйти/ }).first().click();
    await viktor.state("offline");
    assert.ok((await phone.stop()).counted.leftByThem >= 1);
    assert.deepEqual(viktor.problems, []);
  }, { timeoutMs: 60_000 });
  // A third agent on the line would take the calls of the cases that follow.
  await leave();

  await t.step("no error in any page", () => {
    assert.deepEqual([...anna.problems, ...boris.problems, ...board.desk.problems], []);
  });
}
