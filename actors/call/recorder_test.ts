import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { VirtualClock } from "@/actors/runtime/mod.ts";
import { apply } from "./apply.ts";
import { type CallRecord, type RecordBatch, recordOf } from "./record.ts";
import { CallRecorder } from "./recorder.ts";
import { totalsOf } from "./segments.ts";
import { initialCall } from "./state.ts";
import { agent, CALL, CALLER, SALES, TERMS, World } from "./testing/world.ts";
import type { ChannelId } from "./types.ts";

/** A call with `rings` unanswered rings, then a conversation; returns the world after it. */
function answered(rings: number, talkMs: number): World {
  const world = new World();
  world.call();
  world.send({ do: "queueAccepted", queue: SALES, music: "default", terms: TERMS });
  for (let n = 1; n <= rings + 1; n++) {
    const agents = [{ agent: agent(n), endpoint: "x" }];
    world.send({ do: "offer", decision: "d", agents, ringTimeoutMs: 1 });
    if (n <= rings) world.send({ do: "ringElapsed", channel: `${CALL}.a${n}` as ChannelId });
  }
  world.settle();
  world.send({ do: "legUp", channel: `${CALL}.a${rings + 1}` as ChannelId });
  world.now += talkMs;
  world.gone(CALLER, 16);
  world.settle();
  return world;
}

Deno.test("totals in the records agree with the journal folded again from its beginning", () => {
  fc.assert(fc.property(fc.nat(5), fc.nat(1_000_000), (rings, talkMs) => {
    const world = answered(rings, talkMs);
    const folded = world.events.reduce(apply, initialCall(CALL));
    const record = recordOf(world.state, world.events)!;
    const totals = totalsOf(folded.segments);
    const sum = (kind: string) =>
      record.segments.reduce((ms, s) => s.kind === kind && s.to !== null ? ms + s.to - s.from : ms, 0);
    assert.equal(sum("agent"), totals.talk);
    assert.equal(sum("queue") + sum("ring"), totals.wait, "one agent at a time: rings do not overlap");
    assert.equal(totals.talk, record.endedAt! - record.answeredAt!);
    assert.equal(record.revision, world.events.length);
    assert.deepEqual(record.segments.map(({ n }) => n), record.segments.map((_, n) => n + 1));
    assert.deepEqual([record.outcome, record.agent, record.queue], ["answered", agent(rings + 1), SALES]);
  }));
});

function recorder(write: (batch: RecordBatch) => Promise<void>) {
  const clock = new VirtualClock(0);
  return { clock, recorder: new CallRecorder({ port: { write }, clock, everyMs: 100 }) };
}

async function pass(clock: VirtualClock, ms: number): Promise<void> {
  const until = clock.now() + ms;
  do await new Promise((resolve) => setTimeout(resolve, 0)); while (clock.fireNext(until));
}

Deno.test("many changes of many calls are one write with the latest of each", async () => {
  const batches: RecordBatch[] = [];
  const { clock, recorder: records } = recorder((batch) => (batches.push(batch), Promise.resolve()));
  const world = answered(2, 1000);
  let state = initialCall(CALL);
  for (const event of world.events) records.call(state = apply(state, event), [event]);
  await pass(clock, 150);
  assert.equal(batches.length, 1);
  assert.equal(batches[0].calls.length, 1);
  assert.equal(batches[0].calls[0].revision, world.events.length);
});

Deno.test("a database that is away loses no call: writes are tried again with the newest state", async () => {
  const written: CallRecord[] = [];
  let tries = 0;
  const { clock, recorder: records } = recorder((batch) => {
    if (++tries < 4) return Promise.reject(new Error("away"));
    written.push(...batch.calls);
    return Promise.resolve();
  });
  const world = answered(0, 1000);
  const [first, ...rest] = world.events;
  let state = apply(initialCall(CALL), first);
  records.call(state, [first]);
  await pass(clock, 110);
  assert.ok(records.behind);
  for (const event of rest) state = apply(state, event);
  records.call(state, rest);
  await pass(clock, 5_000);
  assert.deepEqual(written.map(({ revision }) => revision), [world.events.length]);
  assert.ok(!records.behind);
  assert.equal(records.waiting, 0);
});
