/** The people of a suite together, and what every case does again: who is ready, who hears whom, all calls over. */
import assert from "node:assert/strict";
import { listen } from "./console_audio.ts";
import type { Ears } from "./console_ears.ts";
import { type QueueKey, TONES, type World } from "./console_fixture.ts";
import type { Board, Desk } from "./console_people.ts";
import { eventually } from "./harness.ts";

export interface Scene {
  world: World;
  anna: Desk;
  boris: Desk;
  board: Board;
  ears: Ears;
}

export const near = (heard: number, hertz: number) => Math.abs(heard - hertz) < 25;

/** The caller's tone comes out of the agent's browser, and packets go both ways. */
export async function agentHears(desk: Desk, tone = 440, timeoutMs = 10_000): Promise<void> {
  let last = "";
  await eventually("the caller's tone in the agent's ear", async () => {
    const link = await listen(desk.page);
    last = JSON.stringify(link);
    return near(link.hertz, tone) && link.loud > -60 && link.received > 20 && link.sent > 20;
  }, { timeoutMs }).catch((error) => {
    throw new Error(`${error.message}: ${last}`);
  });
}

/** Both sides hear each other: tones at the agent's and at the caller's ear, packets growing at the caller. */
export async function bothHear(scene: Scene, options: { desk: Desk; number: string; tone?: number }): Promise<void> {
  const { desk, number, tone } = options;
  const before = await scene.world.packets(number);
  await agentHears(desk, tone);
  await callerHears(scene, number, TONES[desk.who as keyof typeof TONES]);
  const after = await scene.world.packets(number);
  assert.ok(after.sent - before.sent > 20, `packets to the caller: ${JSON.stringify([before, after])}`);
  assert.ok(after.received - before.received > 20, `packets from the caller: ${JSON.stringify([before, after])}`);
}

export async function callerHears(scene: Scene, number: string, tone: number): Promise<void> {
  let last = "";
  await eventually("the agent's tone in the caller's ear", async () => {
    const heard = await scene.ears.caller(number, [tone]);
    last = `loud ${heard.loud}, ${[...heard.tones]}`;
    return (heard.tones.get(tone) ?? 0) >= 200;
  }).catch((error) => {
    throw new Error(`${error.message}: ${last}`);
  });
}

/** Exactly these agents are ready, the other is paused; nobody has a call or a wrap-up. */
export async function only(scene: Scene, ...ready: Desk[]): Promise<void> {
  // What a failed case left behind must not fail the next one.
  const [left] = await scene.world.channels();
  if (left) await scene.world.asterisk.cli("channel request hangup all");
  for (const desk of [scene.anna, scene.boris]) {
    await eventually(`${desk.who} without a call`, async () => /^(wrap-up|)$/.test((await desk.look()).call));
    if ((await desk.look()).call === "wrap-up") await desk.finish();
    const { state } = await desk.look();
    if (state === "offline") await desk.goOnLine();
    const wanted = ready.includes(desk) ? "ready" : "paused";
    if ((await desk.look()).state !== wanted) {
      await (wanted === "ready" ? desk.post("/api/agent/ready") : desk.post("/api/agent/pause", { reason: "lunch" }));
      await desk.state(wanted);
    }
  }
}

/** A call in hand: dialled, rung, answered by this agent. */
export async function talk(scene: Scene, options: { desk: Desk; queue?: QueueKey }) {
  const call = await scene.world.dial(options.queue ?? "sales");
  await options.desk.answer();
  return call;
}
