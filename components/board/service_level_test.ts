import assert from "node:assert/strict";
import {
  areThresholds,
  DEFAULT_THRESHOLDS,
  fallingTone,
  risingTone,
  serviceLevel,
  serviceLevelAll,
  sumOf,
} from "./service_level.ts";

const counts = { offered: 120, answered: 100, abandoned: 20, answeredInTime: 80, abandonedInTime: 5 };

Deno.test("a supervisor reads the service level by both definitions of the field", () => {
  assert.equal(serviceLevel(counts), 0.8);
  assert.equal(serviceLevelAll(counts), 85 / 120);
  assert.equal(serviceLevel({ ...counts, answered: 0 }), null);
});

Deno.test("the total is that of the counts, not a mean of the queues' percentages", () => {
  const quiet = { offered: 1, answered: 1, abandoned: 0, answeredInTime: 0, abandonedInTime: 0 };
  assert.equal(serviceLevel(sumOf([counts, quiet])), 80 / 101);
});

Deno.test("a broken kept threshold does not colour the board wrongly", () => {
  assert.ok(areThresholds(DEFAULT_THRESHOLDS));
  assert.ok(!areThresholds({ waiting: [1, "x"] }));
  assert.equal(risingTone(6, [3, 6]), "bad");
  assert.equal(fallingTone(79, [80, 60]), "warn");
  assert.equal(fallingTone(null, [80, 60]), "none");
});
