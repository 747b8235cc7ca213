/**
 * Model test: tables on a server that restarts, clients behind links that lose, delay, fill up and break. Whatever
 * happened, once the links are quiet every client holds exactly what the server holds.
 */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { VirtualClock } from "@/actors/runtime/clock.ts";
import { LiveTable, LiveTopics } from "@/actors/runtime/views.ts";
import { type ClientSocket, LiveClient } from "./client.ts";
import { Feed } from "./feed.ts";
import { ClientTable } from "./table.ts";
import { type Attached, LiveHub, type LiveHubOptions } from "./hub.ts";

const TOPICS = ["agent/1", "wallboard", "queue/sales"];

/** A network of one server and some clients; each socket is two queues of frames in flight. */
class World {
  readonly clock = new VirtualClock(1_000_000);
  topics = new LiveTopics({ epoch: "e0", tombstones: 3 });
  hub!: LiveHub<string>;
  readonly clients: LiveClient[] = [];
  readonly wires = new Map<LiveClient, Wire>();
  readonly online = new Map<string, number>();
  forbidden = new Set<string>();
  #starts = 0;
  up = true;

  constructor(readonly options: Partial<LiveHubOptions<string>> = {}) {
    this.start();
  }

  start(): void {
    this.topics = new LiveTopics({ epoch: `e${++this.#starts}`, tombstones: 3 });
    this.hub = new LiveHub<string>({
      topics: this.topics,
      authorize: (user, topic) => !this.forbidden.has(`${user} ${topic}`),
      userOf: (user) => user,
      clock: this.clock,
      soon: (run) => void this.clock.after(0, run),
      onOnline: (user) => void this.online.set(user, (this.online.get(user) ?? 0) + 1),
      onOffline: (user) => void this.online.set(user, (this.online.get(user) ?? 0) - 1),
      ...this.options,
    });
    this.up = true;
  }

  client(user: string): LiveClient {
    let wire!: Wire;
    const wires = this.wires;
    const open = () => {
      wire = new Wire(this, user);
      const client = this.clients[at];
      if (client) wires.set(client, wire);
      return wire.socket;
    };
    const at = this.clients.length;
    const made = new LiveClient({
      open,
      now: () => this.clock.now() + 7_777,
      after: (ms, fire) => this.clock.after(ms, fire),
      clear: (handle) => this.clock.clear(handle),
      random: () => 0.5,
    });
    wires.set(made, wire);
    this.clients.push(made);
    return made;
  }
}

class Wire {
  readonly socket: ClientSocket & { readyState: number };
  attached: Attached | null = null;
  slow = false;
  /** The other side has vanished: nothing arrives any more, and nobody is told. */
  dead = false;
  down: string[] = [];
  readonly frames: string[] = [];

  constructor(readonly world: World, user: string) {
    const { clock } = world;
    this.socket = {
      readyState: 0,
      send: (text) => void (this.dead || clock.after(3, () => this.dead || this.attached?.receive(text))),
      close: () => this.break(false),
      onopen: null,
      onmessage: null,
      onclose: null,
    };
    clock.after(5, () => {
      if (this.socket.readyState !== 0) return;
      if (!world.up) return this.break(true);
      this.socket.readyState = 1;
      this.attached = world.hub.attach(this.#link(), user);
      this.socket.onopen?.();
    });
  }

  #link() {
    const pending = () => this.down.reduce((sum, text) => sum + text.length, 0);
    return {
      get bufferedAmount() {
        return pending();
      },
      send: (text: string) => {
        this.frames.push(text);
        this.down.push(text);
        if (!this.slow && !this.dead) this.world.clock.after(3, () => this.deliver());
      },
      close: (code = 1000) => this.world.clock.after(3, () => this.dead || this.break(true, code)),
    };
  }

  deliver(): void {
    if (this.dead || this.slow) return;
    const text = this.down.shift();
    if (text !== undefined) this.socket.onmessage?.({ data: text });
  }

  drain(): void {
    this.slow = false;
    while (this.down.length > 0 && !this.dead) this.deliver();
  }

  break(tell: boolean, code = 1006): void {
    if (this.socket.readyState === 3) return;
    this.socket.readyState = 3;
    const { attached } = this;
    // A server is not told of a client that vanished.
    if (!this.dead) this.world.clock.after(2, () => attached?.closed());
    this.dead = true;
    // Frames that were on their way come when the next socket is already talking.
    const late = [...this.down, ...this.frames.slice(-2)];
    this.world.clock.after(900, () => late.forEach((data) => this.socket.onmessage?.({ data })));
    if (tell) this.socket.onclose?.({ code });
  }
}

type Step =
  | { do: "set"; topic: number; row: number; field: number; value: number }
  | { do: "put"; topic: number; row: number; text: string }
  | { do: "remove"; topic: number; row: number }
  | { do: "wait"; ms: number }
  | { do: "break" | "vanish" | "slow" | "drain" | "duplicate" | "lose" | "wake"; client: number }
  | { do: "restart"; downMs: number };

const index = (max: number) => fc.integer({ min: 0, max });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      topic: index(2),
      row: index(4),
      field: index(2),
      value: index(9),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("put" as const),
      topic: index(2),
      row: index(4),
      text: fc.string({ minLength: 0, maxLength: 3 }).map((s) => s.repeat(30_000)),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("remove" as const), topic: index(2), row: index(4) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 400 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "break" as const,
        "vanish" as const,
        "slow" as const,
        "drain" as const,
        "duplicate" as const,
        "lose" as const,
        "wake" as const,
      ),
      client: index(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("restart" as const), downMs: fc.integer({ min: 0, max: 3_000 }) }),
  },
);

const ROWS = ["a", "b", "c", "__proto__", "q:1"];
const FIELDS = ["x", "y", "constructor"];

function perform(world: World, act: Step): void {
  switch (act.do) {
    case "set":
      return world.topics.set(TOPICS[act.topic], ROWS[act.row], FIELDS[act.field], act.value);
    case "put":
      return world.topics.put(TOPICS[act.topic], ROWS[act.row], { x: act.text, y: { deep: [act.text.length] } });
    case "remove":
      return world.topics.remove(TOPICS[act.topic], ROWS[act.row]);
    case "wait":
      return world.clock.advance(act.ms);
    case "restart":
      world.hub.close();
      world.up = false;
      world.clock.advance(act.downMs);
      return world.start();
  }
  const client = world.clients[act.client];
  const wire = world.wires.get(client)!;
  if (act.do === "break") wire.break(true);
  else if (act.do === "vanish") wire.dead = true;
  else if (act.do === "slow") wire.slow = true;
  else if (act.do === "drain") wire.drain();
  else if (act.do === "lose") wire.down.shift();
  else if (act.do === "duplicate") {
    const again = wire.frames.at(-1);
    if (again && !wire.dead && wire.down.length === 0) wire.socket.onmessage?.({ data: again });
  } else client.wake();
}

Deno.test("after loss, duplicates, slow links and restarts every screen shows what the server holds", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
      const world = new World();
      const views = ["u1", "u2", "u2"].map((user) => {
        const client = world.client(user);
        return TOPICS.map((topic) => client.topic(topic));
      });
      // Signals that were asked for early must follow too.
      for (const view of views) {
        view.forEach((topic) => ROWS.forEach((row) => FIELDS.forEach((field) => topic.field(row, field))));
      }
      world.clock.advance(20);
      for (const act of steps) perform(world, act);
      for (const wire of world.wires.values()) wire.drain();
      // Long enough for the death of vanished links to be noticed and for every retry.
      world.clock.advance(120_000);
      for (const [c, view] of views.entries()) {
        assert.equal(world.clients[c].status.value, "live");
        for (const [t, topic] of view.entries()) {
          const truth = world.topics.get(TOPICS[t])?.snapshot().v ?? {};
          assert.deepEqual([...topic.rows.value].sort(), Object.keys(truth).sort());
          for (const row of ROWS) {
            for (const field of FIELDS) {
              assert.deepEqual(
                topic.field(row, field).value,
                Object.hasOwn(truth, row) ? truth[row][field] : undefined,
              );
            }
          }
          assert.equal(topic.status.value, "live");
        }
      }
      assert.equal(world.hub.stats.clients, 3, "every dead socket was given up");
      assert.equal(world.hub.stats.subscriptions, 9);
      assert.deepEqual([...world.online], [["u1", 1], ["u2", 1]]);
      assert.ok(Math.abs(world.clients[0].offsetMs + 7_777) < 10, "timers count in the server's time");
    }),
    { numRuns: 300 },
  );
});

Deno.test("a slow screen holds a bounded amount of the server's memory, and the others do not wait for it", () => {
  const world = new World();
  const [slow, quick] = [world.client("slow"), world.client("quick")];
  slow.topic("wallboard");
  const shown = quick.topic("wallboard");
  world.clock.advance(20);
  world.wires.get(slow)!.slow = true;
  for (let i = 0; i < 2_000; i++) {
    world.topics.set("wallboard", `a:${i % 50}`, "state", `${i}`.repeat(400));
    world.clock.advance(10);
  }
  const waiting = world.wires.get(slow)!.down.reduce((sum, text) => sum + text.length, 0);
  assert.ok(waiting < 64 * 1024 + 150_000, `${waiting} bytes wait for the slow one`);
  world.clock.advance(100);
  assert.equal(shown.field("a:49", "state").value, "1999".repeat(400));
});

Deno.test("a screen that read nothing for a while gets what it missed, though nothing changes any more", () => {
  const world = new World();
  const client = world.client("u");
  const view = client.topic("wallboard");
  world.clock.advance(50);
  const wire = world.wires.get(client)!;
  wire.slow = true;
  for (let i = 0; i < 10; i++) {
    world.topics.set("wallboard", "q:1", "name", `${i}`.repeat(40_000));
    world.clock.advance(100);
  }
  assert.equal(view.field("q:1", "name").value, undefined);
  wire.drain();
  world.clock.advance(200);
  assert.equal(view.field("q:1", "name").value, "9".repeat(40_000));
});

Deno.test("one who comes to a full socket is brought up as soon as it has read", () => {
  const world = new World();
  world.topics.set("agent/1", "me", "state", "ready");
  const client = world.client("u");
  world.clock.advance(20);
  const wire = world.wires.get(client)!;
  wire.slow = true;
  wire.down.push("x".repeat(70_000));
  const view = client.topic("agent/1");
  world.clock.advance(100);
  wire.down.length = 0;
  wire.slow = false;
  world.clock.advance(200);
  assert.equal(view.field("me", "state").value, "ready");
});

Deno.test("two who stand at one position at different times each get all changes since", () => {
  const clock = new VirtualClock();
  const table = new LiveTable("t", "e");
  const feed = new Feed(table, { clock, cadenceMs: 0, soon: (run) => void clock.after(0, run) });
  const got: string[][] = [[], [], []];
  const link = (i: number) => ({ bufferedAmount: 0, send: (text: string) => void got[i].push(text), close: () => {} });
  table.set("r", "f", 1);
  feed.add({ link: link(0), position: null }, "e", 0);
  table.set("r", "f", 2);
  clock.advance(1);
  feed.add({ link: link(1), position: null }, "e", 0);
  feed.add({ link: link(2), position: null }, "another", 1);
  assert.match(got[1].join(), /\["r","f",2\]/);
  assert.equal(JSON.parse(got[2][0]).t, "s");
  assert.deepEqual(got[0].map((text) => JSON.parse(text).s), [1, 2]);
  feed.close();
  assert.equal(table.watched, false);
});

Deno.test("a row made anew with fewer fields keeps none of the old ones", () => {
  const table = new ClientTable();
  table.apply({ t: "s", topic: "t", e: "1", s: 5, v: { call: { id: "a", held: true }, me: { state: "ready" } } });
  table.apply({ t: "s", topic: "t", e: "1", s: 9, v: { call: { id: "b" } } });
  assert.deepEqual(table.toRecord(), { call: { id: "b" } });
  assert.equal(table.apply({ t: "s", topic: "t", e: "1", s: 8, v: {} }), "old");
  assert.equal(table.apply({ t: "h", topic: "t", e: "1", s: 10 }), "resync");
  assert.equal(table.apply({ t: "h", topic: "t", e: "2", s: 9 }), "resync");
});

Deno.test("a topic that a person may not see is refused, and ends when the right is taken away", () => {
  const world = new World();
  world.forbidden.add("u agent/2");
  const client = world.client("u");
  const [own, foreign] = [client.topic("agent/1"), client.topic("agent/2")];
  world.clock.advance(50);
  assert.deepEqual([own.status.value, foreign.status.value], ["live", "forbidden"]);
  world.forbidden.add("u agent/1");
  world.hub.recheck("u");
  world.topics.set("agent/1", "me", "state", "ready");
  world.topics.set("agent/2", "me", "state", "ready");
  world.clock.advance(50);
  assert.equal(own.status.value, "forbidden");
  assert.equal(own.field("me", "state").value, undefined);
  assert.equal(foreign.field("me", "state").value, undefined);
});

Deno.test("broken frames are counted and end the socket at last, and nobody else notices", () => {
  const world = new World({ limits: { badFrames: 5, subscriptions: 2 } });
  const sent: string[] = [];
  let closed = 0;
  const link = {
    bufferedAmount: 0,
    send: (text: string) => void sent.push(text),
    close: (code = 0) => void (closed = code),
  };
  const attached = world.hub.attach(link, "u");
  fc.assert(fc.property(fc.anything(), fc.string(), (value, text) => {
    const other = world.hub.attach({ ...link, send: () => {}, close: () => {} }, "x");
    other.receive(value);
    other.receive(text);
    other.closed();
  }));
  for (const topic of ["a/1", "a/2", "a/3"]) attached.receive(JSON.stringify({ t: "sub", topic }));
  assert.match(sent.at(-1)!, /too-many/);
  for (const bad of ["{", "null", '{"t":"sub"}', '{"t":"sub","topic":"../x"}', "x".repeat(5_000)]) {
    attached.receive(bad);
  }
  assert.equal(closed, 1008);
  assert.equal(world.hub.stats.subscriptions, 0);
  assert.equal(world.topics.topics().length, 0, "topics that only were asked for are not kept");
});

Deno.test("an ended session stops the page from knocking for ever", () => {
  const world = new World();
  const client = world.client("u");
  client.topic("agent/1");
  world.clock.advance(50);
  world.hub.disconnect("u");
  world.clock.advance(60_000);
  assert.equal(client.ended.value, true);
  assert.equal(client.status.value, "offline");
  assert.equal(world.hub.stats.clients, 0);
});
