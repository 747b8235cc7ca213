/** Rooms with several skills are planned by playing them; a play that differs from the live routing plans another room. */
import assert from "node:assert/strict";
import { withPatience } from "@/ml/staffing/erlang.ts";
import { staffSkills } from "@/ml/staffing/skills_requirement.ts";
import { type Room, simulateRoom } from "@/ml/staffing/skills_simulation.ts";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} within ${by}`);
const need = (skill: string, relax: { afterMs: number; minLevel: number }[] = []) => [{ skill, minLevel: 50, relax }];
const queue = (name: string, more: Partial<Room["queues"][number]> = {}) => ({
  name,
  callsPerHour: 60,
  handle: 240,
  patience: 120,
  weight: 1,
  needs: need(name),
  ...more,
});
const PLAY = { hours: 200, seed: 5, within: 20 };

Deno.test("one queue and one group play as Erlang A says", () => {
  const room = { queues: [queue("a")], groups: [{ name: "g", agents: 5, skills: { a: 50 } }] };
  const { queues: [seen], groups: [group] } = simulateRoom(room, { ...PLAY, hours: 2_000 });
  const told = withPatience({ agents: 5, rate: 60 / 3_600, handle: 240, patience: 120 }, 20);
  near(seen.abandon, told.abandon, 0.005);
  near(seen.serviceLevel, told.serviceLevel, 0.01);
  near(seen.meanWait, told.meanWait, 0.8);
  near(group.occupancy, told.occupancy, 0.01);
});

Deno.test("the same seed plays the same day, another one does not", () => {
  const room = { queues: [queue("a")], groups: [{ name: "g", agents: 5, skills: { a: 50 } }] };
  assert.deepEqual(simulateRoom(room, PLAY), simulateRoom(room, PLAY));
  assert.notDeepEqual(simulateRoom(room, PLAY), simulateRoom(room, { ...PLAY, seed: 6 }));
});

Deno.test("agents who can both are worth more than the same number who can one", () => {
  const queues = [queue("a"), queue("b")];
  const apart = simulateRoom({
    queues,
    groups: [{ name: "a", agents: 5, skills: { a: 50 } }, { name: "b", agents: 5, skills: { b: 50 } }],
  }, PLAY);
  const pooled = simulateRoom({ queues, groups: [{ name: "ab", agents: 10, skills: { a: 50, b: 50 } }] }, PLAY);
  for (const n of [0, 1]) assert.ok(pooled.queues[n].serviceLevel > apart.queues[n].serviceLevel + 0.03);
});

Deno.test("a beginner helps once the demand relaxes, and never before", () => {
  const groups = [{ name: "new", agents: 8, skills: { a: 20 } }];
  const at = (relax: { afterMs: number; minLevel: number }[]) =>
    simulateRoom({ queues: [queue("a", { needs: need("a", relax) })], groups }, PLAY).queues[0];
  assert.equal(at([]).abandon, 1);
  const relaxed = at([{ afterMs: 30_000, minLevel: 10 }]);
  assert.equal(relaxed.serviceLevel, 0);
  // Whoever has not hung up within 30 of 120 s is answered.
  near(relaxed.abandon, 1 - Math.exp(-30 / 120), 0.02);
});

Deno.test("a queue of more weight waits less with the same agents", () => {
  const groups = [{ name: "ab", agents: 8, skills: { a: 50, b: 50 } }];
  const { queues: [first, second] } = simulateRoom({ queues: [queue("a", { weight: 5 }), queue("b")], groups }, PLAY);
  assert.ok(first.meanWait < second.meanWait * 0.8);
});

Deno.test("an empty room and an empty line are told plainly", () => {
  const quiet = simulateRoom({ queues: [queue("a", { callsPerHour: 0 })], groups: [] }, { ...PLAY, hours: 1 });
  assert.deepEqual(quiet.queues[0], { name: "a", calls: 0, serviceLevel: 1, abandon: 0, meanWait: 0 });
  const nobody = simulateRoom({ queues: [queue("a")], groups: [] }, { ...PLAY, hours: 50 });
  near(nobody.queues[0].abandon, 1, 0.01);
});

Deno.test("agents of several skills are found that meet every queue, and nobody of them is too many", () => {
  const room: Room = {
    queues: [queue("a"), queue("b", { callsPerHour: 40 })],
    groups: [
      { name: "a", agents: 0, skills: { a: 50 } },
      { name: "b", agents: 0, skills: { b: 50 } },
      { name: "both", agents: 0, skills: { a: 50, b: 50 } },
    ],
  };
  const target = { queues: { a: { serviceLevel: 0.8 }, b: { serviceLevel: 0.8, abandon: 0.08 } }, within: 20 };
  const told = staffSkills(room, { target, hours: 40, seed: 3 });
  assert.ok(told.ok);
  for (const one of told.outcome.queues) assert.ok(one.serviceLevel >= 0.8);
  for (const n of told.groups.keys()) {
    if (told.groups[n].agents === 0) continue;
    const fewer = told.groups.map((group, m) => m === n ? { ...group, agents: group.agents - 1 } : group);
    const { queues } = simulateRoom({ ...room, groups: fewer }, { hours: 40, seed: 3, within: 20 });
    assert.ok(queues.some(({ serviceLevel }) => serviceLevel < 0.8) || queues[1].abandon > 0.08);
  }
  const unserved = staffSkills({ ...room, groups: room.groups.slice(0, 1) }, { target, hours: 5, seed: 3 });
  assert.deepEqual(unserved, { ok: false, code: "unserved", queue: "b" });
});
