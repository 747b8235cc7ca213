import assert from "node:assert/strict";
import { VirtualClock } from "@/actors/runtime/mod.ts";
import type { AriEvent } from "@/telephony/ari/generated/events.ts";
import type { Channel } from "@/telephony/ari/generated/models.ts";
import type { Ari, AriState, AriStateReason } from "@/telephony/ari/port.ts";
import type { QueueId } from "@/actors/call/types.ts";
import { callIdOf } from "@/actors/call/call_id.ts";
import { Directory } from "./directory.ts";
import { Exchange } from "./exchange.ts";
import { sortOut } from "./found.ts";
import { normaliseNumber } from "./numbers.ts";
import { Phones } from "./phones.ts";
import { Site } from "./site.ts";

const AT = "2026-11-23T19:40:00.123+0000";

function channel(id: string, more: Partial<Channel> = {}): Channel {
  return {
    id,
    protocol_id: "",
    name: `PJSIP/trunk-${id}`,
    state: "Ring",
    caller: { name: "", number: "89161234567" },
    connected: { name: "", number: "" },
    accountcode: "",
    dialplan: { context: "from-trunk", exten: "100", priority: 1, app_name: "Stasis", app_data: "crm,inbound,100" },
    creationtime: AT,
    language: "ru",
    ...more,
  };
}

const base = { application: "crm", timestamp: AT, asterisk_id: "ast1" };

function setUp() {
  const clock = new VirtualClock(1_000);
  const told: { to: string; command: { do: string; [field: string]: unknown } }[] = [];
  const requests: { operation: string; params: Record<string, unknown> }[] = [];
  const rows = new Map<string, unknown>();
  let state: (state: AriState, why: AriStateReason) => void = () => {};
  const ari = {
    app: "crm",
    state: "connected",
    call: (operation: string, params: Record<string, unknown>) => {
      requests.push({ operation, params });
      return Promise.resolve(undefined);
    },
    onEvent: () => () => {},
    onConnect: () => () => {},
    onState: (handler: typeof state) => (state = handler, () => {}),
  } as unknown as Ari;
  const topics = {
    set: (topic: string, row: string, field: string, value: unknown) =>
      void rows.set(`${topic} ${row} ${field}`, value),
    put: (topic: string, row: string, fields: Record<string, unknown>) =>
      Object.entries(fields).forEach(([field, value]) => rows.set(`${topic} ${row} ${field}`, value)),
    remove: () => {},
  };
  const tell = (to: string, command: unknown) => {
    told.push({ to, command: command as { do: string } });
    return true;
  };
  const directory = new Directory(() => {});
  const queue = "q1" as QueueId;
  const route = { queue, greeting: [], language: "ru" as const, priority: 0, record: false };
  directory.apply({ queues: [{ id: queue } as never], numbers: [{ did: "+7 495 123-45-67", route }], agents: [] });
  let fenced = 0;
  const exchange = new Exchange({
    ari,
    system: {
      tell,
      ask: () => Promise.resolve({ ok: true, events: 0 }),
      state: () => undefined,
      ids: () => [],
      activate: () => Promise.resolve(true),
    },
    clock,
    directory,
    site: new Site({ topics, clock, simulator: false }),
    phones: new Phones({ ari, clock, tell }),
    asteriskId: "ast1",
    liveCalls: () => Promise.resolve([]),
    acdAgents: () => [],
    onFenced: () => fenced++,
  });
  exchange.start();
  return {
    exchange,
    told,
    requests,
    rows,
    send: (event: unknown) => exchange.handle(event as AriEvent),
    state: (to: AriState) => state(to, { reason: "start" }),
    fenced: () => fenced,
  };
}

Deno.test("a caller reaches the queue of the dialled number, with the own number in E.164", () => {
  const { told, send } = setUp();
  send({ ...base, type: "StasisStart", args: ["inbound", "4951234567"], channel: channel("ast1-1.1") });
  const [{ to, command }] = told;
  assert.equal(to, `call/${callIdOf("ast1", "ast1-1.1", AT)}`);
  assert.deepEqual(command.caller, { number: "+79161234567", name: "" });
  assert.equal((command.route as { queue: string }).queue, "q1");
});

Deno.test("a channel's end is told once although Asterisk says it twice", () => {
  const { told, send } = setUp();
  const caller = channel("ast1-1.1");
  send({ ...base, type: "StasisStart", args: ["inbound", "100"], channel: caller });
  send({ ...base, type: "StasisStart", args: ["inbound", "100"], channel: caller });
  send({ ...base, type: "StasisEnd", channel: caller });
  send({ ...base, type: "ChannelDestroyed", cause: 16, cause_txt: "", channel: caller });
  assert.deepEqual(told.map(({ command }) => command.do), ["arrive", "legGone"]);
});

Deno.test("legs, playbacks and recordings find their call by the ids we chose", () => {
  const { told, send } = setUp();
  const id = callIdOf("ast1", "ast1-1.1", AT);
  const leg = channel(`${id}.a1`, { state: "Ringing" });
  send({ ...base, type: "ChannelStateChange", channel: leg });
  send({ ...base, type: "StasisStart", args: ["leg", id, "agent"], channel: leg });
  send({ ...base, type: "ChannelHold", channel: leg });
  send({ ...base, type: "ChannelUnhold", channel: leg });
  send({
    ...base,
    type: "PlaybackFinished",
    playback: { id: `${id}.p1`, media_uri: "", target_uri: "", state: "done" },
  });
  send({
    ...base,
    type: "RecordingFinished",
    recording: { name: id, format: "wav", target_uri: "", state: "done", duration: 12 },
  });
  send({ ...base, type: "ChannelDestroyed", cause: 17, cause_txt: "", channel: leg });
  assert.ok(told.every(({ to }) => to === `call/${id}`));
  assert.deepEqual(told.map(({ command }) => command.do), [
    "legRinging",
    "legUp",
    "held",
    "unheld",
    "playbackFinished",
    "recordingFinished",
    "legGone",
  ]);
});

Deno.test("events that are nobody's are set aside and harm nothing", () => {
  const { exchange, told, send } = setUp();
  send({ ...base, type: "ChannelDestroyed", cause: 16, cause_txt: "", channel: channel("stranger") });
  send({ ...base, type: "PlaybackFinished", playback: { id: "x", media_uri: "", target_uri: "", state: "done" } });
  send({
    ...base,
    type: "RecordingFinished",
    recording: { name: "../../etc", format: "", target_uri: "", state: "done" },
  });
  send({ ...base, type: "SomethingNew" });
  assert.equal(told.length, 0);
  assert.equal(exchange.setAside, 3);
});

Deno.test("an agent who dials out hears that it is not possible and is hung up after it", () => {
  const { requests, send } = setUp();
  send({ ...base, type: "StasisStart", args: ["agent", "200"], channel: channel("ast1-2.1") });
  send({
    ...base,
    type: "PlaybackFinished",
    playback: { id: "refusal-ast1-2.1", media_uri: "", target_uri: "", state: "done" },
  });
  assert.deepEqual(requests.map(({ operation }) => operation), ["answer", "channels.playWithId", "hangup"]);
});

Deno.test("a process whose application was taken over stops acting, or two would rule the same calls", () => {
  const { told, rows, send, state, fenced } = setUp();
  state("replaced");
  send({ ...base, type: "StasisStart", args: ["inbound", "100"], channel: channel("ast1-1.1") });
  assert.equal(told.length, 0);
  assert.equal(fenced(), 1);
  assert.equal(rows.get("wallboard site telephony"), "lost");
});

Deno.test("callers' numbers are E.164 when they can be parsed, else as received", () => {
  for (
    const [raw, normal] of [
      ["8 (916) 123-45-67", "+79161234567"],
      ["79161234567", "+79161234567"],
      ["+442079460958", "+442079460958"],
      ["anonymous", "anonymous"],
      ["101", "101"],
      ["", ""],
    ]
  ) assert.equal(normaliseNumber(raw), normal);
});

Deno.test("what Asterisk has is sorted by call, the oldest caller first, strangers apart", () => {
  const [first, second] = [channel("ast1-1.1", { creationtime: "2026-11-23T19:39:00.000+0000" }), channel("ast1-2.1")];
  const id = callIdOf("ast1", first.id, first.creationtime);
  const leg = channel(`${id}.a1`, {
    state: "Up",
    dialplan: { context: "", exten: "", priority: 1, app_name: "AppDial2", app_data: "" },
    channelvars: { CALL_ID: id, CRM_ROLE: "agent", CRM_AGENT: "u1" },
  });
  const agent = channel("ast1-3.1", {
    dialplan: { context: "from-agent", exten: "5", priority: 1, app_name: "Stasis", app_data: "crm,agent,5" },
  });
  const foreign = channel("ast1-4.1", {
    dialplan: { context: "x", exten: "5", priority: 1, app_name: "Queue", app_data: "bench" },
  });
  const bridge = (name: string, channels: string[]) => ({
    id: `${id}.${name}`,
    technology: "",
    bridge_type: "mixing" as const,
    bridge_class: "",
    creator: "",
    name: "",
    channels,
    creationtime: AT,
  });
  const { calls, others } = sortOut([second, leg, agent, foreign, first], [
    bridge("b1", []),
    bridge("b2", [first.id, leg.id]),
  ], {
    app: "crm",
    asteriskId: "ast1",
  });
  assert.deepEqual([...calls.keys()], [id, callIdOf("ast1", second.id, second.creationtime)]);
  const found = calls.get(id)!;
  assert.deepEqual(found.channels.map(({ id }) => id), [first.id, leg.id]);
  assert.deepEqual([found.bridge, found.spareBridges, found.bridged.length], [`${id}.b2`, [`${id}.b1`], 2]);
  assert.deepEqual(others.map(({ id }) => id), [agent.id]);
});

Deno.test("a change of the set-up is told to exactly the actors it concerns", () => {
  const told: string[] = [];
  const directory = new Directory((to, command) => told.push(`${to} ${command.do}`));
  const queues = [{ id: "q1", name: "A" }, { id: "q2", name: "B" }] as never[];
  const agents = [{ id: "u1", name: "Анна" }, { id: "u2", name: "Борис" }] as never[];
  directory.apply({ queues, numbers: [], agents });
  assert.equal(told.splice(0).length, 5);
  directory.apply({ queues, numbers: [], agents });
  assert.deepEqual(told, []);
  directory.apply({ queues: [queues[0], { id: "q2", name: "C" } as never], numbers: [], agents: [agents[0]] });
  assert.deepEqual(told, ["acd/main configure", "queue/q2 configure", "agent/u2 logOut"]);
});
