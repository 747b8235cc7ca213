import assert from "node:assert/strict";
import { callerScenario } from "./caller.ts";
import { type PhoneHabits, phoneScenario, registerScenario } from "./phone.ts";
import { readMoments, readStats } from "./run.ts";

/** Every jump leads to a label that exists, or SIPp ends calls where nobody expects it. */
function jumpsAreSound(xml: string): void {
  const labels = new Set([...xml.matchAll(/<label id="(\d+)"/g)].map((found) => found[1]));
  for (const [, target] of xml.matchAll(/(?:next|ontimeout)="(\d+)"/g)) {
    assert.ok(labels.has(target), `label ${target}`);
  }
  assert.equal((xml.match(/<send/g) ?? []).length, (xml.match(/<\/send>/g) ?? []).length);
  assert.equal((xml.match(/<!\[CDATA\[/g) ?? []).length, (xml.match(/\]\]>/g) ?? []).length);
}

Deno.test("callers' scenarios hold together, else a bench measures calls that never happened", () => {
  for (const more of [{}, { cancelAfterMs: 100 }, { hangUpAfterMs: 100, digits: { afterMs: 1, keys: "12#" } }]) {
    const xml = callerScenario({ from: "7916{n}", name: 'A "B" <c>', ...more }, "/tmp/tone.ul");
    jumpsAreSound(xml);
    assert.match(xml, /From: "A B c" <sip:7916\[call_number\]@/);
  }
  const pressing = callerScenario({ from: "1", digits: { afterMs: 1, keys: "5#" }, hangUpAfterMs: 9 }, null);
  assert.deepEqual([...pressing.matchAll(/CSeq: (\d+) (INFO|BYE)/g)].map((found) => found[1]), ["2", "3", "4"]);
  assert.doesNotMatch(pressing, /rtp_stream=/);
});

Deno.test("phones' scenarios hold together, whatever the phone does", () => {
  for (const then of ["answer", "busy", "reject", "never", "silent"] as const) {
    const habits: PhoneHabits = { ringMs: 100, then, tone: 1000, hangUpAfterMs: 500, hold: { afterMs: 1, forMs: 1 } };
    jumpsAreSound(phoneScenario(habits, "/tmp/tone.ul"));
  }
  assert.match(registerScenario({ user: "u", password: "p", contactPort: 5, expires: 60 }), /username=u password=p/);
});

Deno.test("statistics are read from the last line, else a run is judged by its first second", () => {
  const csv = "TotalCallCreated;SuccessfulCall(C);FailedCall(C);Retransmissions(C);GenericCounter4(C);" +
    "ResponseTimeRepartition1_<2;ResponseTimeRepartition1_>=2;\n1;0;0;0;0;0;0;\n10;8;2;3;7;6;2;\n";
  assert.deepEqual(readStats(csv, { leftByUs: 4, refused: 1 }), {
    calls: 10,
    ok: 8,
    failed: 2,
    retransmissions: 3,
    counted: { leftByUs: 7, refused: 0 },
    responseTimes: [{ belowMs: 2, calls: 6 }, { belowMs: Infinity, calls: 2 }],
  });
  assert.equal(readStats("", {}).calls, 0);
});

Deno.test("moments carry who and when, else the time from caller to agent cannot be told", () => {
  const text = "caller 79160001 2026-11-23\t19:59:40.1\t1795463980.152247\n" +
    "phone sip:1001 sip:79160001 2026-11-23\t19:59:40.2\t1795463980.160000\nbroken line\n";
  assert.deepEqual(readMoments(text).map(({ what, phone, number, at }) => [what, phone, number, Math.round(at)]), [
    ["caller", "", "79160001", 1795463980152],
    ["phone", "1001", "79160001", 1795463980160],
  ]);
});
