import assert from "node:assert/strict";
import type { Clock } from "@/actors/runtime/types.ts";
import { startSimulator } from "./mod.ts";

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, fire) => setTimeout(fire, ms),
  clear: (handle) => clearTimeout(handle as number),
};

const HABITS = { patienceS: 600, talkS: 60, talkCv: 0.3, callerEnds: 1 };

/** The fields of the raw wire that these tests read. */
interface Wire {
  type: string;
  args: string[];
  cause: number;
  request_id: string;
  status_code: number;
  channel: { id: string; state: string };
}

/** A client of the raw wire: events as they come, requests over the same socket. */
function connect(simulator: { url: string; user: string; password: string }) {
  const socket = new WebSocket(
    `${simulator.url.replace("http", "ws")}/events?app=crm&api_key=${simulator.user}:${simulator.password}`,
  );
  const events: Wire[] = [];
  const waiting: { match: (event: Wire) => boolean; take: (event: Wire) => void }[] = [];
  socket.onmessage = ({ data }) => {
    const event: Wire = JSON.parse(data);
    events.push(event);
    for (const wait of waiting.filter(({ match }) => match(event))) {
      waiting.splice(waiting.indexOf(wait), 1);
      wait.take(event);
    }
  };
  let requests = 0;
  const next = (match: (event: Wire) => boolean): Promise<Wire> => {
    const seen = events.find(match);
    return seen ? Promise.resolve(seen) : new Promise((take) => waiting.push({ match, take }));
  };
  return {
    socket,
    events,
    next,
    opened: new Promise<void>((resolve) => socket.onopen = () => resolve()),
    async rest(method: string, uri: string, body?: unknown) {
      const request_id = `r${++requests}`;
      socket.send(
        JSON.stringify({ type: "RESTRequest", request_id, method, uri, message_body: JSON.stringify(body ?? {}) }),
      );
      return await next((event) => event.type === "RESTResponse" && event.request_id === request_id);
    },
    close: () =>
      new Promise<void>((resolve) => {
        socket.onclose = () => resolve();
        socket.close();
      }),
  };
}

function simulator() {
  return startSimulator({
    clock,
    seed: 7,
    speed: 100,
    lines: [],
    desks: [{ resource: "desk-1", habits: { ringMs: 100, answerMs: 100, takes: 1, ignores: 0, rejects: 0 } }],
    identity: (n) => ({ number: `+7900000000${n}`, name: "" }),
  });
}

Deno.test("a simulated call goes through the steps of a real one, so that a newcomer sees what Asterisk would do", async () => {
  const sim = simulator();
  const ari = connect(sim);
  await ari.opened;
  sim.traffic.call({ did: "100", perMinute: 0, habits: HABITS });
  const start = await ari.next((event) => event.type === "StasisStart");
  assert.deepEqual(start.args, ["inbound", "100"]);
  const caller = start.channel.id;
  assert.equal((await ari.rest("POST", `channels/${caller}/answer`)).status_code, 204);
  await ari.rest("POST", `channels/${caller}/moh`);
  const query = "endpoint=PJSIP/desk-1&app=crm&appArgs=leg,call-1,agent-1&timeout=20";
  assert.equal((await ari.rest("POST", `channels/leg-1?${query}`)).status_code, 200);
  await ari.next((event) => event.type === "ChannelStateChange" && event.channel.state === "Ringing");
  const leg = await ari.next((event) => event.type === "StasisStart" && event.channel.id === "leg-1");
  assert.deepEqual(leg.args, ["leg", "call-1", "agent-1"]);
  await ari.rest("POST", "bridges/b-1?type=mixing");
  await ari.rest("POST", `bridges/b-1/addChannel?channel=${caller},leg-1`);
  await ari.rest("POST", "bridges/b-1/record?name=call-1&format=wav&ifExists=overwrite");
  const destroyed = await ari.next((event) => event.type === "ChannelDestroyed" && event.channel.id === caller);
  assert.equal(destroyed.cause, 16);
  await ari.rest("DELETE", "bridges/b-1");
  await ari.next((event) => event.type === "RecordingFinished");
  const types = ari.events.filter((event) => event.channel?.id === caller).map((event) => event.type);
  assert.deepEqual(types, [
    "StasisStart",
    "ChannelStateChange",
    "ChannelEnteredBridge",
    "ChannelHangupRequest",
    "ChannelLeftBridge",
    "StasisEnd",
    "ChannelDestroyed",
  ]);
  const authorization = `Basic ${btoa(`${sim.user}:${sim.password}`)}`;
  const file = await fetch(`${sim.url}/recordings/stored/call-1/file`, { headers: { authorization } });
  assert.equal(new TextDecoder().decode((await file.bytes()).subarray(0, 4)), "RIFF");
  await ari.close();
  await sim.stop();
});

Deno.test("faults are answered as Asterisk answers them, so that the product meets them before a real call does", async () => {
  const sim = simulator();
  const ari = connect(sim);
  await ari.opened;
  const status = async (method: string, uri: string) => (await ari.rest(method, uri)).status_code;
  assert.equal(await status("POST", "channels/nobody/answer"), 404);
  assert.equal(await status("POST", "channels/x?endpoint=PJSIP/unregistered&app=crm"), 500);
  assert.equal(await status("POST", "channels/x?app=crm"), 400);
  assert.equal(await status("DELETE", "bridges/none"), 404);
  assert.equal(await status("GET", "nonsense"), 404);
  assert.equal((await fetch(`${sim.url}/channels`)).status, 401);
  ari.socket.send("{broken");
  ari.socket.send(JSON.stringify({ type: "RESTRequest" }));
  assert.equal(await status("GET", "asterisk/ping"), 200);
  await ari.close();
  await sim.stop();
});

Deno.test("a caller who dials while the product restarts is held in the dialplan and reaches it afterwards", async () => {
  const sim = simulator();
  sim.traffic.call({ did: "100", perMinute: 0, habits: HABITS });
  const ari = connect(sim);
  await ari.opened;
  const start = await ari.next((event) => event.type === "StasisStart");
  assert.deepEqual(start.args, ["inbound", "100"]);
  await ari.close();
  await sim.stop();
});

Deno.test("a second client takes the application over and the first is told", async () => {
  const sim = simulator();
  const first = connect(sim);
  await first.opened;
  const second = connect(sim);
  await second.opened;
  await first.next((event) => event.type === "ApplicationReplaced");
  await Promise.all([first.close(), second.close()]);
  await sim.stop();
});
