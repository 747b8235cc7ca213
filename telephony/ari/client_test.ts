/** The client's promises, one test each, on a scripted Asterisk; long because it promises much. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { AriDisconnected, AriError, AriOverloaded, AriTimeout } from "./errors.ts";
import type { AriClient } from "./client.ts";
import { dtmf, FakeAsterisk } from "./testing/fake_asterisk.ts";
import { settled } from "./testing/virtual_clock.ts";

/** A connected client and its Asterisk. */
async function connected(options: Parameters<FakeAsterisk["client"]>[0] = {}) {
  const asterisk = new FakeAsterisk();
  const ari = asterisk.client(options);
  const digits: string[] = [];
  const states: string[] = [];
  ari.onEvent((event) => event.type === "ChannelDtmfReceived" && digits.push(event.digit));
  ari.onState((state, why) => void states.push(`${state}:${why.reason}`));
  void ari.connect();
  await asterisk.clock.advance(50);
  return { asterisk, ari, digits, states };
}

/** How a promise ended, if it did. */
function outcome(work: Promise<unknown>) {
  const seen = { count: 0, value: undefined as unknown, error: undefined as unknown };
  work.then((value) => (seen.count++, seen.value = value), (error) => (seen.count++, seen.error = error));
  return seen;
}

Deno.test("connects with one event socket and four command sockets, else every call waits behind every other", async () => {
  const { asterisk, ari, states } = await connected();
  assert.equal(ari.state, "connected");
  assert.equal(asterisk.lanes.length, 4);
  assert.deepEqual(states, ["connecting:start", "connected:ready"]);
  ari.close();
  assert.ok(asterisk.sockets.every((socket) => socket.closed));
  assert.equal(asterisk.clock.waiting, 0);
});

Deno.test("the password is in no address, state or error, else it ends up in logs", async () => {
  const asterisk = new FakeAsterisk();
  asterisk.door = () => ({ status: 401 });
  const ari = asterisk.client();
  const said: unknown[] = [];
  ari.onState((...args) => void said.push(args));
  void ari.connect();
  await asterisk.clock.advance(3_000);
  await ari.call("ping").catch((error) => said.push(String(error), error));
  said.push(...asterisk.sockets.map((socket) => socket.url));
  const text = JSON.stringify(said) + JSON.stringify(ari.stats());
  assert.ok(text.includes("unauthorized"));
  assert.ok(!text.includes("s3cret") && !text.includes(btoa("crm:s3cret-word")));
  assert.equal(asterisk.sockets[0].authorization, `Basic ${btoa("crm:s3cret-word")}`);
  ari.close();
});

Deno.test("one call's requests stay in order and each is answered once, whatever breaks meanwhile", async () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant("call" as const), key: fc.integer({ min: 0, max: 5 }) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 400 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const), lane: fc.integer({ min: 0, max: 3 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: "max" }),
      fc.infiniteStream(fc.nat(120)),
      async (steps, delays) => {
        const { asterisk, ari } = await connected();
        asterisk.reply = ({ uri }) => ({
          status: 200,
          afterMs: delays.next().value ?? 0,
          body: { value: new URL(uri, "http://x/").searchParams.get("variable") },
        });
        const made: { key: number; id: string; seen: ReturnType<typeof outcome> }[] = [];
        for (const step of steps) {
          if (step.do === "wait") await asterisk.clock.advance(step.ms);
          else if (step.do === "drop") asterisk.lanes[step.lane]?.drop();
          else {
            const id = String(made.length);
            const work = ari.call("getGlobalVar", { variable: id }, { key: `call-${step.key}` });
            made.push({ key: step.key, id, seen: outcome(work) });
          }
        }
        await asterisk.clock.advance(60_000);
        const idOf = (uri: string) => new URL(uri, "http://x/").searchParams.get("variable");
        const keyOf = (uri: string) => made[Number(idOf(uri))].key;
        const arrived = asterisk.asked.map(({ uri }) => idOf(uri));
        for (const { uri, beside } of asterisk.asked) {
          assert.ok(!beside.some((other) => keyOf(other) === keyOf(uri)), "two requests of a call race over HTTP");
        }
        assert.equal(new Set(arrived).size, arrived.length, "a request was sent twice");
        for (const { id, seen } of made) {
          assert.equal(seen.count, 1, `request ${id} settled ${seen.count} times`);
          if (seen.error === undefined) assert.deepEqual(seen.value, { value: id });
          else assert.ok(seen.error instanceof AriDisconnected);
        }
        for (const key of new Set(made.map((one) => one.key))) {
          const sent = made.filter((one) => one.key === key && arrived.includes(one.id)).map((one) => one.id);
          assert.deepEqual(arrived.filter((id) => id !== null && sent.includes(id)), sent);
        }
        ari.close();
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("a command socket that is down is gone round by HTTP and dialled again, else its calls stand still", async () => {
  const { asterisk, ari } = await connected({ lanes: 1 });
  asterisk.door = () => "refuse";
  asterisk.lanes[0].drop();
  const seen = outcome(ari.call("hangup", { channelId: "a" }, { key: "k" }));
  await asterisk.clock.advance(20);
  assert.equal(asterisk.asked[0].socket, "http");
  assert.equal(seen.count, 1);
  asterisk.door = () => "open";
  await asterisk.clock.advance(10_000);
  await Promise.all([ari.call("hangup", { channelId: "b" }, { key: "k" }), asterisk.clock.advance(20)]);
  assert.notEqual(asterisk.asked[1].socket, "http");
  assert.equal(ari.stats().detours, 1);
  assert.equal(ari.state, "connected");
  ari.close();
});

Deno.test("no answer is an error after the time given, and a late answer goes to nobody", async () => {
  const { asterisk, ari } = await connected();
  asterisk.reply = () => ({ status: 204, afterMs: 1_500 });
  const seen = outcome(ari.call("hangup", { channelId: "a" }, { timeoutMs: 1_000 }));
  await asterisk.clock.advance(999);
  assert.equal(seen.count, 0);
  await asterisk.clock.advance(2);
  assert.ok(seen.error instanceof AriTimeout);
  await asterisk.clock.advance(1_000);
  assert.equal(seen.count, 1);
  assert.equal(ari.stats().lateAnswers, 1);
  assert.equal(ari.stats().pending, 0);
  ari.close();
});

Deno.test("requests that wait are bounded, else a stuck Asterisk eats our memory", async () => {
  const { asterisk, ari } = await connected({ maxPending: 3, lanes: 1 });
  asterisk.reply = () => "silence";
  const seen = [1, 2, 3, 4].map(() => outcome(ari.call("hangup", { channelId: "a" })));
  await settled();
  assert.ok(seen[3].error instanceof AriOverloaded);
  assert.equal(seen[0].count, 0);
  ari.close();
  await settled();
  assert.ok(seen.slice(0, 3).every((one) => one.error instanceof AriDisconnected && one.error.sent));
});

Deno.test("a refusal is told apart from a lost connection, else calls are repeated that must not be", async () => {
  const { asterisk, ari } = await connected();
  asterisk.reply = () => ({ status: 409, body: { message: "exists" } });
  const seen = outcome(ari.call("hangup", { channelId: "a" }));
  await asterisk.clock.advance(10);
  assert.ok(seen.error instanceof AriError && seen.error.status === 409);
  ari.close();
  await assert.rejects(ari.call("ping"), (error) => error instanceof AriDisconnected && !error.sent);
});

Deno.test("it never stops trying, with pauses between 0.2 and 5 s, else a night without Asterisk needs a restart", async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), async (luck) => {
      const asterisk = new FakeAsterisk();
      asterisk.door = () => "refuse";
      const ari = asterisk.client({ random: () => luck.next().value ?? 0.5 });
      const at: number[] = [];
      ari.onState((_, why) => why.reason === "unreachable" && at.push(asterisk.clock.now()));
      const first = outcome(ari.connect());
      await asterisk.clock.advance(10 * 60_000);
      const pauses = at.slice(1).map((time, n) => time - at[n]);
      assert.ok(pauses.length > 110, `${pauses.length} attempts`);
      assert.ok(pauses.every((pause) => pause >= 200 && pause <= 5_010), String(pauses));
      assert.equal(first.count, 0);
      asterisk.door = () => "open";
      await asterisk.clock.advance(5_100);
      assert.equal(first.value, "connected");
      ari.close();
    }),
    { numRuns: 10 },
  );
});

Deno.test("an Asterisk that takes the connection and says nothing is given up in time", async () => {
  const asterisk = new FakeAsterisk();
  asterisk.door = () => "hang";
  const ari = asterisk.client();
  void ari.connect();
  await asterisk.clock.advance(12_000);
  assert.equal(asterisk.sockets.length, 3);
  ari.close();
  assert.equal(asterisk.clock.waiting, 0);
});

Deno.test("a dead connection is noticed by two unanswered pings, else agents wait for calls that never come", async () => {
  const { asterisk, ari, states } = await connected();
  asterisk.reply = () => "silence";
  const pending = outcome(ari.call("hangup", { channelId: "a" }, { timeoutMs: 60_000 }));
  await asterisk.clock.advance(14_000);
  assert.equal(ari.state, "connected");
  await asterisk.clock.advance(1_200);
  assert.ok(states.includes("lost:silent"));
  assert.ok(pending.error instanceof AriDisconnected);
  ari.close();
});

Deno.test("events that come while the state is read wait in order, else a hang-up is overwritten by an old picture", async () => {
  const asterisk = new FakeAsterisk();
  const ari = asterisk.client();
  const seen: string[] = [];
  let go = () => {};
  ari.onEvent((event) => event.type === "ChannelDtmfReceived" && seen.push(event.digit));
  ari.onState((state) => state === "connected" && seen.push("connected"));
  ari.onConnect(async ({ reconnects, ari }) => {
    seen.push(`reconcile ${reconnects}`);
    await ari.call("hangup", { channelId: "asked in the hook" });
    await new Promise<void>((resolve) => go = resolve);
    seen.push("reconciled");
  });
  void ari.connect();
  for (let round = 0; round < 2; round++) {
    await asterisk.clock.advance(1_000);
    for (const digit of ["1", "2", "3"]) asterisk.events.say(dtmf(digit));
    await settled();
    go();
    await settled();
    asterisk.events.say(dtmf("4"));
    assert.deepEqual(seen.splice(0), [`reconcile ${round}`, "reconciled", "connected", "1", "2", "3", "4"]);
    asterisk.events.drop();
  }
  ari.close();
});

Deno.test("a flood behind a slow reconciliation makes the connection anew, else events are lost without a word", async () => {
  const asterisk = new FakeAsterisk();
  const ari = asterisk.client({ maxBuffered: 10 });
  const states: string[] = [];
  ari.onState((state, why) => void states.push(`${state}:${why.reason}`));
  let hang = true;
  ari.onConnect(() => hang ? new Promise(() => {}) : Promise.resolve());
  void ari.connect();
  await asterisk.clock.advance(50);
  for (let n = 0; n < 11; n++) asterisk.events.say(dtmf("1"));
  assert.equal(states.at(-1), "connecting:flooded");
  hang = false;
  await asterisk.clock.advance(1_000);
  assert.equal(ari.state, "connected");
  ari.close();
});

Deno.test("a failed or endless reconciliation is tried again, else the actors live on a half-read picture", async () => {
  const asterisk = new FakeAsterisk();
  const ari = asterisk.client();
  const aborted: boolean[] = [];
  let round = 0;
  ari.onConnect(({ signal }) => {
    signal.addEventListener("abort", () => aborted.push(true));
    if (round++ === 0) throw new Error("no");
    return round === 2 ? new Promise(() => {}) : Promise.resolve();
  });
  const first = outcome(ari.connect());
  await asterisk.clock.advance(20_000);
  assert.equal(round, 2);
  await asterisk.clock.advance(20_000);
  assert.equal(first.value, "connected");
  assert.equal(aborted.length, 2);
  ari.close();
});

Deno.test("once replaced, it neither commands nor returns, else two nodes steer the same calls", async () => {
  const { asterisk, ari, digits, states } = await connected();
  asterisk.reply = () => "silence";
  const pending = outcome(ari.call("hangup", { channelId: "a" }));
  const replaced = { type: "ApplicationReplaced", application: "crm", timestamp: "t" };
  asterisk.events.say({ ...replaced, application: "another" });
  assert.equal(ari.state, "connected");
  const socket = asterisk.events;
  socket.say(replaced);
  await settled();
  assert.ok(pending.error instanceof AriDisconnected);
  assert.equal(states.at(-1), "replaced:replaced");
  await assert.rejects(ari.call("hangup", { channelId: "a" }), AriDisconnected);
  await assert.rejects(ari.download("recordings/stored/a/file"), AriDisconnected);
  const dialled = asterisk.sockets.length;
  socket.say(dtmf("1"));
  await asterisk.clock.advance(600_000);
  ari.close();
  assert.equal(asterisk.sockets.length, dialled);
  assert.deepEqual(digits, []);
  assert.equal(ari.state, "replaced");
});

Deno.test("replaced while still reconciling: fenced as well", async () => {
  const asterisk = new FakeAsterisk();
  const ari = asterisk.client();
  let go = () => {};
  ari.onConnect(() => new Promise<void>((resolve) => go = resolve));
  const first = outcome(ari.connect());
  await asterisk.clock.advance(50);
  asterisk.events.say({ type: "ApplicationReplaced", application: "crm", timestamp: "t" });
  go();
  await asterisk.clock.advance(60_000);
  assert.equal(first.value, "replaced");
  assert.equal(ari.state, "replaced");
});

Deno.test("nothing that comes over the wire stops the events after it, else one odd event silences a centre", async () => {
  const odd = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ type: fc.oneof(fc.string(), fc.constantFrom("StasisStart", "Dial", "__proto__", "constructor")) })
      .map((message) => JSON.stringify(message)),
    fc.record({ type: fc.constant("RESTResponse"), transaction_id: fc.jsonValue(), status_code: fc.jsonValue() })
      .map((message) => JSON.stringify(message)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(odd), async (messages) => {
      const { asterisk, ari, digits } = await connected();
      for (const message of messages) asterisk.events.say(message);
      asterisk.events.say(dtmf("7"));
      assert.deepEqual(digits, ["7"]);
      const { unknownEvents, malformedEvents, lateAnswers } = ari.stats();
      assert.equal(unknownEvents + malformedEvents + lateAnswers, messages.length);
      ari.close();
    }),
    // String({ toString: 0 }) throws: such an answer once got through as an exception
    { numRuns: 200, examples: [[['{"type":"RESTResponse","transaction_id":{"toString":0}}']]] },
  );
});

Deno.test("a handler that throws is counted and the others still hear, else one actor's fault is everybody's", async () => {
  const { asterisk, ari, digits } = await connected();
  ari.onEvent(() => {
    throw new Error("mine");
  });
  const after: string[] = [];
  const stop = ari.onEvent((event) => void after.push(event.type));
  asterisk.events.say(dtmf("1"));
  stop();
  asterisk.events.say(dtmf("2"));
  assert.deepEqual(digits, ["1", "2"]);
  assert.equal(after.length, 1);
  assert.equal(ari.stats().handlerErrors, 2);
  ari.close();
});

Deno.test("a wrong password, a missing ARI and a silent host have names, else nobody knows what to mend", async () => {
  for (
    const [door, reason] of [[{ status: 401 }, "unauthorized"], [{ status: 404 }, "no-ari"], [
      { status: 500 },
      "refused",
    ], ["refuse", "unreachable"]] as const
  ) {
    const asterisk = new FakeAsterisk();
    asterisk.door = () => door;
    const ari: AriClient = asterisk.client();
    const reasons: string[] = [];
    ari.onState((_, why) => void reasons.push(why.reason));
    void ari.connect();
    await asterisk.clock.advance(300);
    assert.ok(reasons.includes(reason), `${reason}: ${reasons}`);
    ari.close();
  }
});
