import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { LiveValue } from "./types.ts";
import { type LiveDelta, type LiveSnapshot, LiveTable, LiveTopics } from "./views.ts";

/** A reader as the browser's: what it does with frames is the rule in the head of views.ts. */
class Reader {
  e = "";
  s = -1;
  rows = new Map<string, Map<string, LiveValue>>();

  snapshot(frame: LiveSnapshot): void {
    if (frame.e === this.e && frame.s < this.s) return;
    [this.e, this.s] = [frame.e, frame.s];
    this.rows = new Map(Object.entries(frame.v).map(([row, fields]) => [row, new Map(Object.entries(fields))]));
  }

  delta(frame: LiveDelta): void {
    if (frame.e !== this.e || frame.b > this.s || frame.s <= this.s) return;
    for (const row of frame.x) this.rows.delete(row);
    for (const [row, field, value] of frame.d) {
      if (!this.rows.has(row)) this.rows.set(row, new Map());
      this.rows.get(row)!.set(field, value);
    }
    this.s = frame.s;
  }

  sync(table: LiveTable): void {
    const delta = this.e === table.epoch ? table.deltaSince(this.s) : undefined;
    if (delta) this.delta(delta);
    else this.snapshot(table.snapshot());
  }
}

const sorted = (rows: Map<string, Map<string, LiveValue>>) =>
  [...rows].map(([row, fields]) => [row, [...fields].sort()] as const).sort(([a], [b]) => a < b ? -1 : 1);
const content = (table: LiveTable) => {
  const reader = new Reader();
  reader.snapshot(table.snapshot());
  return sorted(reader.rows);
};

const name = fc.constantFrom("a", "b", "c", "__proto__");
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("set" as const), row: name, field: name, value: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("remove" as const), row: name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("send" as const), back: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("deliver" as const), at: fc.nat(20), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const), at: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("snapshot" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("sync" as const) }) },
);

Deno.test("a wallboard shows the truth after any loss, doubling, reordering and resync of its frames", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, tombstones) => {
      let epoch = 1;
      let table = new LiveTable("t", "e1", tombstones);
      const reader = new Reader();
      reader.snapshot(table.snapshot());
      const frames: (() => void)[] = [];
      /** What the table was at each position: a reader is never anything else than the table of its position. */
      const past = new Map<string, unknown>();
      const note = () => past.set(`${table.epoch}/${table.seq}`, content(table));
      note();
      for (const it of steps) {
        if (it.do === "set") table.set(it.row, it.field, it.value);
        else if (it.do === "remove") table.remove(it.row);
        else if (it.do === "send") {
          const delta = table.deltaSince(Math.max(0, table.seq - it.back));
          if (delta) frames.push(() => reader.delta(delta));
        } else if (it.do === "snapshot") {
          const snapshot = table.snapshot();
          frames.push(() => reader.snapshot(snapshot));
        } else if (it.do === "deliver" && frames.length > 0) {
          const at = it.at % frames.length;
          frames[at]();
          if (!it.twice) frames.splice(at, 1);
        } else if (it.do === "lose" && frames.length > 0) frames.splice(it.at % frames.length, 1);
        else if (it.do === "sync") reader.sync(table);
        else if (it.do === "restart") table = new LiveTable("t", `e${++epoch}`, tombstones);
        note();
        if (reader.s >= 0) assert.deepEqual(sorted(reader.rows), past.get(`${reader.e}/${reader.s}`));
      }
      reader.sync(table);
      assert.deepEqual(sorted(reader.rows), content(table));
      assert.equal(reader.s, table.seq);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("a delta holds only what changed: a wallboard of a thousand agents stays cheap", () => {
  const table = new LiveTable("t", "e");
  table.put("a", { x: 1, y: 1 });
  table.put("b", { x: 1 });
  assert.equal(table.seq, 2, "a put is one step");
  table.set("a", "y", 2);
  assert.deepEqual(table.deltaSince(2), { e: "e", b: 2, s: 3, d: [["a", "y", 2]], x: [] });
  assert.deepEqual(table.deltaSince(3), { e: "e", b: 3, s: 3, d: [], x: [] });
  assert.deepEqual(table.deltaSince(1)!.d, [["a", "y", 2], ["b", "x", 1]]);
});

Deno.test("an equal value is not a change: nobody is sent what they have", () => {
  const table = new LiveTable("t", "e");
  let calls = 0;
  table.onChange(() => calls++);
  for (const value of [1, "1", null, true, [1, { a: 2 }], { a: [1] }, []] as LiveValue[]) {
    assert.equal(table.set("a", "x", value), true);
    assert.equal(table.set("a", "x", structuredClone(value)), false);
  }
  assert.equal(table.set("a", "x", NaN), true);
  assert.equal(table.get("a", "x"), null, "as JSON would say it");
  assert.equal(table.set("a", "x", Infinity), false);
  assert.equal(table.put("a", {}), false);
  assert.equal(table.remove("nobody"), false);
  assert.equal(table.remove("a"), true);
  assert.equal(calls, table.seq);
});

Deno.test("a field left out comes as null, not as a hole in the frame", () => {
  const table = new LiveTable("t", "e");
  table.put("a", { x: undefined as unknown as LiveValue });
  assert.equal(table.get("a", "x"), null);
});

Deno.test("a row that left and came back has none of its old fields in any reader", () => {
  const table = new LiveTable("t", "e");
  table.put("call", { number: "+7", held: true });
  table.remove("call");
  table.put("call", { number: "+8" });
  assert.deepEqual(table.deltaSince(1), { e: "e", b: 1, s: 3, d: [["call", "number", "+8"]], x: ["call"] });
  table.set("other", "x", 1);
  assert.deepEqual(table.deltaSince(3), { e: "e", b: 3, s: 4, d: [["other", "x", 1]], x: [] }, "and stays where it is");
  table.remove("other");
  table.remove("call");
  assert.deepEqual(table.deltaSince(5), { e: "e", b: 5, s: 6, d: [], x: ["call"] });
  assert.deepEqual(table.rows(), []);
});

Deno.test("a reader behind the remembered deletions is told to take a snapshot, and so is one from the future", () => {
  const table = new LiveTable("t", "e", 2);
  for (const row of ["a", "b", "c"]) {
    table.set(row, "x", 1);
    table.remove(row);
  }
  assert.equal(table.deltaSince(1), undefined);
  assert.deepEqual(table.deltaSince(2)!.x, ["b", "c"]);
  assert.equal(table.deltaSince(7), undefined);
  assert.equal(table.deltaSince(NaN), undefined);
  assert.equal(table.deltaSince(-1), undefined);
});

Deno.test("a thousand deletions are remembered unless said otherwise", () => {
  const table = new LiveTable("t", "e");
  for (let i = 0; i <= 1_000; i++) {
    table.set(`${i}`, "x", 1);
    table.remove(`${i}`);
  }
  assert.equal(table.deltaSince(1), undefined);
  assert.equal(table.deltaSince(2)!.x.length, 1_000);
});

Deno.test("listeners hear every change of their table and of all tables until they stop", () => {
  const topics = new LiveTopics({ epoch: "p" });
  const heard: string[] = [];
  const stopAll = topics.onChange((table) => heard.push(`all ${table.topic}/${table.seq}`));
  const table = topics.open("queue/1");
  const stop = table.onChange((it) => heard.push(`one ${it.topic}/${it.seq}`));
  assert.equal(table.watched, true);
  topics.set("queue/1", "a", "x", 1);
  topics.put("queue/2", "a", { x: 1, y: 2 });
  topics.remove("queue/1", "a");
  topics.remove("queue/3", "a");
  assert.deepEqual(heard.splice(0), [
    "all queue/1/1",
    "one queue/1/1",
    "all queue/2/1",
    "all queue/1/2",
    "one queue/1/2",
  ]);
  stop();
  stopAll();
  topics.set("queue/1", "a", "x", 2);
  assert.deepEqual(heard, []);
  assert.deepEqual(topics.topics(), ["queue/1", "queue/2"]);
  assert.equal(topics.get("queue/3"), undefined);
});

Deno.test("a dropped topic made anew is never taken for the old one, and a watched one stays", () => {
  const topics = new LiveTopics({ epoch: "p", tombstones: 5 });
  topics.set("t", "a", "x", 1);
  const old = topics.get("t")!;
  assert.equal(old.tombstones, 5);
  topics.drop("t");
  topics.drop("never");
  assert.equal(topics.get("t"), undefined);
  assert.deepEqual(old.rows(), []);
  assert.notEqual(topics.open("t").epoch, old.epoch);
  const watched = topics.open("t");
  watched.onChange(() => {});
  topics.set("t", "a", "x", 1);
  topics.drop("t");
  assert.equal(topics.get("t"), watched);
  assert.deepEqual(watched.rows(), []);
});
