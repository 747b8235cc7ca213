import assert from "node:assert/strict";
import { gradeOf, mosOf, readStats } from "./quality.ts";

Deno.test("an agent on a clean line is not told that it is bad", () => {
  const mos = mosOf({ loss: 0, jitterMs: 2, rttMs: 20 });
  assert.ok(mos > 4.3 && mos < 4.5, String(mos));
  assert.equal(gradeOf(mos), "good");
});

Deno.test("loss and delay make the grade fall, so that an agent sees trouble before the customer complains", () => {
  assert.equal(gradeOf(mosOf({ loss: 0.08, jitterMs: 20, rttMs: 80 })), "poor");
  assert.equal(gradeOf(mosOf({ loss: 0, jitterMs: 10, rttMs: 700 })), "poor");
  let last = 5;
  for (const loss of [0, 0.01, 0.02, 0.05, 0.1, 0.3, 1]) {
    const mos = mosOf({ loss, jitterMs: 5, rttMs: 40 });
    assert.ok(mos < last && mos >= 1);
    last = mos;
  }
});

Deno.test("loss is that of the last interval, so that an old hiccup does not mark the rest of the call", () => {
  const stat = { type: "inbound-rtp", kind: "audio", packetsReceived: 1100, packetsLost: 50, jitter: 0.004 };
  const round = { type: "remote-inbound-rtp", roundTripTime: 0.03 };
  const read = readStats([["a", stat], ["b", round]], { received: 1000, lost: 50 });
  assert.deepEqual(read?.sample, { loss: 0, jitterMs: 4, rttMs: 30 });
  assert.equal(readStats([["b", round], ["c", null]], { received: 0, lost: 0 }), null);
});
